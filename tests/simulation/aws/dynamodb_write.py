"""One write, tried before it is done: a put, an update, a delete, or a condition alone."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from tests.simulation.aws.dynamodb_table import Key, Table
from tests.simulation.aws.dynamodb_updates import applied
from tests.simulation.aws.dynamodb_values import Item, Unfit, invalid, normal_item, size_of
from tests.simulation.aws.expressions import Expressions, read
from tests.simulation.aws.refusal import NotCovered, Refused

MAX_ITEM_BYTES = 400 * 1024
_COMMON = frozenset(
    ("TableName", "ConditionExpression", "ExpressionAttributeNames", "ExpressionAttributeValues")
    + ("ReturnValuesOnConditionCheckFailure",)
)
_ALONE = _COMMON | {"ReturnValues", "ReturnConsumedCapacity"}
PARAMETERS = {
    "Put": _ALONE | {"Item"},
    "Update": _ALONE | {"Key", "UpdateExpression"},
    "Delete": _ALONE | {"Key"},
}
"""Of a write by itself."""
PARTS = {
    "Put": _COMMON | {"Item"},
    "Update": _COMMON | {"Key", "UpdateExpression"},
    "Delete": _COMMON | {"Key"},
    "ConditionCheck": _COMMON | {"Key"},
}
"""Of a part of a transaction."""
_RETURNS = {
    "Put": ("NONE", "ALL_OLD"),
    "Delete": ("NONE", "ALL_OLD"),
    "Update": ("NONE", "ALL_OLD", "UPDATED_OLD", "ALL_NEW", "UPDATED_NEW"),
}


class Failed(Exception):
    """A condition did not hold. `item` is what was there, if it was asked for."""

    def __init__(self, item: Item | None) -> None:
        super().__init__(FAILED)
        self.item = item

    def as_refused(self) -> Refused:
        """The refusal of a write by itself."""
        more = {} if self.item is None else {"Item": self.item}
        return Refused("ConditionalCheckFailedException", FAILED, more=more)


FAILED = "The conditional request failed"


@dataclass(slots=True)
class Done:
    """What a write makes of an item."""

    table: Table
    key: Key
    old: Item | None
    new: Item | None
    size: int


_NOTHING: Item = {}


@dataclass(slots=True)
class Part:
    """A write that can be right: its request is sound, only the item is not known yet."""

    kind: str
    table: Table
    key: Key
    given: Item
    size: int
    expressions: Expressions
    values: Item
    request: dict[str, Any]

    def tried(self) -> Done:
        """What it would do. Raises Failed, or Unfit for an item that could not be."""
        old = self.table.items.get(self.key)
        condition = self.expressions.condition
        if condition is not None and not condition(old or _NOTHING, self.values):
            asked = self.request.get("ReturnValuesOnConditionCheckFailure") == "ALL_OLD"
            raise Failed(old if asked else None)
        if self.kind == "Put":
            return Done(self.table, self.key, old, self.given, self.size)
        if self.kind == "Delete":
            return Done(self.table, self.key, old, None, 0)
        if self.kind == "ConditionCheck":
            return Done(self.table, self.key, old, old, 0)
        return self._updated(old)

    def _updated(self, old: Item | None) -> Done:
        before = self.given if old is None else old
        new = applied(self.expressions.actions or [], before, self.values)
        if old is None:
            size = size_of(new)
        else:
            touched = self.expressions.touched
            size = self.table.sizes[self.key] - size_of({name: old[name] for name in touched if name in old})
            size += size_of({name: new[name] for name in touched if name in new})
        self.table.check_indexed(new)
        if size > MAX_ITEM_BYTES:
            raise Unfit("Item size to update has exceeded the maximum allowed size")
        return Done(self.table, self.key, old, new, size)


def check_returned(kind: str, request: dict[str, Any]) -> None:
    """Raises Refused for what a write by itself cannot return."""
    if request.get("ReturnValues", "NONE") not in _RETURNS[kind]:
        raise invalid("Return values set to invalid value")


def plan(kind: str, request: dict[str, Any], table_of: Callable[[str], Table]) -> Part:
    """A write that was checked without looking at the item. Raises Refused, Unfit if the table is why."""
    expressions, values = read(request)
    table, size = table_of(request["TableName"]), 0
    if kind == "Put":
        given, size = normal_item(request["Item"])
        key = table.key_of(given)
        table.check_indexed(given)
        if size > MAX_ITEM_BYTES:
            raise invalid("Item size has exceeded the maximum allowed size")
    else:
        given, key = table.asked(request["Key"])
    for _, path, _ in expressions.actions or ():
        if path[0] in table.schema.names:
            raise Unfit(
                "One or more parameter values were invalid: "
                f"Cannot update attribute {path[0]}. This attribute is part of the key"
            )
    return Part(kind, table, key, given, size, expressions, values, request)


def returned(part: Part, done: Done) -> dict[str, Any]:
    """The answer to a write by itself."""
    wanted = part.request.get("ReturnValues", "NONE")
    if wanted == "NONE":
        return {}
    if wanted.startswith("UPDATED"):
        paths = [path for _, path, _ in part.expressions.actions or ()]
        if any(len(path) > 1 for path in paths):
            raise NotCovered(f"{wanted} of what lies in a document")
        item = done.old if wanted == "UPDATED_OLD" else done.new
        touched = {str(path[0]): item[str(path[0])] for path in paths if item and path[0] in item}
        return {"Attributes": touched} if touched else {}
    item = done.old if wanted == "ALL_OLD" else done.new
    return {} if item is None else {"Attributes": item}
