"""What customers were told.

CALLBACK#{id} / NOTICE#{notice}     one message: about to be sent, sent, or given up
"""

from typing import Any, Literal

from pynamodb.attributes import NumberAttribute, UnicodeAttribute
from pynamodb.expressions.update import Action

from chalicelib.kernel.words import Notice
from chalicelib.table import Key, WatchedRow, WordAttribute, Write, put, update

State = Literal["sending", "sent", "failed"]
PREFIX = "NOTICE#"


class NoticeRow(WatchedRow):
    """`begun_at_ms` is when it was first to be sent; `tries` how often the carrier was asked; `phone` is the
    number it goes to, whatever number the customer gives later; `code` is the carrier's for a refusal."""

    state: WordAttribute[State] = WordAttribute()
    phone = UnicodeAttribute()
    begun_at_ms = NumberAttribute()
    tries = NumberAttribute()
    message_sid = UnicodeAttribute(null=True)
    code = NumberAttribute(null=True)


def key(callback_id: str, notice: Notice) -> Key:
    """Of one notice of a callback."""
    return f"CALLBACK#{callback_id}", f"{PREFIX}{notice}"


def read(callback_id: str, notice: Notice) -> NoticeRow | None:
    """A notice, consistently."""
    try:
        return NoticeRow.get(*key(callback_id, notice), consistent_read=True)
    except NoticeRow.DoesNotExist:
        return None


def begin(callback_id: str, notice: Notice, phone: str, due_key: str, now_ms: int, due_at_ms: int) -> Write:
    """Marks that it will be sent; fails when it was begun before."""
    row = NoticeRow(
        *key(callback_id, notice),
        entity="notice",
        state="sending",
        phone=phone,
        begun_at_ms=now_ms,
        tries=1,
        due_pk=due_key,
        due_at_ms=due_at_ms,
    )
    return put("notice", row, NoticeRow.pk.does_not_exist())


def again(callback_id: str, notice: Notice, tries: int, due_at_ms: int) -> Write:
    """Marks one more try; fails when somebody else was first."""
    actions: list[Action] = [NoticeRow.tries.set(tries + 1), NoticeRow.due_at_ms.set(due_at_ms)]
    return _change(callback_id, notice, actions, NoticeRow.tries == tries)


def sent(callback_id: str, notice: Notice, message_sid: str) -> Write:
    """Ends the watch."""
    return _over(callback_id, notice, "sent", NoticeRow.message_sid.set(message_sid))


def failed(callback_id: str, notice: Notice, code: int | None) -> Write:
    """Ends the watch; `code` where the carrier gave one."""
    return _over(callback_id, notice, "failed", *([] if code is None else [NoticeRow.code.set(code)]))


def _over(callback_id: str, notice: Notice, state: State, *more: Action) -> Write:
    watch = [NoticeRow.due_pk.remove(), NoticeRow.due_at_ms.remove()]
    return _change(callback_id, notice, [NoticeRow.state.set(state), *watch, *more])


def _change(callback_id: str, notice: Notice, actions: list[Action], also: Any = None) -> Write:
    """Only what is being sent changes."""
    condition = NoticeRow.state == "sending"
    if also is not None:
        condition &= also
    return update("notice", key(callback_id, notice), actions, condition)
