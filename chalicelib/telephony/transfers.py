"""Transfers: a call goes on as a linked attempt, which is another agent's.

warm: the specialist is there      connected ──► transferred, linked: connected
cold: the specialist is rung       connected ──► transferred, linked: claimed ──they join──► connected
                                                                              └─they do not─► transfer_failed
The conference stays, and every leg in it. Until a cold transfer has its agent the customer hears music; if
it gets none, the waiting loop.
"""

from msgspec.structs import replace

from chalicelib.kernel.words import EndedBy
from chalicelib.telephony import legs, participants
from chalicelib.telephony.attempt import SUPERVISOR, Attempt, Leg, Participant
from chalicelib.telephony.facts import (
    ConferenceEnded,
    CustomerCall,
    Fact,
    HandOverAsked,
    HangUpAsked,
    HoldChanged,
    InvitationAccepted,
    InvitationOver,
    Joined,
    Left,
    TimedOut,
    TransferAsked,
)
from chalicelib.telephony.steps import (
    Events,
    LegCommand,
    Linked,
    Step,
    connect,
    end,
    kept_waiting,
    then,
    with_leg,
)


def waits(attempt: Attempt) -> bool:
    """Whether the customer was left to a specialist who is not there yet."""
    return attempt.hops > 0 and attempt.state == "claimed"


def handed_over(attempt: Attempt, fact: HandOverAsked, now: int) -> Step:
    """A specialist who is in the conference has the call; nobody is held any more."""
    one = participants.find(attempt, fact.party)
    if attempt.state != "connected" or one is None or one.kind != "specialist" or not participants.there(one):
        return Step(attempt)
    return taken_over(attempt, one, "agent", now)


def taken_over(attempt: Attempt, one: Participant, by: EndedBy, now: int) -> Step:
    """The same, whoever wanted it."""
    everybody = participants.together(attempt)
    linked = _next(everybody.attempt, now)
    linked = replace(
        linked,
        state="connected",
        connected_at_ms=now,
        agent=one.leg,
        agent_label=one.label,
        participants=tuple(each for each in linked.participants if each.label != one.label),
    )
    events: Events = (("attempt.transferred", {}), ("attempt.connected", {"rang_ms": 0}))
    follows = Linked(linked, one.agent_id or "", one.name, events)
    record = _record(attempt, by, now)
    return Step(record.attempt, record.events, legs=everybody.legs + _let_go(attempt), linked=follows)


def asked(attempt: Attempt, fact: TransferAsked, now: int) -> Step:
    """The agent is free at once; whoever else is in the call leaves it, but for supervisors."""
    if attempt.state != "connected" or attempt.customer.state != "joined":
        return Step(attempt)
    step = Step(replace(attempt, asked=attempt.asked + 1))
    for one in attempt.participants:
        if one.kind == SUPERVISOR:
            continue
        step = then(step, participants.over(step.attempt, one, "dropped", now))
    linked = replace(
        _next(step.attempt, now),
        agent_label=f"specialist-{step.attempt.asked}",
        rings=True,
        until_ms=fact.until_ms,
        held=(participants.CUSTOMER,),
    )
    follows = Linked(linked, fact.agent_id, fact.name, (("attempt.transferred", {}),))
    record = _record(step.attempt, "agent", now)
    hold = LegCommand("hold", participants.CUSTOMER)
    told = tuple(one for one in step.legs if one.name == "drop")
    return Step(
        record.attempt,
        step.events + record.events,
        legs=(hold, *told, *_let_go(attempt)),
        linked=follows,
    )


def _next(attempt: Attempt, now: int) -> Attempt:
    """As every linked attempt begins; those who are still to be got rid of stay known."""
    return Attempt(
        mode=attempt.mode,
        conference_sid=attempt.conference_sid,
        customer=attempt.customer,
        claimed_at_ms=now,
        dial_at_ms=attempt.dial_at_ms,
        ringing_at_ms=attempt.ringing_at_ms,
        participants=tuple(one for one in attempt.participants if one.leg.state != "left"),
        asked=attempt.asked,
        hops=attempt.hops + 1,
        former=attempt.agent if attempt.agent.state == "joined" else Leg(),
        held_since_ms=now if attempt.customer.on_hold else None,
        survey_after_ms=attempt.survey_after_ms,
    )


def _record(attempt: Attempt, by: EndedBy, now: int) -> Step:
    """What is left of the attempt before: nobody is on its line any more."""
    moved = tuple(
        replace(one, ended_as=one.ended_as or "handed_over", leg=legs.off(one.leg, now))
        for one in attempt.participants
    )
    ended = end(replace(attempt, participants=moved, held=()), "transferred", by, now)
    record = replace(
        ended.attempt,
        agent=legs.off(attempt.agent, now),
        customer=legs.off(attempt.customer, now),
        former=legs.gone(attempt.former, now),
    )
    return Step(record, ended.events)


def _let_go(attempt: Attempt) -> tuple[LegCommand, ...]:
    """The agent, and the one before them if they have not gone: later looks take that one for a stranger."""
    return tuple(
        LegCommand("drop", participants.AGENT, leg.call_sid)
        for leg in (attempt.agent, attempt.former)
        if leg.state == "joined" and leg.call_sid
    )


def decide(attempt: Attempt, fact: Fact, now: int) -> Step:
    """While the customer waits for the specialist. `party` is agent or customer."""
    match fact:
        case Joined(party="agent"):
            found = legs.joined(attempt.agent, fact, now)
            if found is None:
                return Step(attempt)
            after = with_leg(attempt, "agent", found[0], conference_sid=fact.conference_sid)
            return Step(after) if found[1] else _met(after, now)
        case Joined():
            known = legs.joined(attempt.customer, fact, now)
            return Step(attempt if known is None else with_leg(attempt, "customer", known[0]))
        case Left(party="agent"):
            lost = legs.left(attempt.agent, fact, now)
            if lost is None or not lost[1]:
                return Step(attempt if lost is None else with_leg(attempt, "agent", lost[0]))
            return _failed(with_leg(attempt, "agent", lost[0]), "agent", now)
        case Left():
            left = legs.left(attempt.customer, fact, now)
            if left is None or not left[1]:
                return Step(attempt if left is None else with_leg(attempt, "customer", left[0]))
            by: EndedBy = "system" if fact.removed else "customer"
            return end(with_leg(attempt, "customer", left[0]), "completed", by, now)
        case CustomerCall(status="initiated" | "ringing" | "answered") | HoldChanged(party="agent"):
            return Step(attempt)
        case CustomerCall() | ConferenceEnded():
            former = attempt.former if isinstance(fact, CustomerCall) else legs.gone(attempt.former, now)
            ended = with_leg(attempt, "customer", legs.off(attempt.customer, now), former=former)
            return end(with_leg(ended, "agent", legs.gone(ended.agent, now)), "completed", "customer", now)
        case HoldChanged() if fact.seq > attempt.customer.hold_seq:
            leg = replace(attempt.customer, hold_seq=fact.seq, on_hold=fact.on_hold)
            since = (attempt.held_since_ms or now) if fact.on_hold else None
            return Step(with_leg(attempt, "customer", leg, held_since_ms=since))
        case InvitationAccepted() if attempt.rings:
            return Step(replace(attempt, rings=False, until_ms=fact.until_ms))
        case InvitationOver() if attempt.rings:
            return _failed(attempt, "system", now)
        case HangUpAsked():
            return _failed(attempt, "agent", now)
        case TimedOut():
            return _timed_out(attempt, fact, now)
    return Step(attempt)


def _timed_out(attempt: Attempt, fact: TimedOut, now: int) -> Step:
    seen = replace(
        attempt,
        conference_sid=fact.conference_sid or attempt.conference_sid,
        agent=legs.as_seen(attempt.agent, fact.agent_sid, now),
        customer=legs.as_seen(attempt.customer, fact.customer_sid, now),
    )
    looked = participants.looked(seen, fact, now)
    if not fact.customer_sid:
        return then(looked, end(looked.attempt, "completed", "customer", now))
    if fact.agent_sid:
        return then(looked, _met(looked.attempt, now))
    if now >= attempt.until_ms:
        return then(looked, _failed(looked.attempt, "system", now))
    music = () if participants.CUSTOMER in fact.held else (LegCommand("hold", participants.CUSTOMER),)
    return then(looked, Step(looked.attempt, legs=music))


def _met(attempt: Attempt, now: int) -> Step:
    together = participants.together(replace(attempt, rings=False))
    return then(together, connect(together.attempt, now))


def _failed(attempt: Attempt, by: EndedBy, now: int) -> Step:
    return kept_waiting(end(replace(attempt, rings=False), "transfer_failed", by, now))
