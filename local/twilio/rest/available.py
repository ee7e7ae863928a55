"""AvailablePhoneNumbers: what could be bought, by country and kind."""

import re
from typing import TYPE_CHECKING, Any

from twilio.rest.api.v2010.account.available_phone_number_country.local import LocalList
from twilio.rest.api.v2010.account.available_phone_number_country.mobile import MobileList
from twilio.rest.api.v2010.account.available_phone_number_country.toll_free import TollFreeList

from local.twilio.core.market import Offer
from local.twilio.rest.errors import TwilioError, not_found
from local.twilio.rest.params import Params, Shape, shape_of
from local.twilio.rest.shapes import API, Json, page

if TYPE_CHECKING:
    from local.twilio.core.world import World

KINDS = {"Local": "local", "Mobile": "mobile", "TollFree": "toll_free"}
LISTING: dict[str, Shape] = {
    "Local": shape_of(LocalList.stream, paged=True),
    "Mobile": shape_of(MobileList.stream, paged=True),
    "TollFree": shape_of(TollFreeList.stream, paged=True),
}
MODELLED = {"Contains", "SmsEnabled", "VoiceEnabled", "PageSize", "Page"}
_PATTERN = re.compile(r"\+?[0-9*%]{1,15}\$?")


def listing(world: "World", given: Any, country: str, kind: str) -> tuple[int, dict[str, Any]]:
    """404 where nothing of the kind is sold, as for a country that is not."""
    params = Params(LISTING[kind], given)
    account = world.settings.account_sid
    path = f"/{API}/Accounts/{account}/AvailablePhoneNumbers/{country}/{kind}.json"
    if unmodelled := sorted(set(given) - MODELLED):
        raise TwilioError(20001, f"The twin does not search by {', '.join(unmodelled)}")
    offers = [one for one in world.market.offers if (one.country, one.kind) == (country, KINDS[kind])]
    if not offers:
        raise not_found(path)
    wanted = _pattern(params.text("Contains"))
    shown = [
        _json(offer, number)
        for offer in offers
        if params.flag("SmsEnabled", offer.sms) == offer.sms and params.flag("VoiceEnabled", True)
        for number in offer.numbers()
        if number not in world.market.held and wanted.search(number)
    ]
    filters = {name: params.text(name) for name in params.present("Contains", "SmsEnabled", "VoiceEnabled")}
    number, size = params.whole("Page", 0), params.whole("PageSize", 50)
    return 200, page(path, "available_phone_numbers", shown, number, size, filters)


def _pattern(text: str) -> re.Pattern[str]:
    """`+` and `$` hold the pattern to the beginning and the end, `*` is a digit, `%` any number of them."""
    if text and not (len(text) >= 2 and _PATTERN.fullmatch(text)):
        raise TwilioError(20001, f"Contains is no pattern of digits: {text}")
    body = text.removeprefix("+").removesuffix("$").replace("*", r"\d").replace("%", r"\d*")
    return re.compile((r"^\+" if text.startswith("+") else "") + body + ("$" if text.endswith("$") else ""))


def _json(offer: Offer, number: str) -> Json:
    return {
        "friendly_name": number,
        "phone_number": number,
        "lata": None,
        "locality": None,
        "rate_center": None,
        "latitude": None,
        "longitude": None,
        "region": None,
        "postal_code": None,
        "iso_country": offer.country,
        "address_requirements": offer.address,
        "beta": False,
        "capabilities": {"voice": True, "sms": offer.sms, "mms": False, "fax": False},
    }
