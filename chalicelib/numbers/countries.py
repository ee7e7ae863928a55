"""The served countries: a pack each (pack.py), read when it is first asked for."""

from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path

from chalicelib.kernel.errors import DomainError
from chalicelib.numbers.pack import Country, read
from chalicelib.numbers.table import served

PACKS = Path(__file__).parent / "packs"


def country(code: str) -> Country:
    """The country of an ISO 3166 code. Raises DomainError "country_not_served"."""
    if code not in served():
        raise DomainError("country_not_served", {"country": "not_served"})
    return _read(code)


def choose_caller_id(code: str, owned: Mapping[str, Sequence[str]]) -> tuple[str, str]:
    """(E.164 to call from, country of that number) for a customer in `code`.

    `owned` maps a country to the numbers this installation has there. Raises DomainError
    "carrier_unavailable" when none of them may call that country, "country_not_served" as above.
    """
    for candidate in country(code).caller_ids:
        numbers = owned.get(candidate)
        if numbers:
            return numbers[0], candidate
    raise DomainError("carrier_unavailable")


@cache
def _read(code: str) -> Country:
    return read(code, (PACKS / f"{code}.json").read_bytes(), served())
