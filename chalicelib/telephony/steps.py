"""What a step is made of: legs moved on, both of them together, the end and what it leaves to do."""

from dataclasses import dataclass
from typing import Any, Literal

from msgspec.structs import replace

from chalicelib.kernel.words import EndedBy, Outcome, Party
from chalicelib.telephony.attempt import Attempt, Leg

CommandName = Literal["dial", "end_conference", "hang_up_customer", "apologise"]
Events = tuple[tuple[str, dict[str, Any]], ...]


@dataclass(frozen=True)
class Step:
    """What a fact did: the attempt after it, events (kind, data) and commands for the carrier."""

    attempt: Attempt
    events: Events = ()
    commands: tuple[CommandName, ...] = ()


def connect(attempt: Attempt, now: int) -> Step:
    """They are on the line together."""
    if attempt.state not in ("claimed", "dialling"):
        return Step(attempt)
    after = replace(attempt, state="connected", connected_at_ms=now)
    return Step(after, (("attempt.connected", {"rang_ms": _rang_ms(after, now) or 0}),))


def talked(attempt: Attempt, by: EndedBy, now: int) -> Step:
    """They were on the line together, as may not have been heard before, and are no more."""
    together = connect(attempt, now)
    ended = end(together.attempt, "completed", by, now)
    return Step(ended.attempt, together.events + ended.events, ended.commands)


def end(attempt: Attempt, outcome: Outcome, by: EndedBy, now: int) -> Step:
    """Over, for whatever reason."""
    attempt = held_until(attempt, now)
    ended = replace(attempt, state="ended", outcome=outcome, ended_by=by, ended_at_ms=now)
    talk = 0 if attempt.connected_at_ms is None else now - attempt.connected_at_ms - attempt.hold_ms
    rang = _rang_ms(attempt, now)
    data: dict[str, Any] = {
        "outcome": outcome,
        "ended_by": by,
        "talk_ms": max(0, talk),
        "hold_ms": attempt.hold_ms,
    }
    if rang is not None:
        data["rang_ms"] = rang
    return Step(ended, (("attempt.ended", data),), leftovers(ended))


def _rang_ms(attempt: Attempt, now: int) -> int | None:
    """Until the customer was there: who is rung first may wait for the agent after that."""
    if attempt.dial_at_ms is None:
        return None
    return (attempt.customer.joined_at_ms or attempt.connected_at_ms or now) - attempt.dial_at_ms


def leftovers(attempt: Attempt) -> tuple[CommandName, ...]:
    """What must still be told to the carrier so that nobody stays on the line."""
    commands: list[CommandName] = []
    if attempt.customer.state in ("initiated", "ringing", "answered"):
        commands.append("hang_up_customer")
    if "joined" in (attempt.agent.state, attempt.customer.state):
        commands.append("end_conference")
    return tuple(commands)


def quiet(attempt: Attempt) -> bool:
    """Whether nobody can be on the line any more."""
    return not leftovers(attempt) and not (attempt.dial_at_ms and attempt.customer.state == "absent")


def off(leg: Leg, now: int) -> Leg:
    """The leg is over, whether or not it ever was."""
    return replace(leg, state="left", left_at_ms=leg.left_at_ms or now)


def gone(leg: Leg, now: int) -> Leg:
    """Over, if it ever was."""
    return leg if leg.state in ("absent", "left") else replace(leg, state="left", left_at_ms=now)


def held_until(attempt: Attempt, now: int) -> Attempt:
    """With a hold that still runs counted to now."""
    if attempt.held_since_ms is None:
        return attempt
    return replace(attempt, held_since_ms=None, hold_ms=attempt.hold_ms + now - attempt.held_since_ms)


def with_leg(attempt: Attempt, party: Party, leg: Leg, **more: Any) -> Attempt:
    """With this leg, and `more` changed."""
    changes: dict[str, Any] = {party: leg, **more}
    return replace(attempt, **changes)
