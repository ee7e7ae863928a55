"""How calls sounded.

ATTEMPT#{id} / QUALITY     waited for, known, or never told; a part of the call's record
"""

from typing import Literal

from pynamodb.attributes import NumberAttribute
from pynamodb.expressions.update import Action

from chalicelib.quality.model import Known
from chalicelib.table import Key, StructAttribute, WatchedRow, WordAttribute, Write, put, update

State = Literal["waiting", "known", "untold"]
SK = "QUALITY"


class QualityRow(WatchedRow):
    """`looks` counts how often the carrier was asked."""

    state: WordAttribute[State] = WordAttribute()
    ended_at_ms = NumberAttribute()
    looks = NumberAttribute(default=0)
    known = StructAttribute(Known, null=True)


def key(attempt_id: str) -> Key:
    """Of a call's quality."""
    return f"ATTEMPT#{attempt_id}", SK


def read(attempt_id: str) -> QualityRow | None:
    """What is known of a call, consistently."""
    try:
        return QualityRow.get(*key(attempt_id), consistent_read=True)
    except QualityRow.DoesNotExist:
        return None


def begin(attempt_id: str, ended_at_ms: int, due_key: str, due_at_ms: int) -> Write:
    """Begins to wait; fails when somebody has begun before."""
    row = QualityRow(
        *key(attempt_id),
        entity="quality",
        state="waiting",
        ended_at_ms=ended_at_ms,
        due_pk=due_key,
        due_at_ms=due_at_ms,
    )
    return put("quality", row, QualityRow.pk.does_not_exist())


def wait(attempt_id: str, looks: int, due_at_ms: int) -> Write:
    """It is not there yet; fails when somebody else has looked since."""
    return _change(attempt_id, looks, [QualityRow.due_at_ms.set(due_at_ms)])


def over(attempt_id: str, looks: int, known: Known | None) -> Write:
    """Ends the watch, with what is known or without."""
    told: list[Action] = [QualityRow.state.set("untold" if known is None else "known")]
    if known is not None:
        told.append(QualityRow.known.set(known))
    return _change(attempt_id, looks, [*told, QualityRow.due_pk.remove(), QualityRow.due_at_ms.remove()])


def _change(attempt_id: str, looks: int, actions: list[Action]) -> Write:
    as_read = (QualityRow.state == "waiting") & (QualityRow.looks == looks)
    return update("quality", key(attempt_id), [QualityRow.looks.set(looks + 1), *actions], as_read)
