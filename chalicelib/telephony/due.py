"""When somebody must look at an attempt, should nothing be heard until then."""

from chalicelib.kernel.context import Context
from chalicelib.telephony import customer_first, transfers
from chalicelib.telephony.attempt import Attempt
from chalicelib.telephony.model import quiet

RING_MARGIN_MS = 15_000
LOOK_EVERY_MS = 120_000
LATE_FACTS_MS = 10_000
TIDY_EVERY_MS = 10_000
TIDY_FOR_MS = 600_000


def due_at_ms(ctx: Context, attempt: Attempt) -> int | None:
    """UTC ms; None when there is nothing left to look at."""
    now, settings = ctx.now_ms(), ctx.settings
    if transfers.waits(attempt):
        return min([attempt.until_ms, *_to_come(attempt, now)])
    if attempt.state == "claimed":
        return attempt.claimed_at_ms + settings.agent_join_s * 1000
    if customer_first.waits(attempt):
        if attempt.customer.state == "left":
            return (attempt.customer.left_at_ms or now) + LATE_FACTS_MS
        if attempt.agent.state != "joined":
            return attempt.claimed_at_ms + settings.agent_join_s * 1000
    if attempt.state == "dialling":
        return (attempt.dial_at_ms or now) + settings.ring_s * 1000 + RING_MARGIN_MS
    if attempt.state == "connected":
        if attempt.agent.state == "left":
            return (attempt.agent.left_at_ms or now) + settings.agent_return_s * 1000
        return min([now + LOOK_EVERY_MS, *_to_come(attempt, now)])
    if quiet(attempt) or now - (attempt.ended_at_ms or now) > TIDY_FOR_MS:
        return None
    return now + TIDY_EVERY_MS


def _to_come(attempt: Attempt, now: int) -> list[int]:
    """By when participants must be there, and how soon somebody looks after those who must go."""
    going = any(one.ended_as and one.leg.state == "joined" for one in attempt.participants)
    going |= attempt.former.state == "joined"
    on_the_way = [one for one in attempt.participants if one.ended_as is None and one.leg.state != "joined"]
    return [one.until_ms for one in on_the_way] + [now + TIDY_EVERY_MS] * going
