"""Verbs of the queue. Each moves state and timeline in one transaction.

received --take_place--> queued --claimed--> claimed --progress--> dialling, connected
   ^                        |                                          |
   +------- settle(return) -+------------------ settle ----------------+--> completed | unanswered
received | queued --cancel--> cancelled
"""

import json
from collections.abc import Collection, Iterator
from contextlib import suppress
from typing import Any, Literal

from chalicelib.crm import service as crm
from chalicelib.kernel.context import Context
from chalicelib.kernel.errors import DomainError
from chalicelib.kernel.ports import NotSent
from chalicelib.kernel.words import CallbackStatus, Outcome
from chalicelib.queue import store
from chalicelib.queue.model import (
    ENQUEUE_WITHIN_S,
    PROMISE_S,
    RETURN_WITHIN_S,
    Request,
    fate_of,
    place,
    tier_of,
)
from chalicelib.queue.store import CallbackRow, WaitingRow
from chalicelib.table import ConditionFailed, Write, commit


def request_callback(ctx: Context, request: Request, also: list[Write]) -> CallbackRow | None:
    """Files a request with `also` in one transaction, then sends it to its tier's queue.

    Answers the open callback when the person has one for that order already (and sends that one again
    if it never got a place), else None. Raises ConditionFailed for a part of `also`.
    """
    event = _event("callback.requested", ctx, request, phone_masked=None)
    due = ctx.now_ms() + ENQUEUE_WITHIN_S * 1000
    try:
        commit([*store.create(request, due), *also, crm.record(ctx, event)])
    except ConditionFailed as failed:
        if "open" not in failed.labels:
            raise
        existing = _find_open(request)
        if existing is None:
            return request_callback(ctx, request, also)
        if existing.status == "received" and not existing.returning:
            enqueue(ctx, existing)
        return existing
    _send(ctx, request, 0, "first")
    return None


def enqueue(ctx: Context, callback: CallbackRow) -> None:
    """Sends a callback to its tier's queue again; its consumer tolerates repeats."""
    _send(ctx, callback.request, int(callback.attempts), f"again-{ctx.now_ms() // 1000}")


def _send(ctx: Context, request: Request, attempts: int, why: str) -> None:
    """Best effort: what is filed is filed, and a callback without a place is given one when it is due."""
    body = json.dumps({"callback_id": request.callback_id})
    with suppress(NotSent):
        ctx.queues.enqueue(request.tier, request.lane, f"{request.callback_id}-{attempts}-{why}", body)


def _find_open(request: Request) -> CallbackRow | None:
    found = store.read_open(request.customer_id, request.order_id)
    return store.read(found) if found else None


def take_place(ctx: Context, callback_id: str, if_due: bool = False) -> None:
    """received → queued: the consumer of the tier queues. A repeat, or one cancelled since, is nothing; nor
    is one that was claimed and came back since it was read: its place would be that of before."""
    callback = store.read(callback_id)
    if callback is None or callback.status != "received":
        return
    if if_due and (callback.due_at_ms or 0) > ctx.now_ms():
        return
    request, attempts = callback.request, int(callback.attempts)
    where = place(request.tier, callback_id, bool(callback.returning))
    event = _event("callback.queued", ctx, request, tier=request.tier)
    try:
        commit(
            [
                store.move(callback_id, ["received"], "queued", attempts, place=where),
                store.join_line(request, where, attempts),
                crm.record(ctx, event),
            ]
        )
    except ConditionFailed:
        return


def waiting(site: str, lanes: Collection[str], page: int = store.PAGE) -> Iterator[WaitingRow]:
    """Who waits, best first."""
    return store.line(site, lanes, page)


def claimed(ctx: Context, row: WaitingRow, attempt_id: str, agent_id: str, agent_name: str) -> list[Write]:
    """queued → claimed. The part labelled `line` fails when another agent was first."""
    request = row.request
    event = _event(
        "callback.claimed",
        ctx,
        request,
        attempt_id=attempt_id,
        agent_id=agent_id,
        agent_name=agent_name,
        waited_ms=ctx.now_ms() - request.requested_at_ms,
    )
    attempts = int(row.attempts)
    return [
        store.leave_line(request.site, row.sk, attempts),
        store.move(request.callback_id, ["queued"], "claimed", attempts=attempts + 1),
        crm.record(ctx, event),
    ]


def progress(request: Request, attempts: int, status: Literal["dialling", "connected"]) -> Write:
    """claimed → dialling → connected, never backwards, and by the newest attempt only."""
    expected: list[CallbackStatus] = ["claimed"] if status == "dialling" else ["claimed", "dialling"]
    return store.move(request.callback_id, expected, status, attempts)


def settle(
    ctx: Context, request: Request, attempts: int, outcome: Outcome, line_is_clear: bool, **who: Any
) -> list[Write]:
    """The attempt is over: completed, unanswered, or back to its exact place in line. The part `callback`
    fails when another attempt has begun."""
    fate = fate_of(outcome, attempts)
    event = _event(
        f"callback.{'returned' if fate == 'return' else fate}", ctx, request, reason=outcome, **who
    )
    taken: list[CallbackStatus] = ["claimed", "dialling", "connected"]
    if fate == "return":
        due = ctx.now_ms() + (ENQUEUE_WITHIN_S if line_is_clear else RETURN_WITHIN_S) * 1000
        move = store.move(
            request.callback_id,
            taken,
            "received",
            attempts,
            returning=True,
            due_pk=store.due_key(request.site),
            due_at_ms=due,
        )
        return [move, crm.record(ctx, event)]
    return [
        store.move(request.callback_id, taken, fate, attempts),
        store.close(request),
        crm.record(ctx, event),
    ]


def send_back(ctx: Context, request: Request, attempts: int) -> None:
    """After a settlement with fate `return`, once the line is clear: on to the queue of its tier."""
    _send(ctx, request, attempts, "return")


def cancel(ctx: Context, callback_id: str) -> CallbackRow:
    """The customer no longer wants the call. Raises callback_not_cancellable once an agent has it."""
    callback = find(callback_id)
    if callback.status == "cancelled":
        return callback
    if callback.status not in ("received", "queued"):
        raise DomainError("callback_not_cancellable")
    request = callback.request
    writes = [
        store.move(callback_id, [callback.status], "cancelled", place=None),
        store.close(request),
        crm.record(ctx, _event("callback.cancelled", ctx, request, reason="customer")),
    ]
    if callback.status == "queued" and callback.place:
        writes.append(store.leave_line(request.site, callback.place, int(callback.attempts)))
    try:
        commit(writes)
    except ConditionFailed:
        return cancel(ctx, callback_id)
    return find(callback_id)


def find(callback_id: str) -> CallbackRow:
    """A callback. Raises not_found."""
    callback = store.read(callback_id)
    if callback is None:
        raise DomainError("not_found")
    return callback


def position(callback: CallbackRow) -> int | None:
    """1 for the next of the lane to be called; null for who is not in line."""
    if callback.status == "received":
        request = callback.request
        where = place(request.tier, request.callback_id, bool(callback.returning))
    elif callback.status == "queued" and callback.place:
        where = callback.place
    else:
        return None
    request = callback.request
    return 1 + store.count_ahead(request.site, request.lane, where)


def on_due(ctx: Context, callback_id: str) -> None:
    """A callback still without a place is given it. Its message is lost, or held up: one that a consumer died
    over holds up its whole lane for as long as it stays invisible. A reminder may be of an earlier wait."""
    take_place(ctx, callback_id, if_due=True)


def due_key(site: str) -> str:
    """The partition of the due index in which a site's work is found."""
    return store.due_key(site)


def _event(kind: str, ctx: Context, request: Request, **more: Any) -> crm.Event:
    columns = {name: more.pop(name) for name in ("attempt_id", "agent_id", "agent_name") if name in more}
    data: dict[str, Any] = {name: value for name, value in more.items() if value is not None}
    if kind == "callback.requested":
        data |= {
            "question": request.question,
            "topic": request.topic,
            "tier": request.tier,
            "promised_until_ms": request.promised_until_ms,
        }
    return crm.Event(
        kind=kind,
        at_ms=ctx.now_ms(),
        customer_id=request.customer_id,
        site=request.site,
        lane=request.lane,
        callback_id=request.callback_id,
        order_id=request.order_id,
        data=data,
        **columns,
    )


__all__ = ["PROMISE_S", "CallbackRow", "Request", "WaitingRow", "fate_of", "tier_of"]
