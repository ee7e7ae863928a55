"""DynamoDB's expressions: text, placeholders and the kinds of the given values → a tree, or a refusal."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from tests.simulation.aws.dynamodb_values import invalid
from tests.simulation.aws.dynamodb_words import RESERVED
from tests.simulation.aws.refusal import NotCovered, Refused

Path = tuple[str | int, ...]
COMPARISONS = ("=", "<>", "<", "<=", ">", ">=")
_ARITY = {
    "attribute_exists": 1,
    "attribute_not_exists": 1,
    "attribute_type": 2,
    "begins_with": 2,
    "contains": 2,
    "size": 1,
    "if_not_exists": 2,
    "list_append": 2,
}
_UPDATE_FUNCTIONS = ("if_not_exists", "list_append")
_KEYWORDS = frozenset(["AND", "OR", "NOT", "BETWEEN", "IN", "SET", "ADD", "REMOVE", "DELETE"])
_TOKEN = re.compile(r"\s*([#:]?[A-Za-z0-9_]+|<=|>=|<>|\S)")
_PLACEHOLDER = re.compile(r"[#:][A-Za-z0-9_]+").fullmatch
_WORD = re.compile(r"[A-Za-z][A-Za-z0-9_]*").fullmatch
_MAX_LENGTH = 4096
_END = "<EOF>"


@dataclass(frozen=True)
class Place:
    """An attribute, or what lies in it."""

    path: Path


@dataclass(frozen=True)
class Given:
    """A value of the request, and its kind (S, N, …)."""

    name: str
    kind: str


@dataclass(frozen=True)
class Call:
    """A function, an operator or a comparison and its operands."""

    name: str
    operands: tuple["Node", ...]


Node = Place | Given | Call


class Names:
    """What an expression may refer to, and what was referred to so far."""

    def __init__(self, names: Mapping[str, str] | None, kinds: Mapping[str, str] | None) -> None:
        self.names, self.kinds = names or {}, kinds or {}
        self.used: dict[str, None] = {}
        for what, given, mark in (("Names", names, "#"), ("Values", kinds, ":")):
            if given is not None and not given:
                raise invalid(f"ExpressionAttribute{what} must not be empty")
            for key in given or ():
                if not key.startswith(mark) or not _PLACEHOLDER(key):
                    raise invalid(
                        f'ExpressionAttribute{what} contains invalid key: Syntax error; key: "{key}"'
                    )
        for key, name in self.names.items():
            if not name:
                raise invalid(
                    f"ExpressionAttributeNames contains invalid value: Empty attribute name for key {key}"
                )

    def ensure_all_used(self) -> None:
        """Raises Refused for the first placeholder nothing refers to."""
        for what, given in (("Names", self.names), ("Values", self.kinds)):
            idle = [key for key in given if key not in self.used]
            if idle:
                keys = ", ".join(idle)
                raise invalid(
                    f"Value provided in ExpressionAttribute{what} unused in expressions: keys: {{{keys}}}"
                )


class Reader:
    """The tokens of one expression, read from left to right. `clause` names it in refusals."""

    def __init__(self, clause: str, text: str, names: Names) -> None:
        self.clause, self._names = clause, names
        if not text.strip():
            raise self.wrong("The expression can not be empty;")
        if len(text) > _MAX_LENGTH:
            raise self.wrong("Expression size has exceeded the maximum allowed size;")
        self._tokens = [*_TOKEN.findall(text), _END]
        self._at = 0

    def wrong(self, message: str) -> Refused:
        """The refusal of this expression."""
        return invalid(f"Invalid {self.clause}: {message}")

    def unexpected(self) -> Refused:
        """The refusal of the token that is next."""
        near = " ".join(one for one in self._tokens[max(self._at - 1, 0) : self._at + 1] if one != _END)
        return self.wrong(f'Syntax error; token: "{self._tokens[self._at]}", near: "{near}"')

    @property
    def next(self) -> str:
        """The next token, keywords in capitals."""
        token = self._tokens[self._at]
        upper = token.upper()
        return upper if upper in _KEYWORDS else token

    def take(self) -> str:
        """The next token, and moves on."""
        token = self.next
        self._at += 1
        return token

    def took(self, token: str) -> bool:
        """Moves on only if this token is next."""
        if self.next == token:
            self._at += 1
            return True
        return False

    def expect(self, token: str) -> None:
        """Moves on, or refuses what is there instead."""
        if not self.took(token):
            raise self.unexpected()

    def end(self) -> None:
        """Refuses whatever is left."""
        if self.next != _END:
            raise self.unexpected()

    def several(self, read: Callable[[], Node]) -> tuple[Node, ...]:
        """One or more, between commas."""
        found = [read()]
        while self.took(","):
            found.append(read())
        return tuple(found)

    def operand(self) -> Node:
        """A value, a path or a function of such."""
        token = self.next
        if token.startswith(":"):
            return self._given()
        if token == "(":
            raise NotCovered("an operand in parentheses")
        if _WORD(token) and self._tokens[self._at + 1] == "(" and token not in _KEYWORDS:
            return self._call()
        return self.place()

    def place(self) -> Place:
        """A path: names between dots, positions in brackets."""
        path: list[str | int] = [self._name()]
        while self.next in (".", "["):
            if self.take() == ".":
                path.append(self._name())
                continue
            position = self.next
            if not re.fullmatch("0|[1-9][0-9]*", position):
                raise self.unexpected()
            self.take()
            self.expect("]")
            path.append(int(position))
        return Place(tuple(path))

    def _name(self) -> str:
        token = self.next
        if token.startswith("#") and _PLACEHOLDER(token):
            self.take()
            if token not in self._names.names:
                raise self.wrong(
                    "An expression attribute name used in the document path is not defined; "
                    f"attribute name: {token}"
                )
            self._names.used[token] = None
            return self._names.names[token]
        if not _WORD(token) or token in _KEYWORDS:
            raise self.unexpected()
        if token.upper() in RESERVED:
            raise self.wrong(f"Attribute name is a reserved keyword; reserved keyword: {token}")
        return self.take()

    def _given(self) -> Given:
        token = self.next
        if not _PLACEHOLDER(token):
            raise self.unexpected()
        self.take()
        if token not in self._names.kinds:
            raise self.wrong(
                f"An expression attribute value used in expression is not defined; attribute value: {token}"
            )
        self._names.used[token] = None
        return Given(token, self._names.kinds[token])

    def _call(self) -> Call:
        name = self.take()
        if name not in _ARITY:
            raise self.wrong(f"Invalid function name; function: {name}")
        update = self.clause == "UpdateExpression"
        if update != (name in _UPDATE_FUNCTIONS):
            kind = "an update expression" if update else "a condition expression"
            raise self.wrong(f"The function is not allowed in {kind}; function: {name}")
        self.expect("(")
        operands = self.several(self.operand)
        self.expect(")")
        if len(operands) != _ARITY[name]:
            raise self.wrong(
                "Incorrect number of operands for operator or function; "
                f"operator or function: {name}, number of operands: {len(operands)}"
            )
        return Call(name, operands)

    def misplaced(self, name: str) -> Refused:
        """The refusal of a function where it makes no sense."""
        return self.wrong(
            f"The function is not allowed to be used this way in an expression; function: {name}"
        )


def mistyped(reader: Reader, name: str, kind: str) -> Refused:
    """The refusal of a value no such operation takes."""
    return reader.wrong(
        f"Incorrect operand type for operator or function; operator or function: {name}, operand type: {kind}"
    )
