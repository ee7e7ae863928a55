"""Who waits on the line: a request like any other, in the same place, whose customer need not be dialled.

`live` of the request names their call. It is put on and taken off as any part of a request is: as another
request in its place, the next revision.
"""

from collections.abc import Sequence
from typing import Literal

from msgspec.structs import replace

from chalicelib.kernel.context import Context
from chalicelib.numbers import service as numbers
from chalicelib.queue import finding, store, turns
from chalicelib.queue.model import ENQUEUE_WITHIN_S, UNTIL_DUE, Live, Request
from chalicelib.queue.sending import send
from chalicelib.queue.store import CallbackRow
from chalicelib.queue.story import tell
from chalicelib.queue.waits import WAITING, reseat
from chalicelib.table import ConditionFailed, Write

LeftFor = Literal["chose_callback", "other_number", "hung_up", "other_call", "gone"]
"""Why somebody waits on the line no more, and is called instead."""


def on_line(ctx: Context, callback_id: str, call_sid: str, also: Sequence[Write] = ()) -> CallbackRow | None:
    """The customer of an open request is on the line now, at the place it has; what waited for a time does so
    no more. None when nobody may be put there: it is over, or an agent has it. Raises ConditionFailed for a
    part of `also`."""
    while True:
        callback = store.read(callback_id)
        if callback is None or callback.status not in WAITING:
            return None
        before = callback.request
        if before.live is not None and before.live.call_sid == call_sid:
            return callback
        request = replace(before, live=Live(call_sid, ctx.now_ms()), not_before_ms=0)
        told = tell(ctx, "callback.on_line", request)
        try:
            turns.seat(ctx, [*_now(ctx, callback, request), *also, told])
        except ConditionFailed as failed:
            if failed.labels & {one.label for one in also}:
                raise
            continue
        found = store.read(callback_id)
        if found is not None and found.status == "received":
            send(ctx, found.request, int(found.attempts), f"on-line-{int(found.revision)}")
        return found


def _now(ctx: Context, callback: CallbackRow, request: Request) -> list[Write]:
    """In line they stay where they are; else they wait for a place from now on."""
    if callback.status == "queued" or callback.why not in UNTIL_DUE:
        return reseat(ctx, callback, request, callback.why)
    attempts, before = int(callback.attempts), int(callback.revision)
    due = ctx.now_ms() + ENQUEUE_WITHIN_S * 1000
    values = {"revision": before + 1, "request": request, "why": "changed", "returning": True}
    return [store.move(request, ["received"], "received", attempts, before, due, **values)]


def off_line(
    ctx: Context,
    callback_id: str,
    call_sid: str,
    reason: LeftFor,
    number: numbers.Number | None = None,
    also: Sequence[Write] = (),
) -> CallbackRow | None:
    """They wait on the line no more and keep their place: they are called, at `number` if they gave another.
    None when that call does not wait for this request, or an agent has it. Raises ConditionFailed for a part
    of `also`."""
    while True:
        callback = store.read(callback_id)
        if callback is None or callback.status not in WAITING or not waits_in(callback.request, call_sid):
            return None
        request = replace(callback.request, live=None)
        found: list[Write] = []
        if number is not None and number.e164 != request.phone:
            request = replace(request, phone=number.e164, country=number.country)
            found = finding.pointers(ctx, request)
        told = tell(
            ctx, "callback.off_line", request, reason=reason, phone_masked=numbers.mask_phone(request.phone)
        )
        try:
            turns.seat(ctx, [*reseat(ctx, callback, request, callback.why), *found, *also, told])
        except ConditionFailed as failed:
            if failed.labels & {one.label for one in also}:
                raise
            continue
        return store.read(callback_id)


def in_call(ctx: Context, request: Request, attempts: int, settled: bool) -> list[Write]:
    """Parts of an attempt's step by which its customer came on the line, or left it and is dialled after all.
    `settled`: the same transaction settles the callback, and has the request in it."""
    if request.live is not None:
        told = tell(ctx, "callback.on_line", request)
    else:
        masked = numbers.mask_phone(request.phone)
        told = tell(ctx, "callback.off_line", request, reason="gone", phone_masked=masked)
    return [told] if settled else [store.rewrite(request, attempts), told]


def waits_in(request: Request, call_sid: str) -> bool:
    """Whether this call is the one in which the customer waits."""
    return request.live is not None and request.live.call_sid == call_sid
