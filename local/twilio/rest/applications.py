"""The account's TwiML application: where its browsers' calls are led, and where is told how they ended."""

from typing import TYPE_CHECKING, Any

from twilio.rest.api.v2010.account.application import ApplicationContext

from local.twilio.core.agenda import rfc2822
from local.twilio.rest.errors import TwilioError, not_found
from local.twilio.rest.params import Params, shape_of
from local.twilio.rest.shapes import API, Json

if TYPE_CHECKING:
    from local.twilio.core.world import World

UPDATE = shape_of(ApplicationContext.update)
METHODS = ("POST",)
"""The twin asks applications no other way."""
URLS = {"VoiceUrl": "voice_url", "StatusCallback": "status_callback"}
VERBS = ("VoiceMethod", "StatusCallbackMethod")
NAME = "FriendlyName"
OTHERS = (
    "message_status_callback",
    "sms_fallback_url",
    "sms_status_callback",
    "sms_url",
    "voice_fallback_url",
)
Answer = tuple[int, dict[str, Any]]


def fetch(world: "World", given: Any, sid: str) -> Answer:
    return 200, _json(world, sid)


def update(world: "World", given: Any, sid: str) -> Answer:
    """From the next call on."""
    _json(world, sid)
    params = Params(UPDATE, given)
    if unmodelled := sorted(set(params.names()) - {NAME, *URLS, *VERBS}):
        raise TwilioError(20001, f"The twin does not keep {', '.join(unmodelled)}")
    for name in VERBS:
        params.one_of(name, "POST", METHODS)
    changes = {field: params.url(name) for name, field in URLS.items() if name in params}
    if NAME in params:
        changes["friendly_name"] = params.text(NAME)
    world.application |= changes
    return 200, _json(world, sid)


def _json(world: "World", sid: str) -> Json:
    account = world.settings.account_sid
    uri = f"/{API}/Accounts/{account}/Applications/{sid}.json"
    if sid != world.settings.application_sid:
        raise not_found(uri)
    answer: Json = dict.fromkeys(OTHERS)
    answer |= {name: value or None for name, value in world.application.items()}
    answer |= {f"{name}_method": "POST" for name in ("voice", "voice_fallback", "sms", "sms_fallback")}
    return answer | {
        "sid": sid,
        "account_sid": account,
        "api_version": API,
        "status_callback_method": "POST",
        "date_created": rfc2822(world.began_ms),
        "date_updated": rfc2822(world.began_ms),
        "public_application_connect_enabled": False,
        "uri": uri,
        "voice_caller_id_lookup": False,
    }
