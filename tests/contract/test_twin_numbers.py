"""Buying numbers at the twin, with Twilio's own client and Twilio's documents looking on."""

from typing import Any

import pytest
import requests
from twilio.base.exceptions import TwilioRestException
from twilio.rest import Client

from local.twilio.core.market import OFFERS
from tests.contract.conftest import SETTINGS, LoopbackClient
from tests.contract.twilio_document import Document

API = f"/2010-04-01/Accounts/{SETTINGS.account_sid}"
BUNDLE, ADDRESS, ABROAD = "BU" + "1" * 32, "AD" + "1" * 32, "AD" + "2" * 32
PERSON = "+5511990001234"
pytestmark = pytest.mark.usefixtures("fresh_market")


def script(twin: str, **parts: Any) -> requests.Response:
    return requests.put(f"{twin}/twin/market", json=parts, timeout=5)


def strict_offer(**given: Any) -> dict[str, Any]:
    return {"country": "BR", "kind": "local", "begins": ["+5511"], "length": 12, **given}


def test_a_number_is_found_bought_used_configured_and_released(client: Client, wire: LoopbackClient) -> None:
    found = client.available_phone_numbers("BR").local.list(contains="+5521", voice_enabled=True)
    assert found and all(one.phone_number.startswith("+5521") for one in found)
    bought = client.incoming_phone_numbers.create(
        phone_number=found[0].phone_number, friendly_name="ours", voice_url="https://x.test/voice#rc=2"
    )
    assert (bought.voice_url, bought.sms_url, bought.friendly_name) == (
        "https://x.test/voice#rc=2",
        None,
        "ours",
    )
    still = client.available_phone_numbers("BR").local.list(contains="+5521")
    assert bought.phone_number not in {one.phone_number for one in still}
    client.calls.create(from_=bought.phone_number, to=PERSON, twiml="<Response/>")
    changed = client.incoming_phone_numbers(bought.sid).update(voice_url="", trunk_sid="TK" + "a" * 32)
    assert (changed.voice_url, changed.trunk_sid) == (None, "TK" + "a" * 32)
    routed = client.incoming_phone_numbers(bought.sid).update(voice_application_sid="AP" + "a" * 32)
    assert (routed.trunk_sid, routed.voice_application_sid) == (None, "AP" + "a" * 32)
    assert [one.sid for one in client.incoming_phone_numbers.list(friendly_name="ours")] == [bought.sid]
    assert client.incoming_phone_numbers(bought.sid).delete()
    assert [one.phone_number for one in client.incoming_phone_numbers.list()] == list(SETTINGS.numbers)
    with pytest.raises(TwilioRestException) as refused:
        client.calls.create(from_=bought.phone_number, to=PERSON, twiml="<Response/>")
    assert refused.value.code == 21210
    assert len(wire.checked) > 9


def test_prices_are_those_of_the_script(twin: str, client: Client) -> None:
    (price,) = client.pricing.v1.phone_numbers.countries("BR").fetch().phone_number_prices
    assert price == {"number_type": "local", "base_price": "4.25", "current_price": "4.25"}
    listed = [one.iso_country for one in client.pricing.v1.phone_numbers.countries.list(page_size=2)]
    assert listed == sorted({offer.country for offer in OFFERS})
    script(twin, offers=[strict_offer()])
    with pytest.raises(TwilioRestException) as refused:
        client.pricing.v1.phone_numbers.countries("BR").fetch()
    assert refused.value.status == 404


def test_papers_are_listed_by_country(twin: str, client: Client) -> None:
    script(
        twin,
        offers=[strict_offer(bundle=True)],
        bundles=[
            {"sid": BUNDLE, "country": "BR", "kind": "local"},
            {"sid": "BU" + "2" * 32, "country": "BR", "kind": "local", "status": "in-review"},
        ],
        addresses=[{"sid": ADDRESS, "country": "BR"}, {"sid": ABROAD, "country": "PT"}],
    )
    rules = client.numbers.v2.regulatory_compliance.regulations.list(iso_country="BR")
    assert [(one.number_type, one.end_user_type) for one in rules] == [("local", "business")]
    assert client.numbers.v2.regulatory_compliance.regulations.list(iso_country="AR") == []
    approved = client.numbers.v2.regulatory_compliance.bundles.list(
        iso_country="BR", status="twilio-approved"
    )
    assert [(one.sid, one.regulation_sid) for one in approved] == [(BUNDLE, rules[0].sid)]
    assert len(client.numbers.v2.regulatory_compliance.bundles.list(page_size=1)) == 2
    assert [one.sid for one in client.addresses.list(iso_country="BR")] == [ADDRESS]


@pytest.mark.parametrize(
    ("needs", "given", "code"),
    [
        ({"bundle": True}, {}, 21649),
        ({"bundle": True}, {"bundle_sid": "BU" + "9" * 32}, 21649),
        ({"bundle": True}, {"bundle_sid": "BU" + "2" * 32}, 21649),
        ({"bundle": True}, {"bundle_sid": BUNDLE}, None),
        ({"address": "any"}, {}, 21631),
        ({"address": "any"}, {"address_sid": ABROAD}, None),
        ({"address": "local"}, {"address_sid": ABROAD}, 21631),
        ({"address": "local"}, {"address_sid": ADDRESS}, None),
        ({"address": "foreign"}, {"address_sid": ADDRESS}, 21631),
        ({"address": "foreign"}, {"address_sid": ABROAD}, None),
        ({"refuses": 20003}, {}, 20003),
    ],
)
def test_a_number_that_needs_papers_is_not_sold_without(
    twin: str, client: Client, needs: dict[str, Any], given: dict[str, str], code: int | None
) -> None:
    script(
        twin,
        offers=[strict_offer(**needs)],
        bundles=[
            {"sid": BUNDLE, "country": "BR", "kind": "local"},
            {"sid": "BU" + "2" * 32, "country": "BR", "kind": "local", "status": "twilio-rejected"},
        ],
        addresses=[{"sid": ADDRESS, "country": "BR"}, {"sid": ABROAD, "country": "PT"}],
    )
    number = client.available_phone_numbers("BR").local.list()[0]
    assert number.address_requirements == needs.get("address", "none")
    if code is None:
        assert client.incoming_phone_numbers.create(phone_number=number.phone_number, **given).sid
        return
    with pytest.raises(TwilioRestException) as refused:
        client.incoming_phone_numbers.create(phone_number=number.phone_number, **given)
    assert refused.value.code == code
    assert len(client.incoming_phone_numbers.list()) == len(SETTINGS.numbers)


@pytest.mark.parametrize(
    ("pattern", "fits"),
    [
        ("+5511", True),
        ("511", True),
        ("+511", False),
        ("00$", True),
        ("11$", False),
        ("+55*15%0$", True),
    ],
)
def test_a_pattern_is_searched_as_documented(twin: str, client: Client, pattern: str, fits: bool) -> None:
    script(twin, offers=[strict_offer(stock=1)])
    found = client.available_phone_numbers("BR").local.list(contains=pattern)
    assert [one.phone_number for one in found] == (["+551150000000"] if fits else [])


@pytest.mark.parametrize(
    ("method", "path", "form", "status", "code"),
    [
        ("GET", f"{API}/AvailablePhoneNumbers/BR/Mobile.json", {}, 404, 20404),
        ("GET", f"{API}/AvailablePhoneNumbers/UY/Local.json", {}, 404, 20404),
        ("GET", f"{API}/AvailablePhoneNumbers/BR/Local.json?Contains=1", {}, 400, 20001),
        ("GET", f"{API}/AvailablePhoneNumbers/BR/Local.json?Contains=ALO", {}, 400, 20001),
        ("GET", f"{API}/AvailablePhoneNumbers/BR/Local.json?AreaCode=11", {}, 400, 20001),
        ("GET", f"{API}/AvailablePhoneNumbers/BR/Local.json?Colour=red", {}, 400, 20001),
        ("POST", f"{API}/IncomingPhoneNumbers.json", {"FriendlyName": "x"}, 400, 21421),
        ("POST", f"{API}/IncomingPhoneNumbers.json", {"PhoneNumber": "+551199999999"}, 400, 21422),
        ("POST", f"{API}/IncomingPhoneNumbers.json", {"PhoneNumber": SETTINGS.numbers[0]}, 400, 21422),
        (
            "POST",
            f"{API}/IncomingPhoneNumbers.json",
            {"PhoneNumber": "+551150000000", "VoiceUrl": "here"},
            400,
            21205,
        ),
        (
            "POST",
            f"{API}/IncomingPhoneNumbers.json",
            {"PhoneNumber": "+551150000000", "VoiceMethod": "PUT"},
            400,
            20001,
        ),
        (
            "POST",
            f"{API}/IncomingPhoneNumbers.json",
            {"PhoneNumber": "+551150000000", "BundleSid": "x"},
            400,
            20001,
        ),
        (
            "POST",
            f"{API}/IncomingPhoneNumbers.json",
            {"PhoneNumber": "+551150000000", "IdentitySid": ""},
            201,
            None,
        ),
        ("GET", f"{API}/IncomingPhoneNumbers/PN{'9' * 32}.json", {}, 404, 20404),
        ("DELETE", f"{API}/IncomingPhoneNumbers/PN{'9' * 32}.json", {}, 404, 20404),
        ("GET", "/v1/PhoneNumbers/Countries/UY", {}, 404, 20404),
        ("GET", "/v1/Nothing", {}, 404, 20404),
        ("GET", "/v2/RegulatoryCompliance/Bundles?Status=lost", {}, 400, 20001),
        ("GET", "/v2/RegulatoryCompliance/Regulations?NumberType=local", {}, 400, 20001),
    ],
)
def test_what_twilio_would_refuse_or_the_twin_cannot_honour_is_refused(
    twin: str, method: str, path: str, form: dict[str, str], status: int, code: int | None
) -> None:
    auth = (SETTINGS.account_sid, SETTINGS.auth_token)
    answer = requests.request(method, f"{twin}{path}", data=form or None, auth=auth, timeout=5)
    assert (answer.status_code, answer.json().get("code")) == (status, code)


def test_answers_carry_every_documented_field(twin: str, document: Document) -> None:
    script(
        twin,
        offers=[strict_offer(bundle=True, price="1.00")],
        bundles=[{"sid": BUNDLE, "country": "BR", "kind": "local"}],
        addresses=[{"sid": ADDRESS, "country": "BR"}],
    )
    auth = (SETTINGS.account_sid, SETTINGS.auth_token)
    number = requests.get(f"{twin}{API}/IncomingPhoneNumbers.json", auth=auth, timeout=5).json()
    sid = number["incoming_phone_numbers"][0]["sid"]
    for path, template in (
        (f"{API}/IncomingPhoneNumbers/{sid}.json", "/IncomingPhoneNumbers/{Sid}.json"),
        ("/v1/PhoneNumbers/Countries/BR", "/v1/PhoneNumbers/Countries/{IsoCountry}"),
    ):
        answer = requests.get(f"{twin}{path}", auth=auth, timeout=5)
        assert set(answer.json()) == document.fields("GET", template, 200)
    for path, template, key in (
        (
            f"{API}/AvailablePhoneNumbers/BR/Local.json",
            "/AvailablePhoneNumbers/{CountryCode}/Local.json",
            "available_phone_numbers",
        ),
        (f"{API}/Addresses.json", "/Addresses.json", "addresses"),
        ("/v2/RegulatoryCompliance/Bundles", "/v2/RegulatoryCompliance/Bundles", "results"),
        ("/v2/RegulatoryCompliance/Regulations", "/v2/RegulatoryCompliance/Regulations", "results"),
    ):
        answer = requests.get(f"{twin}{path}", auth=auth, timeout=5)
        assert set(answer.json()[key][0]) == document.rows("GET", template, 200, key)


def test_the_market_is_shown_and_a_bad_script_refused(twin: str) -> None:
    shown = requests.get(f"{twin}/twin/market", timeout=5).json()
    assert (len(shown["offers"]), shown["held"]) == (len(OFFERS), list(SETTINGS.numbers))
    for parts in (
        {"colours": []},
        {"offers": [strict_offer(kind="premium")]},
        {"offers": [{"country": "BR"}]},
        {"bundles": [{"sid": BUNDLE, "country": "BR", "kind": "local", "status": "lost"}]},
        {"offers": [strict_offer(address="here")]},
    ):
        assert script(twin, **parts).status_code == 400
    assert requests.get(f"{twin}/twin/market", timeout=5).json() == shown
