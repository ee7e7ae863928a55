"""What every person can do: wait, ask the API, and be of two minds."""

from abc import ABC, abstractmethod
from collections.abc import Callable
from random import Random
from typing import TYPE_CHECKING, Any

from tests.simulation.gateway import Answer

if TYPE_CHECKING:
    from tests.simulation.world import World

NOTHING = 504
LATER = (500, 502, 503, 504)


class Person(ABC):
    """Somebody with a script, `run`, in a greenlet of its own."""

    def __init__(self, world: "World", name: str) -> None:
        self.world, self.name = world, name
        self.dice: Random = world.dice.of(f"person {name}")
        self.busy = 0
        self._requests = 0

    def start(self, delay_ms: int) -> None:
        """Acts from then on."""
        self.meanwhile(self.run, delay_ms)

    @abstractmethod
    def run(self) -> None:
        """The script."""

    def meanwhile(self, work: Callable[[], object], delay_ms: int = 0) -> None:
        """Does something beside the script: another tab, the other finger."""
        self.busy += 1

        def whole() -> None:
            work()
            self.busy -= 1

        self.world.spawn(whole, delay_ms)

    def pause(self, low_ms: int, high_ms: int) -> None:
        """Thinks."""
        self.world.pause(self.dice.randint(low_ms, high_ms))

    def send(
        self,
        method: str,
        path: str,
        body: Any = None,
        token: str = "",
        claims: dict[str, str] | None = None,
        query: str = "",
    ) -> Answer:
        """A request and its answer; NOTHING when the plan leaves it out."""
        self._requests += 1
        act = (self.name, self._requests)
        if act in self.world.plan.undone:
            return Answer(NOTHING)
        self.world.acts.append(act)
        return self.world.rest_api.send(self.name, method, path, body, token, claims, query)

    def chance(self, probability: float) -> bool:
        """Of two minds."""
        return self.dice.random() < probability

    def will(self, fault: str) -> bool:
        """Whether they misbehave now, in one of the ways of docs/simulation.md."""
        return not self.world.closing and self.world.faults.hit(fault)
