"""Builds reports from the event log and reads them."""

import csv
import io
from datetime import date, timedelta
from typing import Literal

from chalicelib.crm import service as crm
from chalicelib.kernel.context import Context
from chalicelib.kernel.errors import DomainError
from chalicelib.kernel.wall_clock import local_date
from chalicelib.kernel.words import SITES, Site
from chalicelib.numbers import service as numbers
from chalicelib.reports import store
from chalicelib.reports.model import (
    HOUR_MS,
    Sums,
    as_dict,
    by_day,
    day_bounds,
    figures,
    hour_start,
    lines,
    total,
)
from chalicelib.reports.store import ReportRow

MAX_DAYS = 31
YEARS = (2000, 2999)
LINE = ("our_number", "country", "carrier")
HEARD = ("heard", "poor", "scored", "mos_hundredths")
GRAINS: dict[str, store.Grain] = {"hour": "HOUR", "day": "DAY"}


def build_hours(ctx: Context) -> int:
    """This hour and the last, of every site: an event may reach the log's index a little late."""
    built = 0
    for site in SITES:
        for start in (hour_start(ctx.now_ms()) - HOUR_MS, hour_start(ctx.now_ms())):
            events = crm.log(site, start)
            if events:
                store.write(site, "HOUR", start, figures(events), lines(events), ctx.now_ms())
                built += 1
    return built


def build_days(ctx: Context) -> int:
    """Today and yesterday of every site, from their hours."""
    built = 0
    for site in SITES:
        zone = numbers.zone_of(site)
        today = local_date(ctx.now_ms(), zone)
        start, end = day_bounds(zone, today - timedelta(days=1), today)
        hours = store.read(site, "HOUR", start, end)
        sounded = by_day(zone, [(row.start_ms(), row.by_line()) for row in hours])
        for day, rows in by_day(zone, [(row.start_ms(), row.figures()) for row in hours]).items():
            store.write(site, "DAY", day, rows, sounded[day], ctx.now_ms())
            built += 1
    return built


def report(
    site: Site, first: str, last: str, grain: Literal["hour", "day"]
) -> tuple[int, int, list[ReportRow]]:
    """From, until (UTC ms) and the built rows of the site's local days. Raises invalid_request."""
    days = _day("from", first), _day("until", last)
    if not timedelta(0) <= days[1] - days[0] < timedelta(days=MAX_DAYS):
        raise DomainError("invalid_request", {"until": "invalid"})
    start, end = day_bounds(numbers.zone_of(site), *days)
    return start, end, store.read(site, GRAINS[grain], start, end)


def own(ctx: Context, site: Site, agent_id: str, day: str | None) -> tuple[int, int, Sums]:
    """From, until and an agent's own sums of one local day, from the built hours."""
    zone = numbers.zone_of(site)
    which = _day("day", day) if day else local_date(ctx.now_ms(), zone)
    start, end = day_bounds(zone, which, which)
    mine = [
        sums
        for row in store.read(site, "HOUR", start, end)
        for (_, agent, _), sums in row.figures().items()
        if agent == agent_id
    ]
    return start, end, total(mine)


def as_csv(rows: list[ReportRow]) -> str:
    """RFC 4180, one line per hour or day, lane and agent; and one for each number, country and carrier, in
    which the calls that were heard are counted again. A cell a spreadsheet would run is defused."""
    out = io.StringIO()
    writer = csv.writer(out)
    names = list(as_dict(Sums()))
    writer.writerow(["from_ms", "lane", "agent_id", "agent_name", *names, *LINE])
    for row in rows:
        for (lane, agent_id, name), sums in row.figures().items():
            cells = [_defused(text or "") for text in (lane, agent_id, name)]
            writer.writerow([row.start_ms(), *cells, *as_dict(sums).values(), *["" for _ in LINE]])
        for line, sums in row.by_line().items():
            counts = [value if name in HEARD else "" for name, value in as_dict(sums).items()]
            writer.writerow([row.start_ms(), "", "", "", *counts, *[_defused(text or "") for text in line]])
    return out.getvalue()


def _defused(text: str) -> str:
    return f"'{text}" if text[:1] in ("=", "+", "-", "@", "\t", "\r") else text


def _day(field: str, text: str) -> date:
    try:
        day = date.fromisoformat(text)
    except ValueError as error:
        raise DomainError("invalid_request", {field: "invalid"}) from error
    # A day near the ends of the calendar has no UTC moment; ISO 8601 has other spellings than ours.
    if not YEARS[0] <= day.year <= YEARS[1] or day.isoformat() != text:
        raise DomainError("invalid_request", {field: "invalid"})
    return day
