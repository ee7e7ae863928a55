"""Which parameters each call takes, and of which kind, read off the twilio library's signatures.

A parameter Twilio does not know is ignored by Twilio and so becomes a silent bug; here it is an
error. So is one Twilio knows but the twin cannot honour, if it would change what happens.
"""

import inspect
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, get_args

from local.twilio.rest.errors import TwilioError
from local.twilio.signing import split_overrides

_NUMBER = re.compile(r"-?\d+")


@dataclass(frozen=True)
class Shape:
    """Parameter name to kind (`str`, `bool`, `int`, `float`, `list`) and which must be there."""

    kinds: Mapping[str, str]
    required: frozenset[str]


def shape_of(method: Callable[..., Any], paged: bool = False) -> Shape:
    """The shape of a library method such as `CallList.create` or `ConferenceList.stream`."""
    kinds: dict[str, str] = {}
    required: set[str] = set()
    for name, parameter in inspect.signature(method).parameters.items():
        if name in ("self", "limit"):
            continue
        wire = _wire_name(name)
        kinds[wire] = _kind(parameter.annotation)
        if parameter.default is inspect.Parameter.empty:
            required.add(wire)
    if paged:
        kinds |= {"PageSize": "int", "Page": "int", "PageToken": "str"}
    return Shape(kinds, frozenset(required))


class Params:
    """Checked parameters of one request."""

    def __init__(self, shape: Shape, given: Mapping[str, str | Sequence[str]]) -> None:
        self._values = {
            name: [value] if isinstance(value, str) else [str(v) for v in value]
            for name, value in given.items()
        }
        if unknown := sorted(set(self._values) - set(shape.kinds)):
            raise TwilioError(20001, f"Unknown parameters: {', '.join(unknown)}")
        for name in sorted(shape.required):
            if not self.text(name):
                raise TwilioError(21201, f"A '{name}' parameter is required")
        for name, values in self._values.items():
            _check(name, shape.kinds[name], values)

    def __contains__(self, name: str) -> bool:
        return name in self._values

    def text(self, name: str, default: str = "") -> str:
        return self._values.get(name, [default])[-1]

    def flag(self, name: str, default: bool = False) -> bool:
        return self.text(name, str(default)).lower() == "true"

    def whole(self, name: str, default: int) -> int:
        return int(self.text(name) or default)

    def words(self, name: str, default: str, allowed: Sequence[str]) -> tuple[str, ...]:
        """A list sent as repeated parameters or as one string with spaces."""
        given = " ".join(self._values.get(name, [default])).split()
        if bad := [word for word in given if word not in allowed]:
            raise TwilioError(21626, f"{name} does not know {', '.join(bad)}")
        return tuple(given)

    def one_of(self, name: str, default: str, allowed: Sequence[str]) -> str:
        value = self.text(name, default)
        if value not in allowed:
            raise TwilioError(20001, f"{name} must be one of {', '.join(allowed)}")
        return value

    def url(self, name: str) -> str:
        """An absolute http(s) URL, or empty when absent."""
        value = self.text(name)
        if value and not re.match(r"https?://[^/\s]", value):
            raise TwilioError(21205, f"{name} is not a valid URL")
        try:
            split_overrides(value)
        except ValueError as error:
            raise TwilioError(21205, f"{name}: {error}") from error
        return value

    def between(self, name: str, default: int, low: int, high: int) -> int:
        value = self.whole(name, default)
        if not low <= value <= high:
            raise TwilioError(20001, f"{name} must be {low} to {high}")
        return value

    def names(self) -> list[str]:
        return list(self._values)

    def present(self, *names: str) -> list[str]:
        return [name for name in names if name in self]


def _check(name: str, kind: str, values: list[str]) -> None:
    if kind != "list" and len(values) > 1:
        raise TwilioError(20001, f"{name} was given more than once")
    value = values[-1] if values else ""
    if kind == "bool" and value.lower() not in ("true", "false"):
        raise TwilioError(20001, f"{name} must be true or false")
    if kind == "int" and not _NUMBER.fullmatch(value):
        raise TwilioError(20001, f"{name} must be a whole number")


def _wire_name(name: str) -> str:
    ending = {"_before": "<", "_after": ">"}
    for suffix, sign in ending.items():
        if name.endswith(suffix):
            return _wire_name(name.removesuffix(suffix)) + sign
    return "".join(part[:1].upper() + part[1:] for part in name.rstrip("_").split("_"))


def _kind(annotation: Any) -> str:
    text = str(get_args(annotation)[:1] or annotation)
    for word, kind in (("List", "list"), ("bool", "bool"), ("int", "int"), ("float", "float")):
        if re.search(rf"\b{word}\b", text):
            return kind
    return "str"
