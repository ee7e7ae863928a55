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

from chalicelib.kernel.words import EndedBy, LegState, Mode, Outcome, Party
from chalicelib.telephony import (
    away,
    customer_first,
    holding,
    legs,
    on_line,
    participants,
    supervising,
    surveyed,
    transfers,
)
from chalicelib.telephony.attempt import Attempt
from chalicelib.telephony.facts import (
    ConferenceEnded,
    CustomerCall,
    DialRefused,
    DropAsked,
    Fact,
    HandOverAsked,
    HangUpAsked,
    HoldAsked,
    HoldChanged,
    InvitationAccepted,
    InvitationOver,
    Joined,
    Left,
    Machine,
    ParticipantAsked,
    TalkAsked,
    TimedOut,
    TransferAsked,
)
from chalicelib.telephony.legs import gone, off
from chalicelib.telephony.steps import (
    KEPT_WAITING,
    Events,
    Step,
    connect,
    end,
    held_until,
    kept_waiting,
    leftovers,
    leg_leftovers,
    quiet,
    talked,
    then,
    with_leg,
)


def begin(mode: Mode, now_ms: int) -> Step:
    """An attempt as it is claimed. Customer first: dialled at once."""
    if mode == "agent_first":
        return Step(Attempt(claimed_at_ms=now_ms))
    begun = Attempt(state="dialling", mode=mode, claimed_at_ms=now_ms, dial_at_ms=now_ms)
    return Step(begun, (("attempt.dialled", {}),), ("dial",))


def decide(attempt: Attempt, fact: Fact, now_ms: int) -> Step:
    """The one place that moves an attempt."""
    if isinstance(fact, OF_A_LEG):
        fact = replace(fact, party=participants.party_of(attempt, fact.party))
    step = away.looked_after(attempt, fact, _decide(attempt, fact, now_ms))
    return supervising.followed(attempt, fact, step)


def _decide(attempt: Attempt, fact: Fact, now_ms: int) -> Step:
    if isinstance(fact, supervising.OWN):
        return supervising.decide(attempt, fact, now_ms)
    if isinstance(fact, OF_A_LEG) and fact.party not in (participants.AGENT, participants.CUSTOMER):
        return participants.heard(attempt, fact.party, fact, now_ms)
    if transfers.waits(attempt):
        return transfers.decide(attempt, fact, now_ms)
    if (step := on_line.decide(attempt, fact, now_ms)) is not None:
        return step
    return HANDLERS[type(fact)](attempt, fact, now_ms)


def _joined(attempt: Attempt, fact: Joined, now: int) -> Step:
    leg = getattr(attempt, fact.party)
    found = legs.joined(leg, fact, now)
    if found is None:
        return Step(attempt)
    before, (seen, gone_already) = attempt, found
    attempt = with_leg(attempt, _of_two(fact.party), seen, conference_sid=fact.conference_sid)
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


def _of_two(party: str) -> Party:
    return "agent" if party == participants.AGENT else "customer"


def _agent_ready(attempt: Attempt, now: int) -> Step:
    if attempt.state != "claimed":
        return Step(attempt)
    events: Events = (("attempt.agent_joined", {}), ("attempt.dialled", {}))
    return Step(replace(attempt, state="dialling", dial_at_ms=now), events, ("dial",))


def _left(attempt: Attempt, fact: Left, now: int) -> Step:
    found = legs.left(getattr(attempt, fact.party), fact, now)
    if found is None:
        return Step(attempt)
    before, (seen, is_gone) = attempt, found
    if not is_gone:
        return Step(with_leg(attempt, _of_two(fact.party), seen))
    attempt = with_leg(attempt, _of_two(fact.party), seen, conference_sid=fact.conference_sid)
    if attempt.state == "ended":
        return Step(attempt)
    if fact.party == "customer":
        by: EndedBy = "system" if fact.removed else "customer"
        if customer_first.waits(attempt):
            return customer_first.customer_left(before, attempt, by, now)
        return _customer_gone(before, attempt, by, now)
    if before.state == "connected":
        return Step(attempt) if before.agent.state == "left" else _agent_away(attempt)
    return end(attempt, "agent_dropped", "agent", now)


def _agent_away(attempt: Attempt) -> Step:
    """Until they come back the customer has the specialist, if there is one."""
    lost = Step(attempt, (("attempt.agent_left", {}),))
    return then(lost, participants.together(attempt)) if participants.specialist_there(attempt) else lost


def _customer_gone(before: Attempt, attempt: Attempt, by: EndedBy, now: int) -> Step:
    """The end, unless the agent has somebody else to talk with."""
    if attempt.state != "connected" or not participants.goes_on(attempt):
        return talked(attempt, by, now)
    if before.customer.state != "joined":
        return Step(attempt)
    told = Step(held_until(attempt, now), (("attempt.customer_left", {}),))
    return then(told, participants.taken_back(told.attempt, participants.CUSTOMER, was_there=True))


def _conference_ended(attempt: Attempt, fact: ConferenceEnded, now: int) -> Step:
    if customer_first.waits(attempt):
        return customer_first.conference_ended(attempt, fact, now)
    attempt = replace(
        attempt,
        conference_sid=fact.conference_sid,
        agent=gone(attempt.agent, now),
        former=gone(attempt.former, now),
        customer=gone(attempt.customer, now) if attempt.customer.state == "joined" else attempt.customer,
        participants=tuple(
            replace(one, leg=gone(one.leg, now)) if one.leg.state == "joined" else one
            for one in attempt.participants
        ),
    )
    if attempt.state == "ended":
        return Step(attempt)
    if attempt.state == "connected":
        return end(attempt, "completed", "system", now)
    return end(attempt, "agent_dropped", "agent", now)


def _customer_call(attempt: Attempt, fact: CustomerCall, now: int) -> Step:
    leg = attempt.customer
    if fact.status in ("initiated", "ringing", "answered"):
        state: LegState = fact.status
        unknown = attempt.state == "ended" and leg.call_sid != fact.call_sid
        if legs.LEG_ORDER.index(state) <= legs.LEG_ORDER.index(leg.state) and not unknown:
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
        return _customer_gone(attempt, after, "customer", now)
    if attempt.state == "connected":
        return end(after, "completed", "system", now)
    return end(after, legs.why_over(fact), "customer" if fact.status == "busy" else "system", now)


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
        return Step(attempt, commands=leftovers(attempt), legs=leg_leftovers(attempt))
    outcome: Outcome = "completed" if attempt.state == "connected" else "cancelled"
    return surveyed.let_stay(attempt, end(attempt, outcome, "agent", now), now)


def _timed_out(before: Attempt, fact: TimedOut, now: int) -> Step:
    seen = replace(
        before,
        conference_sid=fact.conference_sid or before.conference_sid,
        agent=legs.as_seen(before.agent, fact.agent_sid, now),
        customer=legs.ringing(legs.as_seen(before.customer, fact.customer_sid, now), fact.ringing_sid),
    )
    looked = participants.looked(seen, fact, now)
    seen = looked.attempt
    if before.state == "ended":
        if not fact.customer_sid and not fact.ringing_sid:
            seen = replace(seen, customer=off(seen.customer, now))
        left_over = Step(seen, commands=leftovers(seen), legs=leg_leftovers(seen))
        if before.outcome in KEPT_WAITING:
            left_over = kept_waiting(left_over)
        return then(looked, left_over)
    if seen.state == "ended":
        return looked
    if customer_first.waits(seen):
        return customer_first.timed_out(before, seen, fact, now)
    return then(looked, _as_it_is(before, seen, fact, now))


def _as_it_is(before: Attempt, seen: Attempt, fact: TimedOut, now: int) -> Step:
    """What the carrier's picture means for an attempt that has not ended."""
    if seen.state == "claimed":
        if fact.agent_sid:
            return _agent_ready(seen, now)
        return end(seen, "agent_never_joined", "system", now)
    if not fact.agent_sid and seen.state == "dialling":
        return end(seen, "agent_dropped", "agent", now)
    if not fact.customer_sid:
        if seen.state == "connected" and fact.agent_sid:
            return _customer_gone(before, seen, "customer", now)
        if seen.state == "connected":
            return end(seen, "completed", "customer", now)
        return end(seen, "no_answer" if seen.customer.call_sid else "carrier_unavailable", "system", now)
    if not fact.agent_sid:
        if before.agent.state == "joined":
            return _agent_away(seen)
        if not away.is_over(seen, fact, now):
            return Step(holding.as_seen(seen, fact, now))
        specialist = participants.specialist_there(seen)
        if specialist is not None:
            return transfers.taken_over(seen, specialist, "agent", now)
        return kept_waiting(end(seen, "agent_lost", "agent", now))
    return connect(holding.as_seen(seen, fact, now), now)


OF_A_LEG = (Joined, Left, HoldChanged, CustomerCall, DialRefused)
HANDLERS: dict[type, Callable[[Attempt, Any, int], Step]] = {
    Joined: _joined,
    Left: _left,
    HoldChanged: holding.changed,
    ConferenceEnded: _conference_ended,
    CustomerCall: _customer_call,
    Machine: _machine,
    DialRefused: _refused,
    HangUpAsked: _hang_up,
    ParticipantAsked: participants.asked,
    InvitationAccepted: participants.accepted,
    InvitationOver: participants.invitation_over,
    TalkAsked: participants.talk,
    HoldAsked: participants.hold,
    DropAsked: participants.dropped,
    HandOverAsked: transfers.handed_over,
    TransferAsked: transfers.asked,
    TimedOut: _timed_out,
}


__all__ = ["Step", "begin", "decide", "quiet"]
