"""What a lane's policy makes of time and attempts: ageing, expiry, the next try, its place, quiet hours."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from chalicelib.numbers import service as numbers
from chalicelib.queue import service as queue
from tests.house import House, house
from tests.people import Agent, ask

MINUTE_MS = 60_000


class Waiting:
    """One callback, and an agent who calls it."""

    def __init__(self, h: House, lane: str, phone: str, script: str = "") -> None:
        self.house, self.lane = h, lane
        if script:
            from local.twilio.core.people import Script

            h.world.people.scripts[phone] = Script(script)
        site, _, topic = lane.partition(":")
        answer = ask(h, phone=phone, topic=topic, country=site)
        assert answer["status_code"] == 201, answer
        self.id = str(answer["callback"]["id"])
        h.draw()
        self.agent = Agent(h, "ana", (lane,), specialist_in=(lane,)).ready()

    def row(self) -> Any:
        """The callback."""
        return queue.find(self.id)

    def later(self, ms: int) -> None:
        """A jump of the clock, and what is due then."""
        self.house.world.advance(ms)
        self.house.fire()
        self.house.fire()

    def until_due(self) -> None:
        """On to its own time."""
        self.later(int(self.row().due_at_ms) - self.house.ctx.now_ms())

    def attempt(self) -> None:
        """One that does not reach them."""
        attempt = self.agent.next()
        assert attempt is not None
        self.agent.join(attempt["id"])
        self.house.wait(50)
        assert self.row().status in ("received", "unanswered"), self.row().status

    def told(self, kind: str) -> list[dict[str, Any]]:
        """The items of a kind on the timeline."""
        items = self.agent.send("GET", "/customers/buyer-7/timeline")[1]["items"]
        return [item for item in reversed(items) if item["kind"] == kind]


@pytest.fixture
def h() -> Iterator[House]:
    with house() as made:
        made.world.advance(8 * 60 * MINUTE_MS)
        yield made


def test_who_would_miss_their_promise_moves_up_once_and_it_is_told(h: House) -> None:
    w = Waiting(h, "BR:payments", "+5511987650001")
    assert w.row().place.startswith("5#")
    w.until_due()
    row = w.row()
    assert (row.request.tier, row.why, int(row.aged), row.place) == ("high", "aged", 1, f"3#{w.id}")
    promised = row.request.promised_until_ms
    ageing = queue.policy_of(w.lane).ageing
    assert ageing is not None and h.ctx.now_ms() == promised - ageing.before_s * 1000
    w.later(30 * MINUTE_MS)
    assert (w.row().request.tier, len(w.told("callback.moved"))) == ("high", 1)
    moved = w.told("callback.moved")[0]
    assert (moved["tier_from"], moved["tier"], moved["reason"]) == ("standard", "high", "aged")


def test_who_waits_too_long_expires_and_may_ask_again(h: House) -> None:
    w = Waiting(h, "BR:payments", "+5511987650001")
    w.until_due()
    w.until_due()
    assert (w.row().status, w.row().place) == ("expired", None)
    assert len(w.told("callback.expired")) == 1
    assert w.agent.next() is None
    again = ask(h)
    assert again["status_code"] == 201 and again["callback"]["id"] != w.id


@pytest.mark.parametrize(
    ("lane", "phone", "script", "rank"),
    [
        ("BR:payments", "+5511987650003", "", "4"),
        ("BR:payments", "+5511987650009", "rejects", "5"),
        ("CO:account", "+573001230003", "", "5"),
    ],
    ids=["kept", "aged", "lost"],
)
def test_the_next_try_comes_after_its_pause_to_its_place(
    h: House, lane: str, phone: str, script: str, rank: str
) -> None:
    w = Waiting(h, lane, phone, script)
    w.attempt()
    row, told = w.row(), w.told("callback.returned")[-1]
    retry = queue.policy_of(lane).retries[told["reason"]]
    assert (row.status, row.why, int(row.tries)) == ("received", "retry", 1)
    assert told["next_attempt_at_ms"] == int(row.due_at_ms)
    ended = w.told("attempt.ended")[-1]["at_ms"]
    assert int(row.due_at_ms) == numbers.quiet_until_ms(lane[:2], ended + retry.pause_s * 1000)
    w.until_due()
    row = w.row()
    assert row.status == "queued" and row.place.startswith(f"{rank}#")
    assert (row.place == f"{rank}#{w.id}") == (retry.position != "lost")


def test_after_the_last_try_it_is_over(h: House) -> None:
    w = Waiting(h, "BR:payments", "+5511987650003")
    tries = queue.policy_of(w.lane).retries["no_answer"].tries
    for number in range(1, tries + 1):
        w.attempt()
        assert int(w.row().tries) == number
        if number < tries:
            w.until_due()
    assert w.row().status == "unanswered"


def test_the_next_try_waits_for_the_night_to_end(h: House) -> None:
    w = Waiting(h, "BR:payments", "+5511987650003")
    zone = ZoneInfo("America/Sao_Paulo")
    late = datetime.fromtimestamp(h.ctx.now_ms() / 1000, zone).replace(hour=23, minute=30)
    h.world.advance(int(late.timestamp() * 1000) - h.ctx.now_ms())
    w.agent.ready()
    w.attempt()
    due = datetime.fromtimestamp(int(w.row().due_at_ms) / 1000, zone)
    assert due.date() > late.date() and 7 <= due.hour <= 13
    w.until_due()
    assert w.row().status == "queued"
