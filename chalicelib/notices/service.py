"""Text messages to the customer: before the first attempt, and after the last one failed.

A notice is marked before the carrier is asked, so it is not sent by two. Who never heard the carrier's answer
leaves the mark with a due time; then the carrier's own list of messages decides, and only what is not in it
is sent once more. So a customer is told at most once, unless the list is a minute behind.
"""

from collections.abc import Mapping
from contextlib import suppress
from typing import Any, get_args

from chalicelib.crm import service as crm
from chalicelib.kernel.context import Context
from chalicelib.kernel.messages import text
from chalicelib.kernel.ports import CarrierRefused, CarrierSilent
from chalicelib.kernel.words import Notice
from chalicelib.notices import store
from chalicelib.notices.model import called_for, still_due
from chalicelib.notices.store import PREFIX, NoticeRow
from chalicelib.numbers import service as numbers
from chalicelib.queue import service as queue
from chalicelib.table import ConditionFailed, Write, commit

LOOK_AFTER_MS = 60_000
"""Longer than a function lives: who began the notice cannot be about to send it any more."""
CLOCKS_DIFFER_MS = 5_000
MOST_TRIES = 2
TOO_MANY_REQUESTS = 429
TEXTS = {
    "before_first": "sms.before_first",
    "unanswered": "sms.unanswered",
    "expired": "sms.expired",
}
Message = tuple[str, str, str]
"""To, from, text."""


def on_due(ctx: Context, callback_id: str, item: str) -> None:
    """`item` is the sort key of a notice that was called for, or was begun and not brought to an end."""
    for notice in get_args(Notice):
        if item == f"{PREFIX}{notice}":
            _attend(ctx, queue.find(callback_id), notice)


def item_called_for(new: Mapping[str, Any], old: Mapping[str, Any]) -> str | None:
    """The sort key of the notice that a change of the table calls for, by the stream's images."""
    notice = called_for(new, old)
    return f"{PREFIX}{notice}" if notice else None


def _attend(ctx: Context, callback: queue.CallbackRow, notice: Notice) -> None:
    callback_id = callback.request.callback_id
    row = store.read(callback_id, notice)
    if row is None:
        _begin(ctx, callback, notice)
    elif row.state == "sending" and row.due_at_ms is not None and row.due_at_ms <= ctx.now_ms():
        _look_again(ctx, callback, notice, row)


def _begin(ctx: Context, callback: queue.CallbackRow, notice: Notice) -> None:
    """What is past is not told any more, and only a number that may be a mobile gets text messages."""
    request, now = callback.request, ctx.now_ms()
    if not still_due(notice, callback.status, int(callback.attempts)):
        return
    if numbers.normalize_phone(request.phone).kind != "mobile":
        return
    message = _message(ctx, callback, notice)
    due_key, due_at = queue.due_key(request.site), now + LOOK_AFTER_MS
    try:
        commit([store.begin(request.callback_id, notice, request.phone, due_key, now, due_at)])
    except ConditionFailed:
        return
    _send(ctx, callback, notice, message)


def _look_again(ctx: Context, callback: queue.CallbackRow, notice: Notice, row: NoticeRow) -> None:
    """Nobody said how it ended. Raises CarrierRefused and CarrierSilent: the reminder comes back."""
    callback_id, tries = callback.request.callback_id, int(row.tries)
    _, from_, body = _message(ctx, callback, notice)
    to = str(row.phone)
    message_sid = ctx.messaging.find(to, from_, body, int(row.begun_at_ms) - CLOCKS_DIFFER_MS)
    if message_sid is not None:
        _sent(ctx, callback, notice, to, message_sid)
        return
    if tries >= MOST_TRIES or not still_due(notice, callback.status, int(callback.attempts)):
        _over(store.failed(callback_id, notice, None))
        return
    try:
        commit([store.again(callback_id, notice, tries, ctx.now_ms() + LOOK_AFTER_MS)])
    except ConditionFailed:
        return
    _send(ctx, callback, notice, (to, from_, body))


def _send(ctx: Context, callback: queue.CallbackRow, notice: Notice, message: Message) -> None:
    """What is not known to have been sent, or refused for good, is left to the due time."""
    try:
        message_sid = ctx.messaging.send(*message)
    except CarrierSilent:
        return
    except CarrierRefused as refused:
        if refused.status < 500 and refused.status != TOO_MANY_REQUESTS:
            _over(store.failed(callback.request.callback_id, notice, refused.code))
        return
    _sent(ctx, callback, notice, message[0], message_sid)


def _sent(ctx: Context, callback: queue.CallbackRow, notice: Notice, to: str, message_sid: str) -> None:
    request = callback.request
    event = crm.Event(
        kind="callback.notified",
        at_ms=ctx.now_ms(),
        customer_id=request.customer_id,
        site=request.site,
        lane=request.lane,
        callback_id=request.callback_id,
        order_id=request.order_id,
        data={"notice": notice, "phone_masked": numbers.mask_phone(to)},
    )
    _over(store.sent(request.callback_id, notice, message_sid), crm.record(ctx, event))


def _over(*writes: Write) -> None:
    """Whoever was first to say how it ended has said it."""
    with suppress(ConditionFailed):
        commit(writes)


def _message(ctx: Context, callback: queue.CallbackRow, notice: Notice) -> Message:
    """Without name and question, and without the link: its token would make three messages of one.
    Raises carrier_unavailable when no number of ours may call that country."""
    request = callback.request
    from_, _ = numbers.caller_id(request.country, ctx.settings.caller_ids, request.phone)
    words = TEXTS["before_first" if notice == "before_first" else callback.status]
    return request.phone, from_, text(request.locale, words, phone=numbers.display_phone(from_))
