"""A deployment in the middle of a history: released code, then both side by side, then the present code."""

from typing import TYPE_CHECKING

from tests.simulation.code import Code

if TYPE_CHECKING:
    from tests.simulation.world import World

BEGINS = (0, 30)
TAKES = (5, 40)


class Deployment:
    """Which code a process may run, by the steps that have passed. Without the fault `deploy` the present one
    runs throughout."""

    def __init__(self, world: "World") -> None:
        self._world = world
        self._dice = world.dice.of("deployment")
        self._present, self._released = world.cloud.codes
        self._begins = self._dice.randint(*BEGINS)
        self._ends = self._begins + self._dice.randint(*TAKES) if world.faults.odds["deploy"] else 0

    def code(self, function: str) -> Code:
        """What a new process of a handler, or of the operator's tool, runs. No older code has a handler that
        is new."""
        code = self._any()
        return self._present if "." in function and not code.has(function) else code

    def _any(self) -> Code:
        if self._world.steps >= self._ends:
            return self._present
        if self._world.steps < self._begins:
            return self._released
        return self._dice.choice((self._present, self._released))

    def still_runs(self, code: Code) -> bool:
        """Whether an idle process of this code may be used again: Lambda drops the old ones at the end."""
        return code is self._present or self._world.steps < self._ends

    def end(self) -> None:
        """Over, however far it is."""
        self._ends = 0
