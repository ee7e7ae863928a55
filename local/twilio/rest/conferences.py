"""The Conferences resource."""

from typing import TYPE_CHECKING, Any

from twilio.rest.api.v2010.account.conference import ConferenceContext, ConferenceList

from local.twilio.core.model import Conference
from local.twilio.core.sids import is_sid
from local.twilio.rest.errors import not_found
from local.twilio.rest.params import Params, shape_of
from local.twilio.rest.shapes import API, conference_json, page

if TYPE_CHECKING:
    from local.twilio.core.world import World

UPDATE = shape_of(ConferenceContext.update)
LISTING = shape_of(ConferenceList.stream, paged=True)
STATES = ("init", "in-progress", "completed")
Answer = tuple[int, dict[str, Any]]


def listing(world: "World", given: Any) -> Answer:
    params = Params(LISTING, given)
    account, status = world.settings.account_sid, params.one_of("Status", "", ("", *STATES))
    shown = [
        conference_json(account, room)
        for room in reversed(world.rooms.conferences.values())
        if params.text("FriendlyName", room.name) == room.name and (not status or room.status == status)
    ]
    filters = {name: params.text(name) for name in params.present("FriendlyName", "Status")}
    path = f"/{API}/Accounts/{account}/Conferences.json"
    number, size = params.whole("Page", 0), params.whole("PageSize", 50)
    return 200, page(path, "conferences", shown, number, size, filters)


def fetch(world: "World", given: Any, sid: str) -> Answer:
    return 200, conference_json(world.settings.account_sid, by_sid(world, sid))


def update(world: "World", given: Any, name_or_sid: str) -> Answer:
    """End a conference (`Status=completed`); a finished one answers as it is."""
    conference = world.rooms.active(name_or_sid) or by_sid(world, name_or_sid)
    params = Params(UPDATE, given)
    if params.one_of("Status", "", ("", "completed")):
        world.rooms.end(conference)
    if "AnnounceUrl" in params:
        world.network.complain(0, "The twin ignores AnnounceUrl", conference.sid, "warning")
    return 200, conference_json(world.settings.account_sid, conference)


def by_sid(world: "World", sid: str) -> Conference:
    conference = world.rooms.conferences.get(sid)
    if conference is None or not is_sid(sid, "CF"):
        raise not_found(f"/{API}/Accounts/{world.settings.account_sid}/Conferences/{sid}.json")
    return conference
