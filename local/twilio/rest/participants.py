"""The Participants subresource of a conference."""

from typing import TYPE_CHECKING, Any

from twilio.rest.api.v2010.account.conference.participant import (
    ParticipantContext,
    ParticipantList,
)

from local.twilio.core.model import CONFERENCE_EVENTS, Conference, Participant, Seat
from local.twilio.rest import dialling
from local.twilio.rest.conferences import by_sid
from local.twilio.rest.errors import TwilioError, not_found
from local.twilio.rest.params import Params, shape_of
from local.twilio.rest.shapes import API, page, participant_json

if TYPE_CHECKING:
    from local.twilio.core.world import World

CREATE = shape_of(ParticipantList.create)
UPDATE = shape_of(ParticipantContext.update)
LISTING = shape_of(ParticipantList.stream, paged=True)
BEEPS = ("true", "false", "onEnter", "onExit")
Answer = tuple[int, dict[str, Any]]


def create(world: "World", given: Any, name_or_sid: str) -> Answer:
    """Dial somebody into a conference, opening one of that name if there is none."""
    params = Params(CREATE, given)
    seat = _seat(world, params, name_or_sid)
    if len(seat.label) > 128 or world.rooms.label_taken(seat.room, seat.label):
        raise TwilioError(16025, f"Participant label {seat.label} is not unique")
    call = dialling.new_call(world, params, shortest_ring_s=5)
    call.seat = seat
    call.amd_callback = dialling.callback(params, "AmdStatusCallback", "", ())
    participant = world.rooms.reserve(call, seat)
    world.exchange.dial(call)
    return 201, _json(world, world.rooms.conferences[call.conference_sid], participant)


def listing(world: "World", given: Any, sid: str) -> Answer:
    conference = by_sid(world, sid)
    params = Params(LISTING, given)
    shown = [_json(world, conference, person) for person in conference.people.values()]
    filters = {}
    for name in ("Muted", "Hold", "Coaching"):
        if name in params:
            filters[name] = params.text(name)
            shown = [person for person in shown if person[name.lower()] == params.flag(name)]
    path = f"/{API}/Accounts/{world.settings.account_sid}/Conferences/{sid}/Participants.json"
    number, size = params.whole("Page", 0), params.whole("PageSize", 50)
    return 200, page(path, "participants", shown, number, size, filters)


def fetch(world: "World", given: Any, sid: str, who: str) -> Answer:
    conference = by_sid(world, sid)
    return 200, _json(world, conference, _find(world, conference, who))


def update(world: "World", given: Any, sid: str, who: str) -> Answer:
    """Mute, hold, coach, or change what happens on exit."""
    conference = by_sid(world, sid)
    participant = _find(world, conference, who)
    params = Params(UPDATE, given)
    hold_url = params.url("HoldUrl")
    if announced := params.url("AnnounceUrl"):
        if participant.joined_ms is None:
            raise TwilioError(20404, "The participant is not connected", 404)
        method = params.one_of("AnnounceMethod", "POST", dialling.METHODS)
        call = world.calls[participant.call_sid]
        world.announcer.announce(conference, participant, call, announced, method)
    if params.present("Coaching", "CallSidToCoach"):
        _coach(world, conference, participant, params)
    if "EndConferenceOnExit" in params and not participant.hold:
        world.rooms.modify(conference, participant, end_on_exit=params.flag("EndConferenceOnExit"))
    if "BeepOnExit" in params:
        world.rooms.modify(conference, participant, beep_on_exit=params.flag("BeepOnExit"))
    if "Muted" in params:
        world.rooms.set_flag(conference, participant, "muted", params.flag("Muted"))
    if "Hold" in params:
        world.rooms.set_flag(conference, participant, "hold", params.flag("Hold"))
        if participant.hold and hold_url:
            method = params.one_of("HoldMethod", "GET", dialling.METHODS)
            world.player.ask_wait_music(world.calls[participant.call_sid], hold_url, method)
    return 200, _json(world, conference, participant)


def remove(world: "World", given: Any, sid: str, who: str) -> Answer:
    """Kick a leg: a dialled one hangs up, a TwiML one goes on after its `<Dial>`."""
    conference = by_sid(world, sid)
    call = world.calls[_find(world, conference, who).call_sid]
    if call.answered_ms is None:
        world.exchange.finish(call, "canceled", "api")
    else:
        world.rooms.leave(call, "participant_updated_via_api", kicked=True)
    return 204, {}


def _seat(world: "World", params: Params, name_or_sid: str) -> Seat:
    room = world.rooms.active(name_or_sid)
    if room is None and name_or_sid in world.rooms.conferences:
        raise not_found(f"/{API}/Accounts/{world.settings.account_sid}/Conferences/{name_or_sid}")
    coached = params.text("CallSidToCoach")
    coaching = params.flag("Coaching", bool(coached))
    if coaching:
        _check_coached(room, coached)
    return Seat(
        room=room.name if room else name_or_sid,
        label=params.text("Label"),
        muted=params.flag("Muted"),
        beep=params.one_of("Beep", "true", BEEPS),
        start_on_enter=params.flag("StartConferenceOnEnter", True),
        end_on_exit=params.flag("EndConferenceOnExit"),
        wait_url=params.url("WaitUrl") if "WaitUrl" in params else None,
        wait_method=params.one_of("WaitMethod", "POST", dialling.METHODS),
        max_participants=params.between("MaxParticipants", 250, 2, 250),
        coaching=coaching,
        coached_sid=coached,
        early_media=params.flag("EarlyMedia", True),
        callback=dialling.callback(params, "ConferenceStatusCallback", "start end", CONFERENCE_EVENTS),
    )


def _coach(world: "World", conference: Conference, participant: Participant, params: Params) -> None:
    coached = params.text("CallSidToCoach", participant.coached_sid)
    coaching = params.flag("Coaching", bool(coached))
    if coaching:
        _check_coached(conference, coached)
    world.rooms.modify(conference, participant, coaching=coaching, coached_sid=coached)


def _check_coached(conference: Conference | None, coached_sid: str) -> None:
    coached = conference.people.get(coached_sid) if conference else None
    if coached is None or coached.joined_ms is None:
        raise TwilioError(16026, "The call to coach is not in this conference")
    if coached.hold:
        raise TwilioError(16027, "The call to coach is on hold")


def _find(world: "World", conference: Conference, who: str) -> Participant:
    for participant in conference.people.values():
        if who in (participant.call_sid, participant.label):
            return participant
    account = world.settings.account_sid
    raise not_found(f"/{API}/Accounts/{account}/Conferences/{conference.sid}/Participants/{who}")


def _json(world: "World", conference: Conference, participant: Participant) -> dict[str, Any]:
    call = world.calls[participant.call_sid]
    return participant_json(world.settings.account_sid, conference, participant, call)
