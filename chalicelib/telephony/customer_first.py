"""Customer first: the customer is rung as the attempt is claimed, while the agent's browser joins.

They talk when both are in. Facts come in any order, so a customer of whom we hear only that they left may
have talked: the conference's sequence numbers decide once the agent's join is known, else the time that is
over does.
"""

from chalicelib.kernel.words import EndedBy, Party
from chalicelib.telephony.attempt import Attempt
from chalicelib.telephony.facts import ConferenceEnded, Joined, TimedOut
from chalicelib.telephony.legs import gone
from chalicelib.telephony.steps import Events, Step, connect, end, talked, with_leg


def waits(attempt: Attempt) -> bool:
    """Whether the customer is being called and the two have not met."""
    return attempt.mode == "customer_first" and attempt.state == "dialling"


def joined(before: Attempt, attempt: Attempt, fact: Joined, now: int) -> Step:
    """Either is in. A name has one conference at a time, so two who are in different ones never met."""
    told: Events = ()
    if fact.party == "agent" and not before.agent.joined_at_ms:
        told = (("attempt.agent_joined", {}),)
    other: Party = "agent" if fact.party == "customer" else "customer"
    leg = getattr(attempt, other)
    if leg.state in ("joined", "left") and before.conference_sid not in (None, fact.conference_sid):
        apart = with_leg(attempt, other, gone(leg, now))
        return _after(told, end(apart, "agent_never_joined", "customer", now))
    return _after(told, settle(attempt, "customer", now))


def customer_left(before: Attempt, attempt: Attempt, by: EndedBy, now: int) -> Step:
    """They were in. Whether they met the agent may not be known yet."""
    if before.agent.state == "joined" and before.conference_sid != attempt.conference_sid:
        return end(attempt, "agent_never_joined", by, now)
    return settle(attempt, by, now)


def settle(attempt: Attempt, by: EndedBy, now: int) -> Step:
    """What is known of the two legs together; nothing follows while one may yet come."""
    agent, customer = attempt.agent, attempt.customer
    if agent.state == customer.state == "joined":
        return connect(attempt, now)
    if agent.join_seq >= 0 and customer.leave_seq >= 0 and customer.state == "left":
        if agent.join_seq > customer.leave_seq:
            return end(attempt, "agent_never_joined", by, now)
        return talked(attempt, by, now)
    return Step(attempt)


def conference_ended(attempt: Attempt, fact: ConferenceEnded, now: int) -> Step:
    """Nobody is left in it. Of a customer who never got in, the status of their call tells more."""
    if attempt.conference_sid not in (None, fact.conference_sid):
        return Step(attempt)
    agent, customer = attempt.agent, attempt.customer
    attempt = with_leg(attempt, "agent", gone(agent, now), conference_sid=fact.conference_sid)
    if customer.state in ("joined", "left"):
        attempt = with_leg(attempt, "customer", gone(customer, now))
    if agent.state == "joined":
        return end(attempt, "agent_dropped", "agent", now)
    if customer.state in ("joined", "left"):
        return end(attempt, "agent_never_joined", "customer", now)
    return Step(attempt)


def timed_out(before: Attempt, seen: Attempt, fact: TimedOut, now: int) -> Step:
    """The agent's time to join is over, or the customer's to answer, or that of a fact to come late."""
    told: Events = () if before.agent.joined_at_ms or not fact.agent_sid else (("attempt.agent_joined", {}),)
    if fact.agent_sid and fact.customer_sid:
        return _after(told, connect(seen, now))
    if seen.customer.state == "left":
        return _after(told, end(seen, "agent_never_joined", "customer", now))
    if not fact.agent_sid:
        if before.agent.joined_at_ms:
            return end(seen, "agent_dropped", "agent", now)
        return _sorry(end(seen, "agent_never_joined", "system", now))
    if before.agent.state != "joined":
        return Step(seen, told)
    return end(seen, "no_answer" if seen.customer.call_sid else "carrier_unavailable", "system", now)


def _sorry(ended: Step) -> Step:
    """Who waited in vain hears why before the line is closed."""
    if ended.attempt.customer.state != "joined":
        return ended
    return Step(ended.attempt, ended.events, ("apologise",))


def _after(told: Events, step: Step) -> Step:
    return Step(step.attempt, told + step.events, step.commands)
