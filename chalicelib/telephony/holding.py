"""Whether the customer hears music, and for how long they did."""

from msgspec.structs import replace

from chalicelib.kernel.words import Party
from chalicelib.telephony.attempt import Attempt
from chalicelib.telephony.facts import HoldChanged, TimedOut
from chalicelib.telephony.participants import CUSTOMER
from chalicelib.telephony.steps import Step, held_until, with_leg


def changed(attempt: Attempt, fact: HoldChanged, now: int) -> Step:
    """The carrier tells that one of the two hears music, or does not any more."""
    party: Party = "agent" if fact.party == "agent" else "customer"
    leg = getattr(attempt, party)
    if fact.seq <= leg.hold_seq:
        return Step(attempt)
    after = with_leg(attempt, party, replace(leg, hold_seq=fact.seq, on_hold=fact.on_hold))
    if party != "customer" or leg.on_hold == fact.on_hold or attempt.state != "connected":
        return Step(after)
    if fact.on_hold:
        return Step(replace(after, held_since_ms=now), (("attempt.held", {}),))
    after = held_until(after, now)
    return Step(after, (("attempt.resumed", {"hold_ms": after.hold_ms - attempt.hold_ms}),))


def as_seen(seen: Attempt, fact: TimedOut, now: int) -> Attempt:
    """The customer hears music or does not, as the carrier has it."""
    on_hold = CUSTOMER in fact.held
    if seen.customer.on_hold == on_hold:
        return seen
    after = with_leg(seen, "customer", replace(seen.customer, on_hold=on_hold))
    return replace(after, held_since_ms=now) if on_hold else held_until(after, now)
