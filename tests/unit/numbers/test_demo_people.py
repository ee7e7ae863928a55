"""The people of the demo marketplace are people one could call."""

import base64
import json
from pathlib import Path

import pytest

from chalicelib.auth.model import portal_claims
from chalicelib.numbers.service import normalize_phone
from local.portal.tokens import portal_token

PEOPLE = json.loads((Path(__file__).parents[3] / "local/portal/people.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize("person", PEOPLE["people"], ids=lambda person: person["id"])
def test_everyone_has_a_number_of_their_country_and_a_token_the_api_takes(person):
    number = normalize_phone(person["phone"])
    assert (number.e164, number.country) == (person["phone"], person["country"])
    for order_id in [None, *(order["id"] for order in person["orders"])]:
        claims = _claims(portal_token(PEOPLE["portal"], "k" * 32, person, order_id=order_id))
        known = portal_claims(claims, claims["iat"])
        assert (known.order.id if known.order else None) == order_id


def test_the_other_side_of_every_order_is_somebody_one_could_call():
    phones = PEOPLE["others"] | {person["id"]: person["phone"] for person in PEOPLE["people"]}
    assert all(normalize_phone(phone).e164 == phone for phone in phones.values())
    assert len(set(phones.values())) == len(phones)
    orders = [order for person in PEOPLE["people"] for order in person["orders"]]
    assert {order["counterpart_id"] for order in orders} <= set(phones)


def test_ids_are_unique_and_nobody_gets_a_token_for_an_order_of_someone_else():
    ids = [person["id"] for person in PEOPLE["people"]]
    assert len(set(ids)) == len(ids)
    with pytest.raises(KeyError):
        portal_token(PEOPLE["portal"], "k" * 32, PEOPLE["people"][0], order_id="MX-30410")


def _claims(token):
    part = token.split(".")[1]
    return json.loads(base64.urlsafe_b64decode(part + "=" * (-len(part) % 4)))
