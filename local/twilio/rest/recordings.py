"""The Recordings resource, of a call and of the account."""

import re
from typing import TYPE_CHECKING, Any

from twilio.rest.api.v2010.account.call.recording import RecordingContext as CallRecordingContext
from twilio.rest.api.v2010.account.call.recording import RecordingList as CallRecordingList
from twilio.rest.api.v2010.account.recording import RecordingContext

from local.twilio.core.agenda import rfc2822
from local.twilio.core.recordings import RUNNING, Recording
from local.twilio.rest import calls, dialling
from local.twilio.rest.errors import TwilioError, not_found
from local.twilio.rest.params import Params, Shape, shape_of
from local.twilio.rest.shapes import API, Json, page

if TYPE_CHECKING:
    from local.twilio.core.world import World

CREATE = shape_of(CallRecordingList.create)
UPDATE = shape_of(CallRecordingContext.update)
LISTING = shape_of(CallRecordingList.stream, paged=True)
FETCH = shape_of(RecordingContext.fetch)
NOTHING = Shape({}, frozenset())
EVENTS = ("in-progress", "completed", "absent")
CURRENT = "Twilio.CURRENT"
NOT_ELIGIBLE = 21220
MEDIA = re.compile(r"/2010-04-01/Accounts/(?P<account>[^/]+)/Recordings/(?P<sid>RE[0-9a-f]{32})\.wav")
Answer = tuple[int, dict[str, Any]]


def create(world: "World", given: Any, call_sid: str) -> Answer:
    """Of a call that is up."""
    call, params = calls.find(world, call_sid), Params(CREATE, given)
    if call.over or call.answered_ms is None:
        raise TwilioError(NOT_ELIGIBLE, "Requested resource is not eligible for recording", 400)
    channels = params.one_of("RecordingChannels", "mono", ("mono", "dual"))
    callback = dialling.callback(params, "RecordingStatusCallback", "completed", EVENTS)
    if unmodelled := params.present("Trim", "RecordingTrack"):
        world.network.complain(0, f"The twin ignores {', '.join(unmodelled)}", call.sid, "warning")
    made = world.recordings.start(call, 2 if channels == "dual" else 1, callback)
    return 201, _json(world, made)


def listing(world: "World", given: Any, call_sid: str) -> Answer:
    calls.find(world, call_sid)
    params = Params(LISTING, given)
    shown = [_json(world, one) for one in world.recordings.of_call(call_sid)]
    path = f"/{API}/Accounts/{world.settings.account_sid}/Calls/{call_sid}/Recordings.json"
    number, size = params.whole("Page", 0), params.whole("PageSize", 50)
    return 200, page(path, "recordings", shown, number, size, {})


def update(world: "World", given: Any, call_sid: str, sid: str) -> Answer:
    """Pause, go on, stop. What is over already cannot be."""
    params = Params(UPDATE, given)
    status = params.one_of("Status", "", ("paused", "in-progress", "stopped"))
    skip = params.one_of("PauseBehavior", "silence", ("skip", "silence")) == "skip"
    one = world.recordings.current(call_sid) if sid == CURRENT else _find(world, sid)
    if one is None or one.call_sid != call_sid:
        raise not_found(f"/Calls/{call_sid}/Recordings/{sid}")
    if one.status not in RUNNING:
        raise TwilioError(NOT_ELIGIBLE, "The recording is over", 400)
    if status == "stopped":
        world.recordings.stop(one)
    elif status == "paused":
        world.recordings.pause(one, skip)
    else:
        world.recordings.resume(one)
    return 200, _json(world, one)


def fetch(world: "World", given: Any, sid: str) -> Answer:
    Params(FETCH, given)
    return 200, _json(world, _find(world, sid), whole=True)


def delete(world: "World", given: Any, sid: str) -> Answer:
    """What still runs is not deleted."""
    Params(NOTHING, given)
    one = _find(world, sid)
    if one.status in RUNNING:
        raise TwilioError(20409, "The recording is in progress", 409)
    world.recordings.delete(one)
    return 204, {}


def media(world: "World", path: str) -> Recording | None:
    """The recording whose file has that path, if it has one."""
    found = MEDIA.fullmatch(path)
    one = world.recordings.kept.get(found["sid"]) if found else None
    known = found is not None and found["account"] == world.settings.account_sid
    return one if known and one is not None and one.status == "completed" else None


def _find(world: "World", sid: str) -> Recording:
    one = world.recordings.kept.get(sid)
    if one is None:
        raise not_found(f"/{API}/Accounts/{world.settings.account_sid}/Recordings/{sid}.json")
    return one


def _json(world: "World", one: Recording, whole: bool = False) -> Json:
    account = world.settings.account_sid
    uri = f"/{API}/Accounts/{account}/Recordings/{one.sid}"
    answer: Json = {
        "sid": one.sid,
        "account_sid": account,
        "api_version": API,
        "call_sid": one.call_sid,
        "conference_sid": None,
        "channels": one.channels,
        "date_created": rfc2822(one.created_ms),
        "date_updated": rfc2822(one.updated_ms),
        "start_time": rfc2822(one.created_ms),
        "duration": str(-1 if one.seconds is None else one.seconds),
        "status": one.status,
        "source": one.source,
        "error_code": None,
        "price": None,
        "price_unit": "USD",
        "encryption_details": None,
        "uri": f"{uri}.json",
    }
    if whole:
        answer |= {"media_url": f"https://api.twilio.com{uri}", "subresource_uris": {}}
    else:
        answer["track"] = "both"
    return answer
