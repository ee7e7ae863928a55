"""Update expressions: SET, REMOVE, ADD and DELETE, all worked out from the item as it was before."""

from collections.abc import Callable
from itertools import pairwise
from typing import Any

from tests.simulation.aws.dynamodb_grammar import Call, Given, Names, Node, Path, Place, Reader, mistyped
from tests.simulation.aws.dynamodb_truth import finder, lookup
from tests.simulation.aws.dynamodb_values import Item, Unfit, Value, number, total

Action = tuple[str, Path, Callable[[Item, Item], Value | None]]
"""(SET, REMOVE, ADD or DELETE; where; (item before, values of the request) → the operand)."""

_ADDED, _DELETED = ("N", "SS", "NS", "BS"), ("SS", "NS", "BS")
_NAMES = {"S": "STRING", "L": "LIST", "M": "MAP", "BOOL": "BOOLEAN", "NULL": "NULL", "N": "NUMBER"}
_WRONG_TYPE = "An operand in the update expression has an incorrect data type"
_NOT_THERE = "The provided expression refers to an attribute that does not exist in the item"
_NO_SUCH_PATH = "The document path provided in the update expression is invalid for update"


def parse(text: str, names: Names) -> list[Action]:
    """The actions of an update expression, in order. Raises Refused."""
    reader = Reader("UpdateExpression", text, names)
    actions: list[Action] = []
    sections: list[str] = []
    while reader.next in _SECTIONS:
        section = reader.take()
        if section in sections:
            raise reader.wrong(f'The "{section}" section can only be used once in an update expression;')
        sections.append(section)
        _SECTIONS[section](reader, actions)
        while reader.took(","):
            _SECTIONS[section](reader, actions)
    if not sections:
        raise reader.unexpected()
    reader.end()
    ensure_apart(reader, [path for _, path, _ in actions])
    return actions


def applied(actions: list[Action], item: Item, values: Item) -> Item:
    """The item after the update; `item` stays as it was. Raises Unfit."""
    after = dict(item)
    inside: list[tuple[Path, Value | None]] = []
    for what, path, operand in actions:
        value = operand(item, values)
        if value is not None and what != "SET":
            value = (_added if what == "ADD" else _deleted)(lookup(item, path), value)
        name = path[0]
        if len(path) > 1 or isinstance(name, int):
            inside.append((path, value))
        elif value is None:
            after.pop(name, None)
        else:
            after[name] = value
    if inside:
        _apply_inside(after, inside)
    return after


def _apply_inside(item: Item, changes: list[tuple[Path, Value | None]]) -> None:
    # In order of their positions: what lies beyond the end of a list is appended.
    changes.sort(key=lambda change: _position(change[0]))
    for path, value in changes:
        if value is not None:
            _set(item, path, value)
    # From the back, so that positions in a list are those of before.
    for path, value in reversed(changes):
        if value is None:
            _remove(item, path)


def _read_set(reader: Reader, actions: list[Action]) -> None:
    place = reader.place()
    reader.expect("=")
    left = _operand(reader)
    operator = reader.next
    if operator in ("+", "-"):
        reader.take()
        right = _operand(reader)
        for one in (left, right):
            if isinstance(one, Given) and one.kind != "N":
                raise mistyped(reader, operator, one.kind)
        actions.append(("SET", place.path, _sum(operator, _value(left), _value(right))))
        return
    actions.append(("SET", place.path, _value(left)))


def _read_remove(reader: Reader, actions: list[Action]) -> None:
    actions.append(("REMOVE", reader.place().path, lambda item, values: None))


def _read_add(reader: Reader, actions: list[Action]) -> None:
    _read_pair(reader, actions, "ADD", _ADDED)


def _read_delete(reader: Reader, actions: list[Action]) -> None:
    _read_pair(reader, actions, "DELETE", _DELETED)


def _read_pair(reader: Reader, actions: list[Action], what: str, kinds: tuple[str, ...]) -> None:
    place = reader.place()
    if not reader.next.startswith(":"):
        raise reader.unexpected()
    given = reader.operand()
    assert isinstance(given, Given)
    if given.kind not in kinds:
        raise reader.wrong(
            f"Incorrect operand type for operator or function; operator: {what}, "
            f"operand type: {_NAMES.get(given.kind, given.kind)}, typeSet: ALLOWED_FOR_{what}_OPERAND"
        )
    actions.append((what, place.path, finder(given)))


_SECTIONS = {"SET": _read_set, "REMOVE": _read_remove, "ADD": _read_add, "DELETE": _read_delete}


def _operand(reader: Reader) -> Node:
    node = reader.operand()
    if isinstance(node, Call):
        if node.name == "if_not_exists" and not isinstance(node.operands[0], Place):
            raise reader.wrong(
                f"Operator or function requires a document path; operator or function: {node.name}"
            )
        if node.name == "list_append":
            for one in node.operands:
                if isinstance(one, Given) and one.kind != "L":
                    raise mistyped(reader, node.name, one.kind)
    return node


def _value(node: Node) -> Callable[[Item, Item], Value | None]:
    """What is set. Raises Refused for what is not there."""
    if isinstance(node, Given):
        return finder(node)
    if isinstance(node, Place):
        find = finder(node)

        def there(item: Item, values: Item) -> Value:
            found = find(item, values)
            if found is None:
                raise Unfit(_NOT_THERE)
            return found

        return there
    if node.name == "if_not_exists":
        place, otherwise = finder(node.operands[0]), _value(node.operands[1])
        return lambda item, values: (
            found if (found := place(item, values)) is not None else otherwise(item, values)
        )
    first, second = (_value(one) for one in node.operands)
    return lambda item, values: _joined(first(item, values), second(item, values))


def _joined(first: Value | None, second: Value | None) -> Value:
    if first is None or second is None or "L" not in first or "L" not in second:
        raise Unfit(_WRONG_TYPE)
    return {"L": [*first["L"], *second["L"]]}


def _sum(
    operator: str,
    left: Callable[[Item, Item], Value | None],
    right: Callable[[Item, Item], Value | None],
) -> Callable[[Item, Item], Value]:
    def add(item: Item, values: Item) -> Value:
        a, b = left(item, values), right(item, values)
        if a is None or b is None or "N" not in a or "N" not in b:
            raise Unfit(_WRONG_TYPE)
        return {"N": total(a["N"], b["N"], operator)}

    return add


def _added(before: Value | None, operand: Value) -> Value:
    if before is None:
        return operand
    ((kind, held),) = operand.items()
    if kind not in before:
        raise Unfit(_WRONG_TYPE)
    if kind == "N":
        return {"N": total(before["N"], held)}
    return {kind: _sorted(kind, dict.fromkeys([*before[kind], *held]))}


def _deleted(before: Value | None, operand: Value) -> Value | None:
    """The set without these; None when nothing is left of it."""
    if before is None:
        return None
    ((kind, held),) = operand.items()
    if kind not in before:
        raise Unfit(_WRONG_TYPE)
    left = [one for one in before[kind] if one not in held]
    return {kind: left} if left else None


def _sorted(kind: str, held: Any) -> list[str]:
    return sorted(held, key=number) if kind == "NS" else sorted(held)


def _set(item: Item, path: Path, value: Value) -> None:
    """Sets what lies inside a document, on copies of what holds it."""
    holder, last = _opened(item, path), path[-1]
    if isinstance(last, int):
        if last < len(holder):
            holder[last] = value
        else:
            holder.append(value)
    else:
        holder[last] = value


def _remove(item: Item, path: Path) -> None:
    if lookup(item, path[:-1]) is None:
        raise Unfit(_NO_SUCH_PATH)
    holder, last = _opened(item, path), path[-1]
    if isinstance(last, str):
        holder.pop(last, None)
    elif last < len(holder):
        del holder[last]


def _opened(item: Item, path: Path) -> Any:
    """The list or map that holds the path's last part, copied with everything above it."""
    holder: Any = item
    for part, after in pairwise(path):
        kind = "L" if isinstance(after, int) else "M"
        try:
            held = holder[part][kind]
        except (KeyError, IndexError):
            raise Unfit(_NO_SUCH_PATH) from None
        held = list(held) if kind == "L" else dict(held)
        holder[part] = {kind: held}
        holder = held
    return holder


def _position(path: Path) -> tuple[tuple[bool, int, str], ...]:
    return tuple((isinstance(part, int), part if isinstance(part, int) else 0, str(part)) for part in path)


def ensure_apart(reader: Reader, paths: list[Path]) -> None:
    """Refuses paths of which one lies in another."""
    for at, one in enumerate(paths):
        for other in paths[:at]:
            shared = min(len(one), len(other))
            if one[:shared] == other[:shared]:
                raise reader.wrong(
                    "Two document paths overlap with each other; must remove or rewrite one of these "
                    f"paths; path one: {_shown(other)}, path two: {_shown(one)}"
                )
            kinds = [(type(a), type(b)) for a, b in zip(one, other, strict=False) if a != b]
            if kinds and kinds[0][0] is not kinds[0][1]:
                raise reader.wrong(
                    "Two document paths conflict with each other; must remove or rewrite one of these "
                    f"paths; path one: {_shown(other)}, path two: {_shown(one)}"
                )


def _shown(path: Path) -> str:
    return f"[{', '.join(f'[{part}]' if isinstance(part, int) else part for part in path)}]"
