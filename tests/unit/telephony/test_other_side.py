"""The other side of the order and the site's outside numbers: dialled in, kept apart or together."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest

from chalicelib.guard.store import BudgetRow
from chalicelib.kernel.words import SITES
from chalicelib.numbers.service import normalize_phone
from chalicelib.telephony.outside import listed
from local.twilio.core.faults import Faults
from local.twilio.core.model import Call
from local.twilio.core.people import Script
from tests.house import house
from tests.people import ask
from tests.scene import ANSWERS
from tests.unit.telephony.company import Company, company

SELLER = "+5521987650001"
OMBUDSMAN = "+551140000001"
ORDER = {"id": "BR-1", "title": "Fone", "status": "shipped", "counterpart_id": "s-9"}
THEIRS = {**ORDER, "counterpart_name": "Loja Aurora", "counterpart_phone": SELLER}


@contextmanager
def about_an_order(order: dict[str, Any] = THEIRS, script: str = "answers") -> Iterator[Company]:
    """A call about it; the seller's phone behaves as scripted."""
    with house() as h:
        h.world.people.scripts[SELLER] = Script(script)
        s = Company(h, ANSWERS, order=order)
        yield s
        assert not h.surprises, h.surprises


def asked(s: Company, kind: str = "seller", **more: Any) -> tuple[int, dict[str, Any]]:
    """Ana asks for them."""
    return s.agent.send("POST", f"/attempts/{s.id}/participants", {"kind": kind, **more})


def leg(s: Company, phone: str = SELLER) -> Call:
    """The newest leg to a number."""
    return [call for call in s.house.world.calls.values() if call.to == phone][-1]


def test_buyer_and_seller_are_talked_with_side_by_side_and_together() -> None:
    with about_an_order() as s:
        assert asked(s)[0] == 200
        s.house.wait(4)
        assert s.inside() == {"agent", "customer", "seller-1"} and s.music() == set()
        assert s.talk("seller-1") == 200 and s.music() == {"customer"}
        assert s.talk("customer") == 200 and s.music() == {"seller-1"}
        assert s.talk("customer", "seller-1") == 200 and s.music() == set()
        assert s.drop("seller-1") == 200
        s.house.wait(1)
        assert s.inside() == {"agent", "customer"} and leg(s).over
        assert s.hang_up() == 200
        s.house.wait(1)
        s.nobody_is_on_the_line()
        assert s.callback()["status"] == "completed"


def test_nobody_sees_a_number_that_is_not_theirs() -> None:
    with about_an_order() as s:
        asked(s)
        s.house.wait(4)
        (caller_id,) = s.house.ctx.settings.caller_ids["BR"]
        assert leg(s).from_ == caller_id
        shown = [s.attempt(), s.story(), s.agent.send("GET", "/customers/buyer-7")[1]]
        assert "87650001" not in json.dumps(shown).replace(s.attempt()["callback"]["phone_masked"], "")
        assert s.party("seller-1")["name"] == "Loja Aurora"
        urls = [one.url for one in s.house.world.network.post.log]
        assert not any("87650001" in url or "Aurora" in url for url in urls)


@pytest.mark.parametrize(
    ("script", "why"),
    [("busy", "busy"), ("rejects", "rejected"), ("no_answer", "no_answer"), ("invalid", "invalid_number")],
)
def test_a_seller_who_is_not_reached_leaves_the_call_as_it_is(script: str, why: str) -> None:
    with about_an_order(script=script) as s:
        assert asked(s)[0] == 200
        s.house.wait(40)
        assert s.party("seller-1")["ended_as"] == why
        assert s.inside() == {"agent", "customer"} and s.music() == set()
        assert s.attempt()["state"] == "connected"


@pytest.mark.parametrize("order", [None, ORDER, {**ORDER, "counterpart_phone": "0900"}])
def test_a_seller_without_a_number_is_unreachable(order: dict[str, Any] | None) -> None:
    with about_an_order(order) as s:
        assert asked(s)[1]["code"] == "seller_unreachable"
        assert s.attempt()["participants"] == []


def test_a_seller_is_dialled_once_however_often_they_are_asked() -> None:
    with about_an_order() as s:
        assert [asked(s)[0], asked(s)[0]] == [200, 200]
        s.house.wait(4)
        assert asked(s)[0] == 200
        assert len([call for call in s.house.world.calls.values() if call.to == SELLER]) == 1


def test_a_country_whose_day_is_spent_calls_nobody_more() -> None:
    with about_an_order() as s:
        _spend_everything(s)
        assert asked(s)[1]["code"] == "participant_barred"
        assert s.attempt()["participants"] == []


def _spend_everything(s: Company) -> None:
    (budget,) = [item for item in s.house.items() if item["entity"]["S"] == "budget"]
    row = BudgetRow.get(budget["pk"]["S"], budget["sk"]["S"])
    row.spent_cents = 90_000_000
    row.save()


def test_what_a_seller_costs_is_counted() -> None:
    def spent() -> int:
        return sum(int(one["spent_cents"]["N"]) for one in s.house.items() if one["entity"]["S"] == "budget")

    with about_an_order() as s:
        before = spent()
        asked(s)
        assert spent() > before


def test_the_call_goes_on_with_the_seller_when_the_customer_leaves() -> None:
    with about_an_order() as s:
        asked(s)
        s.house.wait(4)
        s.talk("customer")
        s.house.world.exchange.hang_up(s.house.world.calls[_customer(s).sid])
        s.house.wait(1)
        assert s.attempt()["state"] == "connected" and s.inside() == {"agent", "seller-1"}
        assert s.music() == set(), "the seller hears music for nobody"
        assert "attempt.customer_left" in s.kinds()
        s.house.wait(130)
        assert s.attempt()["state"] == "connected"
        s.house.world.exchange.hang_up(leg(s))
        s.house.wait(1)
        assert (s.attempt()["outcome"], s.attempt()["ended_by"]) == ("completed", "customer")
        assert s.callback()["status"] == "completed"
        s.nobody_is_on_the_line()


def test_the_agent_ends_what_is_left_of_such_a_call() -> None:
    with about_an_order() as s:
        asked(s)
        s.house.wait(4)
        s.house.world.exchange.hang_up(_customer(s))
        s.house.wait(1)
        assert s.hang_up() == 200
        s.house.wait(1)
        assert s.attempt()["outcome"] == "completed"
        s.nobody_is_on_the_line()


def test_hanging_up_ends_a_phone_that_still_rings() -> None:
    with about_an_order(script="no_answer") as s:
        asked(s)
        s.house.wait(3)
        assert s.party("seller-1")["state"] == "ringing"
        s.hang_up()
        s.house.wait(1)
        s.nobody_is_on_the_line()


def test_an_agent_lost_while_a_third_phone_rings_does_not_end_the_ringing() -> None:
    with about_an_order(script="no_answer") as s:
        asked(s)
        s.house.wait(3)
        s.lose_browser()
        assert leg(s).status == "ringing" and s.inside() == {"customer"}
        s.enter(s.agent, s.id)
        assert s.inside() == {"agent", "customer"} and leg(s).status == "ringing"
        s.lose_browser()
        s.house.wait(45)
        assert s.attempt()["outcome"] == "agent_lost" and s.callback()["status"] == "queued"
        s.nobody_is_on_the_line()


@pytest.mark.parametrize("fault", [Faults(lose=1), Faults(rest_timeout_after=1)], ids=["webhooks", "answers"])
def test_what_is_lost_of_a_seller_is_found_out_by_asking(fault: Faults) -> None:
    with about_an_order() as s:
        s.house.world.faults = fault
        asked(s)
        s.house.world.faults = Faults(lose=1)
        s.house.wait(60)
        s.house.world.faults = Faults()
        assert s.party("seller-1")["state"] == "joined"
        s.hang_up()
        s.house.wait(30)
        s.nobody_is_on_the_line()


def test_an_outside_number_is_one_of_the_list_and_never_typed() -> None:
    with company() as s:
        shown = s.agent.send("GET", "/outside")[1]["outside"]
        assert shown == [{"id": "ombudsman", "name": "Ouvidoria"}]
        assert asked(s, "outside", outside_id="+551130009999")[1]["code"] == "participant_unknown"
        assert asked(s, "outside")[1]["code"] == "participant_unknown"
        assert asked(s, "outside", phone="+551130009999")[1]["code"] == "invalid_request"
        assert asked(s, "outside", outside_id="ombudsman")[0] == 200
        s.house.wait(4)
        assert s.inside() == {"agent", "customer", "outside-1"}
        assert leg(s, OMBUDSMAN).answered_ms is not None


def test_a_specialist_takes_the_seller_over_with_the_call() -> None:
    with about_an_order() as s:
        asked(s)
        s.house.wait(4)
        label = s.consult()
        assert label == "specialist-2"
        s.talk(label)
        assert s.hand_over(label) == 200
        s.house.wait(1)
        assert s.inside() == {"customer", "seller-1", label} and s.music() == set()
        linked = s.linked()
        (seller,) = linked["participants"]
        assert (seller["label"], seller["state"]) == ("seller-1", "joined")
        body = {"with": ["seller-1"]}
        assert s.carla.send("PUT", f"/attempts/{linked['id']}/talk", body)[0] == 200
        s.house.wait(0.5)
        assert s.music() == {"customer"}


def test_a_cold_transfer_lets_everybody_else_go() -> None:
    with about_an_order() as s:
        asked(s)
        s.house.wait(4)
        assert s.ask(s.carla, transfer=True)[0] == 200
        s.house.wait(1)
        assert s.inside() == {"customer"} and leg(s).over


def test_the_list_is_numbers_one_can_call() -> None:
    assert set(listed()) <= set(SITES)
    for entries in listed().values():
        assert len({one.id for one in entries}) == len(entries)
        assert all(normalize_phone(one.phone).e164 == one.phone for one in entries)


def _customer(s: Company) -> Call:
    return next(call for call in s.house.world.calls.values() if call.to == ANSWERS)


def test_the_portal_vouches_for_the_number_anew_each_time() -> None:
    with house() as h:
        ask(h, sub="9", order=THEIRS)
        h.draw()
        (stored,) = [json.loads(one["order"]["S"]) for one in h.items() if one["entity"]["S"] == "order"]
        assert stored["counterpart_phone"] == SELLER
