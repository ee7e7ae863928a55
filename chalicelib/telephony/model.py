"""An attempt to connect an agent with a customer, as a pure state machine.

claimed --AgentJoined--> dialling --customer answers--> connected --anyone leaves--> ended
customer first: dialling --both have joined--> connected (customer_first.py)
any state before `ended` can end; `ended` never changes state again, it only learns of late facts.

Facts may come in any order, twice, or never. A leg only moves forward; what a fact implies is
filled in (who left had joined); what is known already changes nothing, so repeats need no list.
"""

from collections.abc import Callable
from typing import Any

from msgspec.structs import replace

from chalicelib.kernel.words import EndedBy, LegState, Mode, Outcome
from chalicelib.telephony import customer_first
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
from chalicelib.telephony.steps import (
    Events,
    Step,
    connect,
    end,
    gone,
    held_until,
    leftovers,
    off,
    quiet,
    talked,
    with_leg,
)

LEG_ORDER: tuple[LegState, ...] = ("absent", "initiated", "ringing", "answered", "joined", "left")


def begin(mode: Mode, now_ms: int) -> Step:
    """An attempt as it is claimed. Customer first: dialled at once."""
    if mode == "agent_first":
        return Step(Attempt(claimed_at_ms=now_ms))
    begun = Attempt(state="dialling", mode=mode, claimed_at_ms=now_ms, dial_at_ms=now_ms)
    return Step(begun, (("attempt.dialled", {}),), ("dial",))


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
    before, attempt = attempt, with_leg(attempt, fact.party, seen, conference_sid=fact.conference_sid)
    if attempt.state == "ended":
        return Step(attempt, commands=("end_conference",))
    if gone_already:
        return Step(attempt)
    if customer_first.waits(attempt):
        return customer_first.joined(before, attempt, fact, now)
    if fact.party == "agent":
        back = attempt.state == "connected" and leg.state == "left"
        return Step(attempt, (("attempt.agent_returned", {}),)) if back else _agent_ready(attempt, now)
    return connect(attempt, now)


def _agent_ready(attempt: Attempt, now: int) -> Step:
    if attempt.state != "claimed":
        return Step(attempt)
    events: Events = (("attempt.agent_joined", {}), ("attempt.dialled", {}))
    return Step(replace(attempt, state="dialling", dial_at_ms=now), events, ("dial",))


def _left(attempt: Attempt, fact: Left, now: int) -> Step:
    leg = getattr(attempt, fact.party)
    if fact.seq <= leg.leave_seq:
        return Step(attempt)
    seen = replace(leg, call_sid=fact.call_sid, leave_seq=fact.seq)
    if leg.join_seq > fact.seq:
        return Step(with_leg(attempt, fact.party, seen))
    if leg.state == "joined" and leg.call_sid != fact.call_sid:
        return Step(attempt)
    seen = replace(seen, state="left", left_at_ms=now, joined_at_ms=leg.joined_at_ms or now)
    before = attempt
    attempt = with_leg(attempt, fact.party, seen, conference_sid=fact.conference_sid)
    if attempt.state == "ended":
        return Step(attempt)
    if fact.party == "customer":
        by: EndedBy = "system" if fact.removed else "customer"
        if customer_first.waits(attempt):
            return customer_first.customer_left(before, attempt, by, now)
        return talked(attempt, by, now)
    if before.state == "connected":
        return Step(attempt, (("attempt.agent_left", {}),))
    return end(attempt, "agent_dropped", "agent", now)


def _hold(attempt: Attempt, fact: HoldChanged, now: int) -> Step:
    leg = getattr(attempt, fact.party)
    if fact.seq <= leg.hold_seq:
        return Step(attempt)
    after = with_leg(attempt, fact.party, replace(leg, hold_seq=fact.seq, on_hold=fact.on_hold))
    if fact.party != "customer" or leg.on_hold == fact.on_hold or attempt.state != "connected":
        return Step(after)
    if fact.on_hold:
        return Step(replace(after, held_since_ms=now), (("attempt.held", {}),))
    after = held_until(after, now)
    return Step(after, (("attempt.resumed", {"hold_ms": after.hold_ms - attempt.hold_ms}),))


def _conference_ended(attempt: Attempt, fact: ConferenceEnded, now: int) -> Step:
    if customer_first.waits(attempt):
        return customer_first.conference_ended(attempt, fact, now)
    attempt = replace(
        attempt,
        conference_sid=fact.conference_sid,
        agent=gone(attempt.agent, now),
        customer=gone(attempt.customer, now) if attempt.customer.state == "joined" else attempt.customer,
    )
    if attempt.state == "ended":
        return Step(attempt)
    if attempt.state == "connected":
        return end(attempt, "completed", "system", now)
    return end(attempt, "agent_dropped", "agent", now)


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
            return Step(with_leg(attempt, "customer", replace(leg, call_sid=fact.call_sid)))
        after = with_leg(attempt, "customer", replace(leg, state=state, call_sid=fact.call_sid))
        if attempt.state == "ended":
            return Step(after, commands=("hang_up_customer",))
        if state == "ringing" and attempt.state == "dialling":
            return Step(replace(after, ringing_at_ms=now), (("attempt.ringing", {}),))
        return Step(after)
    after = with_leg(attempt, "customer", replace(off(leg, now), call_sid=fact.call_sid))
    if attempt.state == "ended":
        return Step(after)
    if fact.status == "completed":
        if customer_first.waits(after):
            return customer_first.settle(after, "customer", now)
        return talked(after, "customer", now)
    if attempt.state == "connected":
        return end(after, "completed", "system", now)
    return end(after, _why(fact), "customer" if fact.status == "busy" else "system", now)


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
    return end(attempt, "machine", "system", now)


def _refused(attempt: Attempt, fact: DialRefused, now: int) -> Step:
    if attempt.dial_at_ms is None or attempt.customer.state != "absent":
        return Step(attempt)
    attempt = replace(attempt, customer=off(attempt.customer, now))
    if attempt.state == "ended":
        return Step(attempt)
    return end(attempt, "invalid_number" if fact.permanent else "carrier_unavailable", "system", now)


def _hang_up(attempt: Attempt, fact: HangUpAsked, now: int) -> Step:
    if attempt.state == "ended":
        return Step(attempt, commands=leftovers(attempt))
    outcome: Outcome = "completed" if attempt.state == "connected" else "cancelled"
    return end(attempt, outcome, "agent", now)


def _timed_out(attempt: Attempt, fact: TimedOut, now: int) -> Step:
    seen = replace(
        attempt,
        conference_sid=fact.conference_sid or attempt.conference_sid,
        agent=_as_seen(attempt.agent, fact.agent_sid, now),
        customer=_ringing(_as_seen(attempt.customer, fact.customer_sid, now), fact.ringing_sid),
    )
    if seen.state == "ended":
        if not fact.customer_sid and not fact.ringing_sid:
            seen = replace(seen, customer=off(seen.customer, now))
        return Step(seen, commands=leftovers(seen))
    if customer_first.waits(seen):
        return customer_first.timed_out(attempt, seen, fact, now)
    if seen.state == "claimed":
        if fact.agent_sid:
            return _agent_ready(seen, now)
        return end(seen, "agent_never_joined", "system", now)
    if not fact.agent_sid and seen.state == "dialling":
        return end(seen, "agent_dropped", "agent", now)
    if not fact.customer_sid:
        if seen.state == "connected":
            return end(seen, "completed", "customer", now)
        return end(seen, "no_answer" if seen.customer.call_sid else "carrier_unavailable", "system", now)
    if not fact.agent_sid:
        return end(seen, "agent_lost", "agent", now)
    return connect(seen, now)


def _as_seen(leg: Leg, call_sid: str | None, now: int) -> Leg:
    if call_sid:
        return replace(leg, state="joined", call_sid=call_sid, joined_at_ms=leg.joined_at_ms or now)
    return gone(leg, now) if leg.state == "joined" else leg


def _ringing(leg: Leg, call_sid: str | None) -> Leg:
    """A leg whose webhooks were lost may ring all the same, and must be known to be ended."""
    return replace(leg, state="ringing", call_sid=call_sid) if call_sid else leg


__all__ = ["Step", "begin", "decide", "quiet"]
