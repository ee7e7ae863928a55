"""Who hears what: the rules a mixer follows, without any audio."""

from dataclasses import dataclass

from local.twilio.core.model import Call, Conference, Participant
from local.twilio.core.world import World


@dataclass(frozen=True)
class Hearing:
    """Call SIDs audible to a leg, and a tone under them: hold, ringback, prompt or none."""

    voices: tuple[str, ...] = ()
    tone: str = ""


def hearing(world: World, call: Call) -> Hearing:
    """What `call` hears now."""
    if call.over or call.answered_ms is None:
        return Hearing()
    room = world.rooms.of(call)
    if room is None:
        return Hearing(tone="prompt" if call.activity in ("<Say>", "<Play>", "<Gather>") else "")
    me = room.people[call.sid]
    if me.hold:
        return Hearing(tone="hold")
    ringback = "ringback" if _someone_rings(world, room) else ""
    if room.status == "init":
        return Hearing(tone=ringback or ("" if me.waits_silently else "hold"))
    if call.activity in ("<Say>", "<Play>"):
        return Hearing(tone="prompt")
    voices = tuple(p.call_sid for p in room.joined if p is not me and _reaches(p, me))
    return Hearing(voices, ringback)


def _reaches(speaker: Participant, listener: Participant) -> bool:
    if speaker.muted or speaker.hold:
        return False
    return not speaker.coaching or speaker.coached_sid == listener.call_sid


def _someone_rings(world: World, room: Conference) -> bool:
    for person in room.people.values():
        call = world.calls[person.call_sid]
        if call.status == "ringing" and call.seat is not None and call.seat.early_media:
            return True
    return False
