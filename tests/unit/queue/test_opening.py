"""No wait is told in minutes that the site, or the lane, is not open for."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest

from chalicelib.queue import service as queue
from chalicelib.reports import pace as reports
from tests.house import House, house
from tests.people import Agent, ask
from tests.unit.intake.test_windows import TOLD, at, own, span

FAR = 40
"""Of the line: an hour or two for one agent."""


@pytest.fixture
def h() -> Iterator[House]:
    """Friday 15 January 2027, ten in the morning in São Paulo; the site closes at eight."""
    with house() as one:
        yield one


def waiting(h: House, clock: str, day: str = "2027-01-15") -> dict[str, Any]:
    """In line at that time, with an agent there and the lane measured."""
    h.world.advance(at(day, clock) - h.ctx.now_ms())
    asked = ask(h)
    h.draw()
    Agent(h, "ana").ready()
    reports.measure(h.ctx)
    h.world.advance(21_000)
    return asked


def told(h: House, asked: dict[str, Any], position: int) -> bool:
    """Whether who stands there is told a wait."""
    return queue.wait_of(h.ctx, queue.find(asked["callback"]["id"]), position) is not None


def test_a_wait_is_told_if_the_site_is_open_until_its_interval_is_over(h: House) -> None:
    early = waiting(h, "10:01")
    assert told(h, early, 1) and told(h, early, FAR)


def test_shortly_before_closing_only_who_is_called_before_is_told_a_wait(h: House) -> None:
    late = waiting(h, "19:40")
    assert told(h, late, 1) and not told(h, late, FAR)
    assert own(h, late, "GET")["opens_at_ms"] is None


def test_a_closed_site_tells_when_it_opens_and_no_wait(h: House) -> None:
    asked = waiting(h, "15:01", "2027-01-16")
    seen = own(h, asked, "GET")
    assert (seen["estimate"], seen["opens_at_ms"]) == (None, at("2027-01-18", "08:00"))
    assert seen["window"]["until_ms"] > seen["opens_at_ms"]
    moved = own(h, asked, "PATCH", body={"window": span("2027-01-18", "10:00", "11:00")})
    assert moved["opens_at_ms"] is None, "it waits for its time"


def test_a_closing_by_hand_counts_like_the_hours(h: House) -> None:
    closing = span("2027-01-15", "11:00", "14:00")
    assert Agent(h, "sofia").send("POST", "/closings", closing | {"message": TOLD})[0] == 200
    asked = waiting(h, "10:50")
    assert told(h, asked, 1) and not told(h, asked, FAR)
    h.world.advance(closing["from_ms"] - h.ctx.now_ms())
    seen = own(h, asked, "GET")
    assert (seen["estimate"], seen["opens_at_ms"]) == (None, closing["until_ms"])


@pytest.mark.parametrize(("state", "is_told"), [("draining", True), ("closed", False), ("open", True)])
def test_a_closed_lane_tells_no_wait_and_a_drained_one_does(h: House, state: str, is_told: bool) -> None:
    asked = waiting(h, "10:01")
    assert Agent(h, "sofia").send("PUT", "/lanes/payments/state", {"state": state})[0] == 200
    assert told(h, asked, 1) is is_told


class Ticking:
    """A clock that goes on between any two looks at it, as a real one may."""

    def __init__(self, at_ms: int) -> None:
        self.at_ms = at_ms

    def now_ms(self) -> int:
        """UTC milliseconds."""
        self.at_ms += 1
        return self.at_ms


def test_an_open_site_is_open_though_the_clock_goes_on_meanwhile(h: House) -> None:
    ctx = replace(h.ctx, clock=Ticking(h.ctx.now_ms()), cache={})
    assert queue.opens_at_ms(ctx, "BR") is None
