"""A lane's pace, from what happened lately and who is there: pure."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol

from chalicelib.kernel.words import TALKED, TIERS
from chalicelib.queue.estimate import RANKS, WINDOW_MS, Pace, Work

READ_MS = 5_400_000
"""How far back events are read: a call that ended within the window may have begun before it."""
USUAL_CYCLE_MS = 420_000
USUAL_GAP_MS = 15_000
USUAL_SPREAD = 0.7
"""Of a lane of which nothing is known yet."""
PRIOR = 3
"""The usual figures weigh as much as so many calls of the lane's own."""
PRIOR_MS = 1_800_000
"""What all agents do with their time weighs as much as so long of an agent's own."""
PAUSE_MS = 600_000
"""An agent who takes nothing for longer than this was away, not slow to click."""


class Fact(Protocol):
    """What is read of an event."""

    @property
    def kind(self) -> str: ...
    @property
    def at_ms(self) -> int: ...
    @property
    def lane(self) -> str | None: ...
    @property
    def callback_id(self) -> str | None: ...
    @property
    def attempt_id(self) -> str | None: ...
    @property
    def agent_id(self) -> str | None: ...
    @property
    def data(self) -> Mapping[str, Any]: ...


@dataclass
class _Lane:
    joined: list[int] = field(default_factory=lambda: [0] * RANKS)
    taken: int = 0
    gone: int = 0
    handled: list[int] = field(default_factory=list)
    gaps: list[int] = field(default_factory=list)


class _Log:
    """One pass over the events."""

    def __init__(self, since_ms: int) -> None:
        self._since_ms = since_ms
        self.lanes: dict[str, _Lane] = defaultdict(_Lane)
        self.begun: dict[str, tuple[str | None, str, int]] = {}
        """The call an agent has: its attempt, its lane, and since when."""
        self.spent: dict[str, Counter[str]] = defaultdict(Counter)
        """Time each agent gave to lanes."""
        self.by_tier: Counter[str] = Counter()
        """Time all agents gave to tiers."""
        self.waiting: dict[str, tuple[str, int, int]] = {}
        """Who is in line: their lane, their rank, and when they joined."""
        self._tiers: dict[str, str] = {}
        self._free_since: dict[str, int] = {}
        self._called: set[str] = set()

    def read(self, fact: Fact) -> None:
        """The next one."""
        recent = fact.at_ms >= self._since_ms
        lane, callback = self.lanes[fact.lane or ""], fact.callback_id or ""
        match fact.kind:
            case "callback.queued":
                self._joins(fact, lane, fact.at_ms)
            case "callback.moved" if callback in self.waiting:
                self._joins(fact, lane, self.waiting[callback][2])
            case "callback.claimed":
                self.waiting.pop(callback, None)
                lane.taken += recent
                self._called.add(callback)
                self._claimed(fact, lane, recent)
            case "callback.cancelled" | "callback.expired":
                lane.gone += recent
                self.waiting.pop(callback, None)
            case "attempt.wrapped_up":
                self._released(fact, recent)
            case "attempt.ended" if fact.data.get("outcome") not in TALKED:
                self._released(fact, recent)

    def _joins(self, fact: Fact, lane: _Lane, since_ms: int) -> None:
        callback = fact.callback_id or ""
        tier = self._tiers[callback] = fact.data["tier"]
        rank = 2 * TIERS.index(tier) + (callback not in self._called)
        lane.joined[rank] += fact.at_ms >= self._since_ms
        self.waiting[callback] = fact.lane or "", rank, since_ms

    def _claimed(self, fact: Fact, lane: _Lane, recent: bool) -> None:
        agent = fact.agent_id or ""
        free_since = self._free_since.pop(agent, None)
        self.begun[agent] = fact.attempt_id, fact.lane or "", fact.at_ms
        if free_since is None or not recent:
            return
        # Nobody to call is no slowness.
        gap = min(fact.at_ms - free_since, fact.data.get("waited_ms", 0))
        if 0 <= gap <= PAUSE_MS:
            lane.gaps.append(gap)

    def _released(self, fact: Fact, recent: bool) -> None:
        agent = fact.agent_id or ""
        attempt, lane, since = self.begun.get(agent, (None, "", 0))
        if attempt is None or attempt != fact.attempt_id:
            return
        del self.begun[agent]
        self._free_since[agent] = fact.at_ms
        if recent:
            took = max(0, fact.at_ms - since)
            self.lanes[lane].handled.append(took)
            self.spent[agent][lane] += took
            self.by_tier[self._tiers.get(fact.callback_id or "", TIERS[-1])] += took


def paces(
    facts: Iterable[Fact],
    present: Mapping[str, Collection[str]],
    ahead: tuple[tuple[float, float], ...],
    now_ms: int,
) -> dict[str, Pace]:
    """Of each lane that has agents or events. `facts`: those of the last READ_MS, in order. `present`: who
    takes calls, and in which lanes. `ahead`: see Pace."""
    log = _Log(now_ms - WINDOW_MS)
    for fact in facts:
        log.read(fact)
    lanes = ({lane for served in present.values() for lane in served} | log.lanes.keys()) - {""}
    used, found = _used(log.by_tier), {}
    for pool in _pools(lanes, present.values()):
        shares = _agents(log, present, pool)
        together = _pooled(log, present, pool)
        for lane in pool:
            seen, serving = log.lanes[lane], [served for served in present.values() if lane in served]
            idle = len(serving) - shares[lane]
            several = sum(len(served) > 1 for served in serving) / max(1, len(serving))
            found[lane] = Pace(
                measured_at_ms=now_ms,
                own=_work(seen, tuple(round(shares[lane] + idle * (1 - part), 3) for part in used)),
                pool=together,
                shared=tuple(round(several * part, 3) for part in used),
                others=_others(log, [one for one in pool if one != lane]),
                free=sum(lane in served for agent, served in present.items() if agent not in log.begun),
                gap_ms=round(_mean(seen.gaps, USUAL_GAP_MS)),
                ahead=ahead,
            )
    return found


def _pools(lanes: Collection[str], served: Iterable[Collection[str]]) -> list[list[str]]:
    """Lanes that have agents in common, directly or through others."""
    pools = [[lane] for lane in sorted(lanes)]
    for of_one in served:
        met = [pool for pool in pools if not set(of_one).isdisjoint(pool)]
        apart = [pool for pool in pools if pool not in met]
        pools = [*apart, sorted(lane for pool in met for lane in pool)] if met else apart
    return pools


def _work(seen: _Lane, agents: tuple[float, ...]) -> Work:
    cycle, spread = _cycle(seen)
    return Work(
        agents=agents,
        cycle_ms=round(cycle),
        spread=round(spread, 3),
        handled=len(seen.handled),
        joined=tuple(seen.joined),
        taken=seen.taken,
        gone=seen.gone,
    )


def _pooled(log: _Log, present: Mapping[str, Collection[str]], pool: Collection[str]) -> Work:
    """All lanes of a pool as one, with everybody who serves any of them."""
    lanes = [log.lanes[lane] for lane in pool]
    together = _Lane(
        joined=[sum(ranks) for ranks in zip(*[lane.joined for lane in lanes], strict=True)],
        taken=sum(lane.taken for lane in lanes),
        gone=sum(lane.gone for lane in lanes),
        handled=[one for lane in lanes for one in lane.handled],
        gaps=[one for lane in lanes for one in lane.gaps],
    )
    agents = sum(not set(served).isdisjoint(pool) for served in present.values())
    return _work(together, (float(agents),) * len(TIERS))


def _others(log: _Log, lanes: Collection[str]) -> tuple[tuple[int, int], ...]:
    since: list[list[int]] = [[] for _ in range(RANKS)]
    for lane, rank, joined_ms in log.waiting.values():
        if lane in lanes:
            since[rank].append(joined_ms)
    return tuple((len(one), min(one, default=0)) for one in since)


def _agents(log: _Log, present: Mapping[str, Collection[str]], pool: Collection[str]) -> dict[str, float]:
    """How many agents each lane has, each by the share of their time it gets: what they gave it lately, and
    where that is little, what all give it."""
    weights = {lane: (log.lanes[lane].taken + 1) * _cycle(log.lanes[lane])[0] for lane in pool}
    agents = dict.fromkeys(pool, 0.0)
    for agent, served in present.items():
        here = [lane for lane in served if lane in pool]
        everybody = sum(weights[lane] for lane in here)
        mine = {lane: log.spent[agent][lane] + PRIOR_MS * weights[lane] / everybody for lane in here}
        total = sum(mine.values())
        for lane, part in mine.items():
            agents[lane] += part / total
    return agents


def _cycle(lane: _Lane) -> tuple[float, float]:
    """Mean cycle, and variance over mean²."""
    gap = _mean(lane.gaps, USUAL_GAP_MS)
    handled = _mean(lane.handled, USUAL_CYCLE_MS - USUAL_GAP_MS)
    squares = [(one - handled) ** 2 for one in lane.handled]
    return handled + gap, _mean(squares, USUAL_SPREAD * handled**2) / (handled + gap) ** 2


def _mean(values: Collection[float], usual: float) -> float:
    return (sum(values) + PRIOR * usual) / (len(values) + PRIOR)


def _used(by_tier: Counter[str]) -> list[float]:
    """For each tier, the part of the agents' work that is for it or for a better one. The rest of what they
    give to other lanes would be left for a callback of that tier: tiers are strict over all lanes."""
    total = sum(by_tier.values())
    return [
        sum(by_tier[one] for one in TIERS[: at + 1]) / total if total else 1.0 for at in range(len(TIERS))
    ]
