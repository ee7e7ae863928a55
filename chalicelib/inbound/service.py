"""Calls to our numbers (docs/inbound.md): who calls, what about, and into the line they go.

A caller becomes a request of their own, `source: call`, and waits on the line as docs/live-call.md says; or,
out of hours, is called back or leaves a message (messages.py). Nothing of what is known of them is said.
"""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from chalicelib.inbound import messages, store
from chalicelib.inbound.filing import DEFAULT_TOPIC, Caller, Left, file, line_of, recognise
from chalicelib.kernel.context import Context
from chalicelib.kernel.wall_clock import WEEKDAYS
from chalicelib.kernel.words import TOPICS, Locale, Site, Topic
from chalicelib.numbers import service as numbers
from chalicelib.queue import service as queue
from chalicelib.queue.service import CallbackRow, Live
from chalicelib.telephony.service import waiting

MOST_TRIES = 3


def comes_on_line(ctx: Context, caller: Caller, topic: Topic) -> CallbackRow | None:
    """Into the line, on the line; their open request if they have one. None while an agent calls them just
    now. Raises lane_closed and request_refused."""
    if caller.open is not None:
        return _joins(ctx, caller, caller.open)
    filed, existing = file(ctx, caller, topic, Live(caller.call_sid, ctx.now_ms()))
    return _joins(ctx, caller, existing) if existing else filed


def is_called_later(ctx: Context, caller: Caller, topic: Topic) -> CallbackRow:
    """As one who asked by the form; who has an open request is called for that. Raises lane_closed and
    request_refused."""
    if caller.open is not None:
        return caller.open
    filed, existing = file(ctx, caller, topic)
    return existing or filed


def _joins(ctx: Context, caller: Caller, row: CallbackRow) -> CallbackRow | None:
    callback_id = row.request.callback_id
    note = store.note(caller.call_sid, callback_id, ctx.now_ms())
    return queue.on_line.on_line(ctx, callback_id, caller.call_sid, [note])


def call_over(ctx: Context, call_sid: str) -> None:
    """A call to one of our numbers has ended."""
    callback_id = store.read(call_sid)
    if callback_id is not None:
        waiting.gone(ctx, callback_id, call_sid)


def topic_of(digits: str) -> Topic | None:
    """What a key means in the menu."""
    return TOPICS[int(digits) - 1] if digits in ("1", "2", "3", "4", "5") else None


def closed_until(ctx: Context, site: Site, locale: Locale) -> tuple[str, str, str] | None:
    """While a site is closed: the weekday ("mon") and the time ("09:00") at which it opens, and what a
    supervisor says of the closing, "" for nothing. None while it is open."""
    opens_ms = queue.opens_at_ms(ctx, site)
    if opens_ms is None:
        return None
    at = datetime.fromtimestamp(opens_ms // 1000, UTC).astimezone(ZoneInfo(numbers.zone_of(site)))
    now = ctx.now_ms()
    told = [one for one in queue.closings_of(ctx, site) if one.from_ms <= now < one.until_ms]
    return WEEKDAYS[at.weekday()], f"{at:%H:%M}", told[0].message[locale] if told else ""


__all__ = ["DEFAULT_TOPIC", "Caller", "Left", "line_of", "messages", "recognise"]
