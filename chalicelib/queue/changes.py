"""What the customer may change while nobody has their callback: the number, the time."""

from collections.abc import Sequence
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from chalicelib.kernel.context import Context
from chalicelib.kernel.errors import DomainError
from chalicelib.numbers import service as numbers
from chalicelib.queue import finding, line, store, turns
from chalicelib.queue.model import ENQUEUE_WITHIN_S, UNTIL_DUE, Request
from chalicelib.queue.sending import send
from chalicelib.queue.store import CallbackRow
from chalicelib.queue.story import tell
from chalicelib.queue.waits import WAITING, reseat
from chalicelib.queue.windows import promised_until_ms
from chalicelib.table import ConditionFailed, Write


class Change(Struct, frozen=True):
    """`phone` is E.164 of `country`. `window` is (from_ms, until_ms), or () for as soon as possible; None
    leaves it."""

    phone: str | None = None
    country: str | None = None
    window: tuple[int, ...] | None = None


def change(ctx: Context, callback_id: str, wanted: Change, also: Sequence[Write] = ()) -> CallbackRow:
    """Another number, another time, or both, with `also` in one transaction. Raises not_found,
    callback_not_changeable once an agent has it, and ConditionFailed for a part of `also`."""
    while True:
        callback = store.read(callback_id)
        if callback is None:
            raise DomainError("not_found")
        if callback.status not in WAITING:
            raise DomainError("callback_not_changeable")
        request = _changed(ctx, callback.request, wanted)
        if request == callback.request:
            return callback
        told: dict[str, Any] = {}
        if request.phone != callback.request.phone:
            told["phone_masked"] = numbers.mask_phone(request.phone)
        if request.not_before_ms != callback.request.not_before_ms:
            told["not_before_ms"] = request.not_before_ms
        told["promised_until_ms"] = request.promised_until_ms
        if wanted.window is None:
            writes = reseat(ctx, callback, request, callback.why)
        else:
            writes = _elsewhen(ctx, callback, request)
        if request.phone != callback.request.phone:
            writes += finding.pointers(ctx, request)
        try:
            turns.seat(ctx, [*writes, *also, tell(ctx, "callback.changed", request, **told)])
        except ConditionFailed as failed:
            if failed.labels & {one.label for one in also}:
                raise
            continue
        changed = store.read(callback_id)
        assert changed is not None
        if changed.status == "received" and changed.why == "changed":
            send(ctx, changed.request, int(changed.attempts), f"changed-{int(changed.revision)}")
        return changed


def _changed(ctx: Context, request: Request, wanted: Change) -> Request:
    if wanted.phone is not None and wanted.country is not None:
        request = replace(request, phone=wanted.phone, country=wanted.country)
    if wanted.window:
        from_ms, until_ms = wanted.window
        request = replace(request, not_before_ms=from_ms, promised_until_ms=until_ms, live=None)
    elif wanted.window is not None and request.not_before_ms:
        until_ms = promised_until_ms(ctx, request.lane, request.tier)
        request = replace(request, not_before_ms=0, promised_until_ms=until_ms)
    return request


def _elsewhen(ctx: Context, callback: CallbackRow, request: Request) -> list[Write]:
    """Out of the line, to wait for its window; or to wait for a place now. One that waits for that already
    waits on: the line may not be clear of its last attempt."""
    attempts, before = int(callback.attempts), int(callback.revision)
    later = request.not_before_ms > ctx.now_ms()
    if not later and callback.status == "received" and callback.why not in UNTIL_DUE:
        return reseat(ctx, callback, request, callback.why)
    move = store.move(
        request,
        [callback.status],
        "received",
        attempts,
        before,
        request.not_before_ms if later else ctx.now_ms() + ENQUEUE_WITHIN_S * 1000,
        revision=before + 1,
        request=request,
        why="window" if later else "changed",
        returning=later or int(callback.attempts) > 0,
        place=None,
    )
    if callback.status == "queued" and callback.place:
        return [move, line.leave(request.lane, callback.place, attempts, before)]
    return [move]
