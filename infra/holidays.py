"""Writes chalicelib/numbers/packs/holidays from the holidays package, for the year before the day of writing
to five years after it. `--check` fails when a file is not what the package gives for that same day.

Source: https://pypi.org/project/holidays/ (a development dependency only): its public holidays, in the
country's own language, and of those it calls optional or bank holidays the few in EXTRA.
"""

import json
import sys
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import holidays

from chalicelib.numbers.holidays import FOLDER
from chalicelib.numbers.table import served

ROOT = Path(__file__).parent.parent
WRITTEN = FOLDER / "written.json"
# Nobody is at work on these, though no law says so: category, names.
EXTRA = {
    "BR": ("optional", ("Carnaval", "Corpus Christi")),
    "PT": ("optional", ("Carnaval",)),
    "UY": ("bank", ("Carnaval",)),
}


def outputs(written_on: date) -> dict[Path, str]:
    """The text of every generated file, as written on a day."""
    years = range(written_on.year - 1, written_on.year + 6)
    about = {
        "written_on": written_on.isoformat(),
        "package": f"holidays {holidays.__version__}",
        "first_day": f"{years[0]}-01-01",
        "last_day": f"{years[-1]}-12-31",
    }
    return {FOLDER / f"{code}.json": _lines(_country(code, years)) for code in served()} | {
        WRITTEN: json.dumps(about, indent=1) + "\n"
    }


def written_on() -> date:
    """The day on which the files were written."""
    return date.fromisoformat(json.loads(WRITTEN.read_text(encoding="utf-8"))["written_on"])


def _country(code: str, years: range) -> dict[str, dict[str, str]]:
    found = dict(_found(code, years))
    if code in EXTRA:
        category, names = EXTRA[code]
        extra = _found(code, years, categories=(category,))
        found = {day: name for day, name in extra.items() if name in names} | found
    return {
        str(year): {day.strftime("%m-%d"): name for day, name in sorted(found.items()) if day.year == year}
        for year in years
    }


def _found(code: str, years: range, **more: Any) -> dict[date, str]:
    # Without a language it takes the machine's.
    own = holidays.country_holidays(code, years=()).default_language
    return dict(holidays.country_holidays(code, years=years, language=own, **more))


def _lines(years: dict[str, dict[str, str]]) -> str:
    """A year a line."""
    rows = [
        f' "{year}": {json.dumps(days, ensure_ascii=False, separators=(",", ":"))}'
        for year, days in years.items()
    ]
    return "{\n" + ",\n".join(rows) + "\n}\n"


if __name__ == "__main__":
    checking = "--check" in sys.argv
    files = outputs(written_on() if checking else datetime.now(UTC).date())
    stale = [path for path, text in files.items() if not path.exists() or path.read_text("utf-8") != text]
    if checking:
        for path in stale:
            print(f"{path.relative_to(ROOT)} is out of date: run python -m infra.holidays")
        sys.exit(bool(stale))
    FOLDER.mkdir(parents=True, exist_ok=True)
    for path in stale:
        path.write_text(files[path], encoding="utf-8")
