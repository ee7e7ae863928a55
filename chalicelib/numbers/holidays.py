"""National holidays of the served countries (packs/holidays/XX.json, written by infra/holidays.py)."""

import json
from collections.abc import Mapping
from functools import cache

from chalicelib.numbers.countries import PACKS, country

FOLDER = PACKS / "holidays"


def holiday(code: str, day: str) -> str | None:
    """The name, in the country's own language, of the holiday on an ISO date, if it is one.

    None outside the years written. Raises DomainError "country_not_served".
    """
    country(code)
    return _days(code).get(day)


@cache
def _days(code: str) -> Mapping[str, str]:
    years = json.loads((FOLDER / f"{code}.json").read_text(encoding="utf-8"))
    return {f"{year}-{day}": name for year, days in years.items() for day, name in days.items()}
