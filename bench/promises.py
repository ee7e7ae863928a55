"""The estimated wait, told to everybody of whole simulated days and held against what came.

bench/days.py is the world; chalicelib/queue measures it each minute from the same events as at run time,
learns the shape of the day on the days before, and makes the estimates. A promise is what is told at the
request of a callback that is wanted as soon as possible; the wait ends when an agent takes it for the first
time. Waits below a minute are left out, and so is who gave up or was not called that day.

The figures of estimate.py and measure.py were chosen on other seeds than these.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from itertools import pairwise, takewhile
from statistics import median

from bench.days import MINUTE_MS, Caller, Day, plan
from bench.ratio import Ratio
from chalicelib.queue import measure, shape
from chalicelib.queue.estimate import STEP_MS, Estimate, Pace, estimate

SITES = ((40, 0.97), (40, 1.03), (80, 0.97), (80, 1.03), (120, 0.97), (120, 1.03))
"""Agents, and the work that comes over what they can do."""
SEED = "reported"
LEARNT_ON = 4
"""Days before the one that is replayed."""
FOLLOWED = 10
"""One caller in so many is told again each minute."""
CLASSES_MIN = (1, 5, 15, 30, 60, 120, 600)
LEAST_MS = MINUTE_MS


@dataclass(frozen=True)
class Told:
    """What a caller of a site of so many agents was told, `at_ms`."""

    agents: int
    caller: Caller
    at_ms: int
    estimate: Estimate

    @property
    def wait_ms(self) -> int | None:
        """What came of it; None when they were never called."""
        called = self.caller.called_ms
        return None if called is None else called - self.at_ms

    @property
    def error(self) -> float:
        """Of the promise, over the wait."""
        return (self.estimate.wait_ms - (self.wait_ms or 0)) / (self.wait_ms or 1)


class Replay:
    """One site: some days to learn from, then one on which everybody is told."""

    def __init__(self, seed: str, agents: int, load: float) -> None:
        self.agents, self.plan = agents, plan(seed, agents, load)
        self.shape = shape.blank()
        self.paces: dict[str, Pace] = {}
        self.asked: list[Told] = []
        self.waited: list[Told] = []

    def play(self) -> "Replay":
        """All days."""
        for number in range(LEARNT_ON):
            day = self.plan.day(number)
            day.on_minute = partial(self._learn, day)
            day.play()
        day = self.plan.day(LEARNT_ON)
        day.on_minute = lambda: self._measure(day)
        day.on_ask = lambda caller: self.asked.extend(self._tell(day, caller))
        day.play()
        return self

    def _learn(self, day: Day) -> None:
        since = day.now_ms - MINUTE_MS
        lately = takewhile(lambda fact: fact.at_ms > since, reversed(day.log))
        joined = sum(fact.kind == "callback.queued" for fact in lately)
        shape.learn(self.shape, self._step(day), len(day.present()), joined)

    def _measure(self, day: Day) -> None:
        self._learn(day)
        while day.log and day.log[0].at_ms < day.now_ms - measure.READ_MS:
            day.log.popleft()
        self.paces = measure.paces(
            day.log, day.present(), shape.ahead(self.shape, self._step(day)), day.now_ms
        )
        for caller in day.waiting():
            if not caller.tries and int(caller.id) % FOLLOWED == 0:
                self.waited.extend(self._tell(day, caller))

    def _step(self, day: Day) -> int:
        return min(shape.STEPS - 1, day.now_ms // STEP_MS)

    def _tell(self, day: Day, caller: Caller) -> Iterator[Told]:
        pace = self.paces.get(caller.lane)
        told = estimate(day.position(caller), int(caller.place[0]), caller.asked_ms, pace, day.now_ms)
        if told is not None:
            yield Told(self.agents, caller, day.now_ms, told)


def ratios() -> list[Ratio]:
    """Of all sites together."""
    played = [Replay(f"{SEED} {number}", agents, load).play() for number, (agents, load) in enumerate(SITES)]
    asked = _kept([told for one in played for told in one.asked])
    waited = _kept([told for one in played for told in one.waited])
    sizes = sorted({agents for agents, _ in SITES})
    of_sizes = [f"{size} agents {_error([one for one in asked if one.agents == size]):.2f}" for size in sizes]
    detail = f"{_about(asked)}; {', '.join(of_sizes)}; {_by_class(asked, _error)}"
    return [
        Ratio("promised wait, error at request", _error(asked), 0.20, detail),
        Ratio("promised wait, error while waiting", _error(waited), 0.20, _about(waited)),
        Ratio("promised wait, outside its interval", _outside(asked), 0.25, _by_class(asked, _outside)),
    ]


def _kept(told: list[Told]) -> list[Told]:
    return [one for one in told if (one.wait_ms or 0) >= LEAST_MS]


def _error(told: list[Told]) -> float:
    """Median of |told - came| / came."""
    return median(abs(one.error) for one in told)


def _outside(told: list[Told]) -> float:
    missed = [not one.estimate.low_ms <= (one.wait_ms or 0) <= one.estimate.high_ms for one in told]
    return sum(missed) / len(missed)


def _about(told: list[Told]) -> str:
    waits = median((one.wait_ms or 0) / MINUTE_MS for one in told)
    bias = median(one.error for one in told)
    return f"{len(told)} promises, median wait {waits:.0f} min, bias {bias:+.2f}"


def _by_class(told: list[Told], figure: Callable[[list[Told]], float]) -> str:
    parts = []
    for low, high in pairwise(CLASSES_MIN):
        here = [one for one in told if low <= (one.wait_ms or 0) / MINUTE_MS < high]
        if here:
            parts.append(f"{low}–{high} min {figure(here):.2f} of {len(here)}")
    return ", ".join(parts)
