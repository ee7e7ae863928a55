"""The one table: what every item has, and how several are written together or not at all.

Keys and indexes are listed in docs/access-patterns.md.
"""

import random
import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Literal, TypeVar

import msgspec
from pynamodb.attributes import Attribute, NumberAttribute, UnicodeAttribute
from pynamodb.constants import STRING
from pynamodb.exceptions import TransactWriteError
from pynamodb.expressions.condition import Condition
from pynamodb.expressions.update import Action
from pynamodb.indexes import AllProjection, GlobalSecondaryIndex
from pynamodb.models import Model
from pynamodb.transactions import TransactWrite

CONFLICT_TRIES = 5
W = TypeVar("W")
S = TypeVar("S", bound=msgspec.Struct)


class WordAttribute(Attribute[W]):
    """One of a closed set of words (kernel/words.py), stored as text."""

    attr_type = STRING


class StructAttribute(Attribute[S]):
    """A msgspec struct, stored as JSON text: read and written in one step, and checked as it is read."""

    attr_type = STRING

    def __init__(self, kind: type[S]) -> None:
        super().__init__()
        self._decoder = msgspec.json.Decoder(kind)

    def serialize(self, value: S) -> str:
        """As JSON."""
        return msgspec.json.encode(value).decode()

    def deserialize(self, value: str) -> S:
        """The struct. Raises msgspec.ValidationError for what is not one."""
        return self._decoder.decode(value)


class DueIndex(GlobalSecondaryIndex["Row"]):  # type: ignore[no-untyped-call]  # pynamodb
    """What must be looked at again, by when."""

    class Meta:
        """Sparse: only items that have a due time are in it."""

        index_name = "due"
        projection = AllProjection()

    due_pk = UnicodeAttribute(hash_key=True)
    due_at_ms = NumberAttribute(range_key=True)


class LogIndex(GlobalSecondaryIndex["Row"]):  # type: ignore[no-untyped-call]  # pynamodb
    """The event log of a site, hour by hour."""

    class Meta:
        """Sparse: only events are in it."""

        index_name = "log"
        projection = AllProjection()

    log_pk = UnicodeAttribute(hash_key=True)
    log_sk = UnicodeAttribute(range_key=True)


class Row(Model):
    """An item: `entity` names what it is, `form` the version of its shape."""

    class Meta:
        """Bound to the real table by the adapters, before the first request."""

        table_name = "unbound"

    pk = UnicodeAttribute(hash_key=True)
    sk = UnicodeAttribute(range_key=True)
    entity = UnicodeAttribute()
    form = NumberAttribute(default=1)
    due = DueIndex()
    log = LogIndex()


class WatchedRow(Row):
    """An item somebody must look at again, once `due_at_ms` has passed."""

    due_pk = UnicodeAttribute(null=True)
    due_at_ms = NumberAttribute(null=True)


class PassingRow(Row):
    """An item DynamoDB deletes some time after `expires_at_s`."""

    expires_at_s = NumberAttribute()


@dataclass(frozen=True)
class Write:
    """One part of a transaction; `label` names it when its condition fails.

    `versioned` is off for an update that states its own condition instead of the version it has read.
    """

    label: str
    kind: Literal["put", "update", "delete", "check"]
    row: Row
    condition: Condition | None = None
    actions: Sequence[Action] = ()
    versioned: bool = True


class ConditionFailed(Exception):
    """Nothing was written; `labels` are the parts whose conditions did not hold."""

    def __init__(self, labels: Iterable[str]) -> None:
        self.labels = frozenset(labels)
        super().__init__(", ".join(sorted(self.labels)))


class Contended(Exception):
    """Nothing was written: others kept writing the same items."""


def commit(writes: Sequence[Write], tries: int = CONFLICT_TRIES) -> None:
    """Writes all or nothing. Raises ConditionFailed, or Contended after `tries` conflicts."""
    for last_try in [False] * (tries - 1) + [True]:
        try:
            _transact(writes)
            return
        except TransactWriteError as error:
            codes = [reason.code if reason else "" for reason in error.cancellation_reasons]
            if not codes:
                raise
            failed = [w.label for w, code in zip(_ordered(writes), codes, strict=True) if code == FAILED]
            if failed:
                raise ConditionFailed(failed) from error
            if "TransactionConflict" not in codes:
                raise
            if last_try:
                raise Contended from error
        time.sleep(random.uniform(0.005, 0.05))


FAILED = "ConditionalCheckFailed"
_ORDER = ("check", "delete", "put", "update")


def _ordered(writes: Sequence[Write]) -> list[Write]:
    """The order in which pynamodb sends the parts, and so that of the reasons."""
    return sorted(writes, key=lambda write: _ORDER.index(write.kind))


def _transact(writes: Sequence[Write]) -> None:
    with TransactWrite(connection=connection().connection) as transaction:
        for write in writes:
            if write.kind == "put":
                transaction.save(write.row, condition=write.condition)
            elif write.kind == "update":
                transaction.update(
                    write.row,
                    actions=list(write.actions),
                    condition=write.condition,
                    add_version_condition=write.versioned,
                )
            elif write.kind == "delete":
                transaction.delete(write.row, condition=write.condition)
            else:
                transaction.condition_check(
                    type(write.row), write.row.pk, write.row.sk, condition=write.condition
                )


def connection() -> Any:
    """pynamodb's connection to the table."""
    return Row._get_connection()
