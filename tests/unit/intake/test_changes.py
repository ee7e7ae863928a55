"""The customer's own page: another time, another number, reached another way; the link opens one callback."""

import json
from collections.abc import Iterator
from typing import Any

import pytest

from chalicelib.queue import depth, line
from chalicelib.queue import service as queue
from chalicelib.reports import pace as reports
from chalicelib.table import commit
from tests.house import House, house
from tests.people import JSON, Agent, ask, portal_token
from tests.scene import scene
from tests.unit.intake.test_windows import own, post, span

FRIDAY_AT_FOUR = span("2027-01-15", "16:00", "17:00")
MONDAY_AT_TEN = span("2027-01-18", "10:00", "11:00")


@pytest.fixture
def h() -> Iterator[House]:
    """Friday 15 January 2027, ten in the morning in São Paulo."""
    with house() as one:
        yield one


def test_from_the_line_to_a_window_to_another_and_back_to_the_same_place(h: House) -> None:
    first, second = ask(h, sub="1"), ask(h, sub="2", phone="+5511987650002")
    h.draw()
    assert own(h, second, "GET")["position"] == 2
    moved = own(h, first, "PATCH", body={"window": FRIDAY_AT_FOUR})
    assert (moved["status"], moved["why"], moved["position"]) == ("received", "window", None)
    assert own(h, second, "GET")["position"] == 1
    moved = own(h, first, "PATCH", body={"window": MONDAY_AT_TEN})
    assert (moved["window"], moved["next_attempt_at_ms"]) == (MONDAY_AT_TEN, MONDAY_AT_TEN["from_ms"])
    back = own(h, first, "PATCH", body={"window": None})
    assert (back["chosen_window"], back["why"], back["next_attempt_at_ms"]) == (False, "changed", None)
    h.draw()
    assert [own(h, one, "GET")["position"] for one in (first, second)] == [1, 2]


def test_back_from_a_window_its_message_is_sent_and_lost_its_due_time_gives_the_place(h: House) -> None:
    asked = ask(h)
    h.draw()
    own(h, asked, "PATCH", body={"window": FRIDAY_AT_FOUR})
    assert not h.queues.tiers
    own(h, asked, "PATCH", body={"window": None})
    (message,) = h.queues.tiers
    assert json.loads(message) == {"callback_id": asked["callback"]["id"]}
    h.queues.tiers.clear()
    h.world.advance(9_000)
    h.fire()
    assert own(h, asked, "GET")["status"] == "received"
    h.world.advance(1_000)
    h.fire()
    assert own(h, asked, "GET")["status"] == "queued"


def test_who_may_still_be_on_the_line_is_not_hurried_by_a_change(h: House) -> None:
    asked = ask(h, phone="+5511987650003")
    h.draw()
    ana = Agent(h, "ana").ready()
    own(h, asked, "PATCH", body={"window": FRIDAY_AT_FOUR})
    h.world.advance(FRIDAY_AT_FOUR["from_ms"] - h.ctx.now_ms())
    h.fire()
    attempt = ana.next()
    assert attempt is not None
    ana.join(str(attempt["id"]))
    assert ana.send("POST", f"/attempts/{attempt['id']}/hangup")[0] == 200
    before = queue.find(asked["callback"]["id"])
    assert (before.status, before.why) == ("received", "returned")
    assert own(h, asked, "PATCH", body={"window": None})["chosen_window"] is False
    after = queue.find(asked["callback"]["id"])
    assert (after.why, after.due_at_ms) == ("returned", before.due_at_ms)
    assert not h.queues.tiers


def test_the_same_change_again_changes_nothing(h: House) -> None:
    asked = ask(h)
    for body in ({"window": MONDAY_AT_TEN}, {"phone": "+55 11 98765-0009"}):
        once = own(h, asked, "PATCH", body=body)
        before = h.items()
        assert own(h, asked, "PATCH", body=body) == once
        assert h.items() == before
    kinds = Agent(h, "ana").kinds("buyer-7")
    assert kinds.count("callback.changed") == 2


def test_another_number_is_the_one_that_is_called(h: House) -> None:
    asked = ask(h, phone="+5511987650003")
    h.draw()
    changed = own(h, asked, "PATCH", body={"phone": "(11) 98765-0001"})
    assert (changed["phone_masked"], changed["position"]) == ("+55 11 ••••• 0001", 1)
    ana = Agent(h, "ana").ready()
    attempt = ana.next()
    assert attempt is not None
    ana.join(str(attempt["id"]))
    h.wait(2)
    dialled = [call.to for call in h.world.calls.values() if call.kind == "phone"]
    assert dialled == ["+5511987650001"]


def test_a_number_may_change_between_two_attempts(h: House) -> None:
    asked = ask(h, phone="+5511987650002")
    h.draw()
    ana = Agent(h, "ana").ready()
    attempt = ana.next()
    assert attempt is not None
    ana.join(str(attempt["id"]))
    h.wait(5)
    waiting = own(h, asked, "GET")
    assert (waiting["status"], waiting["why"], waiting["attempts"]) == ("received", "retry", 1)
    assert waiting["next_attempt_at_ms"] > h.ctx.now_ms()
    changed = own(h, asked, "PATCH", body={"phone": "+5511987650001"})
    assert changed["phone_masked"].endswith("0001")
    assert (changed["why"], changed["next_attempt_at_ms"]) == ("retry", waiting["next_attempt_at_ms"])


@pytest.mark.parametrize(
    ("body", "status", "code"),
    [
        ({}, 400, "invalid_request"),
        ({"tier": "urgent"}, 400, "invalid_request"),
        ({"phone": None}, 400, "invalid_request"),
        ({"phone": "12"}, 422, "phone_invalid"),
        ({"phone": "+34612345678"}, 422, "country_not_served"),
        ({"window": span("2027-01-17", "10:00", "11:00")}, 422, "window_invalid"),
        ({"phone": "+5511987650001", "window": {"from_ms": 1, "until_ms": 2}}, 422, "window_invalid"),
    ],
)
def test_what_cannot_be_changed_so_is_refused_and_nothing_is_written(
    h: House, body: dict[str, Any], status: int, code: str
) -> None:
    asked = ask(h)
    before = h.items()
    answer = own(h, asked, "PATCH", body=body)
    assert (answer["status_code"], answer["code"]) == (status, code), answer
    assert h.items() == before


def test_once_an_agent_has_it_nothing_is_changed() -> None:
    with scene() as s:
        for body in ({"window": MONDAY_AT_TEN}, {"window": None}, {"phone": "+5511987650009"}):
            answer = own(s.house, s.asked, "PATCH", body=body)
            assert (answer["status_code"], answer["code"]) == (409, "callback_not_changeable")
        seen = own(s.house, s.asked, "GET")
        assert (seen["changeable"], seen["cancellable"], seen["attempts"]) == (False, False, 1)


def test_the_link_of_another_callback_a_forged_one_and_an_expired_one_open_nothing(h: House) -> None:
    mine, other = ask(h, sub="1"), ask(h, sub="2", phone="+5511987650002")
    routes = (
        ("PATCH", "", {"window": MONDAY_AT_TEN}, ""),
        ("GET", "/windows", None, "date=2027-01-18"),
        ("GET", "", None, ""),
        ("DELETE", "", None, ""),
    )
    before = h.items()
    head, claims, signature = mine["token"].split(".")
    forged = f"{head}.{claims}.{signature[::-1]}"
    for method, path, body, query in routes:
        for token, code in ((other["token"], "not_found"), (forged, "token_invalid"), ("", "token_missing")):
            answer = own(h, mine | {"token": token}, method, path, body, query)
            assert answer["code"] == code, (method, path, answer)
    h.world.advance(31 * 86_400_000)
    for method, path, body, query in routes:
        assert own(h, mine, method, path, body, query)["code"] == "token_expired"
    assert h.items() == before


def test_the_page_may_open_its_link_as_often_as_it_likes(h: House) -> None:
    asked = ask(h)
    before = h.items()
    views = [own(h, asked, "GET") for _ in range(3)]
    assert views[0] == views[1] == views[2]
    assert h.items() == before


def test_who_got_through_another_way_is_not_called(h: House) -> None:
    order = {"id": "o-1", "title": "Headphones", "status": "paid"}
    asked, other = ask(h, order=order), ask(h)
    h.draw()
    assert contact(h, {}, order=order) == {"cancelled": [asked["callback"]["id"]]}
    assert contact(h, {"order_id": "o-1"}) == {"cancelled": []}
    assert own(h, asked, "GET")["status"] == "cancelled"
    assert own(h, other, "GET")["status"] == "queued"
    story = Agent(h, "ana").send("GET", "/customers/buyer-7/timeline")[1]["items"]
    assert [one["reason"] for one in story if one["kind"] == "callback.cancelled"] == ["reached_another_way"]


def test_another_customer_s_contact_cancels_nothing_of_mine(h: House) -> None:
    asked = ask(h)
    assert contact(h, {}, sub="8") == {"cancelled": []}
    assert own(h, asked, "GET")["status"] == "received"


def test_a_contact_comes_too_late_for_a_call_that_an_agent_has() -> None:
    with scene() as s:
        assert contact(s.house, {}) == {"cancelled": []}
        assert s.callback()["status"] == "claimed"


def test_who_asks_again_while_the_lane_is_closed_finds_the_first(h: House) -> None:
    from chalicelib.queue.line import DOOR, DoorRow, line_key
    from chalicelib.table import commit, put

    asked = ask(h)
    row = DoorRow(line_key("BR:payments"), DOOR, entity="door", state="closed", message="Voltamos amanhã")
    commit([put("door", row)])
    h.world.advance(10_000)
    again = ask(h)
    assert (again["status_code"], again["callback"]["id"]) == (200, asked["callback"]["id"])
    assert (again["callback"]["lane_state"], again["callback"]["lane_message"]) == (
        "closed",
        "Voltamos amanhã",
    )
    assert (ask(h, sub="8")["status"], ask(h, sub="8")["code"]) == (409, "lane_closed")
    assert post(h, MONDAY_AT_TEN, sub="8")[1]["code"] == "lane_closed"


def test_the_wait_is_estimated_as_long_as_it_is_in_line(h: House) -> None:
    asked = ask(h)
    h.draw()
    assert own(h, asked, "GET")["estimate"] is None
    Agent(h, "ana").ready()
    reports.measure(h.ctx)
    h.wait(21)
    told = own(h, asked, "GET")["estimate"]
    assert 0 <= told["low_ms"] < told["wait_ms"] < told["high_ms"]
    assert own(h, asked, "PATCH", body={"window": MONDAY_AT_TEN})["estimate"] is None


def test_a_position_far_behind_is_not_said_to_be_exact(h: House) -> None:
    asked = ask(h)
    h.draw()
    assert own(h, asked, "GET")["position_exact"] is True
    request = queue.find(asked["callback"]["id"]).request
    for number in range(depth.NEAR + 1):
        commit([line.join(request, f"1#{number:03}", queue.Standing("asked", 0), 0, 0)])
    seen = own(h, asked, "GET")
    assert (seen["position"], seen["position_exact"]) == (depth.NEAR + 2, False)


def contact(h: House, body: dict[str, Any], **claims: Any) -> dict[str, Any]:
    """What the portal tells us of the customer."""
    headers = JSON | {"Authorization": f"Bearer {portal_token(h, **claims)}"}
    status, _, text = h.http("POST", "/contacts", json.dumps(body), headers)
    assert status == 200, text
    return dict(json.loads(text))
