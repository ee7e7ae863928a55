"""The served countries: a pack each (pack.py), read when it is first asked for."""

from collections.abc import Mapping, Sequence
from functools import cache
from itertools import takewhile
from pathlib import Path

from chalicelib.kernel.errors import DomainError
from chalicelib.numbers.pack import Country, read
from chalicelib.numbers.table import area, geographic, served

PACKS = Path(__file__).parent / "packs"


def country(code: str) -> Country:
    """The country of an ISO 3166 code. Raises DomainError "country_not_served"."""
    if code not in served():
        raise DomainError("country_not_served", {"country": "not_served"})
    return _read(code)


def choose_caller_id(code: str, owned: Mapping[str, Sequence[str]], called: str = "") -> tuple[str, str]:
    """(E.164 to call from, country of that number) for a customer in `code` whose number is `called`.

    `owned` maps a country to the numbers this installation has there, the usual one first. Within the
    customer's own country the number that shares most of its area with `called` is taken, the first of
    several that share as much; abroad the first. Raises DomainError "carrier_unavailable" when none of
    them may call that country, "country_not_served" as above.
    """
    for candidate in country(code).caller_ids:
        numbers = owned.get(candidate)
        if numbers and candidate == code and len(numbers) > 1:
            digits = geographic(called)
            return max(numbers, key=lambda number: _shared(area(number), digits)), candidate
        if numbers:
            return numbers[0], candidate
    raise DomainError("carrier_unavailable")


def _shared(one: str, other: str) -> int:
    """How many digits they begin with are the same."""
    alike = takewhile(lambda pair: pair[0] == pair[1], zip(one, other, strict=False))
    return sum(1 for _ in alike)


@cache
def _read(code: str) -> Country:
    return read(code, (PACKS / f"{code}.json").read_bytes(), served())
