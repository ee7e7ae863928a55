"""Who asks too often is refused alike whatever the limit, and nobody else is."""

import json
import logging
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from pynamodb.expressions.operand import Path

from chalicelib.guard import service as guard
from chalicelib.guard import store
from chalicelib.guard.model import Kind, hour_of, limits
from chalicelib.kernel.messages import text
from chalicelib.table import commit, update
from tests.gateway import SOMEWHERE
from tests.house import House, house
from tests.people import JSON, ask, portal_token
from tests.privacy import Written
from tests.unit.telephony.test_call_budget import calls

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
        self.house, self.number = h, len(h.items())

    def ask(self, **same: Any) -> dict[str, Any]:
        self.number += 1
        self.house.source_ip = same.pop("source_ip", f"198.51.{self.number // 250}.{self.number % 250}")
        given = {"sub": str(self.number), "phone": PHONE.format(70_000_000 + 10_000 * self.number)} | same
        return ask(self.house, **given)

    def statuses(self, times: int, **same: Any) -> list[int]:
        return [self.ask(**same)["status_code"] for _ in range(times)]


def counters(h: House, kind: str) -> list[dict[str, Any]]:
    return [one for one in h.items() if one["pk"]["S"].startswith(f"GUARD#{kind}#")]


def counted(h: House, kind: str) -> int:
    return sum(int(one["day"]["N"]) for one in counters(h, kind))


def used(h: House, kind: Kind, times: int, window: str = "") -> None:
    """As if each counter of the kind that is there had counted so many more."""
    for one in counters(h, kind):
        names = [window] if window else ["day", hour_of(h.ctx.now_ms())]
        added = [Path(name).add(times) for name in names]
        commit([update("used", (one["pk"]["S"], one["sk"]["S"]), added)])


def once_and_nearly_too_often(h: House, kind: Kind, crowd: Crowd) -> None:
    """Asked already as often as an hour allows, but for two."""
    assert crowd.statuses(1, **LIMITED[kind]) == [201]
    used(h, kind, limits().counters[kind].per_hour - 3)


LIMITED: dict[Kind, dict[str, Any]] = {
    "address": {"source_ip": "203.0.113.9"},
    "number": {"phone": "+5511987650001"},
    "token": {"jti": "one-token"},
    "country": {"sub": "7"},
}


@pytest.mark.parametrize("kind", ["address", "number", "token"])
def test_asking_more_often_than_the_limit_is_refused_and_others_are_not(h: House, kind: Kind) -> None:
    crowd = Crowd(h)
    once_and_nearly_too_often(h, kind, crowd)
    assert crowd.statuses(4, **LIMITED[kind]) == [201, 201, 429, 429]
    assert crowd.statuses(1) == [201]
    h.draw()
    waiting = [one for one in h.items() if one["entity"]["S"] == "waiting"]
    assert len(waiting) == 4, "who was accepted is in line"
    h.world.advance(HOUR_S * 1000)
    if kind != "token":
        assert crowd.statuses(1, **LIMITED[kind]) == [201], "another hour, another window"


def test_a_person_is_limited_over_all_their_orders(h: House) -> None:
    crowd = Crowd(h)
    orders = [{"id": f"o-{n}", "title": "Bicicleta", "status": "paid"} for n in range(3)]
    assert crowd.ask(sub="7", order=orders[0])["status_code"] == 201
    used(h, "person", limits().counters["person"].per_hour - 2)
    assert [crowd.ask(sub="7", order=one)["status_code"] for one in orders[1:]] == [201, 429]


def test_numbers_of_one_prefix_get_no_further_than_its_limit(h: House) -> None:
    crowd, most = Crowd(h), limits().counters["prefix"].per_hour
    assert crowd.ask(phone=PHONE.format(87_650_000))["status_code"] == 201
    used(h, "prefix", most - 3)
    answers = [crowd.ask(phone=PHONE.format(87_650_001 + n))["status_code"] for n in range(8)]
    assert answers == [201] * 2 + [429] * 6
    assert crowd.ask(phone=PHONE.format(87_660_000))["status_code"] == 201, "the next block is another"
    h.draw()
    assert len([one for one in h.items() if one["entity"]["S"] == "waiting"]) == 4
    assert counted(h, "prefix") == most + 1
    assert len(counters(h, "prefix")) == 2, "no item for each number"
    assert len(counters(h, "number")) == 4, "nor for one that was refused"


def test_a_country_has_a_limit_shared_by_its_shards(h: House) -> None:
    crowd, limit = Crowd(h), limits().counters["country"]
    assert crowd.statuses(1) == [201]
    used(h, "country", limit.share(1)[0] - 1)
    order = {"id": "o-1", "title": "Bicicleta", "status": "paid"}
    assert crowd.ask(sub="1", order=order)["status_code"] == 429
    assert 201 in crowd.statuses(12), "who falls into another shard is not refused"


def test_the_day_has_a_limit_of_its_own(h: House) -> None:
    crowd, limit = Crowd(h), limits().counters["number"]
    assert crowd.statuses(1, **LIMITED["number"]) == [201]
    used(h, "number", limit.per_day - 1, "day")
    h.world.advance(HOUR_S * 1000)
    assert crowd.statuses(1, **LIMITED["number"]) == [429]
    h.world.advance(24 * HOUR_S * 1000)
    assert crowd.statuses(1, **LIMITED["number"]) == [201]


def test_asking_again_for_what_is_open_costs_nothing_and_is_never_refused(h: House) -> None:
    first = ask(h)
    used(h, "person", 1_000)
    again = [ask(h) for _ in range(3)]
    assert {one["status_code"] for one in again} == {200}
    assert {one["callback"]["id"] for one in again} == {first["callback"]["id"]}
    assert counted(h, "person") == 1_001


def test_a_refusal_counts_for_who_sent_it_and_not_for_the_number_it_names(h: House) -> None:
    crowd = Crowd(h)
    attacker = LIMITED["address"] | LIMITED["number"]
    once_and_nearly_too_often(h, "number", crowd)
    used(h, "number", 2)
    before = counted(h, "number")
    assert crowd.statuses(2, **attacker) == [429, 429]
    assert counted(h, "number") == before
    used(h, "address", limits().counters["address"].per_hour - 3)
    assert crowd.statuses(1, **attacker) == [429]
    assert crowd.statuses(1, **LIMITED["address"]) == [429], "an address only ever refused is used up too"


def test_neighbours_in_an_ipv6_network_are_one_address(h: House) -> None:
    crowd = Crowd(h)
    assert crowd.statuses(1, source_ip="2001:db8:1:2::1") == [201]
    used(h, "address", limits().counters["address"].per_hour - 2)
    assert crowd.statuses(1, source_ip="2001:db8:1:2::ffff") == [201]
    assert crowd.statuses(1, source_ip="2001:db8:1:2:9::1") == [429]
    assert crowd.statuses(1, source_ip="2001:db8:1:3::1") == [201]


def spent(h: House) -> None:
    """The country's budget is used up, and every process has heard of it."""
    at_ms = h.ctx.now_ms()
    commit([store.settle("BR", at_ms, limits().countries["BR"].budget_cents)])
    h.ctx.cache.clear()


def refusals(h: House) -> dict[str, dict[str, Any]]:
    """One of each kind."""
    crowd, found = Crowd(h), dict[str, dict[str, Any]]()
    for kind in ("address", "number", "token"):
        once_and_nearly_too_often(h, kind, crowd)  # type: ignore[arg-type]  # a kind
        used(h, kind, 2)  # type: ignore[arg-type]  # a kind
        found[kind] = crowd.ask(**LIMITED[kind])  # type: ignore[index]  # a kind
    spent(h)
    found["country_budget"] = crowd.ask()
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


def test_a_refusal_makes_the_same_calls_whatever_the_reason(h: House) -> None:
    refusals(h)
    crowd = Crowd(h)
    for same in ({}, LIMITED["address"], LIMITED["number"], LIMITED["token"]):
        with calls() as seen:
            assert crowd.ask(**same)["status_code"] == 429
        assert seen == ["TransactWriteItems", "TransactWriteItems"]


def test_the_log_says_why_and_names_nobody(h: House) -> None:
    kept = Written()
    logging.getLogger().addHandler(kept)
    try:
        refusals(h)
    finally:
        logging.getLogger().removeHandler(kept)
    everything = "\n".join(kept.lines)
    for why in ("address", "number", "token", "country_budget"):
        assert everything.count(f"'why': '{why}'") == 1
    assert "'number_ends': '01'" in everything
    for secret in ("87650001", "203.0.113.9", "198.51.", "one-token", SOMEWHERE):
        assert secret not in everything, secret


def test_refusals_are_counted_by_reason_for_their_site(h: House) -> None:
    refusals(h)
    told = guard.refusals(h.ctx, "BR")
    assert told == {"address": 1, "number": 1, "token": 1, "country_budget": 1}
    assert guard.refusals(h.ctx, "AR") == {}
    h.world.advance(24 * HOUR_S * 1000)
    assert guard.refusals(h.ctx, "BR") == {}


def test_who_has_an_open_request_finds_it_though_the_budget_is_spent(h: House) -> None:
    first = ask(h)
    spent(h)
    assert ask(h, sub="8")["status_code"] == 429
    assert ask(h)["callback"]["id"] == first["callback"]["id"]


def test_no_key_of_the_table_holds_a_phone_or_an_address(h: House) -> None:
    ask(h)
    guarded = [one for one in h.items() if one["entity"]["S"] == "guard"]
    assert len(guarded) == 6
    everything = json.dumps(guarded)
    for secret in ("87650001", SOMEWHERE, "buyer-7", "jti-"):
        assert secret not in everything, secret
    assert all(int(one["expires_at_s"]["N"]) > h.ctx.now_ms() // 1000 + 86_400 for one in guarded)


def test_a_portal_that_gives_no_jti_is_limited_by_token_all_the_same(h: House) -> None:
    crowd = Crowd(h)
    orders = [{"id": f"o-{n}", "title": "Bicicleta", "status": "paid"} for n in range(3)]
    assert crowd.ask(sub="7", jti="", order=orders[0])["status_code"] == 201
    used(h, "token", limits().counters["token"].per_hour - 2)
    assert [crowd.ask(sub="7", jti="", order=one)["status_code"] for one in orders[1:]] == [201, 429]
    assert crowd.ask(sub="8", jti="", order=orders[0])["status_code"] == 201


def test_the_scale_multiplies_every_limit(h: House) -> None:
    crowd = Crowd(h)
    once_and_nearly_too_often(h, "number", crowd)
    used(h, "number", 2)
    assert crowd.statuses(1, **LIMITED["number"]) == [429]
    h.ctx.settings = replace(h.ctx.settings, guard_scale=2)
    assert crowd.statuses(1, **LIMITED["number"]) == [201]


def test_a_refusal_says_when_to_come_back_and_nothing_of_ours(h: House) -> None:
    refusals(h)
    body = json.dumps({"question": "Cadê?", "topic": "payments", "phone": "+5511987650001"})
    headers = JSON | {"Authorization": f"Bearer {portal_token(h, sub='4000')}"}
    status, answered, _ = h.http("POST", "/callbacks", body, headers)
    assert (status, answered["Retry-After"]) == (429, "3600")
