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
    """A presence chosen during a call is taken when it is over. set_by: the supervisor who chose it."""

    activity: Activity
    presence: Presence
    reason: BreakReason | None
    since_ms: int
    attempt_id: str | None = None
    wrap_up_until_ms: int | None = None
    set_by: str | None = None


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


class Message(Struct, frozen=True):
    """A few words of a supervisor to one agent."""

    id: str
    from_name: str
    text: str
    at_ms: int


class Inbox(Struct, frozen=True):
    """What an agent has not said to have read, the oldest first."""

    messages: tuple[Message, ...]


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


def choose(
    state: State, presence: Presence, reason: BreakReason | None, now_ms: int, by: str | None = None
) -> State:
    """A presence chosen now, by the agent or for them; during a call and its wrap-up it waits for the end of
    both."""
    chosen = replace(state, presence=presence, reason=reason if presence == "break" else None, set_by=by)
    if state.activity in ("busy", "wrap-up"):
        return chosen
    if chosen.presence == state.activity and chosen.reason == state.reason:
        return chosen
    return replace(chosen, activity=presence, since_ms=now_ms)


def corrected(state: State, attempt_id: str | None, wrap_up_until_ms: int | None, now_ms: int) -> State:
    """As the calls have it: busy with that attempt, in the wrap-up of the one they were in, or as they
    chose."""
    if attempt_id is not None:
        return replace(state, activity="busy", attempt_id=attempt_id, since_ms=now_ms)
    if wrap_up_until_ms is not None:
        return replace(state, activity="wrap-up", wrap_up_until_ms=wrap_up_until_ms, since_ms=now_ms)
    free = replace(state, activity=state.presence, attempt_id=None, wrap_up_until_ms=None)
    return replace(free, since_ms=now_ms)


def in_turn(agents: Iterable[Idle], now_ms: int) -> tuple[list[str], int | None]:
    """To whom a callback is offered now, one after another: whoever answers, then whoever is idle longest.
    And when somebody else may have it, if it is for nobody now."""
    given = list(agents)
    ready = sorted((one.missed, one.since_ms, one.agent_id) for one in given if one.free_at_ms <= now_ms)
    later = None if ready else min((one.free_at_ms for one in given), default=None)
    return [agent_id for _, _, agent_id in ready], later
