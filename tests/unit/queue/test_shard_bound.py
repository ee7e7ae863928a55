"""A lane in shards: how many better callbacks one claim may pass over, at most.

The bound of docs/queue.md, counted at every claim: of the rows that are better, free for its agent and were
in line before it began, no more are left than there are other claims under way.
"""

import os
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from random import Random
from typing import Any

import pytest
from hypothesis import HealthCheck, event, given, settings
from hypothesis import strategies as st

from chalicelib.queue import choice, line, rolls
from chalicelib.queue.line import WaitingRow
from chalicelib.queue.model import Server, place
from tests.unit.queue.press import LANE, Actor, Clock, Lane
from tests.unit.queue.pressed import House, pressed_house

TIERS = st.sampled_from(("standard", "high", "urgent"))
FEW = 100
EXAMPLES = int(os.environ.get("ALO_EXAMPLES", FEW))
AT_WORK = 16
HOUSE: list[House] = []


@dataclass
class Counted(Lane):
    """A lane in which every claim is held to the bound."""

    pressing: list[Actor] = field(default_factory=list)
    passed_over: list[tuple[int, int]] = field(default_factory=list)
    """Of each claim: (better rows left, other claims under way)."""

    def under_way(self) -> list[Actor]:
        """Claims that have begun and not ended."""
        self.pressing = [one for one in self.pressing if not one.over]
        return self.pressing

    def press(self, agent: Server, process: int = 0) -> Actor:
        """Next customer."""
        actor = super().press(agent, process)
        self.pressing.append(actor)
        return actor

    def _check(self, actor: Actor, agent: Server, row: WaitingRow) -> None:
        then = replace(self.ctx, clock=Clock(actor.began_ms))
        better = [
            where
            for where, other in self.there.items()
            if where < row.sk and self.visible[where][0] <= actor.began and rolls.free_for(then, other, agent)
        ]
        others = len(self.under_way()) - 1
        self.passed_over.append((len(better), others))
        assert len(better) <= others, f"{row.sk} was claimed past {better}; {others} others were under way"


@pytest.fixture
def house() -> Iterator[None]:
    """What all examples share."""
    losses = choice.LOSSES
    with pressed_house() as made:
        HOUSE.append(made)
        yield
        HOUSE.clear()
        vars(choice)["LOSSES"] = losses


def agent(number: int) -> Server:
    """One of many."""
    return Server(f"a{number}", frozenset((LANE,)))


def empty(seed: int, shards: int) -> Counted:
    """Nobody waits yet."""
    return HOUSE[0].open(Counted(Random(seed)), shards)


def wait(lane: Counted, tier: Any, part: int, kept: bool) -> None:
    """Somebody begins to take a place in one of the parts; some are kept for one agent for a while."""
    parts, key = line.parts(LANE), lane.ids.new("cb")
    while line.part_of(LANE, place(tier, key, False)) != parts[part % len(parts)]:
        key = lane.ids.new("cb")
    until = {"last_agent_id": "a1", "sticky_until_ms": lane.clock.ms + 2_000} if kept else {}
    lane.join(tier, key, **until)
    lane.clock.ms += 1


def go_on(lane: Counted, actor: Actor) -> None:
    """One call further, unless there is none."""
    if not actor.over:
        lane.step(actor)


PARTS = st.one_of(st.just(0), st.integers(0, 7))
"""The first part has more than its share, so that turns are taken there one after the other."""
WAITING = st.tuples(TIERS, PARTS, st.integers(0, 29).map(lambda one: one == 0))
STEPS = st.one_of(
    st.tuples(st.just("all go on"), st.integers(0, 99), st.integers(1, 3)),
    st.tuples(st.just("to the brink"), st.integers(0, 99), st.just(0)),
    st.tuples(st.just("go on"), st.integers(0, 99), st.sampled_from((1, 3, 30))),
    st.tuples(st.just("press"), st.integers(0, 7), st.integers(1, 10)),
    st.tuples(st.just("join"), WAITING, st.just(0)),
    st.tuples(st.just("time"), st.sampled_from((1, 40, 700, 2_100)), st.just(0)),
)


@pytest.mark.usefixtures("house")
@given(
    shards=st.integers(2, 8),
    most=st.integers(2, AT_WORK),
    losses=st.integers(0, 2),
    seed=st.integers(0, 999),
    waiting=st.lists(WAITING, min_size=20, max_size=60),
    steps=st.lists(STEPS, min_size=20, max_size=80),
)
@settings(
    max_examples=EXAMPLES,
    deadline=None,
    derandomize=EXAMPLES == FEW,
    suppress_health_check=list(HealthCheck),
)
def test_a_claim_passes_over_no_more_than_others_are_under_way(
    shards: int, most: int, losses: int, seed: int, waiting: list[Any], steps: list[Any]
) -> None:
    lane = empty(seed, shards)
    for one in waiting:
        wait(lane, *one)
        lane.finish()
    vars(choice)["LOSSES"] = losses
    for kind, what, count in steps:
        if kind == "join":
            wait(lane, *what)
        elif kind == "time":
            lane.clock.ms += what
        elif kind == "press":
            for number in range(min(count, most - len(lane.under_way()))):
                lane.press(agent((what + number) % 8), (what + number) % 6)
        elif kind == "all go on":
            for actor in lane.actors[what % 5 :] * count:
                go_on(lane, actor)
        elif kind == "to the brink":
            for actor in lane.under_way()[what % 5 :]:
                lane.until(actor, "TransactWriteItems")
        else:
            for actor in lane.actors[what % AT_WORK :][:1] * count:
                go_on(lane, actor)
    lane.finish()
    event(f"most passed over: {max((better for better, _ in lane.passed_over), default=0)}")
    lane.clock.ms += 20_000
    rushed = len(lane.passed_over)
    for _ in lane.order():
        lane.press(agent(0))
        lane.finish()
    assert lane.passed_over[rushed:] == [(0, 0)] * (len(lane.passed_over) - rushed)
    assert lane.order() == []


@pytest.mark.usefixtures("house")
def test_the_bound_is_met_when_the_last_to_come_is_the_first_to_commit() -> None:
    lane = empty(1, 2)
    vars(choice)["LOSSES"] = 0
    for number in range(20):
        wait(lane, "urgent" if number < 12 else "standard", number // 12, False)
        lane.finish()
    for number in range(8):
        lane.until(lane.press(agent(number), number % 6), "TransactWriteItems")
    for actor in reversed(lane.under_way()):
        lane.step(actor)
    assert lane.passed_over == [(others, others) for others in reversed(range(8))]
