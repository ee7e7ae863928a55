"""A callback as a supervisor sees it, from its own row or from the line."""

from typing import Any

from chalicelib.kernel.words import Tier
from chalicelib.numbers import service as numbers
from chalicelib.queue import service as queue
from chalicelib.supervision.schema import KeptFor, WaitingView


def in_line(row: queue.WaitingRow, number: int, now_ms: int) -> WaitingView:
    """One that stands in line, the `number`th of its lane."""
    standing, offered_until = row.standing, int(row.offered_until_ms or 0)
    kept_for, kept_until = _kept(row.lane, standing, now_ms)
    return WaitingView(
        status="queued",
        why=standing.why,
        position=number,
        due_at_ms=None,
        aged=standing.aged,
        attempts=int(row.attempts),
        tries=standing.tries,
        returning=standing.returning,
        kept_for=kept_for,
        kept_until_ms=kept_until,
        offered_until_ms=offered_until if offered_until > now_ms else None,
        on_line_since_ms=_on_line(row.request),
        **_asked(row.request),
    )


def any_status(row: queue.CallbackRow, position: int | None) -> WaitingView:
    """Any callback, as its own row tells."""
    due = row.due_at_ms if row.status == "received" else None
    return WaitingView(
        status=row.status,
        why=row.why,
        position=position,
        due_at_ms=None if due is None else int(due),
        aged=int(row.aged),
        attempts=int(row.attempts),
        tries=int(row.tries),
        returning=bool(row.returning),
        kept_for=None,
        kept_until_ms=None,
        offered_until_ms=None,
        on_line_since_ms=_on_line(row.request) if row.status in ("received", "queued") else None,
        **_asked(row.request),
    )


def _asked(request: queue.Request) -> dict[str, Any]:
    return {
        "id": request.callback_id,
        "lane": request.lane,
        "topic": request.topic,
        "tier": request.tier,
        "tier_from": _tier_from(request),
        "customer_id": request.customer_id,
        "customer_name": request.customer_name,
        "role": request.role,
        "level": request.level,
        "order_id": request.order_id,
        "question": request.question,
        "phone_masked": numbers.mask_phone(request.phone),
        "requested_at_ms": request.requested_at_ms,
        "promised_until_ms": request.promised_until_ms,
        "not_before_ms": request.not_before_ms or None,
    }


def _on_line(request: queue.Request) -> int | None:
    return None if request.live is None else request.live.since_ms


def _tier_from(request: queue.Request) -> Tier | None:
    own = queue.tier_of(request.level)
    return own if own != request.tier else None


def _kept(lane: str, standing: queue.Standing, now_ms: int) -> tuple[KeptFor | None, int | None]:
    """For whom it is kept the longest, and until when."""
    policy = queue.policy_of(lane)
    head_start_until = standing.since_ms + policy.head_start_s * 1000
    if standing.last_agent_id and standing.sticky_until_ms > max(now_ms, head_start_until):
        return "agent", standing.sticky_until_ms
    if policy.first != "nobody" and head_start_until > now_ms:
        return policy.first, head_start_until
    return None, None
