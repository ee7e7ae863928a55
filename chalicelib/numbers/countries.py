"""The served countries: who serves them, in what language, at what hour, from which numbers.

countries.json, one row a country:
- names: in pt-BR, es and en
- locale: the language to speak when nothing better is known
- site: the site whose agents serve the country
- time_zones: IANA names, the most populous first
- twilio_offer: what Twilio sells there (local, mobile, toll_free; hint: only hinted at in its pages;
  none: nothing found). Source: Twilio's phone number and regulatory pages.
- caller_ids: countries whose numbers may show when calling this one, best first. Brazil lists itself
  alone: Twilio reaches Brazil only from Brazilian numbers.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from chalicelib.kernel.errors import DomainError
from chalicelib.kernel.words import LOCALES, Locale, Site

SOURCE = Path(__file__).parent / "countries.json"


@dataclass(frozen=True)
class Country:
    """One served country; see the module for what each field means."""

    names: Mapping[str, str]
    locale: Locale
    site: Site
    time_zones: tuple[str, ...]
    twilio_offer: str
    caller_ids: tuple[str, ...]


def country(code: str) -> Country:
    """The country of an ISO 3166 code. Raises DomainError "country_not_served"."""
    try:
        return _countries()[code]
    except KeyError:
        raise DomainError("country_not_served", {"country": "not_served"}) from None


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
def _countries() -> Mapping[str, Country]:
    source = json.loads(SOURCE.read_text(encoding="utf-8"))
    return {
        code: Country(
            names=dict(zip(LOCALES, row["names"], strict=True)),
            locale=row["locale"],
            site=row["site"],
            time_zones=tuple(row["time_zones"]),
            twilio_offer=row["twilio_offer"],
            caller_ids=tuple(row["caller_ids"]),
        )
        for code, row in source.items()
    }
