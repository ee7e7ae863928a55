"""How deep a line is, and where in it a place lies."""

from collections.abc import Iterator

import pytest

from chalicelib.queue import depth
from tests.unit.queue.press import LANE, Lane
from tests.unit.queue.pressed import House, pressed_house


@pytest.fixture
def at() -> Iterator[House]:
    """A client that lanes answer."""
    with pressed_house() as made:
        yield made


def filled(at: House, waiting: int, shards: int = 1) -> Lane:
    """A lane with so many in it."""
    lane = at.new(1, shards=shards)
    for number in range(waiting):
        lane.clock.ms += 50
        lane.join(("standard", "urgent", "high")[number % 3])
        lane.finish()
    return lane


@pytest.mark.parametrize("shards", [1, 3])
def test_a_place_near_the_head_is_exact(at: House, shards: int) -> None:
    lane = filled(at, 60, shards)
    for number, place in enumerate(lane.order(), 1):
        assert depth.position(lane.ctx, LANE, place, True) == depth.Position(number, True)
    assert depth.position(lane.ctx, LANE, "1#~", False) == depth.Position(21, True)


@pytest.mark.parametrize("shards", [1, 3])
def test_a_place_far_behind_is_estimated_in_two_requests(at: House, shards: int) -> None:
    lane = filled(at, 900, shards)
    depth.measure(lane.ctx, LANE)
    order = lane.order()
    for number in (420, 640, 899):
        lane.requests = 0
        found = depth.position(lane.ctx, LANE, order[number], True)
        assert not found.exact
        assert abs(found.value - number - 1) <= 900 // depth.MARKS + shards
        assert lane.requests == shards + 1


def test_who_was_claimed_since_the_last_pass_is_not_ahead(at: House) -> None:
    lane = filled(at, 600)
    depth.measure(lane.ctx, LANE)
    order = lane.order()
    for place in order[:200]:
        lane.cancel(place)
        lane.finish()
    found = depth.position(lane.ctx, LANE, order[500], True)
    assert abs(found.value - 301) <= 600 // depth.MARKS + 1


def test_without_a_pass_it_is_at_least_what_was_counted(at: House) -> None:
    lane = filled(at, 300)
    last = lane.order()[-1]
    assert depth.position(lane.ctx, LANE, last, True) == depth.Position(depth.NEAR + 2, False)
    depth.measure(lane.ctx, LANE)
    lane.clock.ms += depth.KEPT_MS + 1
    assert not depth.position(lane.ctx, LANE, last, True).exact


def test_who_waits_is_counted_by_tier_row_by_row_or_by_the_last_pass(at: House) -> None:
    lane = filled(at, 30)
    few = depth.depth_of(lane.ctx, LANE)
    assert (few.waiting, dict(few.tiers)) == (30, {"urgent": 10, "high": 10, "standard": 10})
    oldest = min(row.request.requested_at_ms for row in lane.there.values())
    assert few.oldest_requested_at_ms == oldest

    lane = filled(at, 330)
    depth.measure(lane.ctx, LANE)
    many = depth.depth_of(lane.ctx, LANE)
    assert (many.waiting, dict(many.tiers)) == (330, {"urgent": 110, "high": 110, "standard": 110})
    assert many.oldest_requested_at_ms == min(row.request.requested_at_ms for row in lane.there.values())
