"""What a condition or a filter says of an item."""

from collections.abc import Callable
from functools import partial
from operator import ge, gt, le, lt
from typing import Any

from tests.simulation.aws.dynamodb_grammar import COMPARISONS, Call, Given, Node, Path, Place
from tests.simulation.aws.dynamodb_values import Item, Value, number

Holds = Callable[[Item, Item], bool]
"""(item, values of the request) → whether it holds. An item that is not there is an empty one."""
_Finds = Callable[[Item, Item], Value | None]
_ORDERS = {"<": lt, "<=": le, ">": gt, ">=": ge}


def compiled(tree: Node) -> Holds:
    """The condition as one function."""
    assert isinstance(tree, Call)
    return _CONDITIONS[tree.name](tree.operands)


def lookup(item: Item, path: Path) -> Value | None:
    """What lies at a path."""
    found: Any = item.get(str(path[0]))
    for part in path[1:]:
        if found is None:
            return None
        if isinstance(part, int):
            held = found.get("L")
            found = held[part] if held is not None and part < len(held) else None
        else:
            held = found.get("M")
            found = held.get(part) if held is not None else None
    return found


def finder(node: Node) -> _Finds:
    """An operand as one function."""
    if isinstance(node, Given):
        given = node.name
        return lambda item, values: values[given]
    if isinstance(node, Place):
        path = node.path
        if len(path) == 1:
            name = str(path[0])
            return lambda item, values: item.get(name)
        return lambda item, values: lookup(item, path)
    of = finder(node.operands[0])
    return lambda item, values: _size(of(item, values))


def _size(value: Value | None) -> Value | None:
    if value is None:
        return None
    ((kind, held),) = value.items()
    if kind == "S":
        return {"N": str(len(held) if held.isascii() else len(held.encode("utf-16-le")) // 2)}
    return {"N": str(len(held))} if kind in ("SS", "NS", "L", "M") else None


def _ordered(order: Callable[[Any, Any], bool], left: Value | None, right: Value | None) -> bool:
    if left is None or right is None:
        return False
    if "S" in left and "S" in right:
        return order(left["S"], right["S"])
    if "N" in left and "N" in right:
        return order(number(left["N"]), number(right["N"]))
    return False


def _compare(operator: str, operands: tuple[Node, ...]) -> Holds:
    left, right = finder(operands[0]), finder(operands[1])
    if operator == "=":
        return lambda item, values: (found := left(item, values)) is not None and found == right(item, values)
    if operator == "<>":
        return lambda item, values: (found := left(item, values)) is None or found != right(item, values)
    order = _ORDERS[operator]
    return lambda item, values: _ordered(order, left(item, values), right(item, values))


def _between(operands: tuple[Node, ...]) -> Holds:
    value, low, high = (finder(one) for one in operands)
    return lambda item, values: (
        _ordered(ge, found := value(item, values), low(item, values))
        and _ordered(le, found, high(item, values))
    )


def _in(operands: tuple[Node, ...]) -> Holds:
    value, *among = (finder(one) for one in operands)
    return lambda item, values: (
        (found := value(item, values)) is not None and any(found == one(item, values) for one in among)
    )


def _every(operands: tuple[Node, ...]) -> Holds:
    parts = [compiled(one) for one in operands]
    if len(parts) == 2:
        first, second = parts
        return lambda item, values: first(item, values) and second(item, values)
    return lambda item, values: all(part(item, values) for part in parts)


def _some(operands: tuple[Node, ...]) -> Holds:
    parts = [compiled(one) for one in operands]
    return lambda item, values: any(part(item, values) for part in parts)


def _not(operands: tuple[Node, ...]) -> Holds:
    inner = compiled(operands[0])
    return lambda item, values: not inner(item, values)


def _exists(operands: tuple[Node, ...]) -> Holds:
    place = finder(operands[0])
    return lambda item, values: place(item, values) is not None


def _not_exists(operands: tuple[Node, ...]) -> Holds:
    place = finder(operands[0])
    return lambda item, values: place(item, values) is None


def _type(operands: tuple[Node, ...]) -> Holds:
    place, kind = (finder(one) for one in operands)

    def holds(item: Item, values: Item) -> bool:
        found, wanted = place(item, values), kind(item, values)
        assert wanted is not None
        return found is not None and wanted["S"] in found

    return holds


def _begins(operands: tuple[Node, ...]) -> Holds:
    value, prefix = (finder(one) for one in operands)

    def holds(item: Item, values: Item) -> bool:
        found, start = value(item, values), prefix(item, values)
        if not found or not start or "S" not in found or "S" not in start:
            return False
        return bool(found["S"].startswith(start["S"]))

    return holds


def _contains(operands: tuple[Node, ...]) -> Holds:
    value, part = (finder(one) for one in operands)

    def holds(item: Item, values: Item) -> bool:
        found, wanted = value(item, values), part(item, values)
        if not found or not wanted:
            return False
        ((kind, held),) = found.items()
        if kind == "L":
            return wanted in held
        return kind in ("S", "SS", "NS") and kind[0] in wanted and wanted[kind[0]] in held

    return holds


def _parenthesised(operands: tuple[Node, ...]) -> Holds:
    return compiled(operands[0])


_CONDITIONS: dict[str, Callable[[tuple[Node, ...]], Holds]] = {
    **{one: partial(_compare, one) for one in COMPARISONS},
    "BETWEEN": _between,
    "IN": _in,
    "AND": _every,
    "OR": _some,
    "NOT": _not,
    "()": _parenthesised,
    "attribute_exists": _exists,
    "attribute_not_exists": _not_exists,
    "attribute_type": _type,
    "begins_with": _begins,
    "contains": _contains,
}
