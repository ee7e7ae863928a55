"""An attempt to connect an agent with a customer, as a pure state machine.

claimed --AgentJoined--> dialling --customer answers--> connected --anyone leaves--> ended
any state before `ended` can end; `ended` never changes state again, it only learns of late facts.

Facts may come in any order, twice, or never. A leg only moves forward; what a fact implies is
filled in (who left had joined); what is known already changes nothing, so repeats need no list.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Literal

from msgspec.structs import replace

from chalicelib.kernel.words import EndedBy, LegState, Outcome, Party
from chalicelib.telephony.attempt import Attempt, Leg
from chalicelib.telephony.facts import (
    ConferenceEnded,
    CustomerCall,
    DialRefused,
    Fact,
    HangUpAsked,
    HoldChanged,
    Joined,
    Left,
    Machine,
    TimedOut,
)

LEG_ORDER: tuple[LegState, ...] = ("absent", "initiated", "ringing", "answered", "joined", "left")
CommandName = Literal["dial", "end_conference", "hang_up_customer"]
Events = tuple[tuple[str, dict[str, Any]], ...]


@dataclass(frozen=True)
class Step:
    """What a fact did: the attempt after it, events (kind, data) and commands for the carrier."""

    attempt: Attempt
    events: Events = ()
    commands: tuple[CommandName, ...] = ()


def decide(attempt: Attempt, fact: Fact, now_ms: int) -> Step:
    """The one place that moves an attempt."""
    handlers: dict[type, Callable[[Attempt, Any, int], Step]] = {
        Joined: _joined,
        Left: _left,
        HoldChanged: _hold,
        ConferenceEnded: _conference_ended,
        CustomerCall: _customer_call,
        Machine: _machine,
        DialRefused: _refused,
        HangUpAsked: _hang_up,
        TimedOut: _timed_out,
    }
    return handlers[type(fact)](attempt, fact, now_ms)


def _joined(attempt: Attempt, fact: Joined, now: int) -> Step:
    leg = getattr(attempt, fact.party)
    if fact.seq <= leg.join_seq:
        return Step(attempt)
    seen = replace(leg, call_sid=fact.call_sid, join_seq=fact.seq, joined_at_ms=leg.joined_at_ms or now)
    gone_already = leg.leave_seq > fact.seq and leg.call_sid == fact.call_sid
    if not gone_already:
        seen = replace(seen, state="joined", left_at_ms=None)
    attempt = _with(attempt, fact.party, seen, conference_sid=fact.conference_sid)
    if attempt.state == "ended":
        return Step(attempt, commands=("end_conference",))
    if gone_already:
        return Step(attempt)
    if fact.party == "agent":
        back = attempt.state == "connected" and leg.state == "left"
        return Step(attempt, (("attempt.agent_returned", {}),)) if back else _agent_ready(attempt, now)
    return _connected(attempt, now)


def _agent_ready(attempt: Attempt, now: int) -> Step:
    if attempt.state != "claimed":
        return Step(attempt)
    events: Events = (("attempt.agent_joined", {}), ("attempt.dialled", {}))
    return Step(replace(attempt, state="dialling", dial_at_ms=now), events, ("dial",))


def _connected(attempt: Attempt, now: int) -> Step:
    if attempt.state not in ("claimed", "dialling"):
        return Step(attempt)
    rang = now - (attempt.dial_at_ms or now)
    after = replace(attempt, state="connected", connected_at_ms=now)
    return Step(after, (("attempt.connected", {"rang_ms": rang}),))


def _left(attempt: Attempt, fact: Left, now: int) -> Step:
    leg = getattr(attempt, fact.party)
    if fact.seq <= leg.leave_seq:
        return Step(attempt)
    seen = replace(leg, call_sid=fact.call_sid, leave_seq=fact.seq)
    if leg.join_seq > fact.seq:
        return Step(_with(attempt, fact.party, seen))
    if leg.state == "joined" and leg.call_sid != fact.call_sid:
        return Step(attempt)
    seen = replace(seen, state="left", left_at_ms=now, joined_at_ms=leg.joined_at_ms or now)
    before = attempt
    attempt = _with(attempt, fact.party, seen, conference_sid=fact.conference_sid)
    if attempt.state == "ended":
        return Step(attempt)
    if fact.party == "customer":
        connected = _connected(attempt, now)
        by: EndedBy = "system" if fact.removed else "customer"
        ended = _end(connected.attempt, "completed", by, now)
        return Step(ended.attempt, connected.events + ended.events, ended.commands)
    if before.state == "connected":
        return Step(attempt, (("attempt.agent_left", {}),))
    return _end(attempt, "agent_dropped", "agent", now)


def _hold(attempt: Attempt, fact: HoldChanged, now: int) -> Step:
    leg = getattr(attempt, fact.party)
    if fact.seq <= leg.hold_seq:
        return Step(attempt)
    after = _with(attempt, fact.party, replace(leg, hold_seq=fact.seq, on_hold=fact.on_hold))
    if fact.party != "customer" or leg.on_hold == fact.on_hold or attempt.state != "connected":
        return Step(after)
    if fact.on_hold:
        return Step(replace(after, held_since_ms=now), (("attempt.held", {}),))
    after = _held_until(after, now)
    return Step(after, (("attempt.resumed", {"hold_ms": after.hold_ms - attempt.hold_ms}),))


def _conference_ended(attempt: Attempt, fact: ConferenceEnded, now: int) -> Step:
    attempt = replace(
        attempt,
        conference_sid=fact.conference_sid,
        agent=_gone(attempt.agent, now),
        customer=_gone(attempt.customer, now) if attempt.customer.state == "joined" else attempt.customer,
    )
    if attempt.state == "ended":
        return Step(attempt)
    if attempt.state == "connected":
        return _end(attempt, "completed", "system", now)
    return _end(attempt, "agent_dropped", "agent", now)


FINAL: dict[str, Outcome] = {"busy": "busy", "no-answer": "no_answer", "canceled": "no_answer"}
SIP_DECLINED = (603, 607)
SIP_NO_ANSWER = (408, 480)
SIP_NO_SUCH_NUMBER = (404, 484, 604)


def _customer_call(attempt: Attempt, fact: CustomerCall, now: int) -> Step:
    leg = attempt.customer
    if fact.status in ("initiated", "ringing", "answered"):
        state: LegState = fact.status
        unknown = attempt.state == "ended" and leg.call_sid != fact.call_sid
        if LEG_ORDER.index(state) <= LEG_ORDER.index(leg.state) and not unknown:
            return Step(_with(attempt, "customer", replace(leg, call_sid=fact.call_sid)))
        after = _with(attempt, "customer", replace(leg, state=state, call_sid=fact.call_sid))
        if attempt.state == "ended":
            return Step(after, commands=("hang_up_customer",))
        if state == "ringing" and attempt.state == "dialling":
            return Step(replace(after, ringing_at_ms=now), (("attempt.ringing", {}),))
        return Step(after)
    after = _with(attempt, "customer", replace(_off(leg, now), call_sid=fact.call_sid))
    if attempt.state == "ended":
        return Step(after)
    if fact.status == "completed":
        connected = _connected(after, now)
        ended = _end(connected.attempt, "completed", "customer", now)
        return Step(ended.attempt, connected.events + ended.events, ended.commands)
    if attempt.state == "connected":
        return _end(after, "completed", "system", now)
    return _end(after, _why(fact), "customer" if fact.status == "busy" else "system", now)


def _why(fact: CustomerCall) -> Outcome:
    if fact.sip in SIP_DECLINED:
        return "rejected"
    if fact.sip in SIP_NO_ANSWER:
        return "no_answer"
    if fact.sip in SIP_NO_SUCH_NUMBER:
        return "invalid_number"
    return FINAL.get(fact.status, "failed")


def _machine(attempt: Attempt, fact: Machine, now: int) -> Step:
    if attempt.state == "ended":
        return Step(attempt)
    return _end(attempt, "machine", "system", now)


def _refused(attempt: Attempt, fact: DialRefused, now: int) -> Step:
    if attempt.dial_at_ms is None or attempt.customer.state != "absent":
        return Step(attempt)
    attempt = replace(attempt, customer=_off(attempt.customer, now))
    if attempt.state == "ended":
        return Step(attempt)
    return _end(attempt, "invalid_number" if fact.permanent else "carrier_unavailable", "system", now)


def _hang_up(attempt: Attempt, fact: HangUpAsked, now: int) -> Step:
    if attempt.state == "ended":
        return Step(attempt, commands=_leftovers(attempt))
    outcome: Outcome = "completed" if attempt.state == "connected" else "cancelled"
    return _end(attempt, outcome, "agent", now)


def _timed_out(attempt: Attempt, fact: TimedOut, now: int) -> Step:
    seen = replace(
        attempt,
        conference_sid=fact.conference_sid or attempt.conference_sid,
        agent=_as_seen(attempt.agent, fact.agent_sid, now),
        customer=_ringing(_as_seen(attempt.customer, fact.customer_sid, now), fact.ringing_sid),
    )
    if seen.state == "ended":
        if not fact.customer_sid and not fact.ringing_sid:
            seen = replace(seen, customer=_off(seen.customer, now))
        return Step(seen, commands=_leftovers(seen))
    if seen.state == "claimed":
        if fact.agent_sid:
            return _agent_ready(seen, now)
        return _end(seen, "agent_never_joined", "system", now)
    if not fact.agent_sid and seen.state == "dialling":
        return _end(seen, "agent_dropped", "agent", now)
    if not fact.customer_sid:
        if seen.state == "connected":
            return _end(seen, "completed", "customer", now)
        return _end(seen, "no_answer" if seen.customer.call_sid else "carrier_unavailable", "system", now)
    connected = _connected(seen, now)
    if not fact.agent_sid:
        return _end(seen, "agent_lost", "agent", now)
    return connected


def _as_seen(leg: Leg, call_sid: str | None, now: int) -> Leg:
    if call_sid:
        return replace(leg, state="joined", call_sid=call_sid, joined_at_ms=leg.joined_at_ms or now)
    return _gone(leg, now) if leg.state == "joined" else leg


def _ringing(leg: Leg, call_sid: str | None) -> Leg:
    """A leg whose webhooks were lost may ring all the same, and must be known to be ended."""
    return replace(leg, state="ringing", call_sid=call_sid) if call_sid else leg


def _end(attempt: Attempt, outcome: Outcome, by: EndedBy, now: int) -> Step:
    attempt = _held_until(attempt, now)
    ended = replace(attempt, state="ended", outcome=outcome, ended_by=by, ended_at_ms=now)
    talked = 0 if attempt.connected_at_ms is None else now - attempt.connected_at_ms - attempt.hold_ms
    dialled = attempt.dial_at_ms
    rang = None if dialled is None else (attempt.connected_at_ms or now) - dialled
    data: dict[str, Any] = {
        "outcome": outcome,
        "ended_by": by,
        "talk_ms": max(0, talked),
        "hold_ms": attempt.hold_ms,
    }
    if rang is not None:
        data["rang_ms"] = rang
    return Step(ended, (("attempt.ended", data),), _leftovers(ended))


def _leftovers(attempt: Attempt) -> tuple[CommandName, ...]:
    """What must still be told to the carrier so that nobody stays on the line."""
    commands: list[CommandName] = []
    if attempt.customer.state in ("initiated", "ringing", "answered"):
        commands.append("hang_up_customer")
    if "joined" in (attempt.agent.state, attempt.customer.state):
        commands.append("end_conference")
    return tuple(commands)


def quiet(attempt: Attempt) -> bool:
    """Whether nobody can be on the line any more."""
    return not _leftovers(attempt) and not (attempt.dial_at_ms and attempt.customer.state == "absent")


def _off(leg: Leg, now: int) -> Leg:
    return replace(leg, state="left", left_at_ms=leg.left_at_ms or now)


def _gone(leg: Leg, now: int) -> Leg:
    return leg if leg.state in ("absent", "left") else replace(leg, state="left", left_at_ms=now)


def _held_until(attempt: Attempt, now: int) -> Attempt:
    if attempt.held_since_ms is None:
        return attempt
    return replace(attempt, held_since_ms=None, hold_ms=attempt.hold_ms + now - attempt.held_since_ms)


def _with(attempt: Attempt, party: Party, leg: Leg, **more: Any) -> Attempt:
    changes: dict[str, Any] = {party: leg, **more}
    return replace(attempt, **changes)
