"""An EventBridge rule as a source of events."""

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from tests.simulation.cloud import ACCOUNT, REGION
from tests.simulation.processes import Result
from tests.simulation.sources.lateness import LATE_MS

if TYPE_CHECKING:
    from tests.simulation.world import World

TRIES = 3
TRIED_AGAIN_MS = 60_000


class Schedule:
    """An EventBridge rule: at least once each period, and tried again when the function fails."""

    def __init__(self, world: "World", function: str, period_ms: int) -> None:
        self._world, self._function, self._period_ms = world, function, period_ms
        self._dice = world.dice.of(f"schedule {function}")
        self._running = 0
        self.served_ms = 0
        """When the newest run that succeeded began."""
        self._next(self._dice.randrange(period_ms))

    def quiet(self) -> bool:
        """No run is under way."""
        return self._running == 0

    def _next(self, ms: int) -> None:
        self._world.agenda.after(ms, self._tick)

    def _tick(self) -> None:
        self._next(self._period_ms)
        late = self._world.faults.hit("late")
        for _ in range(2 if self._world.faults.hit("redeliver") else 1):
            self._start(self._dice.randint(*LATE_MS) if late else 0, 1)

    def _start(self, delay_ms: int, number: int) -> None:
        self._running += 1
        self._world.agenda.after(delay_ms, lambda: self._run(number))

    def _run(self, number: int) -> None:
        at = datetime.fromtimestamp(self._world.now_ms // 1000, UTC)
        rule = self._function.rpartition(".")[2]
        event = {
            "version": "0",
            "id": f"{rule}-{self._world.now_ms}",
            "detail-type": "Scheduled Event",
            "source": "aws.events",
            "account": ACCOUNT,
            "time": f"{at:%Y-%m-%dT%H:%M:%SZ}",
            "region": REGION,
            "resources": [f"arn:aws:events:{REGION}:{ACCOUNT}:rule/{rule}"],
            "detail": {},
        }
        began_ms = self._world.now_ms
        self._world.invoke(self._function, event, lambda result: self._ran(number, began_ms, result))

    def _ran(self, number: int, began_ms: int, result: Result) -> None:
        self._running -= 1
        if not result.failed:
            self.served_ms = max(self.served_ms, began_ms)
        elif number < TRIES:
            self._start(TRIED_AGAIN_MS * number, number + 1)
