"""Any order of calls, deaths, joins and cancellations in one lane (Lane._check says what must hold)."""

import os
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from chalicelib.queue import printing
from chalicelib.queue.model import Server
from tests.unit.queue.press import LANE, RESERVED_MS, Lane
from tests.unit.queue.pressed import House, pressed_house

TIERS = st.sampled_from(("standard", "high", "urgent"))
AT_WORK = 14
FEW = 60
EXAMPLES = int(os.environ.get("ALO_EXAMPLES", FEW))
HOUSE: list[House] = []


class Pressing(RuleBasedStateMachine):
    """One lane, its customers, and everybody who presses."""

    lane: Lane
    cancelled: set[str]

    @initialize(waiting=st.integers(4, 30), shards=st.sampled_from((1, 1, 1, 3)), seed=st.integers(0, 9))
    def begin(self, waiting: int, shards: int, seed: int) -> None:
        self.lane = HOUSE[0].new(seed, shards=shards)
        self.joined = set[str]()
        self.gone = set[str]()
        for number in range(waiting):
            self._join(("standard", "urgent", "high")[number % 3], False)
            self.lane.finish()

    def _join(self, tier: Any, returning: bool, key: str = "", **standing: Any) -> None:
        self.joined.add(self.lane.join(tier, key, returning, **standing).row)

    @rule(tier=TIERS, returning=st.booleans())
    def join(self, tier: Any, returning: bool) -> None:
        self._join(tier, returning)

    @rule(tier=TIERS, kept_ms=st.integers(1, 3_000))
    def join_for_somebody(self, tier: Any, kept_ms: int) -> None:
        until = self.lane.clock.ms + kept_ms
        self._join(tier, True, last_agent_id="a1", sticky_until_ms=until)

    @rule(at=st.integers(0, 99))
    def come_back(self, at: int) -> None:
        """A claimed callback returns; a second time it has the same place."""
        if not self.lane.claimed:
            return
        place = self.lane.claimed[at % len(self.lane.claimed)]
        key = place.partition("#")[2]
        if not any(one.endswith(key) for one in self.lane.there):
            self._join(("urgent", "high", "standard")[int(place[0]) // 2], True, key)

    @rule(count=st.integers(3, 8), calls=st.integers(2, 6))
    def rush(self, count: int, calls: int) -> None:
        """Several press at once."""
        if len(self.lane.actors) < AT_WORK:
            actors = [self._press(number) for number in range(count)]
            for _ in range(calls):
                for actor in actors:
                    if not actor.over:
                        self.lane.step(actor)

    @rule(number=st.integers(0, 7))
    def press(self, number: int) -> None:
        if len(self.lane.actors) < AT_WORK:
            self._press(number)

    def _press(self, number: int) -> Any:
        return self.lane.press(Server(f"a{number}", frozenset((LANE,))), number % 6)

    @rule(at=st.integers(0, 99), calls=st.integers(1, 4))
    def go_on(self, at: int, calls: int) -> None:
        for _ in range(calls):
            if self.lane.actors:
                self.lane.step(self.lane.actors[at % len(self.lane.actors)])

    @rule()
    def all_go_on(self) -> None:
        for actor in list(self.lane.actors):
            self.lane.step(actor)

    @rule(at=st.integers(0, 99))
    def die(self, at: int) -> None:
        if self.lane.actors:
            self.lane.die(self.lane.actors[at % len(self.lane.actors)])

    @rule(at=st.integers(0, 5))
    def cancel(self, at: int) -> None:
        if self.lane.there and len(self.lane.actors) < AT_WORK:
            self.lane.cancel(self.lane.order()[at % len(self.lane.there)])

    @rule(ms=st.sampled_from((1, 20, 150, 600, 1_100, 2_100)))
    def time_passes(self, ms: int) -> None:
        self.lane.clock.ms += ms

    @invariant()
    def nobody_is_lost_or_claimed_twice(self) -> None:
        """Every row that left was claimed or cancelled, once for each time it joined."""
        for place, left in self.lane.left.items():
            assert left == self.lane.claimed.count(place) + self.lane.cancelled.count(place), place

    def teardown(self) -> None:
        """When everything is at rest, whoever is left is claimed in order."""
        if not hasattr(self, "lane"):
            return
        self.lane.finish()
        self.lane.clock.ms += RESERVED_MS + 5 * printing.ROLL_MS
        left, before = self.lane.order(), len(self.lane.claimed)
        for _ in left:
            self._press(0)
            self.lane.finish()
        assert self.lane.claimed[before:] == left


@pytest.fixture
def house() -> Iterator[None]:
    """What all examples share."""
    with pressed_house() as made:
        HOUSE.append(made)
        yield
        HOUSE.clear()


@pytest.mark.usefixtures("house")
def test_any_order_of_calls_is_right() -> None:
    wide = settings(
        max_examples=EXAMPLES,
        stateful_step_count=50,
        deadline=None,
        suppress_health_check=list(HealthCheck),
        derandomize=EXAMPLES == FEW,
    )
    run_state_machine_as_test(Pressing, settings=wide)
