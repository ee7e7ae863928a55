"""What a supervisor does of the queue: through HTTP, and against whoever is faster."""

from collections.abc import Iterator

import pytest

from chalicelib.queue import service as queue
from chalicelib.queue.changes import Change
from tests.house import house
from tests.people import Agent, ask
from tests.unit.queue.board import Board
from tests.unit.queue.test_stale import meanwhile
from tests.whole import whole

MINUTE_S = 60


@pytest.fixture
def board() -> Iterator[Board]:
    with house() as h:
        yield Board(h)


def test_another_tier_keeps_the_turn_among_its_own(board: Board) -> None:
    first, second = board.asked("1"), board.asked("2")
    gold = board.asked("3", role="seller", level="gold")
    status, moved = board.move(second, "high")
    assert (status, moved["tier"], moved["tier_from"], moved["position"]) == (200, "high", "standard", 1)
    assert board.order() == [second, gold, first]
    told = board.last("buyer-2")
    facts = ("kind", "tier_from", "tier", "reason", "agent_name")
    assert [told[name] for name in facts] == ["callback.moved", "standard", "high", "supervisor", "Sofia"]
    assert board.waiting()[0]["why"] == "moved"
    whole(board.house)


def test_what_a_supervisor_moved_down_does_not_age_up_again(board: Board) -> None:
    gold = board.asked("1", role="seller", level="gold")
    assert board.move(gold, "standard")[0] == 200
    board.house.wait(queue.policy_of("BR:payments").promise_s["high"])
    assert (queue.find(gold).status, queue.find(gold).request.tier) == ("queued", "standard")


def test_a_move_leaves_a_chosen_time_alone(board: Board) -> None:
    mine = board.asked("1")
    from_ms = board.house.ctx.now_ms() + 30 * MINUTE_S * 1000
    queue.change(board.house.ctx, mine, Change(window=(from_ms, from_ms + 3_600_000)))
    assert board.move(mine, "urgent")[0] == 200
    queue.take_place(board.house.ctx, mine)
    later = board.waiting("status=later")
    assert [(one["tier"], one["why"], one["due_at_ms"]) for one in later] == [("urgent", "window", from_ms)]


def test_cancelling_says_who_and_why_and_lets_the_customer_ask_again(board: Board) -> None:
    mine = board.asked("1")
    assert board.cancel(mine)[1]["status"] == board.cancel(mine)[1]["status"] == "cancelled"
    told = board.last("buyer-1")
    facts = ("kind", "reason", "note", "agent_id")
    assert [told[name] for name in facts] == ["callback.cancelled", "duplicate", "twice by mistake", "sofia"]
    assert board.asked("1") != mine
    whole(board.house)


def test_merging_leaves_one_with_both_questions_and_the_better_place(board: Board) -> None:
    seller = {"role": "seller", "level": "gold"}
    first = board.asked("1", question="Primeira?", topic="returns")
    between = board.asked("2", **seller)
    second = board.asked("1", question="Segunda?", order={"id": "ML-1", "title": "Bola", "status": "paid"})
    last = board.asked("3")
    status, kept = board.merge(first, second)
    assert (status, kept["id"], kept["status"]) == (200, second, "queued")
    assert board.order() == [between, second, last]
    assert kept["requested_at_ms"] == queue.find(first).request.requested_at_ms
    assert queue.find(first).status == "cancelled"
    story = board.sofia.send("GET", "/customers/buyer-1/timeline")[1]["items"]
    merged = next(one for one in story if one["kind"] == "callback.merged")
    assert (merged["callback_id"], merged["from_id"], merged["question"]) == (second, first, "Primeira?")
    gone = next(one for one in story if one["kind"] == "callback.cancelled")
    assert (gone["callback_id"], gone["into_id"], gone["reason"]) == (first, second, "merged")
    whole(board.house)


def test_a_merge_keeps_a_place_that_is_better_already(board: Board) -> None:
    first = board.asked("1")
    second = board.asked("2", topic="returns")
    before = queue.find(first).place
    assert board.merge(second, first)[0] == 200
    assert (queue.find(first).place, int(queue.find(first).revision)) == (before, 0)
    assert board.order() == [first]
    whole(board.house)


def test_only_what_shares_a_customer_or_a_phone_is_merged(board: Board) -> None:
    first, stranger = board.asked("1"), board.asked("2", phone="+5511987650002")
    assert board.merge(first, stranger)[1]["code"] == "callbacks_differ"
    assert board.merge(first, first)[1]["code"] == "invalid_request"
    assert board.merge(first, "cb-nobody")[1]["code"] == "not_found"
    assert board.order() == [first, stranger]


def test_what_an_agent_has_is_not_changed(board: Board) -> None:
    mine, other = board.asked("1"), board.asked("2")
    assert Agent(board.house, "ana").ready().next() is not None
    assert board.move(mine, "urgent")[1]["code"] == "callback_not_changeable"
    assert board.merge(mine, other)[1]["code"] == "callback_not_changeable"
    assert board.merge(other, mine)[1]["code"] == "callback_not_changeable"
    assert board.cancel(mine)[1]["code"] == "callback_not_cancellable"
    assert board.order() == [other]


@pytest.mark.parametrize("act", ["move", "merge from", "merge into", "cancel"])
def test_a_claim_that_is_faster_wins_and_nothing_is_changed(board: Board, act: str) -> None:
    mine, other = board.asked("1"), board.asked("2")
    ana = Agent(board.house, "ana").ready()
    acts = {
        "move": lambda: board.move(mine, "urgent"),
        "merge from": lambda: board.merge(mine, other),
        "merge into": lambda: board.merge(other, mine),
        "cancel": lambda: board.cancel(mine),
    }
    with meanwhile(ana.next):
        status, answer = acts[act]()
    assert (status, answer["code"].startswith("callback_not_")) == (409, True)
    assert queue.find(mine).status == "claimed"
    assert board.order() == [other]
    whole(board.house)


def test_a_claim_meets_a_move_and_takes_who_stands_there_then(board: Board) -> None:
    mine, other = board.asked("1"), board.asked("2")
    ana = Agent(board.house, "ana").ready()
    with meanwhile(lambda: board.cancel(mine)):
        attempt = ana.next()
    assert attempt is not None
    assert attempt["callback"]["id"] == other
    assert queue.find(mine).status == "cancelled"
    whole(board.house)


def test_two_supervisors_at_once_leave_one_place(board: Board) -> None:
    mine = board.asked("1")
    with meanwhile(lambda: board.move(mine, "high")):
        assert board.move(mine, "urgent")[1]["tier"] == "urgent"
    assert (board.order(), int(queue.find(mine).revision)) == ([mine], 2)


def test_another_site_does_not_exist(board: Board) -> None:
    mine, other = board.asked("1"), board.asked("2")
    board.sofia = Agent(board.house, "lucia", ("AR:payments",))
    assert board.waiting() == board.waiting("status=later") == []
    assert board.found(customer_id="buyer-1") == board.found(phone="+5511987650001") == []
    for status, answer in (board.move(mine, "urgent"), board.merge(mine, other), board.cancel(mine)):
        assert (status, answer["code"]) == (404, "not_found")


def test_a_lane_drains_and_closes_and_opens_again(board: Board) -> None:
    mine = board.asked("1")
    ana = Agent(board.house, "ana").ready()
    drained = board.lane("draining", "  Volte amanhã.  ")
    facts = ("state", "message", "changed_by", "waiting", "standard", "at_least")
    assert [drained[name] for name in facts] == ["draining", "Volte amanhã.", "Sofia", 1, 1, False]
    assert ask(board.house, sub="2")["code"] == "lane_closed"
    board.lane("closed")
    assert ana.next() is None
    assert board.order() == [mine]
    assert board.lane("open")["message"] is None
    attempt = ana.next()
    assert attempt is not None
    assert attempt["callback"]["id"] == mine
    assert ask(board.house, sub="2")["status_code"] == 201


def test_a_lane_that_is_none_is_not_found(board: Board) -> None:
    status, answer = board.sofia.send("PUT", "/lanes/gossip/state", {"state": "closed"})
    assert (status, answer["code"]) == (404, "not_found")
