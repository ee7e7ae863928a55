"""What a supervisor sees of the queue, and finds in it."""

from collections.abc import Iterator

import pytest

from chalicelib.queue import service as queue
from chalicelib.queue.changes import Change
from tests.house import house
from tests.unit.queue.board import Board

MINUTE_S = 60


@pytest.fixture
def board() -> Iterator[Board]:
    with house() as h:
        yield Board(h)


def test_the_list_is_the_line_with_places_reasons_and_no_number(board: Board) -> None:
    fresh = board.asked("1")
    urgent = board.asked("2", role="seller", level="platinum")
    other = board.asked("3", topic="returns")
    listed = board.waiting()
    assert [one["id"] for one in listed] == [urgent, fresh, other]
    assert [one["position"] for one in listed] == [1, 2, 1]
    assert {(one["why"], one["status"], one["tier_from"]) for one in listed} == {("asked", "queued", None)}
    assert "+5511987650001" not in str(listed)
    assert [one["id"] for one in board.waiting("topic=returns")] == [other]


def test_who_waits_on_the_line_is_told_apart_until_they_leave_it(board: Board) -> None:
    waits, called = board.asked("1"), board.asked("2", phone="+5511987650002")
    since_ms = board.house.ctx.now_ms()
    assert queue.on_line.on_line(board.house.ctx, waits, "CA1")
    board.house.wait(1)
    assert {one["id"]: one["on_line_since_ms"] for one in board.waiting()} == {waits: since_ms, called: None}
    _, found = board.sofia.send("POST", "/queue/searches", {"phone": "+5511987650001"})
    assert [one["on_line_since_ms"] for one in found["items"]] == [since_ms]
    assert queue.on_line.off_line(board.house.ctx, waits, "CA1", "hung_up")
    assert [one["on_line_since_ms"] for one in board.waiting()] == [None, None]


def test_a_long_line_is_read_page_by_page_and_counts_on(board: Board) -> None:
    topics = ("payments", "returns")
    ids = [
        board.asked(str(number), phone=f"+551198765000{number}", topic=topics[number % 2])
        for number in range(9)
    ]
    lanes, rows, cursor = ["BR:payments", "BR:returns"], [], ""
    while True:
        page = queue.manage.listed(lanes, cursor, 4)
        rows += page.rows
        cursor = page.cursor
        if not cursor:
            break
    assert [row.request.callback_id for _, row in rows] == ids
    assert [number for number, _ in rows] == [1, 1, 2, 2, 3, 3, 4, 4, 5]


@pytest.mark.parametrize("cursor", ["x", "5%23cb~1", "5%23cb~1.2.3.4.x", "~1.2.3.4.5", "9~"])
@pytest.mark.parametrize("status", ["waiting", "later"])
def test_a_cursor_that_is_none_of_ours_is_refused(board: Board, cursor: str, status: str) -> None:
    status_code, answer = board.sofia.send(
        "GET", "/queue/callbacks", query=f"status={status}&cursor={cursor}"
    )
    assert (status_code, answer["fields"]) == (400, [{"name": "cursor", "code": "invalid"}])


def test_who_waits_for_a_time_is_listed_apart_the_soonest_first(board: Board) -> None:
    waits = []
    for number, minutes in enumerate((90, 30, 60)):
        callback_id = board.asked(str(number))
        from_ms = board.house.ctx.now_ms() + minutes * MINUTE_S * 1000
        wanted = Change(window=(from_ms, from_ms + 3_600_000))
        queue.change(board.house.ctx, callback_id, wanted)
        waits.append((from_ms, callback_id))
    standing = board.asked("9")
    later = board.waiting("status=later")
    assert [(one["due_at_ms"], one["id"]) for one in later] == sorted(waits)
    assert {(one["why"], one["status"], one["position"]) for one in later} == {("window", "received", None)}
    assert board.order() == [standing]
    first, cursor = queue.manage.later("BR", ["BR:payments"], "", 2)
    second, end = queue.manage.later("BR", ["BR:payments"], cursor, 2)
    assert [row.request.callback_id for row in first + second] == [one for _, one in sorted(waits)]
    assert end == ""


@pytest.mark.parametrize("typed", ["+5511987650001", "11 98765-0001", "(11) 98765 0001", "+55 11 98765-0001"])
def test_a_phone_in_any_form_finds_its_callbacks(board: Board, typed: str) -> None:
    mine, other = board.asked("1"), board.asked("2", phone="+5511987650002")
    assert board.found(phone=typed) == [mine]
    assert other not in board.found(phone=typed)
    keys = [item["pk"] for item in board.house.items()]
    assert not [key for key in keys if "987650001" in key]


def test_a_new_number_finds_the_callback_as_the_old_one_does(board: Board) -> None:
    mine = board.asked("1")
    queue.change(board.house.ctx, mine, Change(phone="+5511987650003", country="BR"))
    assert board.found(phone="+5511987650003") == board.found(phone="+5511987650001") == [mine]


def test_an_order_and_a_customer_find_open_ones_first_and_then_the_newest(board: Board) -> None:
    order = {"id": "ML-1", "title": "Bola", "status": "paid"}
    gone = board.asked("1", order=order)
    assert board.cancel(gone)[0] == 200
    kept = board.asked("1", order=order)
    third = board.asked("1")
    assert board.cancel(third)[0] == 200
    assert board.found(order_id="ML-1") == [kept, gone]
    assert board.found(customer_id="buyer-1") == [kept, third, gone]
    assert board.found(customer_id="buyer-2") == board.found(order_id="ML-2") == []


@pytest.mark.parametrize("by", [{}, {"phone": "+5511987650001", "order_id": "ML-1"}])
def test_a_search_is_for_one_thing(board: Board, by: dict[str, str]) -> None:
    status, answer = board.sofia.send("POST", "/queue/searches", by)
    assert (status, answer["code"]) == (400, "invalid_request")
