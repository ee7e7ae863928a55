"""Routes of the simulated REST API."""

import re
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from local.twilio.core.model import CALL_EVENTS, Callback
from local.twilio.rest import (
    applications,
    available,
    calls,
    conferences,
    insights,
    messages,
    numbers,
    papers,
    participants,
    pricing,
    recordings,
)
from local.twilio.rest.errors import TwilioError, not_found

if TYPE_CHECKING:
    from local.twilio.core.world import World

Given = Mapping[str, str | Sequence[str]]
Handler = Callable[..., tuple[int, dict[str, Any]]]

_ROOT = re.compile(r"/2010-04-01/Accounts/(?P<account>[^/]+)(?P<rest>/.+)\.json")
_ELSEWHERE = re.compile(r"/v[12]/.+")
"""Products with a host of their own at Twilio: one host serves them all here."""
_ROUTES: tuple[tuple[str, str, Handler], ...] = (
    ("POST", r"/Calls", calls.create),
    ("GET", r"/Calls", calls.listing),
    ("GET", r"/Calls/([^/]+)", calls.fetch),
    ("POST", r"/Calls/([^/]+)", calls.update),
    ("POST", r"/Calls/([^/]+)/Recordings", recordings.create),
    ("GET", r"/Calls/([^/]+)/Recordings", recordings.listing),
    ("POST", r"/Calls/([^/]+)/Recordings/([^/]+)", recordings.update),
    ("GET", r"/Recordings/([^/]+)", recordings.fetch),
    ("DELETE", r"/Recordings/([^/]+)", recordings.delete),
    ("GET", r"/Conferences", conferences.listing),
    ("GET", r"/Conferences/([^/]+)", conferences.fetch),
    ("POST", r"/Conferences/([^/]+)", conferences.update),
    ("POST", r"/Conferences/([^/]+)/Participants", participants.create),
    ("GET", r"/Conferences/([^/]+)/Participants", participants.listing),
    ("GET", r"/Conferences/([^/]+)/Participants/([^/]+)", participants.fetch),
    ("POST", r"/Conferences/([^/]+)/Participants/([^/]+)", participants.update),
    ("DELETE", r"/Conferences/([^/]+)/Participants/([^/]+)", participants.remove),
    ("POST", r"/Messages", messages.create),
    ("GET", r"/Messages", messages.listing),
    ("GET", r"/Messages/([^/]+)", messages.fetch),
    ("GET", r"/AvailablePhoneNumbers/([A-Z]{2})/(Local|Mobile|TollFree)", available.listing),
    ("GET", r"/IncomingPhoneNumbers", numbers.listing),
    ("POST", r"/IncomingPhoneNumbers", numbers.create),
    ("GET", r"/IncomingPhoneNumbers/([^/]+)", numbers.fetch),
    ("POST", r"/IncomingPhoneNumbers/([^/]+)", numbers.update),
    ("DELETE", r"/IncomingPhoneNumbers/([^/]+)", numbers.release),
    ("GET", r"/Applications/([^/]+)", applications.fetch),
    ("POST", r"/Applications/([^/]+)", applications.update),
    ("GET", r"/Addresses", papers.addresses),
    ("GET", r"/v1/Voice/([^/]+)/Summary", insights.summary),
    ("GET", r"/v1/PhoneNumbers/Countries", pricing.listing),
    ("GET", r"/v1/PhoneNumbers/Countries/([A-Z]{2})", pricing.fetch),
    ("GET", r"/v2/RegulatoryCompliance/Bundles", papers.bundles),
    ("GET", r"/v2/RegulatoryCompliance/Regulations", papers.regulations),
)


def handle(world: "World", method: str, path: str, form: Given, query: Given) -> tuple[int, dict[str, Any]]:
    """Answer one request; refusals come back in Twilio's error shape. `path` is unquoted."""
    try:
        rest = _below_account(world, path)
        known = [h for m, p, h in _ROUTES if re.fullmatch(p, rest)]
        for verb, pattern, handler in _ROUTES:
            found = re.fullmatch(pattern, rest)
            if found and verb == method:
                return handler(world, form if method == "POST" else query, *found.groups())
        if known:
            raise TwilioError(20004, f"Method {method} not allowed", 405)
        raise not_found(path)
    except TwilioError as error:
        if error.status == 400 and error.code in (20001, 21201, 21626):
            world.network.complain(error.code, f"{method} {path}: {error.message}", path)
        return error.answer()


def _below_account(world: "World", path: str) -> str:
    """The part of a path that names a resource."""
    if _ELSEWHERE.fullmatch(path):
        return path
    root = _ROOT.fullmatch(path)
    if root is None or root["account"] != world.settings.account_sid:
        raise not_found(path)
    return root["rest"]


def status_callback(url: str) -> Callback:
    """The TwiML app's status callback: told only how calls end."""
    return Callback(url, "POST", CALL_EVENTS[-1:])
