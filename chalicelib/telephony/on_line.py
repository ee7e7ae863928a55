"""A customer who waits on the line: they are not dialled but brought in, once the agent is there.

claimed --agent joins--> dialling, brought in --customer joins--> connected
   |                        | nothing heard for BRING_MS: brought in again
   +-- their call is over --+--> dialled, as anybody
Until they have joined they hear the waiting loop, whatever becomes of the attempt.
"""

from msgspec.structs import replace

from chalicelib.telephony import legs
from chalicelib.telephony.attempt import Attempt, Leg
from chalicelib.telephony.facts import CallerGone, CustomerCall, Fact, Joined, TimedOut
from chalicelib.telephony.steps import Events, Step, connect, end, waits_on_line, with_leg

BRING_MS = 5_000
"""From asking the carrier until it is asked what became of it."""
GIVE_UP_MS = 90_000
ON_THE_WAY = ("initiated", "ringing", "answered")


def begin(call_sid: str, now_ms: int) -> Step:
    """An attempt for somebody who waits in this call: agent first, whatever the lane."""
    return Step(Attempt(claimed_at_ms=now_ms, live=call_sid, customer=Leg("answered", call_sid)))


def decide(attempt: Attempt, fact: Fact, now: int) -> Step | None:
    """What is different while they wait; None for what is as with anybody. `party` is agent or customer."""
    if isinstance(fact, CallerGone):
        return gone(attempt, now) if waits_on_line(attempt) else Step(attempt)
    if not waits_on_line(attempt):
        return None
    match fact:
        case Joined(party="agent") if attempt.state == "claimed":
            found = legs.joined(attempt.agent, fact, now)
            if found is None:
                return Step(attempt)
            after = with_leg(attempt, "agent", found[0], conference_sid=fact.conference_sid)
            return Step(after) if found[1] else _bring(after)
        case CustomerCall(party="customer") if fact.call_sid == attempt.live:
            return Step(attempt) if fact.status in ON_THE_WAY else gone(attempt, now)
        case TimedOut() if attempt.state != "ended":
            return _timed_out(attempt, fact, now)
    return None


def gone(attempt: Attempt, now: int) -> Step:
    """Their call is over: they are dialled instead, at once if the agent is there."""
    if attempt.state == "ended":
        return Step(replace(attempt, customer=legs.off(attempt.customer, now)))
    after = replace(attempt, live="", customer=Leg())
    if attempt.state == "claimed":
        return Step(after)
    return Step(replace(after, dial_at_ms=now), (("attempt.dialled", {}),), ("dial",))


def _bring(attempt: Attempt) -> Step:
    events: Events = (("attempt.agent_joined", {}), ("attempt.answered", {}))
    return Step(replace(attempt, state="dialling"), events, ("bring",))


def _timed_out(attempt: Attempt, fact: TimedOut, now: int) -> Step:
    seen = replace(
        attempt,
        conference_sid=fact.conference_sid or attempt.conference_sid,
        agent=legs.as_seen(attempt.agent, fact.agent_sid, now),
        customer=legs.as_seen(attempt.customer, fact.customer_sid, now),
    )
    if not fact.agent_sid:
        if attempt.state == "claimed":
            return end(seen, "agent_never_joined", "system", now)
        return end(seen, "agent_dropped", "agent", now)
    if fact.customer_sid:
        return connect(seen, now)
    if attempt.state == "claimed":
        return _bring(seen)
    if now - attempt.claimed_at_ms > GIVE_UP_MS:
        return end(seen, "carrier_unavailable", "system", now)
    return Step(seen, commands=("bring",))
