"""A message left out of hours: noted before it is spoken, so that none is lost or left at the carrier.

What becomes of its sound is the recordings' business (docs/recording.md), which a timer hands it to.
"""

from contextlib import suppress
from typing import NamedTuple

from chalicelib.inbound import store
from chalicelib.inbound.filing import DEFAULT_TOPIC, Caller, Left, file, recognise
from chalicelib.inbound.store import MessageRow
from chalicelib.kernel.context import Context
from chalicelib.kernel.errors import DomainError
from chalicelib.queue import service as queue
from chalicelib.queue.service import CallbackRow
from chalicelib.table import ConditionFailed, Write, commit

UNFINISHED = ("in-progress", "paused", "processing")


class Message(NamedTuple):
    """One that was left and is to be kept."""

    callback_id: str
    call_sid: str
    recording_sid: str
    length_s: int


def begins(ctx: Context, caller: Caller) -> None:
    """They are about to speak."""
    with suppress(ConditionFailed):
        commit([_begun(ctx, caller)])


def left(ctx: Context, caller: Caller, message: Left) -> CallbackRow:
    """Work to do: a request with the message, or the one that is open and says that there is one more. Told
    twice it is one. Raises lane_closed and request_refused."""
    row = store.read_message(caller.call_sid)
    if row is None:
        begins(ctx, caller)
    elif row.callback_id is not None:
        return queue.find(row.callback_id)
    try:
        existing = caller.open
        if existing is None:
            filed, existing = file(ctx, caller, DEFAULT_TOPIC, message=message)
            if existing is None:
                return filed
        request = existing.request
        told = store.tell_message(caller.call_sid, caller.site, request.callback_id, *message, ctx.now_ms())
        commit([queue.tell(ctx, "callback.message_left", request, recording_s=message.length_s), told])
        return existing
    except ConditionFailed as failed:
        if "message" not in failed.labels:
            raise
        return left(ctx, caller, message)


def on_due(ctx: Context, call_sid: str) -> Message | None:
    """What was told of is to be kept; what was not is looked for at the carrier, and discarded there if the
    request is refused. Raises CarrierRefused and CarrierSilent."""
    row = store.read_message(call_sid)
    if row is None or row.due_at_ms is None or row.due_at_ms > ctx.now_ms():
        return None
    if row.callback_id is None:
        _look_for(ctx, row, call_sid)
        row = store.read_message(call_sid)
    if row is None or row.callback_id is None:
        return None
    return Message(row.callback_id, call_sid, str(row.recording_sid), int(row.length_s))


def kept(call_sid: str) -> None:
    """The message has its recording."""
    row = store.read_message(call_sid)
    if row is not None:
        commit([store.end_message(row)])


def _look_for(ctx: Context, row: MessageRow, call_sid: str) -> None:
    """What is still spoken, or made a file of, is looked for again: it stays due."""
    recordings = ctx.recorder.of_call(call_sid)
    if any(one.status in UNFINISHED for one in recordings):
        return
    with suppress(ConditionFailed):
        spoken = next((one for one in recordings if one.status == "completed"), None)
        if spoken is not None:
            try:
                caller = recognise(ctx, call_sid, row.number, row.called)
                left(ctx, caller, Left(spoken.sid, spoken.seconds or 0))
                return
            except DomainError:
                ctx.recorder.discard(spoken.sid)
        commit([store.end_message(row)])


def _begun(ctx: Context, caller: Caller) -> Write:
    return store.begin_message(caller.call_sid, caller.site, caller.number.e164, caller.called, ctx.now_ms())
