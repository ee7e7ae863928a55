"""A shorter history that breaks the same invariant: fewer kinds of fault, people, faults, acts and steps."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from typing import TypeVar

from tests.simulation.cloud import Cloud
from tests.simulation.faults import ODDS
from tests.simulation.history import Outcome, play
from tests.simulation.world import Plan

T = TypeVar("T")


def shrink(cloud: Cloud, outcome: Outcome, plan: Plan) -> tuple[Outcome, int]:
    """The shortest found, and how many histories were played to find it."""
    search = _Search(cloud, outcome, plan)
    search.fewer(list(ODDS), lambda now, kinds: replace(now, without=(*now.without, *kinds)))
    search.fewer(outcome.people, lambda now, names: replace(now, absent=(*now.absent, *names)))
    search.shorter()
    search.fewer(search.best.hits, lambda now, hits: replace(now, spared=(*now.spared, *hits)))
    search.fewer(search.best.acts, lambda now, acts: replace(now, undone=(*now.undone, *acts)))
    search.fewer(search.best.people, lambda now, names: replace(now, absent=(*now.absent, *names)))
    search.shorter()
    return search.best, search.tried


class _Search:
    def __init__(self, cloud: Cloud, best: Outcome, plan: Plan) -> None:
        self._cloud, self.best, self._plan, self.tried = cloud, best, plan, 0

    def fewer(self, things: Sequence[T], leave_out: Callable[[Plan, Sequence[T]], Plan]) -> None:
        """Leaves out as many as it can, in halves, quarters, … and one by one."""
        for portion in _portions(list(things)):
            self._try(leave_out(self._plan, portion))

    def shorter(self) -> None:
        """Fewer steps under faults."""
        low, high = 1, self._plan.steps
        while low < high:
            middle = (low + high) // 2
            if self._try(replace(self._plan, steps=middle)):
                high = middle
            else:
                low = middle + 1

    def _try(self, plan: Plan) -> bool:
        self.tried += 1
        outcome = play(self._cloud, self.best.seed, plan)
        if outcome.invariant != self.best.invariant or len(outcome.story) > len(self.best.story):
            return False
        self.best, self._plan = outcome, plan
        return True


def _portions(things: list[T]) -> Iterator[list[T]]:
    size = len(things) // 2
    while size > 1:
        yield from (things[at : at + size] for at in range(0, len(things), size))
        size //= 2
    yield from ([one] for one in things)
