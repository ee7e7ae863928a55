"""The phone table of the served countries (phones.json, written by infra/phone_table.py)."""

import json
import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

SOURCE = Path(__file__).parent / "phones.json"


@dataclass(frozen=True)
class Rules:
    """How one country writes its numbers. Patterns are those of libphonenumber, over national digits.

    `prefix` matches what people dial before a national number (trunk zero, carrier code, the
    Argentine 15); `prefix_becomes` is what stands in its place, with $1 for its first group.
    """

    calling_code: str
    mobile: str
    fixed: str
    prefix: str
    prefix_becomes: str
    lengths: tuple[int, ...]
    example: str
    formats: tuple[tuple[str, str, str], ...]

    def kind(self, national: str) -> str | None:
        """ "mobile" when the number may be one, "fixed", or None when it is not in use."""
        for name in ("mobile", "fixed"):
            if _compiled(getattr(self, name)).fullmatch(national):
                return name
        return None

    def without_prefix(self, digits: str) -> str:
        """National digits without what is dialled before them."""
        found = _compiled(self.prefix).match(digits) if self.prefix else None
        if found is None:
            return digits
        groups = found.groups()
        if self.prefix_becomes and groups and groups[-1] is not None:
            return _filled(found, self.prefix_becomes) + digits[found.end() :]
        return digits[found.end() :]

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


@cache
def _table() -> dict[str, Rules]:
    source = json.loads(SOURCE.read_text(encoding="utf-8"))
    return {
        country: Rules(
            **{name: _frozen(value) for name, value in zip(source["fields"], row, strict=True)}
        )
        for country, row in source["rows"].items()
    }


def _frozen(value: Any) -> Any:
    return tuple(_frozen(one) for one in value) if isinstance(value, list) else value


@cache
def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.ASCII)


def _filled(found: re.Match[str], form: str) -> str:
    return re.sub(r"\$(\d)", lambda slot: found.group(int(slot[1])) or "", form)
