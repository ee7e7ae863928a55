"""Presence is what an agent chose; activity is what they are doing. Pure decisions on both."""

from dataclasses import dataclass, replace

from chalicelib.kernel.words import Activity, BreakReason, Presence


@dataclass(frozen=True)
class State:
    """`next_presence` is chosen during a call and taken when it is over."""

    activity: Activity
    presence: Presence
    reason: BreakReason | None
    since_ms: int
    attempt_id: str | None = None
    wrap_up_until_ms: int | None = None


def choose(state: State, presence: Presence, reason: BreakReason | None, now_ms: int) -> State:
    """A presence chosen now; during a call and its wrap-up it waits for the end of both."""
    chosen = replace(state, presence=presence, reason=reason if presence == "break" else None)
    if state.activity in ("busy", "wrap-up"):
        return chosen
    if chosen.presence == state.activity and chosen.reason == state.reason:
        return chosen
    return replace(chosen, activity=presence, since_ms=now_ms)
