"""Who asks too often is refused alike whatever the limit, and nobody else is."""

import json
import logging
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest

from chalicelib.guard.model import limits
from chalicelib.kernel.messages import text
from tests.gateway import SOMEWHERE
from tests.house import House, house
from tests.people import JSON, ask, portal_token
from tests.privacy import Written

PHONE = "+55119{:08}"
HOUR_S = 3600


@pytest.fixture
def h() -> Iterator[House]:
    with house() as one:
        yield one
        assert not one.surprises, one.surprises


class Crowd:
    """Asks, each time as somebody else from somewhere else to another number; what is given stays."""

    def __init__(self, h: House) -> None:
        self.house, self.number = h, 0

    def ask(self, **same: Any) -> dict[str, Any]:
        self.number += 1
        self.house.source_ip = same.pop("source_ip", f"198.51.{self.number // 250}.{self.number % 250}")
        given = {"sub": str(self.number), "phone": PHONE.format(70_000_000 + 10_000 * self.number)} | same
        return ask(self.house, **given)


def counted(h: House, start: str) -> int:
    return sum(int(one["day"]["N"]) for one in h.items() if one["pk"]["S"].startswith(start))


LIMITED: dict[str, dict[str, Any]] = {
    "address": {"source_ip": "203.0.113.9"},
    "number": {"phone": "+5511987650001"},
    "token": {"jti": "one-token"},
}


@pytest.mark.parametrize("kind", LIMITED)
def test_asking_more_often_than_the_limit_is_refused_and_others_are_not(h: House, kind: str) -> None:
    crowd, most = Crowd(h), limits().counters[kind].per_hour  # type: ignore[index]  # a kind
    answers = [crowd.ask(**LIMITED[kind])["status_code"] for _ in range(most + 3)]
    assert answers == [201] * most + [429] * 3
    assert crowd.ask()["status_code"] == 201
    h.draw()
    waiting = [one for one in h.items() if one["entity"]["S"] == "waiting"]
    assert len(waiting) == most + 1, "who was accepted is in line"
    h.world.advance(HOUR_S * 1000)
    if kind != "token":
        assert crowd.ask(**LIMITED[kind])["status_code"] == 201, "another hour, another window"


def test_a_person_is_limited_over_all_their_orders(h: House) -> None:
    crowd, most = Crowd(h), limits().counters["person"].per_hour
    orders = [{"id": f"o-{n}", "title": "Bicicleta", "status": "paid"} for n in range(most + 1)]
    answers = [crowd.ask(sub="7", order=order)["status_code"] for order in orders]
    assert answers == [201] * most + [429]


def test_hundreds_of_numbers_of_one_prefix_get_no_further_than_its_limit(h: House) -> None:
    crowd, most = Crowd(h), limits().counters["prefix"].per_hour
    answers = [crowd.ask(phone=PHONE.format(87_650_000 + n))["status_code"] for n in range(300)]
    assert answers.count(201) == most and answers[:most] == [201] * most
    assert crowd.ask(phone=PHONE.format(87_660_000))["status_code"] == 201, "the next block is another"
    assert counted(h, "GUARD#prefix#") == most + 1
    h.draw()
    assert len([one for one in h.items() if one["entity"]["S"] == "waiting"]) == most + 1


def test_the_day_has_a_limit_of_its_own(h: House) -> None:
    crowd, limit = Crowd(h), limits().counters["number"]
    answers = []
    for hour in range(limit.per_day // limit.per_hour + 1):
        answers += [crowd.ask(phone="+5511987650001")["status_code"] for _ in range(limit.per_hour)]
        h.world.advance(HOUR_S * 1000)
        assert hour < 24
    assert answers == [201] * limit.per_day + [429] * limit.per_hour


def test_asking_again_for_what_is_open_costs_nothing_and_is_never_refused(h: House) -> None:
    first = ask(h)
    again = [ask(h) for _ in range(limits().counters["person"].per_hour + 5)]
    assert {one["status_code"] for one in again} == {200}
    assert {one["callback"]["id"] for one in again} == {first["callback"]["id"]}
    assert counted(h, "GUARD#person#") == 1


def test_a_refusal_counts_for_who_sent_it_and_not_for_the_number_it_names(h: House) -> None:
    crowd, per_hour = Crowd(h), limits().counters["number"].per_hour
    for _ in range(per_hour):
        crowd.ask(phone="+5511987650001")
    attacker = {"source_ip": "203.0.113.9", "phone": "+5511987650001"}
    most = limits().counters["address"].per_hour
    assert {crowd.ask(**attacker)["status_code"] for _ in range(most)} == {429}
    assert counted(h, "GUARD#number#") == per_hour
    elsewhere = crowd.ask(source_ip="203.0.113.9")
    assert elsewhere["status_code"] == 429, "an address that is only ever refused is used up as well"


def test_neighbours_in_an_ipv6_network_are_one_address(h: House) -> None:
    crowd, most = Crowd(h), limits().counters["address"].per_hour
    answers = [crowd.ask(source_ip=f"2001:db8:1:2::{n:x}")["status_code"] for n in range(most + 1)]
    assert answers == [201] * most + [429]
    assert crowd.ask(source_ip="2001:db8:1:3::1")["status_code"] == 201


def refusals(h: House) -> dict[str, dict[str, Any]]:
    """One of each kind."""
    crowd, found = Crowd(h), {}
    for kind, same in LIMITED.items():
        for _ in range(limits().counters[kind].per_hour):  # type: ignore[index]  # a kind
            crowd.ask(**same)
        found[kind] = crowd.ask(**same)
    return found


def test_a_refusal_tells_nobody_which_limit_it_was(h: House) -> None:
    told = refusals(h)
    for one in told.values():
        one.pop("correlation_id")
    (same,) = {json.dumps(one, sort_keys=True) for one in told.values()}
    assert json.loads(same) == {
        "status_code": 429,
        "type": "urn:alo:problem:request_refused",
        "title": text("en", "errors.request_refused.title"),
        "status": 429,
        "code": "request_refused",
        "detail": text("en", "errors.request_refused.detail"),
        "fields": [],
    }


def test_a_refusal_makes_the_same_calls_whatever_the_limit(h: House) -> None:
    from tests.unit.telephony.test_call_budget import calls

    refusals(h)
    for same in LIMITED.values():
        with calls() as seen:
            assert Crowd(h).ask(sub="9999", **same)["status_code"] == 429
        assert seen == ["TransactWriteItems", "TransactWriteItems"]


def test_the_log_says_why_and_names_nobody(h: House) -> None:
    kept = Written()
    logging.getLogger().addHandler(kept)
    try:
        refusals(h)
    finally:
        logging.getLogger().removeHandler(kept)
    whys = [why for why in LIMITED for line in kept.lines if f"'why': '{why}'" in line]
    assert whys == list(LIMITED)
    everything = "\n".join(kept.lines)
    assert "'number_ends': '01'" in everything
    for secret in ("87650001", "203.0.113.9", "198.51.", "one-token", SOMEWHERE):
        assert secret not in everything, secret


def test_no_key_of_the_table_holds_a_phone_or_an_address(h: House) -> None:
    ask(h)
    guarded = [one for one in h.items() if one["entity"]["S"] == "guard"]
    assert len(guarded) == 6
    everything = json.dumps(guarded)
    for secret in ("8765", SOMEWHERE, "buyer-7", "jti-"):
        assert secret not in everything, secret
    assert all(int(one["expires_at_s"]["N"]) > h.ctx.now_ms() // 1000 + 86_400 for one in guarded)


def test_a_portal_that_gives_no_jti_is_limited_by_token_all_the_same(h: House) -> None:
    crowd, most = Crowd(h), limits().counters["token"].per_hour
    orders = [{"id": f"o-{n}", "title": "Bicicleta", "status": "paid"} for n in range(most + 1)]
    answers = [crowd.ask(sub="7", jti="", order=order)["status_code"] for order in orders]
    assert answers == [201] * most + [429]


def test_the_scale_multiplies_every_limit(h: House) -> None:
    h.ctx.settings = replace(h.ctx.settings, guard_scale=2)
    crowd, most = Crowd(h), 2 * limits().counters["number"].per_hour
    answers = [crowd.ask(phone="+5511987650001")["status_code"] for _ in range(most + 1)]
    assert answers == [201] * most + [429]


def test_a_refusal_says_when_to_come_back_and_nothing_of_ours(h: House) -> None:
    crowd = Crowd(h)
    while crowd.ask(phone="+5511987650001")["status_code"] == 201:
        pass
    body = json.dumps({"question": "Cadê?", "topic": "payments", "phone": "+5511987650001"})
    headers = JSON | {"Authorization": f"Bearer {portal_token(h, sub='4000')}"}
    status, answered, _ = h.http("POST", "/callbacks", body, headers)
    assert (status, answered["Retry-After"]) == (429, "3600")
