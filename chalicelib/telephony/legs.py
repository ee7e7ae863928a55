"""One leg of a conference: what a fact about it changes. A leg only moves forward."""

from typing import Literal

from msgspec.structs import replace

from chalicelib.kernel.words import LegState
from chalicelib.telephony.attempt import Leg
from chalicelib.telephony.facts import CustomerCall, Joined, Left

LEG_ORDER: tuple[LegState, ...] = ("absent", "initiated", "ringing", "answered", "joined", "left")
NotReached = Literal["busy", "rejected", "no_answer", "invalid_number", "failed"]
FINAL: dict[str, NotReached] = {"busy": "busy", "no-answer": "no_answer", "canceled": "no_answer"}
SIP_DECLINED = (603, 607)
SIP_NO_ANSWER = (408, 480)
SIP_NO_SUCH_NUMBER = (404, 484, 604)
ON_THE_WAY: tuple[LegState, ...] = ("initiated", "ringing", "answered")


def joined(leg: Leg, fact: Joined, now: int) -> tuple[Leg, bool] | None:
    """The leg, and whether it is known to have left since; None when nothing is new."""
    if fact.seq <= leg.join_seq:
        return None
    seen = replace(leg, call_sid=fact.call_sid, join_seq=fact.seq, joined_at_ms=leg.joined_at_ms or now)
    if leg.leave_seq > fact.seq and leg.call_sid == fact.call_sid:
        return seen, True
    return replace(seen, state="joined", left_at_ms=None), False


def left(leg: Leg, fact: Left, now: int) -> tuple[Leg, bool] | None:
    """The leg, and whether it has gone by this; None when nothing is new, or another call left."""
    if fact.seq <= leg.leave_seq:
        return None
    if leg.join_seq > fact.seq:
        return replace(leg, leave_seq=fact.seq), False
    if leg.state == "joined" and leg.call_sid != fact.call_sid:
        return None
    known_since = leg.left_at_ms if leg.state == "left" and leg.call_sid == fact.call_sid else None
    seen = replace(leg, call_sid=fact.call_sid, leave_seq=fact.seq, joined_at_ms=leg.joined_at_ms or now)
    return replace(seen, state="left", left_at_ms=known_since or now), True


def off(leg: Leg, now: int) -> Leg:
    """The leg is over, whether or not it ever was."""
    return replace(leg, state="left", left_at_ms=leg.left_at_ms or now)


def gone(leg: Leg, now: int) -> Leg:
    """Over, if it ever was."""
    return leg if leg.state in ("absent", "left") else replace(leg, state="left", left_at_ms=now)


def as_seen(leg: Leg, call_sid: str | None, now: int) -> Leg:
    """As the carrier has it: connected with that SID, or not."""
    if call_sid:
        return replace(leg, state="joined", call_sid=call_sid, joined_at_ms=leg.joined_at_ms or now)
    return gone(leg, now) if leg.state == "joined" else leg


def ringing(leg: Leg, call_sid: str | None) -> Leg:
    """A leg whose webhooks were lost may ring all the same, and must be known to be ended."""
    return replace(leg, state="ringing", call_sid=call_sid) if call_sid else leg


def why_over(fact: CustomerCall) -> NotReached:
    """Why a call that was dialled is over without an answer."""
    if fact.sip in SIP_DECLINED:
        return "rejected"
    if fact.sip in SIP_NO_ANSWER:
        return "no_answer"
    if fact.sip in SIP_NO_SUCH_NUMBER:
        return "invalid_number"
    return FINAL.get(fact.status, "failed")
