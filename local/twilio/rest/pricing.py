"""Prices of phone numbers (pricing v1), as scripted."""

from typing import TYPE_CHECKING, Any

from twilio.rest.pricing.v1.phone_number.country import CountryList

from local.twilio.rest.errors import not_found
from local.twilio.rest.params import Params, Shape, shape_of
from local.twilio.rest.shapes import Json, meta_page

if TYPE_CHECKING:
    from local.twilio.core.world import World

HOST = "https://pricing.twilio.com"
PATH = "/v1/PhoneNumbers/Countries"
LISTING = shape_of(CountryList.stream, paged=True)
NOTHING = Shape({}, frozenset())
Answer = tuple[int, dict[str, Any]]


def listing(world: "World", given: Any) -> Answer:
    params = Params(LISTING, given)
    countries = sorted({offer.country for offer in world.market.offers if offer.price})
    shown = [_country(code) for code in countries]
    number, size = params.whole("Page", 0), params.whole("PageSize", 50)
    return 200, meta_page(f"{HOST}{PATH}", "countries", shown, number, size, {})


def fetch(world: "World", given: Any, code: str) -> Answer:
    """404 for a country without any price."""
    Params(NOTHING, given)
    prices = {
        one.kind.replace("_", " "): one.price
        for one in world.market.offers
        if one.country == code and one.price
    }
    if not prices:
        raise not_found(f"{PATH}/{code}")
    rows = [
        {"number_type": kind, "base_price": price, "current_price": price} for kind, price in prices.items()
    ]
    return 200, {**_country(code), "phone_number_prices": rows, "price_unit": "USD"}


def _country(code: str) -> Json:
    return {"country": code, "iso_country": code, "url": f"{HOST}{PATH}/{code}"}
