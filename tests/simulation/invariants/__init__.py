"""What must hold, whatever happens. The names are those of docs/simulation.md."""

from typing import TYPE_CHECKING

from tests.simulation.invariants.answers import Answers
from tests.simulation.invariants.callers import Callers
from tests.simulation.invariants.calls import Calls
from tests.simulation.invariants.company import Company
from tests.simulation.invariants.ledger import Ledger
from tests.simulation.invariants.moves import Moves
from tests.simulation.invariants.recordings import Recordings
from tests.simulation.invariants.rest import Rest
from tests.simulation.invariants.surveys import Surveys
from tests.simulation.invariants.violation import Violation

if TYPE_CHECKING:
    from tests.simulation.people.person import Person
    from tests.simulation.world import World

__all__ = ["Invariants", "Violation"]


MINUTE_MS = 60_000


class Invariants:
    """All of them, for one history."""

    def __init__(self, world: "World", people: "list[Person]") -> None:
        self._world = world
        self._seen: tuple[int, ...] = ()
        self._ledger = Ledger(world)
        self._moves = Moves(self._ledger, world.hand)
        self._surveys = Surveys(self._ledger)
        self._company = Company(self._ledger)
        self._calls = Calls(world, self._ledger, self._company)
        self._callers = Callers(world, self._ledger)
        self._answers = Answers(world, people)
        self._recordings = Recordings(world, self._ledger)
        self._rest = Rest(world, people, self._ledger)

    def after_step(self) -> None:
        """Raises Violation. Where nothing was written, answered or heard, nothing can have broken."""
        world = self._world
        seen = (len(world.db.changes), len(world.rest_api.exchanges), world.heard, world.now_ms // MINUTE_MS)
        if seen == self._seen:
            return
        self._seen = seen
        for transaction in self._ledger.new_transactions():
            self._moves.check(transaction)
            self._company.check(transaction)
            self._surveys.check(transaction)
        self._ledger.check_touched()
        self._calls.check()
        self._callers.check()
        self._recordings.check()
        self._answers.check()

    def at_rest(self) -> None:
        """Everything once more, not only what has just changed. Raises Violation."""
        self._ledger.touch_everything()
        self._ledger.check_touched()
        self._calls.check()
        self._callers.check()
        self._answers.check()
        self._recordings.at_rest()
        self._rest.check()
