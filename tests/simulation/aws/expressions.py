"""The expressions of one request, read once for each text and then kept."""

from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from tests.simulation.aws import dynamodb_conditions as conditions
from tests.simulation.aws import dynamodb_updates as updates
from tests.simulation.aws.dynamodb_grammar import Call, Given, Names, Node, Path, Place, Reader
from tests.simulation.aws.dynamodb_range import Parts
from tests.simulation.aws.dynamodb_truth import Holds, compiled
from tests.simulation.aws.dynamodb_values import Item, invalid, normal_values

_MIRRORED = {"=": "=", "<": ">", "<=": ">=", ">": "<", ">=": "<="}
_NOTHING: Item = {}


@dataclass
class Expressions:
    """What a request's expressions say."""

    condition: Holds | None = None
    actions: list[updates.Action] | None = None
    touched: tuple[str, ...] = ()
    key: Parts | None = None
    filter: Holds | None = None
    filtered: list[Path] = field(default_factory=list)
    projection: list[Path] | None = None
    checks: list[conditions.Check] = field(default_factory=list)


def read(request: dict[str, Any]) -> tuple[Expressions, Item]:
    """The expressions of a request and its values as they would be stored. Raises Refused."""
    names, values = request.get("ExpressionAttributeNames"), request.get("ExpressionAttributeValues")
    found = _read(
        request.get("ConditionExpression"),
        request.get("UpdateExpression"),
        request.get("KeyConditionExpression"),
        request.get("FilterExpression"),
        request.get("ProjectionExpression"),
        None if names is None else tuple(names.items()),
        None if values is None else tuple([(name, *value) for name, value in values.items()]),
    )
    given = normal_values(values) if values else _NOTHING
    for check in found.checks:
        check(given)
    return found, given


@lru_cache(maxsize=4096)
def _read(
    condition: str | None,
    update: str | None,
    key: str | None,
    filter_: str | None,
    projection: str | None,
    names: tuple[tuple[str, str], ...] | None,
    kinds: tuple[tuple[str, ...], ...] | None,
) -> Expressions:
    if condition is update is key is filter_ is projection is None:
        for what, given in (("Names", names), ("Values", kinds)):
            if given is not None:
                raise invalid(f"ExpressionAttribute{what} can only be specified when using expressions")
    for one in kinds or ():
        if len(one) != 2:
            what = "has more than one datatypes set" if len(one) > 2 else "is empty"
            raise invalid(
                f"ExpressionAttributeValues contains invalid value: Supplied AttributeValue {what}, "
                f"must contain exactly one of the supported datatypes for key {one[0]}"
            )
    known = Names(
        None if names is None else dict(names),
        None if kinds is None else {name: kind for name, kind in (one[:2] for one in kinds)},
    )
    found = Expressions()
    if update is not None:
        found.actions = updates.parse(update, known)
        found.touched = tuple(dict.fromkeys(str(path[0]) for _, path, _ in found.actions))
    if condition is not None:
        tree, found.checks = conditions.parse("ConditionExpression", condition, known)
        found.condition = compiled(tree)
    if key is not None:
        tree, found.checks = conditions.parse("KeyConditionExpression", key, known)
        found.key = tuple(_key_parts(tree))
    if filter_ is not None:
        tree, more = conditions.parse("FilterExpression", filter_, known)
        found.filter, found.filtered = compiled(tree), conditions.places(tree)
        found.checks = [*found.checks, *more]
    if projection is not None:
        found.projection = _projection(projection, known)
    known.ensure_all_used()
    return found


def _key_parts(tree: Node) -> list[tuple[str, str, tuple[str, ...]]]:
    assert isinstance(tree, Call)
    if tree.name == "()":
        return _key_parts(tree.operands[0])
    if tree.name == "AND":
        return [part for one in tree.operands for part in _key_parts(one)]
    if tree.name not in (*_MIRRORED, "BETWEEN", "begins_with"):
        raise invalid(f"Invalid operator used in KeyConditionExpression: {tree.name}")
    operator, (place, *given) = tree.name, tree.operands
    if operator in _MIRRORED and isinstance(given[0], Place) and isinstance(place, Given):
        operator, place, given = _MIRRORED[operator], given[0], [place]
    if any(isinstance(one, Call) for one in tree.operands):
        raise invalid("KeyConditionExpressions cannot contain nested operations")
    names = [one.name for one in given if isinstance(one, Given)]
    if not isinstance(place, Place) or len(names) < len(given):
        raise invalid(
            "Invalid condition in KeyConditionExpression: Multiple attribute names used in one condition"
        )
    if len(place.path) > 1:
        raise invalid(
            "Key attributes must be scalars; list random access '[]' and map lookup '.' are not allowed"
        )
    return [(str(place.path[0]), operator, tuple(names))]


def _projection(text: str, names: Names) -> list[Path]:
    reader = Reader("ProjectionExpression", text, names)
    found = [one.path for one in reader.several(reader.place) if isinstance(one, Place)]
    reader.end()
    updates.ensure_apart(reader, found)
    return found
