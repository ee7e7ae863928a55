"""Presence is what an agent chose; activity is what they are doing; an offer or an invitation rings at an
available agent's desk. Pure decisions on these."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from msgspec import Struct

from chalicelib.kernel.words import Activity, BreakReason, Presence, Tier, Topic

PAUSE_MS = 30_000
"""After an offer that an agent did not take, before the next one rings at their desk."""


@dataclass(frozen=True)
class State:
    """`next_presence` is chosen during a call and taken when it is over."""

    activity: Activity
    presence: Presence
    reason: BreakReason | None
    since_ms: int
    attempt_id: str | None = None
    wrap_up_until_ms: int | None = None


class Offer(Struct, frozen=True):
    """A waiting callback that rings at a desk for `ring_s`, until `until_ms`. `place` is where it stands."""

    callback_id: str
    lane: str
    place: str
    tier: Tier
    topic: Topic
    customer_name: str
    until_ms: int
    ring_s: int


class Invitation(Struct, frozen=True):
    """A call in which an agent is wanted; it rings at their desk for `ring_s`, until `until_ms`. `label` is
    theirs in that call; a `transfer` makes the call theirs. `from_name` is the agent who asks."""

    attempt_id: str
    label: str
    transfer: bool
    from_name: str
    customer_name: str
    question: str
    lane: str
    until_ms: int
    ring_s: int


@dataclass(frozen=True)
class Idle:
    """An agent to whom a callback may be offered. missed: offers that rang out in a row. free_at_ms: before
    then this callback is not for them."""

    agent_id: str
    since_ms: int
    missed: int
    free_at_ms: int


def choose(state: State, presence: Presence, reason: BreakReason | None, now_ms: int) -> State:
    """A presence chosen now; during a call and its wrap-up it waits for the end of both."""
    chosen = replace(state, presence=presence, reason=reason if presence == "break" else None)
    if state.activity in ("busy", "wrap-up"):
        return chosen
    if chosen.presence == state.activity and chosen.reason == state.reason:
        return chosen
    return replace(chosen, activity=presence, since_ms=now_ms)


def in_turn(agents: Iterable[Idle], now_ms: int) -> tuple[list[str], int | None]:
    """To whom a callback is offered now, one after another: whoever answers, then whoever is idle longest.
    And when somebody else may have it, if it is for nobody now."""
    given = list(agents)
    ready = sorted((one.missed, one.since_ms, one.agent_id) for one in given if one.free_at_ms <= now_ms)
    later = None if ready else min((one.free_at_ms for one in given), default=None)
    return [agent_id for _, _, agent_id in ready], later
