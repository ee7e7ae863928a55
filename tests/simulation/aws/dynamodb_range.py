"""Which part of a partition a query asks for."""

from bisect import bisect_left, bisect_right
from functools import lru_cache
from typing import Any

from tests.simulation.aws.dynamodb_table import MAX_HASH, MAX_RANGE, Partition, Schema, Table, View, too_long
from tests.simulation.aws.dynamodb_values import Item, Value, invalid, normal_item, rank

Parts = tuple[tuple[str, str, tuple[str, ...]], ...]
"""(attribute, operator, names of the values) of each condition on a key."""
Ranged = tuple[str, tuple[str, ...]] | None
"""(operator, names of the values) of the range key's condition."""

_OTHER_TYPE = "One or more parameter values were invalid: Condition parameter type does not match schema type"


@lru_cache(maxsize=1024)
def wanted(schema: Schema, parts: Parts) -> tuple[str, Ranged]:
    """The name of the hash key's value, and the range key's condition. Raises Refused."""
    if len(parts) > 2:
        if len(dict.fromkeys(name for name, _, _ in parts)) < len(parts):
            raise invalid("KeyConditionExpressions must only contain one condition per key")
        raise invalid("Conditions can be of length 1 or 2 only")
    by_name = {name: (operator, given) for name, operator, given in parts}
    if len(by_name) < len(parts):
        raise invalid("KeyConditionExpressions must only contain one condition per key")
    hashed = by_name.pop(schema.hash, None)
    if hashed is None:
        raise invalid(f"Query condition missed key schema element: {schema.hash}")
    if hashed[0] != "=":
        raise invalid("Query key condition not supported")
    if not by_name:
        return hashed[1][0], None
    if schema.range is None:
        raise invalid("Query key condition not supported")
    if schema.range not in by_name:
        raise invalid(f"Query condition missed key schema element: {schema.range}")
    return hashed[1][0], by_name[schema.range]


def key_value(value: Value, schema: Schema, at: int) -> str:
    """The value of the hash key (`at` 0) or the range key (1) of a condition. Raises Refused."""
    name, kind = schema.kinds[at]
    held = value.get(kind)
    if held is None:
        raise invalid(_OTHER_TYPE)
    if not held:
        raise invalid(
            "One or more parameter values are not valid. The AttributeValue for a key attribute "
            f"cannot contain an empty string value. Key: {name}"
        )
    if len(held) * 4 > MAX_RANGE and len(held.encode()) > (MAX_RANGE if at else MAX_HASH):
        raise invalid(too_long(not at))
    return str(held)


def bounds(view: View, partition: Partition, ranged: Ranged, values: Item) -> tuple[int, int]:
    """From and up to where the range key's condition holds. Raises Refused."""
    ranks, by = partition.ranks, view.by
    if ranged is None:
        return 0, len(ranks)
    operator, names = ranged
    for given in names:
        key_value(values[given], view.schema, 1)
    first = rank(values[names[0]])
    if operator == "begins_with":
        if not isinstance(first, str):
            raise invalid(_OTHER_TYPE)
        length = len(first)
        low = bisect_left(ranks, first, key=by)
        shorten = (lambda one: one[0][:length]) if by else (lambda one: one[:length])
        return low, bisect_right(ranks, first, low, key=shorten)
    if operator in ("<", "<="):
        return 0, (bisect_left if operator == "<" else bisect_right)(ranks, first, key=by)
    if operator == ">":
        return bisect_right(ranks, first, key=by), len(ranks)
    low = bisect_left(ranks, first, key=by)
    if operator == ">=":
        return low, len(ranks)
    last = first if operator == "=" else rank(values[names[1]])
    return low, bisect_right(ranks, last, low, key=by)


def start_rank(table: Table, view: View, hash_value: str, start: Item, ranged: Ranged, values: Item) -> Any:
    """Where an ExclusiveStartKey stands in the partition. Raises Refused for one no page ended with."""
    start, _ = normal_item(start)
    kinds = dict([*table.schema.kinds, *view.schema.kinds])
    if start.keys() != kinds.keys() or any(not value.get(kinds[name]) for name, value in start.items()):
        raise invalid("The provided starting key is invalid")
    place = view.place(start)
    assert place is not None
    if place[0] != hash_value:
        raise invalid("The provided starting key is outside query boundaries based on provided conditions")
    # Whether the range key's condition holds for it, a partition of this one key tells.
    low, high = bounds(view, Partition([place[1]], [(start, 0)]), ranged, values)
    if low == high:
        raise invalid("The provided starting key does not match the range key predicate")
    return place[1]
