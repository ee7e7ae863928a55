"""Built reports.

REPORT#{site} / HOUR#{start}     the sums of one UTC hour, per lane and agent; how calls sounded, per line
REPORT#{site} / DAY#{start}      the sums of one local day of the site
`start` is the moment it begins, UTC milliseconds, 13 digits.
"""

from typing import Literal

from pynamodb.attributes import JSONAttribute, NumberAttribute

from chalicelib.reports.model import Key, Line, Sums, as_dict
from chalicelib.table import Row

Grain = Literal["HOUR", "DAY"]


class ReportRow(Row):
    """One built hour or day."""

    generated_at_ms = NumberAttribute()
    rows = JSONAttribute()
    lines = JSONAttribute(null=True)

    def start_ms(self) -> int:
        """When it begins."""
        return int(self.sk.partition("#")[2])

    def figures(self) -> dict[Key, Sums]:
        """Per lane and agent."""
        return {(lane, agent, name): Sums.of(sums) for lane, agent, name, sums in self.rows}

    def by_line(self) -> dict[Line, Sums]:
        """Per number, country and carrier; only of how calls sounded."""
        return {(one, country, carrier): Sums.of(sums) for one, country, carrier, sums in self.lines or ()}


def write(
    site: str, grain: Grain, start_ms: int, rows: dict[Key, Sums], lines: dict[Line, Sums], now_ms: int
) -> None:
    """Replaces what was built before: building again gives the same."""
    ReportRow(
        f"REPORT#{site}",
        f"{grain}#{start_ms:013d}",
        entity="report",
        generated_at_ms=now_ms,
        rows=[[*key, as_dict(sums)] for key, sums in rows.items()],
        lines=[[*line, _told(sums)] for line, sums in lines.items()],
    ).save()


def _told(sums: Sums) -> dict[str, int]:
    return {name: value for name, value in as_dict(sums).items() if value}


def read(site: str, grain: Grain, from_ms: int, until_ms: int) -> list[ReportRow]:
    """What is built in [from, until), in order."""
    between = ReportRow.sk.between(f"{grain}#{from_ms:013d}", f"{grain}#{until_ms - 1:013d}")
    return list(ReportRow.query(f"REPORT#{site}", between))
