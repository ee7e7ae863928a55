"""What an outbound call needs whichever resource creates it."""

import re
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl

from local.twilio.core.model import CALL_EVENTS, Call, Callback
from local.twilio.core.sids import new_sid
from local.twilio.rest.errors import TwilioError
from local.twilio.rest.params import Params

if TYPE_CHECKING:
    from local.twilio.core.world import World

METHODS = ("POST", "GET")
_E164 = re.compile(r"\+[1-9]\d{6,14}")
_CLIENT = re.compile(r"client:[A-Za-z0-9_.@+-]{1,256}(\?.*)?")
UNMODELLED = (
    "Record", "ConferenceRecord", "RecordingStatusCallback", "ConferenceRecordingStatusCallback",
    "SipAuthUsername", "Byoc", "CallToken", "SendDigits", "AnnounceUrl",
)  # fmt: skip


def new_call(world: "World", params: Params, shortest_ring_s: int = 1) -> Call:
    """A queued call from the parameters Calls and Participants share. Raises TwilioError."""
    to, caller = params.text("To"), params.text("CallerId") or params.text("From")
    kind, identity, custom = _destination(world, to)
    if not _E164.fullmatch(caller) and not (kind == "client" and caller):
        raise TwilioError(21212, f"Invalid From Number (caller ID): {caller}")
    if kind == "phone" and world.settings.numbers and caller not in world.market.held:
        raise TwilioError(21210, f"'From' phone number not verified: {caller}")
    for name in params.present(*UNMODELLED):
        world.network.complain(0, f"The twin ignores {name}", "", level="warning")
    call = Call(
        new_sid("CA", world.network.dice), kind, to.split("?")[0], caller, "outbound-api",
        world.now_ms, identity=identity, params=custom,
    )  # fmt: skip
    call.callback = callback(params, "StatusCallback", "completed", CALL_EVENTS)
    call.timeout_s = params.between("Timeout", 60, shortest_ring_s, 600)
    call.time_limit_s = params.between("TimeLimit", 14_400, 1, 86_400)
    if "MachineDetection" in params:
        call.amd = params.one_of("MachineDetection", "", ("Enable", "DetectMessageEnd"))
        call.amd_timeout_s = params.between("MachineDetectionTimeout", 30, 3, 59)
    return call


def callback(params: Params, prefix: str, default_events: str, allowed: tuple[str, ...]) -> Callback | None:
    """The callback named by `prefix`, `prefix`Method and `prefix`Event, if a URL was given."""
    url = params.url(prefix)
    method = params.one_of(f"{prefix}Method", "POST", METHODS)
    events = params.words(f"{prefix}Event", default_events, allowed)
    return Callback(url, method, events) if url else None


def _destination(world: "World", to: str) -> tuple[str, str, dict[str, str]]:
    if _CLIENT.fullmatch(to):
        identity, _, custom = to.removeprefix("client:").partition("?")
        return "client", identity, dict(parse_qsl(custom, keep_blank_values=True))
    if not _E164.fullmatch(to):
        raise TwilioError(21211, f"Invalid 'To' Phone Number: {to}")
    script = world.people.of(to).script
    if script == "invalid":
        raise TwilioError(21211, f"Invalid 'To' Phone Number: {to}")
    if script == "forbidden":
        raise TwilioError(21215, f"Account not authorized to call {to}. Geo permissions may need a change.")
    return "phone", "", {}
