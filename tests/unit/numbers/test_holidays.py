"""Holidays are those of the holidays package, for long enough."""

import json
from datetime import date

import pytest

from chalicelib.numbers.service import countries, holiday
from infra import holidays

# As long ahead a window can be chosen, and a year for whoever forgets to write them anew.
AHEAD_DAYS = 548


def test_the_days_are_those_the_package_gives():
    for path, written in holidays.outputs(holidays.written_on()).items():
        assert path.read_text(encoding="utf-8") == written, path.name


@pytest.mark.parametrize("code", countries())
def test_the_days_reach_eighteen_months_beyond_the_day_of_writing(code):
    about = json.loads(holidays.WRITTEN.read_text(encoding="utf-8"))
    first, last = date.fromisoformat(about["first_day"]), date.fromisoformat(about["last_day"])
    assert (last - holidays.written_on()).days >= AHEAD_DAYS
    for year in range(first.year, last.year + 1):
        assert holiday(code, f"{year}-01-01") and holiday(code, f"{year}-12-25")


@pytest.mark.parametrize(
    ("code", "day", "name"),
    [
        ("BR", "2027-02-09", "Carnaval"),
        ("BR", "2026-06-04", "Corpus Christi"),
        ("BR", "2026-11-20", "Dia Nacional de Zumbi e da Consciência Negra"),
        ("CO", "2026-07-20", "Día de la Independencia"),
        ("UY", "2026-02-16", "Carnaval"),
        ("PT", "2026-04-25", "Dia da Liberdade"),
        ("MX", "2026-09-16", "Día de la Independencia"),
        ("MX", "2026-09-17", None),
        ("BR", "2026-02-18", None),
        ("AR", "1999-01-01", None),
    ],
)
def test_known_days(code, day, name):
    assert holiday(code, day) == name
