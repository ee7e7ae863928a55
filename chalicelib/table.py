"""The one table: what every item has, and how several are written together or not at all.

Keys and indexes are listed in docs/access-patterns.md.
"""

import random
import time
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, Literal, Self, TypeVar

import msgspec
from pynamodb.attributes import Attribute, NumberAttribute, UnicodeAttribute
from pynamodb.constants import STRING
from pynamodb.exceptions import TransactWriteError, UpdateError
from pynamodb.expressions.condition import Condition
from pynamodb.expressions.update import Action, Update
from pynamodb.indexes import AllProjection, GlobalSecondaryIndex
from pynamodb.models import Model

CONFLICT_TRIES = 5
W = TypeVar("W")
Item = dict[str, dict[str, Any]]
S = TypeVar("S", bound=msgspec.Struct)


class WordAttribute(Attribute[W]):
    """One of a closed set of words (kernel/words.py), stored as text."""

    attr_type = STRING


class StructAttribute(Attribute[S]):
    """A msgspec struct, stored as JSON text: read and written in one step, and checked as it is read."""

    attr_type = STRING

    def __init__(self, kind: type[S], null: bool = False) -> None:
        super().__init__(null=null)
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

    def __init__(self, pk: str, sk: str, **attributes: Any) -> None:
        """As pynamodb's own, as are from_raw_data and to_item, in a third of the time: our attributes have
        the names of their columns, none is a map or NULL, and no default is made by a call."""
        known = self.get_attributes()
        if not attributes.keys() <= known.keys():
            raise ValueError(f"{type(self).__name__} has no {attributes.keys() - known.keys()}")
        values = {name: one.default for name, one in known.items() if one.default is not None}
        self.attribute_values = {**values, "pk": pk, "sk": sk, **attributes}

    @classmethod
    def from_raw_data(cls, data: Item) -> Self:
        """The row of an item."""
        row = cls.__new__(cls)
        row.attribute_values = values = {}
        for name, attribute in cls.get_attributes().items():
            stored = data.get(name)
            if stored is not None:
                values[name] = attribute.deserialize(stored[attribute.attr_type])
            elif attribute.default is not None:
                values[name] = attribute.default
        return row

    def to_item(self, condition: Condition | None) -> tuple[Item, Condition | None]:
        """The item of the row, one version on, and `condition` with the version it must replace. Raises
        ValueError for an attribute without its value."""
        item: Item = {}
        for name, attribute in self.get_attributes().items():
            value = self.attribute_values.get(name)
            if value is not None:
                item[name] = {attribute.attr_type: attribute.serialize(value)}
            elif not attribute.null:
                raise ValueError(f"{type(self).__name__} has no {name}")
        counted: str | None = self._version_attribute_name
        if counted is not None:
            version, attribute = self.attribute_values.get(counted), self.get_attributes()[counted]
            item[counted] = {"N": str(int(version or 0) + 1)}
            as_read = attribute.does_not_exist() if version is None else attribute == version
            condition = as_read if condition is None else condition & as_read
        return item, condition


class WatchedRow(Row):
    """An item somebody must look at again, once `due_at_ms` has passed."""

    due_pk = UnicodeAttribute(null=True)
    due_at_ms = NumberAttribute(null=True)


class PassingRow(Row):
    """An item DynamoDB deletes some time after `expires_at_s`."""

    expires_at_s = NumberAttribute()


Key = tuple[str, str]


class Write(msgspec.Struct, frozen=True):
    """One part of a transaction, made by put, update, delete and check.

    `label` names it when its condition fails.
    """

    label: str
    kind: Literal["put", "update", "delete", "check"]
    key: Key
    condition: Condition | None = None
    actions: Sequence[Action] = ()
    row: Row | None = None


def put(label: str, row: Row, condition: Condition | None = None) -> Write:
    """The whole item. One with a version is written only if it still has the version that was read."""
    return Write(label, "put", (row.pk, row.sk), condition, row=row)


def update(label: str, key: Key, actions: Sequence[Action], condition: Condition | None = None) -> Write:
    """Changes an item nobody has read; what must hold is the condition's to say."""
    return Write(label, "update", key, condition, actions)


def delete(label: str, key: Key, condition: Condition | None = None) -> Write:
    """Removes an item; one that is not there is fine unless the condition says otherwise."""
    return Write(label, "delete", key, condition)


def check(label: str, key: Key, condition: Condition) -> Write:
    """Writes nothing, but fails the rest unless the condition holds."""
    return Write(label, "check", key, condition)


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
    parts = {kind: list[Any]() for kind in _ORDER}
    for write in writes:
        parts[write.kind].append(_operation(write))
    connection().connection.transact_write_items(
        condition_check_items=parts["check"],
        delete_items=parts["delete"],
        put_items=parts["put"],
        update_items=parts["update"],
    )
    for write in writes:
        if write.row is not None:
            write.row.update_local_version_attribute()  # type: ignore[no-untyped-call]  # pynamodb


def _operation(write: Write) -> dict[str, Any]:
    names: dict[str, str] = {}
    values: dict[str, Any] = {}
    part: dict[str, Any] = {"TableName": Row.Meta.table_name}
    condition = write.condition
    if write.row is not None:
        part["Item"], condition = write.row.to_item(condition)
    else:
        part["Key"] = {"pk": {"S": write.key[0]}, "sk": {"S": write.key[1]}}
    if condition is not None:
        part["ConditionExpression"] = condition.serialize(names, values)
    if write.actions:
        part["UpdateExpression"] = Update(*write.actions).serialize(names, values)
    if names:
        part["ExpressionAttributeNames"] = {placeholder: name for name, placeholder in names.items()}
    if values:
        part["ExpressionAttributeValues"] = values
    return part


def update_alone(
    key: Key, actions: Sequence[Action], condition: Condition, answer: Literal["ALL_OLD", "ALL_NEW"]
) -> Item | None:
    """Changes one item that no transaction touches, for half the price of one. The item as it was or as it
    is, {} for none; None when the condition did not hold."""
    try:
        done = connection().update_item(*key, actions=actions, condition=condition, return_values=answer)
    except UpdateError as error:
        # A call whose answer was lost has a cause too, but no response.
        response = getattr(error.cause, "response", None) or {}
        if response.get("Error", {}).get("Code") in REFUSED_ALONE:
            return None
        raise
    found: Item = done.get("Attributes", {})
    return found


REFUSED_ALONE = ("ConditionalCheckFailedException", "TransactionConflictException")


def query_items(partition: str, start: Item | None = None, **query: Any) -> Iterator[Item]:
    """Items as DynamoDB writes them, {"pk": {"S": …}, …}, a page at a time and only as far as it is asked.
    `start` is the key of the item to go on behind; `query` what pynamodb's connection takes beside the key.
    Where a row's attributes are not all wanted,
    making no row saves most of the time."""
    while True:
        answer = connection().query(partition, exclusive_start_key=start, **query)
        yield from answer["Items"]
        start = answer.get("LastEvaluatedKey")
        if start is None:
            return


def connection() -> Any:
    """pynamodb's connection to the table."""
    return Row._get_connection()
