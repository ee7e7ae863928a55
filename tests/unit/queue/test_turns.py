"""Turns of claimers that press at the same instant."""

from collections.abc import Iterator
from random import Random

import pytest

from chalicelib.queue import printing
from chalicelib.queue.model import Server
from tests.unit.queue.press import LANE, House, Lane, pressed_house

ANYBODY = Server("ana", frozenset((LANE,)))


@pytest.fixture
def at() -> Iterator[House]:
    """A client that lanes answer."""
    with pressed_house() as made:
        yield made


def filled(at: House, waiting: int, seed: int = 1) -> Lane:
    """A lane with so many in it."""
    lane = at.new(seed)
    for number in range(waiting):
        lane.join(("standard", "urgent", "high")[number % 3])
        lane.finish()
    return lane


def together(lane: Lane, claimers: int) -> list[str]:
    """All press, then each makes its calls in turn; what they won."""
    actors = [lane.press(Server(f"agent-{n}", frozenset((LANE,))), n % 6) for n in range(claimers)]
    lane.finish()
    return [str(actor.won.sk) for actor in actors if actor.won]


def test_claimers_of_one_instant_get_the_best_rows_and_few_collide(at: House) -> None:
    lane = filled(at, 90)
    best = lane.order()
    assert sorted(together(lane, 50)) == best[:50]
    assert lane.pulled > 30
    assert lane.conflicts <= 3 * 50
    before = lane.conflicts
    assert sorted(together(lane, 30)) == best[50:80]
    assert lane.conflicts - before <= 2


@pytest.mark.parametrize("seed", range(12))
def test_any_order_of_their_calls_is_right(at: House, seed: int) -> None:
    lane, dice = filled(at, 40, seed), Random(seed)
    for _ in range(400):
        match dice.randrange(9):
            case 0:
                lane.join(dice.choice(("standard", "urgent", "high")), returning=dice.random() < 0.3)
            case 1 if len(lane.actors) < 12:
                for number in range(dice.randrange(8)):
                    lane.press(Server(f"a{number}", frozenset((LANE,))), number % 6)
            case 2:
                lane.clock.ms += dice.choice((1, 20, 300, 700, 1500))
            case 3 if lane.actors and dice.random() < 0.3:
                lane.die(dice.choice(lane.actors))
            case 4 if lane.there:
                lane.cancel(dice.choice(lane.order()[:5]))
            case _ if lane.actors:
                lane.step(dice.choice(lane.actors))
    lane.finish()
    lane.clock.ms += 5 * printing.ROLL_MS
    left, before = lane.order(), len(lane.claimed)
    for _ in left:
        lane.press(ANYBODY)
        lane.finish()
    assert lane.claimed[before:] == left
