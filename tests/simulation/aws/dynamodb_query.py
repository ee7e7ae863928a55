"""Query: one partition of a table or of an index, in order, page by page."""

from bisect import bisect_left, bisect_right
from collections.abc import Callable
from functools import lru_cache
from typing import Any

from tests.simulation.aws.dynamodb_grammar import Path
from tests.simulation.aws.dynamodb_table import Key, Partition, Schema, Table, View
from tests.simulation.aws.dynamodb_truth import lookup
from tests.simulation.aws.dynamodb_values import Item, Value, invalid, normal_item, rank
from tests.simulation.aws.expressions import Expressions, read
from tests.simulation.aws.refusal import NotCovered

_OTHER_TYPE = "One or more parameter values were invalid: Condition parameter type does not match schema type"
PAGE_BYTES = 1024 * 1024
Undone = dict[Key, tuple[Item | None, Item | None]]
_SELECTS = (None, "COUNT", "ALL_ATTRIBUTES", "SPECIFIC_ATTRIBUTES", "ALL_PROJECTED_ATTRIBUTES")


def query(table: Table, request: dict[str, Any], undone: Callable[[], Undone]) -> dict[str, Any]:
    """The answer to a Query. `undone` says what an eventually consistent read does not see yet."""
    expressions, values = read(request)
    if expressions.key is None:
        raise invalid(
            "Either the KeyConditions or KeyConditionExpression parameter must be specified in the request."
        )
    index, consistent = request.get("IndexName"), request.get("ConsistentRead", False)
    view = table.base if index is None else table.views.get(index)
    if view is None:
        raise invalid(f"The table does not have the specified index: {index}")
    if index is not None and consistent:
        raise invalid("Consistent reads are not supported on global secondary indexes")
    wanted = _plan(view.schema, expressions.key.parts)
    _check_filter(view, expressions)
    select = _select(request, expressions, index)
    hash_value = _key_value(values[wanted[0]], view.schema.kinds[0][1], view.schema.hash)
    hidden = {} if consistent else undone()
    partition = view.earlier(hash_value, hidden) if hidden else view.partition(hash_value)
    low, high = _bounds(view, partition, wanted[1], values)
    forward = request.get("ScanIndexForward", True)
    start = request.get("ExclusiveStartKey")
    if start is not None:
        low, high = _after(table, view, partition, hash_value, start, low, high, forward)
    rows = partition.rows[low:high] if forward else partition.rows[low:high][::-1]
    seen, cut = _page(rows, request.get("Limit"))
    items = [item for item, _ in seen]
    if expressions.filter is not None:
        holds = expressions.filter
        items = [item for item in items if holds(item, values)]
    answer: dict[str, Any] = {"Count": len(items), "ScannedCount": len(seen)}
    if select != "COUNT":
        if expressions.projection is not None:
            items = [projected(item, expressions.projection) for item in items]
        answer["Items"] = items
    if cut:
        answer["LastEvaluatedKey"] = _position(table, view, seen[-1][0])
    return answer


def projected(item: Item, paths: list[Path]) -> Item:
    """Only what lies at these paths."""
    found: Item = {}
    for path in paths:
        if any(isinstance(part, int) for part in path):
            raise NotCovered("a projection of a list's element")
        value = lookup(item, path)
        if value is None:
            continue
        holder: Any = found
        for part in path[:-1]:
            holder = holder.setdefault(part, {"M": {}})["M"]
        holder[path[-1]] = value
    return found


@lru_cache(maxsize=1024)
def _plan(
    schema: Schema, parts: tuple[tuple[str, str, tuple[str, ...]], ...]
) -> tuple[str, tuple[str, tuple[str, ...]] | None]:
    """The value of the hash key and, if there is one, the range key's condition."""
    if len(parts) > 2:
        raise invalid("Conditions can be of length 1 or 2 only")
    by_name: dict[str, tuple[str, tuple[str, ...]]] = {}
    for name, operator, given in parts:
        if name in by_name:
            raise invalid("KeyConditionExpressions must only contain one condition per key")
        by_name[name] = (operator, given)
    hashed = by_name.pop(schema.hash, None)
    if hashed is None:
        raise invalid(f"Query condition missed key schema element: {schema.hash}")
    if hashed[0] != "=":
        raise invalid("Query key condition not supported")
    if not by_name:
        return hashed[1][0], None
    if schema.range is None or schema.range not in by_name:
        raise invalid(
            "Query key condition not supported"
            if schema.range is None
            else f"Query condition missed key schema element: {schema.range}"
        )
    if by_name[schema.range][0] == "begins_with" and dict(schema.kinds)[schema.range] != "S":
        raise invalid(_OTHER_TYPE)
    return hashed[1][0], by_name[schema.range]


def _key_value(value: Value, kind: str, name: str) -> str:
    held = value.get(kind)
    if held is None:
        raise invalid(_OTHER_TYPE)
    if not held:
        raise invalid(
            "One or more parameter values are not valid. The AttributeValue for a key attribute "
            f"cannot contain an empty string value. Key: {name}"
        )
    return str(held)


def _check_filter(view: View, expressions: Expressions) -> None:
    for path in expressions.filtered:
        if path[0] in view.schema.names:
            raise invalid(
                "Filter Expression can only contain non-primary key attributes: "
                f"Primary key attribute: {path[0]}"
            )


def _select(request: dict[str, Any], expressions: Expressions, index: str | None) -> str | None:
    select = request.get("Select")
    if select not in _SELECTS:
        raise NotCovered(f"Select {select}")
    if expressions.projection is not None and select not in (None, "SPECIFIC_ATTRIBUTES"):
        raise invalid(f"Cannot specify the ProjectionExpression when choosing to get {select}")
    if select == "SPECIFIC_ATTRIBUTES" and expressions.projection is None:
        raise invalid(
            "Must specify the AttributesToGet or ProjectionExpression when choosing to get "
            "SPECIFIC_ATTRIBUTES"
        )
    if select == "ALL_PROJECTED_ATTRIBUTES" and index is None:
        raise invalid("ALL_PROJECTED_ATTRIBUTES can be used only when Querying using an IndexName")
    return select


def _bounds(
    view: View, partition: Partition, ranged: tuple[str, tuple[str, ...]] | None, values: Item
) -> tuple[int, int]:
    """From and up to where the range key's condition holds."""
    ranks, by = partition.ranks, view.by
    if ranged is None:
        return 0, len(ranks)
    operator, names = ranged
    name, kind = view.schema.kinds[1]
    for given in names:
        _key_value(values[given], kind, name)
    first = rank(values[names[0]])
    if operator == "begins_with":
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


def _after(
    table: Table,
    view: View,
    partition: Partition,
    hash_value: str,
    start: Item,
    low: int,
    high: int,
    forward: bool,
) -> tuple[int, int]:
    """The bounds of what comes after a page."""
    start, _ = normal_item(start)
    kinds = dict([*table.schema.kinds, *view.schema.kinds])
    if start.keys() != kinds.keys() or any(kinds[name] not in value for name, value in start.items()):
        raise invalid("The provided starting key is invalid")
    place = view.place(start)
    assert place is not None
    if place[0] != hash_value:
        raise invalid("The provided starting key is outside query boundaries based on provided conditions")
    if forward:
        return max(low, bisect_right(partition.ranks, place[1])), high
    return low, min(high, bisect_left(partition.ranks, place[1]))


def _page(rows: list[tuple[Item, int]], limit: int | None) -> tuple[list[tuple[Item, int]], bool]:
    """The rows one answer looks at, and whether it says where to go on."""
    cut = limit is not None and len(rows) >= limit
    seen = rows[:limit] if cut else rows
    if sum([size for _, size in seen]) >= PAGE_BYTES:
        total = 0
        for at, (_, size) in enumerate(seen):
            total += size
            if total >= PAGE_BYTES:
                return seen[: at + 1], True
    return seen, cut


def _position(table: Table, view: View, item: Item) -> Item:
    names = dict.fromkeys((*table.schema.names, *view.schema.names))
    return {name: item[name] for name in names}
