"""The account's own phone numbers: bought, configured, released."""

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from twilio.rest.api.v2010.account.incoming_phone_number import (
    IncomingPhoneNumberContext,
    IncomingPhoneNumberList,
)

from local.twilio.core.agenda import rfc2822
from local.twilio.core.market import APPROVED, Market, Offer, OwnNumber
from local.twilio.core.sids import is_sid
from local.twilio.rest.errors import TwilioError, not_found
from local.twilio.rest.params import Params, shape_of
from local.twilio.rest.shapes import API, Json, page

if TYPE_CHECKING:
    from local.twilio.core.world import World

LISTING = shape_of(IncomingPhoneNumberList.stream, paged=True)
CREATE = shape_of(IncomingPhoneNumberList.create)
UPDATE = shape_of(IncomingPhoneNumberContext.update)
METHODS = ("GET", "POST")
URLS = ("VoiceUrl", "VoiceFallbackUrl", "SmsUrl", "SmsFallbackUrl", "StatusCallback")
SIDS = {
    "VoiceApplicationSid": "AP", "SmsApplicationSid": "AP", "TrunkSid": "TK", "AddressSid": "AD",
    "BundleSid": "BU", "IdentitySid": "RI",
}  # fmt: skip
VERBS = ("VoiceMethod", "VoiceFallbackMethod", "SmsMethod", "SmsFallbackMethod", "StatusCallbackMethod")
MODELLED = {"PhoneNumber", "FriendlyName", *URLS, *SIDS, *VERBS}
Answer = tuple[int, dict[str, Any]]


def listing(world: "World", given: Any) -> Answer:
    params = Params(LISTING, given)
    account = world.settings.account_sid
    wanted = re.compile(re.escape(params.text("PhoneNumber")).replace(r"\*", r"\d"))
    shown = [
        _json(world, one)
        for one in world.market.held.values()
        if wanted.search(one.e164) and params.text("FriendlyName", _name(one)) == _name(one)
    ]
    filters = {name: params.text(name) for name in params.present("PhoneNumber", "FriendlyName")}
    path = f"/{API}/Accounts/{account}/IncomingPhoneNumbers.json"
    number, size = params.whole("Page", 0), params.whole("PageSize", 50)
    return 200, page(path, "incoming_phone_numbers", shown, number, size, filters)


def create(world: "World", given: Any) -> Answer:
    """Buy a number that is for sale, with the papers it needs: else 21422, 21631 or 21649."""
    params = Params(CREATE, given)
    number = params.text("PhoneNumber")
    if not number:
        raise TwilioError(21421, "A PhoneNumber is required: area codes alone buy in the US and Canada only")
    offer = world.market.offer_of(number)
    if offer is None:
        raise TwilioError(21422, f"{number} is not available")
    changes = _changes(params)
    _papers(world.market, offer, changes)
    if offer.refuses:
        raise TwilioError(offer.refuses, f"{number} cannot be bought, says the twin's script")
    bought = OwnNumber(number, world.now_ms, offer, changes, world.now_ms)
    world.market.held[number] = bought
    return 201, _json(world, bought)


def fetch(world: "World", given: Any, sid: str) -> Answer:
    return 200, _json(world, _find(world, sid))


def update(world: "World", given: Any, sid: str) -> Answer:
    """Change where it leads; setting an application takes it off its trunk, and the other way round."""
    found = _find(world, sid)
    changes = _changes(Params(UPDATE, given))
    for one, other in (("trunk_sid", "voice_application_sid"), ("voice_application_sid", "trunk_sid")):
        if changes.get(one):
            found.fields[other] = None
    found.fields |= changes
    found.updated_ms = world.now_ms
    return 200, _json(world, found)


def release(world: "World", given: Any, sid: str) -> Answer:
    del world.market.held[_find(world, sid).e164]
    return 204, {}


def _find(world: "World", sid: str) -> OwnNumber:
    for one in world.market.held.values():
        if one.sid == sid and is_sid(sid, "PN"):
            return one
    account = world.settings.account_sid
    raise not_found(f"/{API}/Accounts/{account}/IncomingPhoneNumbers/{sid}.json")


def _changes(params: Params) -> dict[str, str | None]:
    """Checked fields by their names in answers; an empty value clears one."""
    if unmodelled := sorted(set(params.names()) - MODELLED):
        raise TwilioError(20001, f"The twin does not keep {', '.join(unmodelled)}")
    changes: dict[str, str | None] = {}
    for name in URLS:
        if name in params:
            changes[_field(name)] = params.url(name) or None
    for name in VERBS:
        if name in params:
            changes[_field(name)] = params.one_of(name, "POST", METHODS)
    for name, prefix in SIDS.items():
        if name in params:
            sid = params.text(name)
            if sid and not is_sid(sid, prefix):
                raise TwilioError(20001, f"{name} is no {prefix} SID")
            changes[_field(name)] = sid or None
    if "FriendlyName" in params:
        changes["friendly_name"] = params.text("FriendlyName")
    return changes


def _papers(market: Market, offer: Offer, given: Mapping[str, str | None]) -> None:
    bundle = next((one for one in market.bundles if one.sid == given.get("bundle_sid")), None)
    if offer.bundle:
        if bundle is None:
            raise TwilioError(21649, "Bundle required and not provided")
        if (bundle.country, bundle.kind) != (offer.country, offer.kind) or bundle.status != APPROVED:
            raise TwilioError(21649, f"Bundle {bundle.sid} does not do for this number")
    if offer.address == "none":
        return
    address = next((one for one in market.addresses if one.sid == given.get("address_sid")), None)
    at_home = address is not None and address.country == offer.country
    if address is None or {"local": not at_home, "foreign": at_home}.get(offer.address):
        raise TwilioError(21631, "Phone Number Requires an Address")


def _field(name: str) -> str:
    return re.sub(r"(?<!^)(?=[A-Z])", "_", name).lower()


def _name(number: OwnNumber) -> str:
    return number.fields.get("friendly_name") or number.e164


def _json(world: "World", number: OwnNumber) -> Json:
    account, offer = world.settings.account_sid, number.offer
    # What the account had from the start leads to the application, as on a set-up account.
    answer: Json = dict.fromkeys((_field(name) for name in (*URLS, *SIDS)), None)
    answer |= {"voice_url": world.settings.voice_url or None} if offer is None else {}
    answer |= {_field(name): "POST" for name in VERBS}
    return answer | {
        **number.fields,
        "sid": number.sid,
        "account_sid": account,
        "phone_number": number.e164,
        "friendly_name": _name(number),
        "address_requirements": offer.address if offer else "none",
        "api_version": API,
        "beta": False,
        "capabilities": {"voice": True, "sms": offer.sms if offer else True, "mms": False, "fax": False},
        "date_created": rfc2822(number.created_ms),
        "date_updated": rfc2822(number.updated_ms),
        "emergency_address_sid": None,
        "emergency_address_status": "unregistered",
        "emergency_status": "Inactive",
        "origin": "twilio",
        "status": "in-use",
        "type": offer.kind.replace("_", "-") if offer else None,
        "uri": f"/{API}/Accounts/{account}/IncomingPhoneNumbers/{number.sid}.json",
        "voice_caller_id_lookup": False,
        "voice_receive_mode": "voice",
    }
