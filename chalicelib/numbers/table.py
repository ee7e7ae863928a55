"""The phone table of the served countries (phones.json, written by infra/phone_table.py)."""

import json
import re
from dataclasses import dataclass, fields
from functools import cache
from pathlib import Path
from typing import Any, Literal

SOURCE = Path(__file__).parent / "phones.json"
Kind = Literal[
    "mobile",
    "fixed",
    "premium",
    "toll_free",
    "shared_cost",
    "voip",
    "personal",
    "pager",
    "uan",
    "voicemail",
]
MOBILE_MARK = {"AR": "9"}
"""What stands before the area of a mobile number and is no part of it. Source: libphonenumber's
getCountryMobileToken."""


@dataclass(frozen=True)
class Rules:
    """How one country writes its numbers. Patterns are those of libphonenumber, over national digits.

    `prefix` matches what people dial before a national number (trunk zero, carrier code, the
    Argentine 15); `prefix_becomes` is what stands in its place, with $1 for its first group.
    `special` are the kinds beside mobile and fixed, each as (name, pattern), in libphonenumber's order.
    """

    calling_code: str
    mobile: str
    fixed: str
    special: tuple[tuple[Kind, str], ...]
    prefix: str
    prefix_becomes: str
    lengths: tuple[int, ...]
    example: str
    formats: tuple[tuple[str, str, str], ...]

    def kind(self, national: str) -> Kind | None:
        """What kind of number it is, "mobile" whenever it may be one; None when it is not in use."""
        kinds: tuple[tuple[Kind, str], ...] = (*self.special, ("mobile", self.mobile), ("fixed", self.fixed))
        for name, pattern in kinds:
            if _compiled(pattern).fullmatch(national):
                return name
        return None

    def readings(self, digits: str) -> list[str]:
        """What national digits may mean: as they stand, or without what is dialled before them."""
        found = _compiled(self.prefix).match(digits) if self.prefix else None
        if found is None:
            return [digits]
        rest = digits[found.end() :]
        if not self.prefix_becomes or found.groups()[-1] is None:
            return [digits, rest]
        trunk = digits.removeprefix("0")
        return [digits, _filled(found, self.prefix_becomes) + rest, trunk]

    def grouped(self, national: str) -> str:
        """National digits as people of the country group them, for reading abroad."""
        for pattern, leading, form in self.formats:
            found = _compiled(pattern).fullmatch(national)
            if found and (not leading or _compiled(leading).match(national)):
                return _filled(found, form)
        return national


def rules(country: str) -> Rules:
    """The rules of an ISO 3166 country. Raises KeyError when the country is not served."""
    return _table()[country]


def served() -> tuple[str, ...]:
    """Every served country."""
    return tuple(_table())


def by_calling_code(digits: str) -> tuple[str, str] | None:
    """(country, national digits) of international digits, or None when no served country owns them."""
    for country, one in _table().items():
        if digits.startswith(one.calling_code):
            return country, digits[len(one.calling_code) :]
    return None


def geographic(e164: str) -> str:
    """The national digits of an E.164 number from its area on; empty when no served country owns it."""
    found = by_calling_code(e164.removeprefix("+"))
    if found is None:
        return ""
    country, national = found
    mark = MOBILE_MARK.get(country, "")
    return national.removeprefix(mark) if rules(country).kind(national) == "mobile" else national


def area(e164: str) -> str:
    """The first group of a number as people of its country write it: "11" of +5511…, "222" of +52222….

    Where no area is written apart it is more than the area. Empty when no served country owns the number.
    """
    digits = geographic(e164)
    found = by_calling_code(e164.removeprefix("+"))
    return rules(found[0]).grouped(digits).replace("-", " ").split(" ")[0] if found else ""


@cache
def _table() -> dict[str, Rules]:
    source = json.loads(SOURCE.read_text(encoding="utf-8"))
    names = [one.name for one in fields(Rules)]
    rows = zip(*(source[name] for name in names), strict=True)
    return {
        country: Rules(**{name: _frozen(value) for name, value in zip(names, row, strict=True)})
        for country, row in zip(source["countries"], rows, strict=True)
    }


def _frozen(value: Any) -> Any:
    return tuple(_frozen(one) for one in value) if isinstance(value, list) else value


@cache
def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.ASCII)


def _filled(found: re.Match[str], form: str) -> str:
    return re.sub(r"\$(\d)", lambda slot: found.group(int(slot[1])) or "", form)
