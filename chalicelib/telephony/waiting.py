"""Waiting on the line (docs/live-call.md): what is heard there, what the keys do, and what if they hang up.

The loop asks at every round where the request stands, and is the way out of every conference that ended under
somebody who waited: whoever still has a place waits on, everybody else hears why not.
"""

from collections.abc import Sequence
from contextlib import suppress
from typing import Literal

from msgspec import Struct

from chalicelib.guard import service as guard
from chalicelib.kernel.context import Context
from chalicelib.kernel.errors import DomainError
from chalicelib.kernel.ids import protocol
from chalicelib.kernel.messages import text
from chalicelib.numbers import service as numbers
from chalicelib.queue import service as queue
from chalicelib.queue.service import CallbackRow
from chalicelib.table import ConditionFailed, Write
from chalicelib.telephony.advance import apply
from chalicelib.telephony.facts import CustomerCall, Fact
from chalicelib.telephony.on_line import ON_THE_WAY

State = Literal["in_line", "with_agent", "called", "other_call", "over", "sorry"]
IN_CALL = ("claimed", "dialling", "connected")
MOST_TRIES = 3
LOOKS = 4
MINUTE_MS = 60_000


class Look(Struct, frozen=True):
    """Where somebody stands who is on the line; `told` are the sentences for it."""

    state: State
    callback: CallbackRow
    told: tuple[str, ...] = ()


def look(ctx: Context, callback_id: str, call_sid: str, step: str = "", typed: str = "") -> Look:
    """Asked at every round, and of what was `typed` at a step. A call that comes round is on the line,
    whatever was thought of it. Raises not_found."""
    callback = queue.find(callback_id)
    told = _chosen_before(callback, step, typed)
    if told is not None:
        return Look("called", callback, told)
    if callback.status in ("received", "queued") and callback.request.live is None:
        callback = _on_line_again(ctx, callback, call_sid)
    request, live = callback.request, callback.request.live
    if callback.status in IN_CALL:
        return Look("with_agent" if live else "called", callback)
    if callback.status == "completed":
        return Look("over", callback)
    if callback.status not in ("received", "queued"):
        return Look("sorry", callback, (text(request.locale, "twiml.waiting_sorry"),))
    if live is None:
        return Look("called", callback, (text(request.locale, "twiml.waiting_called"),))
    if live.call_sid != call_sid:
        return Look("other_call", callback, (text(request.locale, "twiml.waiting_other_call"),))
    return Look("in_line", callback, tuple(_position(ctx, callback)))


def _on_line_again(ctx: Context, callback: CallbackRow, call_sid: str) -> CallbackRow:
    if callback.status == "received" and callback.why in queue.UNTIL_DUE:
        return callback
    found = queue.on_line.on_line(ctx, callback.request.callback_id, call_sid)
    return found or queue.find(callback.request.callback_id)


def _position(ctx: Context, callback: CallbackRow) -> Sequence[str]:
    locale, place = callback.request.locale, queue.position(ctx, callback)
    if place is None:
        return []
    told = [text(locale, "twiml.waiting_position", position=place)]
    wait = queue.wait_of(ctx, callback, place)
    if wait is not None:
        minutes = max(1, round(wait.wait_ms / MINUTE_MS))
        told.append(text(locale, "twiml.waiting_estimate", minutes=minutes))
    return told


def call_back(ctx: Context, callback_id: str, call_sid: str) -> tuple[str, ...] | None:
    """They keep their place and are called at the number they have; what they hear. None: an agent was
    faster, or it is not their call that waits."""
    kept = queue.on_line.off_line(ctx, callback_id, call_sid, "chose_callback")
    return _kept(kept) if kept else None


def call_back_at(ctx: Context, callback_id: str, call_sid: str, typed: str) -> tuple[str, ...] | None:
    """The same at another number, as typed in their country. Raises phone_invalid, country_not_served and
    request_refused: another number counts like another request."""
    request = queue.find(callback_id).request
    number = numbers.normalize_phone(typed, request.country)
    numbers.caller_id(number.country, ctx.settings.caller_ids, number.e164)
    asked = guard.Asked(request.site, number.country, number.e164, request.customer_id, "", "")
    also: list[Write] = [] if number.e164 == request.phone else guard.admit(ctx, asked)
    try:
        kept = queue.on_line.off_line(ctx, callback_id, call_sid, "other_number", number, also)
    except ConditionFailed as failed:
        guard.refuse_if_limited(ctx, asked, failed.labels)
        raise
    return _kept(kept) if kept else None


def _chosen_before(callback: CallbackRow, step: str, typed: str) -> tuple[str, ...] | None:
    """What they hear whose choice is made already: the carrier asks again when our answer is lost."""
    request = callback.request
    if callback.status not in ("received", "queued") or request.live is not None:
        return None
    if step == "number":
        with suppress(DomainError):
            if numbers.normalize_phone(typed, request.country).e164 == request.phone:
                return _kept(callback)
    return _kept(callback) if (step, typed) == ("key", "1") else None


def _kept(callback: CallbackRow) -> tuple[str, ...]:
    request = callback.request
    digits = " ".join(protocol(request.callback_id))
    ends = " ".join(request.phone[-4:])
    return (
        text(request.locale, "twiml.waiting_kept", ends=ends),
        text(request.locale, "twiml.waiting_protocol", digits=digits),
    )


def heard(ctx: Context, request: queue.Request, fact: Fact) -> None:
    """A call that we dialled once and that waits on the line now may be over."""
    if request.live is None or not isinstance(fact, CustomerCall) or fact.status in ON_THE_WAY:
        return
    if fact.call_sid == request.live.call_sid:
        gone(ctx, request.callback_id, fact.call_sid)


def gone(ctx: Context, callback_id: str, call_sid: str) -> None:
    """That call is over. Who waited in it is called instead, or is not, as their lane has it (`on_abandon`);
    if an agent has them already, that agent's attempt goes on by dialling."""
    for _ in range(LOOKS):
        callback = queue.find(callback_id)
        request = callback.request
        if not queue.on_line.waits_in(request, call_sid):
            return
        if callback.status in IN_CALL and callback.attempt_id:
            apply(ctx, str(callback.attempt_id), CustomerCall(call_sid, "completed"))
            if queue.find(callback_id).status in IN_CALL:
                return
        elif callback.status not in ("received", "queued"):
            return
        elif queue.policy_of(request.lane).on_abandon == "cancel":
            try:
                queue.cancel(ctx, callback_id, "abandoned")
            except DomainError:
                continue
        elif queue.on_line.off_line(ctx, callback_id, call_sid, "hung_up"):
            return
