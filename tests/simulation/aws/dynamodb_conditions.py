"""Conditions, key conditions and filters as trees, with what DynamoDB checks before it looks at an item."""

from collections.abc import Callable

from tests.simulation.aws.dynamodb_grammar import (
    COMPARISONS,
    Call,
    Given,
    Names,
    Node,
    Path,
    Place,
    Reader,
    mistyped,
)
from tests.simulation.aws.dynamodb_values import Item, Value, rank

Check = Callable[[Item], None]
"""What can only be said once the values are known. Raises Refused."""

KINDS = ("S", "N", "B", "SS", "NS", "BS", "L", "M", "BOOL", "NULL")
_ORDERS = ("<", "<=", ">", ">=", "BETWEEN")
_BOOLEAN = ("attribute_exists", "attribute_not_exists", "attribute_type", "begins_with", "contains")
_MAX_IN = 100


def parse(clause: str, text: str, names: Names) -> tuple[Node, list[Check]]:
    """The tree of a condition, key condition or filter. Raises Refused."""
    reader = Reader(clause, text, names)
    checks: list[Check] = []
    tree = _either(reader, checks)
    reader.end()
    return tree, checks


def places(tree: Node) -> list[Path]:
    """Every path a condition looks at."""
    if isinstance(tree, Place):
        return [tree.path]
    return [path for operand in tree.operands for path in places(operand)] if isinstance(tree, Call) else []


def _either(reader: Reader, checks: list[Check]) -> Node:
    parts = [_all(reader, checks)]
    while reader.took("OR"):
        parts.append(_all(reader, checks))
    return parts[0] if len(parts) == 1 else Call("OR", tuple(parts))


def _all(reader: Reader, checks: list[Check]) -> Node:
    parts = [_one(reader, checks)]
    while reader.took("AND"):
        parts.append(_one(reader, checks))
    return parts[0] if len(parts) == 1 else Call("AND", tuple(parts))


def _one(reader: Reader, checks: list[Check]) -> Node:
    if reader.took("NOT"):
        return Call("NOT", (_one(reader, checks),))
    if reader.took("("):
        inner = _either(reader, checks)
        reader.expect(")")
        if isinstance(inner, Call) and inner.name == "()":
            raise reader.wrong("The expression has redundant parentheses;")
        return Call("()", (inner,))
    return _predicate(reader, checks)


def _predicate(reader: Reader, checks: list[Check]) -> Node:
    left = reader.operand()
    operator = reader.next
    if operator in COMPARISONS:
        reader.take()
        operands: tuple[Node, ...] = (left, reader.operand())
    elif reader.took("BETWEEN"):
        low = reader.operand()
        reader.expect("AND")
        operands = (left, low, reader.operand())
    elif reader.took("IN"):
        reader.expect("(")
        operands = (left, *reader.several(reader.operand))
        reader.expect(")")
    elif isinstance(left, Call):
        if left.name == "size":
            raise reader.misplaced("size")
        _check_call(reader, left, checks)
        return left
    else:
        raise reader.unexpected()
    _check_comparison(reader, operator, operands, checks)
    return Call(operator, operands)


def _check_call(reader: Reader, call: Call, checks: list[Check]) -> None:
    for one in call.operands:
        if isinstance(one, Call):
            _check_operand(reader, one, checks)
    first, name = call.operands[0], call.name
    if name.startswith("attribute") and not isinstance(first, Place):
        raise reader.wrong(f"Operator or function requires a document path; operator or function: {name}")
    if name == "begins_with":
        for one in call.operands:
            if isinstance(one, Given) and one.kind not in ("S", "B"):
                raise mistyped(reader, name, one.kind)
    if name == "attribute_type":
        wanted = call.operands[1]
        if not isinstance(wanted, Given) or wanted.kind != "S":
            kind = wanted.kind if isinstance(wanted, Given) else f"{{{','.join(KINDS)}}}"
            raise mistyped(reader, name, kind)
        checks.append(lambda values: _check_kind(reader, values[wanted.name]["S"]))
    _check_distinct(reader, name, call.operands)


def _check_kind(reader: Reader, kind: str) -> None:
    if kind not in KINDS:
        valid = ",".join(KINDS)
        raise reader.wrong(f"Invalid attribute type name found; type: {kind}, valid types: {{{valid}}}")


def _check_comparison(reader: Reader, operator: str, operands: tuple[Node, ...], checks: list[Check]) -> None:
    for one in operands:
        _check_operand(reader, one, checks)
    if operator == "IN" and len(operands) > _MAX_IN + 1:
        raise reader.wrong(
            f"The IN operator is provided with too many operands; number of operands: {len(operands) - 1}"
        )
    if operator in _ORDERS:
        for one in operands:
            if isinstance(one, Given) and one.kind not in ("S", "N", "B"):
                raise mistyped(reader, operator, one.kind)
    _check_distinct(reader, operator, operands)
    if operator == "BETWEEN":
        low, high = operands[1:]
        if isinstance(low, Given) and isinstance(high, Given):
            checks.append(lambda values: _check_bounds(reader, values[low.name], values[high.name]))


def _check_operand(reader: Reader, node: Node, checks: list[Check]) -> None:
    if not isinstance(node, Call):
        return
    if node.name in _BOOLEAN:
        raise reader.misplaced(node.name)
    of = node.operands[0]
    kind = "N" if isinstance(of, Call) else of.kind if isinstance(of, Given) else ""
    if kind in ("N", "BOOL", "NULL"):
        raise mistyped(reader, node.name, kind)


def _check_distinct(reader: Reader, name: str, operands: tuple[Node, ...]) -> None:
    first = operands[0]
    if isinstance(first, Place) and first in operands[1:]:
        path = "".join(f"[{part}]" if isinstance(part, int) else f".{part}" for part in first.path)[1:]
        raise reader.wrong(
            "The first operand must be distinct from the remaining operands for this operator or "
            f"function; operator: {name}, first operand: [{path}]"
        )


def _check_bounds(reader: Reader, low: Value, high: Value) -> None:
    if low.keys() != high.keys():
        why = "same data type for lower and upper bounds"
    elif rank(low) > rank(high):
        why = "upper bound to be greater than or equal to lower bound"
    else:
        return
    (low_kind, low_held), (high_kind, high_held) = [next(iter(one.items())) for one in (low, high)]
    raise reader.wrong(
        f"The BETWEEN operator requires {why}; "
        f"lower bound operand: AttributeValue: {{{low_kind}:{low_held}}}, "
        f"upper bound operand: AttributeValue: {{{high_kind}:{high_held}}}"
    )
