"""Waiting: for a time, for a place, in line. What is due is decided from the callback as it stands."""

from typing import Any, Literal

from msgspec.structs import replace

from chalicelib.kernel.context import Context
from chalicelib.kernel.words import CallbackStatus
from chalicelib.numbers import service as numbers
from chalicelib.queue import line, store, turns
from chalicelib.queue.model import (
    UNTIL_DUE,
    Reason,
    Request,
    Standing,
    ages_at_ms,
    expires_at_ms,
    place,
    tier_above,
)
from chalicelib.queue.policy import policy_of
from chalicelib.queue.store import CallbackRow
from chalicelib.queue.story import tell
from chalicelib.table import ConditionFailed, Write

WAITING: tuple[CallbackStatus, ...] = ("received", "queued")


def take_place(ctx: Context, callback_id: str, if_due: bool = False) -> None:
    """received → queued: the consumer of the tier queues. A repeat, or one cancelled since, is nothing; nor
    is one that was claimed and came back, or changed, since it was read: its place would be that of before.
    One that waits for a time waits on."""
    callback = store.read(callback_id)
    if callback is None or callback.status != "received":
        return
    now, request, policy = ctx.now_ms(), callback.request, policy_of(callback.request.lane)
    for_a_time = callback.why in UNTIL_DUE
    if (if_due or for_a_time) and (callback.due_at_ms or 0) > now:
        return
    if expires_at_ms(policy, request) <= now:
        _try(ctx, over(ctx, callback, "expired", "expired"))
        return
    if for_a_time or (policy.quiet == "every_call" and request.live is None):
        free_at = numbers.quiet_until_ms(request.country, now)
        if free_at > now:
            _try(ctx, _deferred(ctx, callback, free_at))
            return
    where, attempts, revision = place_of(callback), int(callback.attempts), int(callback.revision)
    standing = _standing(callback, callback.request, now)
    due = _next_due(request, standing)
    move = store.move(
        request,
        ["received"],
        "queued",
        attempts,
        revision,
        due,
        place=where,
        queued_at_ms=now,
    )
    join = line.join(request, where, standing, attempts, revision)
    _try(ctx, [move, join, tell(ctx, "callback.queued", request, tier=request.tier)])


def on_due(ctx: Context, callback_id: str) -> None:
    """Its time has come: to have a place (its message is lost, or held up behind one that a consumer died
    over), to move up before its promise breaks, or to expire. A reminder may be of an earlier wait."""
    callback = store.read(callback_id)
    if callback is None or callback.status not in WAITING:
        return
    if callback.status == "received":
        take_place(ctx, callback_id, if_due=True)
        return
    now, request, policy = ctx.now_ms(), callback.request, policy_of(callback.request.lane)
    if (callback.due_at_ms or 0) > now:
        return
    if expires_at_ms(policy, request) <= now:
        _try(ctx, over(ctx, callback, "expired", "expired"))
        return
    ages_at = ages_at_ms(policy, request, _standing(callback, request, now))
    if ages_at is not None and ages_at <= now:
        higher = replace(request, tier=tier_above(request.tier))
        aged = int(callback.aged) + 1
        told = {"tier_from": request.tier, "tier": higher.tier, "reason": "aged"}
        _try(
            ctx,
            [
                *reseat(ctx, callback, higher, "aged", aged=aged),
                tell(ctx, "callback.moved", higher, **told),
            ],
        )


def reseat(ctx: Context, callback: CallbackRow, request: Request, why: Reason, **values: Any) -> list[Write]:
    """Another request in place of the one that was read, for a callback that waits: the next revision. In
    line it leaves the place it had for the one that is now its own."""
    attempts, before = int(callback.attempts), int(callback.revision)
    values |= {"revision": before + 1, "request": request, "why": why}
    if callback.status == "received":
        kept = None if callback.due_at_ms is None else int(callback.due_at_ms)
        return [store.move(request, ["received"], "received", attempts, before, kept, **values)]
    now = ctx.now_ms()
    returning = bool(values.get("returning", callback.returning))
    aged = values.get("aged", int(callback.aged))
    standing = replace(_standing(callback, request, now), why=why, aged=aged, returning=returning)
    key = values.get("order_key") or callback.order_key or request.callback_id
    where = place(request.tier, key, returning)
    due = _next_due(request, standing)
    writes = [
        store.move(request, ["queued"], "queued", attempts, before, due, place=where, **values),
        line.join(request, where, standing, attempts, before + 1),
    ]
    if where != callback.place:
        writes.append(line.leave(callback.request.lane, str(callback.place), attempts, before))
    return writes


def over(
    ctx: Context,
    callback: CallbackRow,
    status: Literal["cancelled", "expired"],
    reason: str,
    **told: Any,
) -> list[Write]:
    """Waits no longer, and the person may ask again."""
    request, attempts, revision = callback.request, int(callback.attempts), int(callback.revision)
    writes = [
        store.move(request, [callback.status], status, attempts, revision, place=None, ended_for=reason),
        store.close(request),
        tell(ctx, f"callback.{status}", request, reason=reason, **told),
    ]
    if callback.status == "queued" and callback.place:
        writes.append(line.leave(request.lane, callback.place, attempts, revision))
    return writes


def place_of(callback: CallbackRow) -> str:
    """Where it stands, or will."""
    request = callback.request
    return place(request.tier, callback.order_key or request.callback_id, bool(callback.returning))


def _deferred(ctx: Context, callback: CallbackRow, until_ms: int) -> list[Write]:
    request, attempts, revision = callback.request, int(callback.attempts), int(callback.revision)
    return [
        store.move(request, ["received"], "received", attempts, revision, until_ms, why="quiet_hours"),
        tell(ctx, "callback.deferred", request, reason="quiet_hours", until_ms=until_ms),
    ]


def _standing(callback: CallbackRow, request: Request, now_ms: int) -> Standing:
    """Who waits on the line is kept for nobody: they wait for whoever is free."""
    policy = policy_of(request.lane)
    since = int(callback.queued_at_ms or now_ms) if callback.status == "queued" else now_ms
    spoke_to = callback.last_agent_id
    return Standing(
        why=callback.why,
        since_ms=since,
        tries=int(callback.tries),
        aged=int(callback.aged),
        returning=bool(callback.returning),
        last_agent_id=spoke_to,
        sticky_until_ms=since + policy.sticky_s * 1000 if spoke_to and request.live is None else 0,
        last_attempt_id=callback.attempt_id,
    )


def _next_due(request: Request, standing: Standing) -> int:
    policy = policy_of(request.lane)
    ages_at = ages_at_ms(policy, request, standing)
    expires_at = expires_at_ms(policy, request)
    return expires_at if ages_at is None else min(ages_at, expires_at)


def _try(ctx: Context, writes: list[Write]) -> None:
    """Who comes too late has nothing to do."""
    try:
        turns.seat(ctx, writes)
    except ConditionFailed:
        return
