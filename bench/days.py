"""Simulated days of a site that calls back: who asks, who works, how long they talk.

Arrivals are Poisson with two peaks; handling times are lognormal, differ by lane and drift over the day;
agents work in shifts with a meal and breaks, serve one to three lanes, and click when they are ready, not at
once. The next customer is the best of an agent's lanes, strict tier, then time of request, as in
docs/queue.md. Of those called a part is not reached and comes back ahead of its tier; some give up.
"""

from bisect import bisect_left, insort
from collections import deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from heapq import heappop, heappush
from math import exp, log, sqrt
from random import Random
from typing import Any

MINUTE_MS, HOUR_MS = 60_000, 3_600_000
OPENS_MS, CLOSES_MS = 8 * HOUR_MS, 20 * HOUR_MS
SHARES = (("urgent", 0.08), ("high", 0.2), ("standard", 0.72))
SPREAD = 0.8
"""Standard deviation of a handling time over its mean."""
UNREACHED, RETRY_MS = 0.15, 10 * MINUTE_MS
GIVES_UP = 0.06
ILL = 0.05
LANES = ("BR:payments", "BR:returns", "BR:shipping", "BR:account")
PRESENT = 0.56
"""Of the agents, those who are there at a time: eight hours less the breaks, in twelve."""
PEAK = 1.6
"""The highest rate() there is."""


@dataclass(frozen=True)
class LaneOfDay:
    """`calls_per_h` at the mean of the day; `handling_ms` at its middle, `drift` from there to its ends."""

    name: str
    calls_per_h: float
    handling_ms: float
    drift: float


@dataclass(frozen=True)
class Fact:
    """An event, as the log has it."""

    kind: str
    at_ms: int
    lane: str
    callback_id: str
    agent_id: str | None = None
    attempt_id: str | None = None
    data: dict[str, Any] = field(default_factory=dict)


@dataclass
class Caller:
    """`place` while they wait; `called_ms` when an agent took them for the first time."""

    id: str
    lane: str
    tier: str
    asked_ms: int
    place: str = ""
    tries: int = 0
    called_ms: int | None = None
    over: bool = False


@dataclass
class Worker:
    """An agent; away between the pairs of `away`, and before and after the shift."""

    id: str
    lanes: tuple[str, ...]
    begins_ms: int
    ends_ms: int
    away: tuple[tuple[int, int], ...]
    slow_ms: float
    present: bool = False
    busy: bool = False
    ready: bool = False


class Day:
    """One day, played once; whoever asks is told of to `on_ask`, each minute to `on_minute`."""

    def __init__(self, dice: Random, lanes: list[LaneOfDay], workers: list[Worker]) -> None:
        self.dice, self.lanes = dice, {lane.name: lane for lane in lanes}
        self.workers = {worker.id: worker for worker in workers}
        self.now_ms = OPENS_MS
        self.lines: dict[str, list[str]] = {lane.name: [] for lane in lanes}
        self.callers: dict[str, Caller] = {}
        self.log: deque[Fact] = deque()
        self._agenda: list[tuple[int, int, Callable[[], None]]] = []
        self._numbers = 0
        self.on_ask: Callable[[Caller], None] = lambda _: None
        self.on_minute: Callable[[], None] = lambda: None

    def play(self) -> None:
        """Until nobody is left to call."""
        for lane in self.lanes.values():
            self._next_arrival(lane)
        for worker in self.workers.values():
            self._shift(worker)
        self._at(OPENS_MS + MINUTE_MS, self._minute)
        while self._agenda:
            self.now_ms, _, work = heappop(self._agenda)
            work()

    def position(self, caller: Caller) -> int:
        """1 for the next of the lane."""
        return 1 + bisect_left(self.lines[caller.lane], caller.place)

    def waiting(self) -> Iterator[Caller]:
        """Everybody in line."""
        for line in self.lines.values():
            for place in line:
                yield self.callers[place[2:]]

    def present(self) -> dict[str, tuple[str, ...]]:
        """Who takes calls, and in which lanes."""
        return {worker.id: worker.lanes for worker in self.workers.values() if worker.present}

    def _at(self, when_ms: float, work: Callable[[], None]) -> None:
        self._numbers += 1
        heappush(self._agenda, (int(when_ms), self._numbers, work))

    def _minute(self) -> None:
        self.on_minute()
        if self._agenda and self.now_ms < CLOSES_MS + 2 * HOUR_MS:
            self._at(self.now_ms + MINUTE_MS, self._minute)

    def _tell(self, kind: str, caller: Caller, worker: Worker | None = None, **data: Any) -> None:
        attempt = f"{caller.id}-{caller.tries}" if worker else None
        who = worker.id if worker else None
        self.log.append(Fact(kind, self.now_ms, caller.lane, caller.id, who, attempt, data))

    def _next_arrival(self, lane: LaneOfDay) -> None:
        """Thinned from the rate of the highest peak."""
        when = float(self.now_ms)
        while when < CLOSES_MS:
            when += self.dice.expovariate(lane.calls_per_h * PEAK) * HOUR_MS
            if self.dice.random() < rate(int(when)) / PEAK:
                break
        if when < CLOSES_MS:
            self._at(when, lambda: self._ask(lane))

    def _ask(self, lane: LaneOfDay) -> None:
        self._next_arrival(lane)
        tier = self.dice.choices([name for name, _ in SHARES], [share for _, share in SHARES])[0]
        caller = Caller(f"{len(self.callers):06d}", lane.name, tier, self.now_ms)
        self.callers[caller.id] = caller
        self._join(caller)
        self.on_ask(caller)
        if self.dice.random() < GIVES_UP:
            self._at(self.now_ms + self.dice.expovariate(1 / (30 * MINUTE_MS)), lambda: self._give_up(caller))

    def _join(self, caller: Caller) -> None:
        rank = {"urgent": 0, "high": 2, "standard": 4}[caller.tier] + (0 if caller.tries else 1)
        caller.place = f"{rank}#{caller.id}"
        insort(self.lines[caller.lane], caller.place)
        self._tell("callback.queued", caller, tier=caller.tier)
        for worker in self.workers.values():
            if worker.ready and caller.lane in worker.lanes:
                worker.ready = False
                self._click_later(worker)
                break

    def _give_up(self, caller: Caller) -> None:
        if caller.place:
            self.lines[caller.lane].remove(caller.place)
            caller.place, caller.over = "", True
            self._tell("callback.cancelled", caller, reason="customer")

    def _shift(self, worker: Worker) -> None:
        def come() -> None:
            worker.present = True
            if not worker.busy:
                self._click_later(worker)

        def go() -> None:
            worker.present = worker.ready = False

        self._at(worker.begins_ms, come)
        for begin, end in worker.away:
            self._at(begin, go)
            self._at(end, come)
        self._at(worker.ends_ms, go)

    def _click_later(self, worker: Worker) -> None:
        self._at(self.now_ms + self.dice.expovariate(1 / worker.slow_ms), lambda: self._click(worker))

    def _click(self, worker: Worker) -> None:
        if not worker.present or worker.busy:
            return
        heads = [(self.lines[lane][0], lane) for lane in worker.lanes if self.lines[lane]]
        if not heads:
            worker.ready = True
            return
        place, lane = min(heads)
        del self.lines[lane][0]
        caller = self.callers[place[2:]]
        caller.place, caller.tries = "", caller.tries + 1
        caller.called_ms = caller.called_ms or self.now_ms
        worker.busy, worker.ready = True, False
        self._tell("callback.claimed", caller, worker, waited_ms=self.now_ms - caller.asked_ms)
        reached = self.dice.random() >= UNREACHED
        takes = self._handling_ms(self.lanes[lane]) if reached else self.dice.uniform(25_000, 45_000)
        self._at(self.now_ms + takes, lambda: self._free(worker, caller, reached))

    def _free(self, worker: Worker, caller: Caller, reached: bool) -> None:
        self._tell("attempt.ended", caller, worker, outcome="completed" if reached else "no_answer")
        if reached:
            self._tell("attempt.wrapped_up", caller, worker)
        elif caller.tries < 3:
            self._at(self.now_ms + RETRY_MS, lambda: self._join(caller))
        worker.busy = False
        if worker.present:
            self._click_later(worker)

    def _handling_ms(self, lane: LaneOfDay) -> float:
        through = (self.now_ms - OPENS_MS) / (CLOSES_MS - OPENS_MS)
        mean = lane.handling_ms * (1 + lane.drift * (2 * through - 1))
        sigma = sqrt(log(1 + SPREAD**2))
        return mean * exp(self.dice.gauss(-(sigma**2) / 2, sigma))


def rate(at_ms: int) -> float:
    """Arrivals over the mean of the day: a peak in the late morning, a lower one in the afternoon."""
    hour = at_ms / HOUR_MS
    return max(
        0.2, 0.75 + 0.75 * exp(-(((hour - 10.5) / 1.6) ** 2)) + 0.5 * exp(-(((hour - 15.5) / 1.8) ** 2))
    )


@dataclass(frozen=True)
class Plan:
    """A site: its lanes, and who works there on an ordinary day."""

    seed: str
    lanes: tuple[LaneOfDay, ...]
    workers: tuple[Worker, ...]

    def day(self, number: int) -> Day:
        """One of its days: some are ill, all are a little late, breaks are when they suit."""
        dice = Random(f"{self.seed} {number}")
        here = [_today(dice, worker) for worker in self.workers if dice.random() >= ILL]
        return Day(dice, list(self.lanes), here)


def plan(seed: str, agents: int, load: float) -> Plan:
    """Four lanes and so many agents, a good half of them there at a time; `load`: the work that comes in a
    day over what they can do."""
    dice = Random(seed)
    weights = [dice.uniform(0.5, 2.0) for _ in LANES]
    share = [weight / sum(weights) for weight in weights]
    lanes = []
    for name, part in zip(LANES, share, strict=True):
        minutes = dice.uniform(4, 9)
        calls_per_h = load * PRESENT * agents * part * 60 / (minutes * (1 - UNREACHED) + 1.2)
        lanes.append(LaneOfDay(name, calls_per_h, minutes * MINUTE_MS, dice.uniform(-0.2, 0.2)))
    workers = tuple(_worker(dice, number, agents, share) for number in range(agents))
    return Plan(seed, tuple(lanes), workers)


def _worker(dice: Random, number: int, agents: int, share: list[float]) -> Worker:
    edges = [sum(share[: at + 1]) + 1e-9 for at in range(len(share))]
    first = LANES[next(at for at, edge in enumerate(edges) if number / agents < edge)]
    others = dice.sample([name for name in LANES if name != first], dice.choice([0, 1, 1, 2]))
    begins = OPENS_MS + dice.choice([0, 0, 0, 1, 2, 3, 4, 4]) * HOUR_MS
    meal = begins + dice.uniform(3, 5) * HOUR_MS
    breaks = [begins + dice.uniform(1, 2.5) * HOUR_MS, begins + dice.uniform(6, 7) * HOUR_MS]
    away = [(meal, meal + 45 * MINUTE_MS), *[(one, one + 15 * MINUTE_MS) for one in breaks]]
    return Worker(
        f"agent-{number}",
        (first, *others),
        begins,
        begins + 8 * HOUR_MS,
        tuple((int(begin), int(end)) for begin, end in sorted(away)),
        dice.uniform(6_000, 25_000),
    )


def _today(dice: Random, worker: Worker) -> Worker:
    late = int(abs(dice.gauss(0, 4 * MINUTE_MS)))
    moved = [int(dice.gauss(0, 15 * MINUTE_MS)) for _ in worker.away]
    away = tuple((begin + by, end + by) for (begin, end), by in zip(worker.away, moved, strict=True))
    return replace(worker, begins_ms=worker.begins_ms + late, away=away)
