"""Query: one partition of a table or of an index, in order, page by page."""

from bisect import bisect_left, bisect_right
from collections.abc import Callable
from typing import Any

from tests.simulation.aws.dynamodb_grammar import Path
from tests.simulation.aws.dynamodb_range import bounds, key_value, start_rank, wanted
from tests.simulation.aws.dynamodb_table import Key, Table, View
from tests.simulation.aws.dynamodb_truth import lookup
from tests.simulation.aws.dynamodb_values import Item, invalid
from tests.simulation.aws.expressions import Expressions, read
from tests.simulation.aws.refusal import NotCovered

PAGE_BYTES = 1024 * 1024
Undone = dict[Key, tuple[Item | None, Item | None]]
"""Items as an eventually consistent read sees them, and as they are."""
_SELECTS = (None, "COUNT", "ALL_ATTRIBUTES", "SPECIFIC_ATTRIBUTES", "ALL_PROJECTED_ATTRIBUTES")


def query(table: Table, request: dict[str, Any], undone: Callable[[], Undone]) -> dict[str, Any]:
    """The answer to a Query. `undone` is asked unless the read is consistent. Raises Refused."""
    expressions, values = read(request)
    view = _view(table, request)
    _check(view, expressions, request)
    seen, cut = _page(_rows(table, view, expressions, values, request, undone), request.get("Limit"))
    items = [item for item, _ in seen]
    if expressions.filter is not None:
        holds = expressions.filter
        items = [item for item in items if holds(item, values)]
    answer: dict[str, Any] = {"Count": len(items), "ScannedCount": len(seen)}
    if request.get("Select") != "COUNT":
        if expressions.projection is not None:
            items = [projected(item, expressions.projection) for item in items]
        answer["Items"] = items
    if cut:
        names = dict.fromkeys((*table.schema.names, *view.schema.names))
        answer["LastEvaluatedKey"] = {name: seen[-1][0][name] for name in names}
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


def _view(table: Table, request: dict[str, Any]) -> View:
    index = request.get("IndexName")
    if index is None:
        return table.base
    view = table.views.get(index)
    if view is None:
        raise invalid(f"The table does not have the specified index: {index}")
    if request.get("ConsistentRead", False):
        raise invalid("Consistent reads are not supported on global secondary indexes")
    return view


def _check(view: View, expressions: Expressions, request: dict[str, Any]) -> None:
    if expressions.key is None:
        raise invalid(
            "Either the KeyConditions or KeyConditionExpression parameter must be specified in the request."
        )
    for path in expressions.filtered:
        if path[0] in view.schema.names:
            raise invalid(
                "Filter Expression can only contain non-primary key attributes: "
                f"Primary key attribute: {path[0]}"
            )
    select = request.get("Select")
    if select not in _SELECTS:
        raise NotCovered(f"Select {select}")
    if expressions.projection is not None and select not in (None, "SPECIFIC_ATTRIBUTES"):
        what = "only the Count" if select == "COUNT" else select
        raise invalid(f"Cannot specify the ProjectionExpression when choosing to get {what}")
    if select == "SPECIFIC_ATTRIBUTES" and expressions.projection is None:
        raise invalid(
            "Must specify the AttributesToGet or ProjectionExpression when choosing to get "
            "SPECIFIC_ATTRIBUTES"
        )
    if select == "ALL_PROJECTED_ATTRIBUTES" and not view.schema.name:
        raise invalid("ALL_PROJECTED_ATTRIBUTES can be used only when Querying using an IndexName")


def _rows(
    table: Table,
    view: View,
    expressions: Expressions,
    values: Item,
    request: dict[str, Any],
    undone: Callable[[], Undone],
) -> list[tuple[Item, int]]:
    """What is left to look at, in the order asked for; not more than the limit."""
    assert expressions.key is not None
    hashed, ranged = wanted(view.schema, expressions.key)
    hash_value = key_value(values[hashed], view.schema, 0)
    hidden = {} if request.get("ConsistentRead", False) else undone()
    partition = view.earlier(hash_value, hidden) if hidden else view.partition(hash_value)
    low, high = bounds(view, partition, ranged, values)
    forward, start = request.get("ScanIndexForward", True), request.get("ExclusiveStartKey")
    if start is not None:
        at = start_rank(table, view, hash_value, start, ranged, values)
        if forward:
            low = max(low, bisect_right(partition.ranks, at))
        else:
            high = min(high, bisect_left(partition.ranks, at))
    most = request.get("Limit", high - low)
    return partition.rows[low : min(high, low + most)] if forward else _last(partition.rows, low, high, most)


def _last(rows: list[tuple[Item, int]], low: int, high: int, most: int) -> list[tuple[Item, int]]:
    return rows[max(low, high - most) : high][::-1]


def _page(rows: list[tuple[Item, int]], limit: int | None) -> tuple[list[tuple[Item, int]], bool]:
    """The rows one answer looks at, and whether it says where to go on."""
    cut = limit is not None and len(rows) >= limit
    seen = rows[:limit] if cut else rows
    if sum([size for _, size in seen]) >= PAGE_BYTES:
        total = 0
        for at, (_, size) in enumerate(seen):
            total += size
            if total >= PAGE_BYTES:
                return seen[: at + 1], cut or at + 1 < len(seen)
    return seen, cut
