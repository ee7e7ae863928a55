"""Addresses of the account, and which numbers need regulatory papers (numbers v2)."""

from typing import TYPE_CHECKING, Any

from twilio.rest.api.v2010.account.address import AddressList
from twilio.rest.numbers.v2.regulatory_compliance.bundle import BundleList
from twilio.rest.numbers.v2.regulatory_compliance.regulation import RegulationList

from local.twilio.core.agenda import rfc2822
from local.twilio.core.market import STATUSES, Bundle, Offer
from local.twilio.rest.errors import TwilioError
from local.twilio.rest.params import Params, shape_of
from local.twilio.rest.shapes import API, Json, meta_page, page

if TYPE_CHECKING:
    from local.twilio.core.world import World

HOST = "https://numbers.twilio.com"
PATH = "/v2/RegulatoryCompliance"
ADDRESSES = shape_of(AddressList.stream, paged=True)
BUNDLES = shape_of(BundleList.stream, paged=True)
REGULATIONS = shape_of(RegulationList.stream, paged=True)
Answer = tuple[int, dict[str, Any]]


def addresses(world: "World", given: Any) -> Answer:
    params = _only(Params(ADDRESSES, given), "IsoCountry")
    account = world.settings.account_sid
    shown = [
        {
            "sid": one.sid,
            "account_sid": account,
            "city": "",
            "customer_name": "",
            "date_created": rfc2822(world.now_ms),
            "date_updated": rfc2822(world.now_ms),
            "emergency_enabled": False,
            "friendly_name": one.country,
            "iso_country": one.country,
            "postal_code": "",
            "region": "",
            "street": "",
            "street_secondary": None,
            "uri": f"/{API}/Accounts/{account}/Addresses/{one.sid}.json",
            "validated": True,
            "verified": True,
        }
        for one in world.market.addresses
        if params.text("IsoCountry", one.country) == one.country
    ]
    filters = {name: params.text(name) for name in params.present("IsoCountry")}
    path = f"/{API}/Accounts/{account}/Addresses.json"
    return 200, page(path, "addresses", shown, params.whole("Page", 0), params.whole("PageSize", 50), filters)


def bundles(world: "World", given: Any) -> Answer:
    """Twilio's bundles do not tell their kind; their regulation does."""
    params = _only(Params(BUNDLES, given), "Status", "IsoCountry")
    status = params.one_of("Status", "", ("", *STATUSES))
    shown = [
        _bundle(world, one)
        for one in world.market.bundles
        if params.text("IsoCountry", one.country) == one.country and status in ("", one.status)
    ]
    return _page(params, "Bundles", shown, "Status", "IsoCountry")


def regulations(world: "World", given: Any) -> Answer:
    """One for businesses for each kind of number that needs a bundle."""
    params = _only(Params(REGULATIONS, given), "IsoCountry")
    shown = [
        _regulation(one)
        for one in world.market.offers
        if one.bundle and params.text("IsoCountry", one.country) == one.country
    ]
    return _page(params, "Regulations", shown, "IsoCountry")


def _page(params: Params, name: str, shown: list[Json], *filters: str) -> Answer:
    given = {key: params.text(key) for key in params.present(*filters)}
    number, size = params.whole("Page", 0), params.whole("PageSize", 50)
    return 200, meta_page(f"{HOST}{PATH}/{name}", "results", shown, number, size, given)


def _only(params: Params, *modelled: str) -> Params:
    if unmodelled := sorted(set(params.names()) - {*modelled, "PageSize", "Page"}):
        raise TwilioError(20001, f"The twin does not search by {', '.join(unmodelled)}")
    return params


def _bundle(world: "World", one: Bundle) -> Json:
    url = f"{HOST}{PATH}/Bundles/{one.sid}"
    links = (("evaluations", "Evaluations"), ("item_assignments", "ItemAssignments"))
    return {
        "sid": one.sid,
        "account_sid": world.settings.account_sid,
        "regulation_sid": Offer(one.country, one.kind, (), 0).regulation_sid,
        "friendly_name": f"{one.country} {one.kind}",
        "status": one.status,
        "valid_until": None,
        "email": None,
        "status_callback": None,
        "date_created": "2026-01-01T00:00:00Z",
        "date_updated": "2026-01-01T00:00:00Z",
        "url": url,
        "links": {name: f"{url}/{path}" for name, path in links},
    }


def _regulation(offer: Offer) -> Json:
    return {
        "sid": offer.regulation_sid,
        "friendly_name": f"{offer.country}: {offer.kind} - Business",
        "iso_country": offer.country,
        "number_type": offer.kind.replace("_", "-"),
        "end_user_type": "business",
        "requirements": {"end_user": [{"name": "Business", "type": "business"}], "supporting_document": []},
        "url": f"{HOST}{PATH}/Regulations/{offer.regulation_sid}",
    }
