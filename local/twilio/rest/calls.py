"""The Calls resource."""

from typing import TYPE_CHECKING, Any

from twilio.rest.api.v2010.account.call import CallContext, CallList

from local.twilio.core.model import Call
from local.twilio.core.sids import is_sid
from local.twilio.rest import dialling
from local.twilio.rest.errors import TwilioError, not_found
from local.twilio.rest.params import Params, shape_of
from local.twilio.rest.shapes import API, call_json, page

if TYPE_CHECKING:
    from local.twilio.core.world import World

CREATE = shape_of(CallList.create)
UPDATE = shape_of(CallContext.update)
LISTING = shape_of(CallList.stream, paged=True)
Answer = tuple[int, dict[str, Any]]


def create(world: "World", given: Any) -> Answer:
    params = Params(CREATE, given)
    if len(params.present("Url", "Twiml", "ApplicationSid")) != 1:
        raise TwilioError(21205, "One of Url, Twiml or ApplicationSid is required")
    call = dialling.new_call(world, params)
    call.twiml_url = params.url("Url") or (
        world.application["voice_url"] if "ApplicationSid" in params else ""
    )
    call.twiml = params.text("Twiml")
    call.twiml_method = params.one_of("Method", "POST", dialling.METHODS)
    call.fallback_url = params.url("FallbackUrl")
    call.fallback_method = params.one_of("FallbackMethod", "POST", dialling.METHODS)
    call.amd_async = params.flag("AsyncAmd")
    call.amd_callback = dialling.callback(params, "AsyncAmdStatusCallback", "", ())
    world.exchange.dial(call)
    return 201, call_json(world.settings.account_sid, call)


def listing(world: "World", given: Any) -> Answer:
    params = Params(LISTING, given)
    account = world.settings.account_sid
    shown = [
        call_json(account, call)
        for call in reversed(world.calls.values())
        if params.text("To", call.to) == call.to and params.text("From", call.from_) == call.from_
    ]
    if status := params.text("Status"):
        shown = [call for call in shown if call["status"] == status]
    filters = {name: params.text(name) for name in params.present("To", "From", "Status")}
    path = f"/{API}/Accounts/{account}/Calls.json"
    number, size = params.whole("Page", 0), params.whole("PageSize", 50)
    return 200, page(path, "calls", shown, number, size, filters)


def fetch(world: "World", given: Any, sid: str) -> Answer:
    return 200, call_json(world.settings.account_sid, find(world, sid))


def update(world: "World", given: Any, sid: str) -> Answer:
    """Redirect a live call to other TwiML, or end it."""
    call = find(world, sid)
    params = Params(UPDATE, given)
    status = params.one_of("Status", "", ("", "canceled", "completed"))
    if call.over:
        raise TwilioError(21220, "Call is not in-progress. Cannot redirect.")
    if status == "canceled" and call.answered_ms:
        raise TwilioError(21220, "Call is in-progress and cannot be canceled.")
    if status:
        final = "completed" if call.answered_ms else "canceled"
        world.exchange.finish(call, final, "api", reason="participant_updated_via_api")
    elif params.present("Url", "Twiml"):
        _redirect(world, call, params)
    if "StatusCallback" in params:
        call.callback = dialling.callback(params, "StatusCallback", "completed", ("completed",))
    call.time_limit_s = params.between("TimeLimit", call.time_limit_s, 1, 86_400)
    return 200, call_json(world.settings.account_sid, call)


def find(world: "World", sid: str) -> Call:
    call = world.calls.get(sid)
    if call is None or not is_sid(sid, "CA"):
        raise not_found(f"/{API}/Accounts/{world.settings.account_sid}/Calls/{sid}.json")
    return call


def _redirect(world: "World", call: Call, params: Params) -> None:
    if call.answered_ms is None:
        raise TwilioError(21220, "Call is not in-progress. Cannot redirect.")
    url, twiml = params.url("Url"), params.text("Twiml")
    method = params.one_of("Method", "POST", dialling.METHODS)
    call.fallback_url = params.url("FallbackUrl")
    world.player.stop(call)
    world.rooms.leave(call, "participant_updated_via_api", moving=True)
    call.seat, call.params = None, {}
    world.player.start(call, url, method, twiml)
