"""DynamoDB's values: what it takes, how it stores them, how large they are, what comes before what.

A stored value is normal: numbers as DynamoDB writes them, sets sorted. So equal values are equal JSON.
"""

import re
from collections.abc import Callable
from decimal import Context, Decimal
from typing import Any

from tests.simulation.aws.refusal import NotCovered, Refused

Value = dict[str, Any]
Item = dict[str, Value]

MAX_DEPTH = 31
_PLAIN = re.compile(r"0|-?[1-9][0-9]{0,36}").fullmatch
_NUMBER = re.compile(r"[+-]?([0-9]+\.?[0-9]*|\.[0-9]+)([eE][+-]?[0-9]+)?").fullmatch
_EXACT = Context(prec=400, Emax=999_999, Emin=-999_999)


def normal_item(item: Item) -> tuple[Item, int]:
    """The item as it is stored, and its size in bytes. Raises Refused."""
    stored, size, texts = dict(item), 0, list(item)
    for name, value in item.items():
        if len(value) == 1:
            if "S" in value:
                texts.append(value["S"])
                continue
            if "N" in value and _PLAIN(value["N"]):
                size += _digits(value["N"])
                continue
        stored[name], more = _normal(value)
        size += more
    text = "".join(texts)
    return stored, size + (len(text) if text.isascii() else len(text.encode()))


def normal_values(values: Item) -> Item:
    """Values of an expression, as they would be stored. Raises Refused."""
    normal = values
    for name, value in values.items():
        if len(value) == 1 and ("S" in value or ("N" in value and _PLAIN(value["N"]))):
            continue
        if normal is values:
            normal = dict(values)
        try:
            normal[name], _ = _normal(value)
        except Refused as refused:
            raise invalid(
                f"ExpressionAttributeValues contains invalid value: {refused.message} for key {name}"
            ) from None
    return normal


def size_of(item: Item) -> int:
    """The size of a stored item in bytes. Raises Unfit if it is nested too deep."""
    try:
        return normal_item(item)[1]
    except Refused as refused:
        raise Unfit(refused.message) from None


def number(text: str) -> int | Decimal:
    """A stored number, to compare and reckon with."""
    return int(text) if _PLAIN(text) else Decimal(text)


def total(a: str, b: str, operator: str = "+") -> str:
    """The sum or the difference of two stored numbers. Raises Unfit for one that cannot be stored."""
    if _PLAIN(a) and _PLAIN(b):
        return _normal_number(str(int(a) + int(b) if operator == "+" else int(a) - int(b)))
    work = _EXACT.add if operator == "+" else _EXACT.subtract
    try:
        return _normal_number(str(work(Decimal(a), Decimal(b))))
    except Refused as refused:
        raise Unfit(refused.message) from None


def rank(value: Value) -> Any:
    """What values of one type (S or N) are sorted by."""
    return value["S"] if "S" in value else number(value["N"])


class Unfit(Refused):
    """What would become of an item cannot be stored. In a transaction it is the part's own reason."""

    def __init__(self, message: str) -> None:
        super().__init__("ValidationException", message)


def invalid(message: str) -> Refused:
    """The refusal of a request that can never be right."""
    return Refused("ValidationException", message)


def _normal(value: Value, depth: int = 0) -> tuple[Value, int]:
    if len(value) != 1:
        what = "has more than one datatypes set" if value else "is empty"
        raise invalid(f"Supplied AttributeValue {what}, must contain exactly one of the supported datatypes")
    (kind, held) = next(iter(value.items()))
    if kind not in _KINDS:
        raise NotCovered(f"values of type {kind}")
    if depth > MAX_DEPTH:
        raise invalid("Nesting Levels have exceeded supported limits")
    normal, size = _KINDS[kind](held, depth)
    return {kind: normal}, size


def _string(held: str, depth: int) -> tuple[str, int]:
    return held, len(held.encode())


def _number(held: str, depth: int) -> tuple[str, int]:
    text = _normal_number(held)
    return text, _digits(text)


def _digits(text: str) -> int:
    """The size of a number: a byte for each two significant digits, one for where they stand."""
    if text[-1] != "0" and text.isdigit():
        return (len(text) + 3) // 2
    if text == "0":
        return 1
    sign, digits, exponent = Decimal(text).normalize(_EXACT).as_tuple()
    assert isinstance(exponent, int)
    return (len(digits) + exponent % 2 + 3) // 2 + sign


def _normal_number(text: str) -> str:
    if _PLAIN(text):
        return text
    if not _NUMBER(text):
        raise invalid(f"The parameter cannot be converted to a numeric value: {text}")
    exact = _EXACT.create_decimal(text)
    if not exact:
        return "0"
    short = exact.normalize(_EXACT)
    if len(short.as_tuple().digits) > 38:
        raise invalid("Attempting to store more than 38 significant digits in a Number")
    if short.adjusted() > 125:
        raise invalid(
            "Number overflow. Attempting to store a number with magnitude larger than supported range"
        )
    if short.adjusted() < -130:
        raise invalid(
            "Number underflow. Attempting to store a number with magnitude smaller than supported range"
        )
    return f"{short:f}"


def _flag(held: bool, depth: int) -> tuple[bool, int]:
    return held, 1


def _null(held: bool, depth: int) -> tuple[bool, int]:
    if held is not True:
        raise invalid(
            "One or more parameter values were invalid: "
            "Null attribute value types must have the value of true"
        )
    return held, 1


def _list(held: list[Value], depth: int) -> tuple[list[Value], int]:
    parts = [_normal(one, depth + 1) for one in held]
    return [one for one, _ in parts], 3 + sum(size + 1 for _, size in parts)


def _map(held: Item, depth: int) -> tuple[Item, int]:
    parts = {name: _normal(one, depth + 1) for name, one in held.items()}
    size = sum(len(name.encode()) + size + 1 for name, (_, size) in parts.items())
    return {name: one for name, (one, _) in parts.items()}, 3 + size


def _strings(held: list[str], depth: int) -> tuple[list[str], int]:
    _distinct(held, held, "string")
    return sorted(held), sum(len(one.encode()) for one in held)


def _numbers(held: list[str], depth: int) -> tuple[list[str], int]:
    parts = [_number(one, depth) for one in held]
    _distinct([text for text, _ in parts], held, "number")
    return sorted((text for text, _ in parts), key=number), sum(size for _, size in parts)


def _distinct(normal: list[str], held: list[str], kind: str) -> None:
    if not held:
        raise invalid(f"One or more parameter values were invalid: An {kind} set  may not be empty")
    if len(dict.fromkeys(normal)) < len(held):
        raise invalid(
            "One or more parameter values were invalid: "
            f"Input collection [{', '.join(held)}] contains duplicates."
        )


_KINDS: dict[str, Callable[[Any, int], tuple[Any, int]]] = {
    "S": _string,
    "N": _number,
    "BOOL": _flag,
    "NULL": _null,
    "L": _list,
    "M": _map,
    "SS": _strings,
    "NS": _numbers,
}
