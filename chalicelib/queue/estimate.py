"""How long a customer will wait: pure. The formula, and how well it does, are in docs/promises.md."""

from math import sqrt
from typing import Literal

from msgspec import Struct

RANKS = 6
STEP_MS = 900_000
WINDOW_MS = 3_600_000
STALE_MS = 600_000
"""A pace that was measured longer ago than this says nothing."""
SURE_OF = 5
"""From as many handled calls on, the lane's own times are its basis."""
LEAST_NET = 0.25
"""However many better ones come, this share of the agents' work is left for those ahead: a rush passes."""
DRIFT = 0.1
"""How far the agents' work will be from what is foreseen, as a share."""
WIDEST = 1.2
"""Variance over mean², at most: beyond it the median would fall while the mean grows."""
TENTH = 1.2816
"""The standard normal leaves a tenth below minus this, and a tenth above it."""

Basis = Literal["pace", "default"]


class Work(Struct, frozen=True):
    """What some agents do, over the last WINDOW_MS.

    agents: those present, for each tier: see measure.py. cycle_ms: from one claim to the next that could be,
    that is handling, wrap-up and the time to the next click. spread: the variance of a cycle over its mean².
    handled: cycles measured. joined: callbacks that joined the line, for each rank. taken, gone: those that
    left it, to an agent or otherwise.
    """

    agents: tuple[float, ...]
    cycle_ms: int
    spread: float
    handled: int
    joined: tuple[int, ...]
    taken: int
    gone: int


class Pace(Struct, frozen=True):
    """What a lane does, as measured at `measured_at_ms`.

    own: the lane by itself, each agent by the share of their time it gets. pool: all lanes that have agents
    in common with it, as one. shared: how far it is one with them, for each tier, 0 to 1. others: who waits
    in those lanes, for each rank how many and since when the first. free: agents who could take a call now.
    gap_ms: from an agent's being ready to their next click. ahead: for each STEP_MS from now on, agents over
    those now and arrivals over those lately, as on other days.
    """

    measured_at_ms: int
    own: Work
    pool: Work
    shared: tuple[float, ...]
    others: tuple[tuple[int, int], ...]
    free: int
    gap_ms: int
    ahead: tuple[tuple[float, float], ...] = ()


class Estimate(Struct, frozen=True):
    """`wait_ms` is as likely too long as too short; four in five wait between `low_ms` and `high_ms`.

    basis: "default" when the lane has too few calls of its own yet.
    """

    wait_ms: int
    low_ms: int
    high_ms: int
    basis: Basis


def estimate(position: int, rank: int, since_ms: int, pace: Pace | None, now_ms: int) -> Estimate | None:
    """From now until an agent takes the callback. `position` is 1 for the next of the lane; `rank` and
    `since_ms` are those of its place. None when nobody is there, or nothing is known of the lane."""
    if pace is None or not any(pace.own.agents) or now_ms - pace.measured_at_ms > STALE_MS:
        return None
    basis: Basis = "pace" if pace.own.handled >= SURE_OF else "default"
    if position <= pace.free:
        return Estimate(pace.gap_ms, 0, 3 * pace.gap_ms, basis)
    mean, variance = _passage(position, rank, pace.own, pace.ahead)
    shared = pace.shared[rank // 2]
    if shared:
        both, spread = _passage(position + _others(rank, since_ms, pace), rank, pace.pool, pace.ahead)
        mean = mean ** (1 - shared) * both**shared
        variance = variance * (1 - shared) + spread * shared
    return _between(mean, variance, pace.gap_ms, basis)


def _others(rank: int, since_ms: int, pace: Pace) -> float:
    """Who goes first among those of the other lanes; between the first of them and now they are thought to
    have come evenly."""
    same, first_ms = pace.others[rank]
    passed = (since_ms - first_ms) / max(1, pace.measured_at_ms - first_ms)
    return sum(count for count, _ in pace.others[:rank]) + same * min(1.0, max(0.0, passed))


def _passage(
    position: float, rank: int, by: Work, foreseen: tuple[tuple[float, float], ...]
) -> tuple[float, float]:
    """Mean time until so many are served, and better ones who come meanwhile; its variance over mean²."""
    served = by.agents[rank // 2] / by.cycle_ms
    better = sum(by.joined[:rank]) / WINDOW_MS
    lost = by.gone / max(1, by.gone + by.taken)
    # Who stands ahead has on average half of the wait, and of the chance to give up, behind them.
    ahead = left = 1 + (position - 1) * (1 - lost / 2)
    at, noise, work, came = 0.0, 0.0, 0.0, 0.0
    steps = foreseen or ((1.0, 1.0),)
    for number, (agents, arrivals) in enumerate(steps, 1):
        serves, comes = served * agents, better * arrivals
        net = max(serves - comes, LEAST_NET * serves)
        takes = left / net if number == len(steps) else min(left / net, STEP_MS)
        at += takes
        noise += takes * (serves * by.spread + comes)
        work += takes * serves
        came += takes * comes
        left -= takes * net
        if left <= ahead * 1e-9:
            break
    wrong = work**2 * (by.spread / (by.handled + 1) + DRIFT**2)
    rush = came**2 / max(1.0, better * WINDOW_MS)
    return at, min(WIDEST, (noise + wrong + rush) / ahead**2)


def _between(mean: float, variance: float, least: int, basis: Basis) -> Estimate:
    """Median and tenths of the gamma distribution (Wilson and Hilferty 1931); `variance` is over mean²."""
    low, middle, high = (
        round(mean * max(0.0, 1 - variance / 9 + z * sqrt(variance) / 3) ** 3) for z in (-TENTH, 0.0, TENTH)
    )
    return Estimate(max(least, middle), low, max(3 * least, high), basis)
