"""What a step is made of: legs moved on, the two together, the end and what it leaves to do."""

import dataclasses
from dataclasses import dataclass
from typing import Any, Literal

from msgspec.structs import replace

from chalicelib.kernel.words import EndedBy, Outcome, Party
from chalicelib.telephony.attempt import Attempt, Leg
from chalicelib.telephony.legs import ON_THE_WAY

CommandName = Literal[
    "dial", "bring", "keep_waiting", "end_conference", "hang_up_customer", "apologise", "survey"
]
KEPT_WAITING: tuple[Outcome, ...] = ("agent_lost", "transfer_failed")
"""How a call ends under somebody who stays on the line for the next agent."""
Events = tuple[tuple[str, dict[str, Any]], ...]


@dataclass(frozen=True)
class LegCommand:
    """What the carrier shall do with one leg. `call_sid` is that of a leg to drop. comfort: a hold that says
    that the agent is coming back. voice: make a supervisor heard as they want, by nobody or by the agent
    alone; unmute: by everybody."""

    name: Literal["dial", "drop", "hold", "comfort", "resume", "voice", "unmute"]
    label: str
    call_sid: str = ""


@dataclass(frozen=True)
class Linked:
    """The attempt that follows a transfer, whose it is, and how it begins."""

    attempt: Attempt
    agent_id: str
    agent_name: str
    events: Events


@dataclass(frozen=True)
class Step:
    """What a fact did: the attempt after it, events (kind, data) and commands for the carrier. After a
    transfer the commands are for the `linked` attempt."""

    attempt: Attempt
    events: Events = ()
    commands: tuple[CommandName, ...] = ()
    legs: tuple[LegCommand, ...] = ()
    linked: Linked | None = None


def then(first: Step, second: Step) -> Step:
    """Two steps as one."""
    return dataclasses.replace(
        second,
        events=first.events + second.events,
        commands=first.commands + second.commands,
        legs=first.legs + second.legs,
    )


def connect(attempt: Attempt, now: int) -> Step:
    """They are on the line together."""
    if attempt.state not in ("claimed", "dialling"):
        return Step(attempt)
    after = replace(attempt, state="connected", connected_at_ms=now)
    return Step(after, (("attempt.connected", {"rang_ms": _rang_ms(after, now) or 0}),))


def talked(attempt: Attempt, by: EndedBy, now: int) -> Step:
    """They were on the line together, as may not have been heard before, and are no more."""
    together = connect(attempt, now)
    return then(together, end(together.attempt, "completed", by, now))


def end(attempt: Attempt, outcome: Outcome, by: EndedBy, now: int) -> Step:
    """Over, for whatever reason."""
    attempt = held_until(attempt, now)
    everybody = tuple(replace(one, ended_as=one.ended_as or "call_ended") for one in attempt.participants)
    ended = replace(
        attempt, state="ended", outcome=outcome, ended_by=by, ended_at_ms=now, participants=everybody
    )
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
    return Step(ended, (("attempt.ended", data),), leftovers(ended), leg_leftovers(ended))


def kept_waiting(ended: Step) -> Step:
    """The same, but a customer who is still there waits on the line for the next agent (on_line.py); who else
    is there leaves by themselves, for the conference ends with the last."""
    call = ended.attempt
    if call.customer.state != "joined":
        return ended
    others = [("agent", call.agent), ("agent", call.former)]
    others += [(one.label, one.leg) for one in call.participants]
    drops = tuple(
        LegCommand("drop", label, leg.call_sid)
        for label, leg in others
        if leg.state == "joined" and leg.call_sid
    )
    return dataclasses.replace(ended, commands=("keep_waiting",), legs=ended.legs + drops)


def apologised(ended: Step) -> Step:
    """The same, but a customer who is still there hears that they will be called again. They leave the
    conference for it, and so does everybody else; the due time ends what is left."""
    if ended.attempt.customer.state != "joined":
        return ended
    there = [one for one in ended.attempt.participants if one.leg.state == "joined" and one.leg.call_sid]
    drops = tuple(LegCommand("drop", one.label, one.leg.call_sid or "") for one in there)
    return dataclasses.replace(ended, commands=("apologise",), legs=ended.legs + drops)


def _rang_ms(attempt: Attempt, now: int) -> int | None:
    """Until the customer was there: who is rung first may wait for the agent after that. After a transfer
    it was counted before."""
    if attempt.dial_at_ms is None or attempt.hops:
        return None
    return (attempt.customer.joined_at_ms or attempt.connected_at_ms or now) - attempt.dial_at_ms


def leftovers(attempt: Attempt) -> tuple[CommandName, ...]:
    """What must still be told to the carrier so that nobody stays on the line."""
    commands: list[CommandName] = []
    if attempt.customer.state in ("initiated", "ringing", "answered") and not waits_on_line(attempt):
        commands.append("hang_up_customer")
    others = [attempt.former.state, *(one.leg.state for one in attempt.participants)]
    if "joined" in (attempt.agent.state, attempt.customer.state, *others):
        commands.append("end_conference")
    return tuple(commands)


def waits_on_line(attempt: Attempt) -> bool:
    """Whether the customer waits in a call of their own, outside the conference."""
    return bool(attempt.live) and attempt.customer.state == "answered"


def leg_leftovers(attempt: Attempt) -> tuple[LegCommand, ...]:
    """The same for participants who are on their way."""
    legs = [(one.label, one.leg) for one in attempt.participants]
    return tuple(
        LegCommand("drop", label, leg.call_sid)
        for label, leg in legs
        if leg.state in ON_THE_WAY and leg.call_sid
    )


def quiet(attempt: Attempt) -> bool:
    """Whether nobody can be on the line any more."""
    unheard = attempt.dial_at_ms is not None and attempt.customer.state == "absent"
    unheard |= any(one.phone is not None and one.leg.state == "absent" for one in attempt.participants)
    return not unheard and not leftovers(attempt) and not leg_leftovers(attempt)


def held_until(attempt: Attempt, now: int) -> Attempt:
    """With a hold that still runs counted to now."""
    if attempt.held_since_ms is None:
        return attempt
    return replace(attempt, held_since_ms=None, hold_ms=attempt.hold_ms + now - attempt.held_since_ms)


def with_leg(attempt: Attempt, party: Party, leg: Leg, **more: Any) -> Attempt:
    """With this leg, and `more` changed."""
    changes: dict[str, Any] = {party: leg, **more}
    return replace(attempt, **changes)
