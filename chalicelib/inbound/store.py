"""Calls to our numbers: which request each waits for, and whether a message is left in it.

CALL#{call sid} / CALL        the callback of that call; passes after two days
CALL#{call sid} / MESSAGE     somebody speaks, or has spoken, after the beep; passes after two days
"""

from pynamodb.attributes import NumberAttribute, UnicodeAttribute

from chalicelib.kernel.words import Site
from chalicelib.queue import service as queue
from chalicelib.table import Key, PassingRow, WatchedRow, Write, put, update

KEPT_S = 2 * 86_400
SPOKEN_MS = 180_000
"""By then whoever speaks has spoken, and it was told."""


class CallRow(PassingRow):
    """Somebody called, and was put in line."""

    callback_id = UnicodeAttribute()


class MessageRow(WatchedRow):
    """A message to one of our numbers, `called`, from `number`. The rest is known once it was told of; until
    it is kept, somebody looks at it again."""

    number = UnicodeAttribute()
    called = UnicodeAttribute()
    callback_id = UnicodeAttribute(null=True)
    recording_sid = UnicodeAttribute(null=True)
    length_s = NumberAttribute(null=True)
    expires_at_s = NumberAttribute()


def note(call_sid: str, callback_id: str, now_ms: int) -> Write:
    """As a part of the transaction that puts them in line."""
    key = f"CALL#{call_sid}"
    row = CallRow(key, "CALL", entity="call", callback_id=callback_id, expires_at_s=_expires_at_s(now_ms))
    return put("call", row)


def read(call_sid: str) -> str | None:
    """The callback of a call, consistently."""
    try:
        return str(CallRow.get(f"CALL#{call_sid}", "CALL", consistent_read=True).callback_id)
    except CallRow.DoesNotExist:
        return None


def begin_message(call_sid: str, site: Site, number: str, called: str, now_ms: int) -> Write:
    """Somebody is about to speak; fails when they were before."""
    row = MessageRow(
        *_message_key(call_sid),
        entity="message",
        number=number,
        called=called,
        due_pk=queue.due_key(site),
        due_at_ms=now_ms + SPOKEN_MS,
        expires_at_s=_expires_at_s(now_ms),
    )
    return put("message", row, MessageRow.pk.does_not_exist())


def read_message(call_sid: str) -> MessageRow | None:
    """The message of a call, consistently."""
    try:
        return MessageRow.get(*_message_key(call_sid), consistent_read=True)
    except MessageRow.DoesNotExist:
        return None


def tell_message(
    call_sid: str, site: Site, callback_id: str, recording_sid: str, length_s: int, now_ms: int
) -> Write:
    """It was left, for that request, and is to be kept at once; fails when it was told before."""
    values = {"callback_id": callback_id, "recording_sid": recording_sid, "length_s": length_s}
    values |= {"due_pk": queue.due_key(site), "due_at_ms": now_ms}
    actions = [getattr(MessageRow, name).set(value) for name, value in values.items()]
    untold = MessageRow.pk.exists() & MessageRow.callback_id.does_not_exist()
    return update("message", _message_key(call_sid), actions, untold)


def end_message(row: MessageRow) -> Write:
    """Nobody need look at it again; fails when it was told since it was read."""
    told = MessageRow.callback_id
    as_read = told.does_not_exist() if row.callback_id is None else told == row.callback_id
    actions = [MessageRow.due_pk.remove(), MessageRow.due_at_ms.remove()]
    return update("message", (row.pk, row.sk), actions, as_read)


def _message_key(call_sid: str) -> Key:
    return f"CALL#{call_sid}", "MESSAGE"


def _expires_at_s(now_ms: int) -> int:
    return now_ms // 1000 + KEPT_S
