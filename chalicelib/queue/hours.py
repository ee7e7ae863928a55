"""When a site is open, and which windows a customer may choose. Pure; hours.json has the hours, the pack of
the site's country the zone.

A site's hours are wall time of its zone, one span a weekday; a holiday of its country has the span
"holiday" instead (null: closed). A manual closing takes its time away, whatever the day.
`holiday` gives the name of the holiday on an ISO date of the site's country, None for no holiday.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import Annotated, Literal

import msgspec
from msgspec import Meta, Struct
from msgspec.structs import asdict

from chalicelib.kernel.wall_clock import WEEKDAYS, local_date, wall_ms
from chalicelib.kernel.words import SITES, Locale, Site
from chalicelib.numbers import service as numbers

SOURCE = Path(__file__).parent / "hours.json"
SLOT_S = 3600
SHORTEST_S = 30 * 60
LONGEST_S = 4 * 3600
AHEAD_S = 30 * 86_400
LOOK_DAYS = 400

Clock = Annotated[str, Meta(pattern=r"^(([01]\d|2[0-3]):[0-5]\d|24:00)$")]
Span = tuple[Clock, Clock]
Holiday = Callable[[str], str | None]
Reason = Literal["open", "weekend", "holiday", "closed"]
Refusal = Literal[
    "in_past", "too_short", "too_long", "too_far", "holiday", "weekend", "closed", "outside_hours"
]


class Week(Struct, frozen=True, forbid_unknown_fields=True):
    """One site's [from, until) for each weekday; null: not that day."""

    mon: Span | None
    tue: Span | None
    wed: Span | None
    thu: Span | None
    fri: Span | None
    sat: Span | None
    sun: Span | None
    holiday: Span | None

    def __post_init__(self) -> None:
        for name in (*WEEKDAYS, "holiday"):
            span = getattr(self, name)
            if span and span[1] <= span[0]:
                raise ValueError(f"{name} ends before it begins")


class Hours(Week, frozen=True):
    """A week by the clocks of a zone."""

    zone: str


class Closing(Struct, frozen=True):
    """A supervisor's closing of a site, with what customers are told."""

    from_ms: int
    until_ms: int
    message: Mapping[Locale, str]


class Slot(Struct, frozen=True):
    """[from, until) in UTC ms."""

    from_ms: int
    until_ms: int


class Day(Struct, frozen=True):
    """One local day of a site: when it is open, why it is not, and the windows to choose from.

    `message` is that of the first closing that takes away some of the day's hours. `holiday` is named
    also where the site works on it.
    """

    date: str
    open: tuple[Slot, ...]
    reason: Reason
    holiday: str | None
    message: Mapping[Locale, str] | None
    slots: tuple[Slot, ...]


@cache
def hours_of(site: Site) -> Hours:
    """The hours of a site."""
    return Hours(**asdict(_weeks()[site]), zone=numbers.zone_of(site))


def read_hours(source: bytes) -> Mapping[Site, Week]:
    """Every site's hours from their JSON. Raises ValueError that names the site and the field."""
    rows: dict[str, msgspec.Raw] = msgspec.json.decode(source, type=dict[str, msgspec.Raw])
    if set(rows) != set(SITES):
        raise ValueError(f"hours of {sorted(rows)} rather than of {sorted(SITES)}")
    found = {}
    for site in SITES:
        try:
            found[site] = msgspec.json.decode(rows[site], type=Week)
        except (msgspec.DecodeError, ValueError) as error:
            raise ValueError(f"{site}: {error}") from None
    return found


def preview(site: Site, day: str, now_ms: int, closings: Sequence[Closing], holiday: Holiday) -> Day:
    """Any ISO date of the site, past or future. Slots are only those that check_window takes now.

    Raises ValueError for text that is no date.
    """
    return day_of(hours_of(site), date.fromisoformat(day), now_ms, closings, holiday)


def is_open(site: Site, at_ms: int, closings: Sequence[Closing], holiday: Holiday) -> bool:
    """Whether the site works at a moment."""
    return next_open_ms(site, at_ms, closings, holiday) == at_ms


def next_open_ms(site: Site, at_ms: int, closings: Sequence[Closing], holiday: Holiday) -> int:
    """`at_ms` itself when the site is open then, else the UTC ms at which it opens next.

    A site that does not open within LOOK_DAYS days: the end of these, for whoever asks again then.
    """
    return opening(hours_of(site), at_ms, closings, holiday)


def open_for(site: Site, at_ms: int, open_ms: int, closings: Sequence[Closing], holiday: Holiday) -> int:
    """The UTC ms by which the site has worked for so long since a moment."""
    return opening(hours_of(site), at_ms, closings, holiday, open_ms)


def check_window(
    site: Site, from_ms: int, until_ms: int, now_ms: int, closings: Sequence[Closing], holiday: Holiday
) -> Refusal | None:
    """Why a call cannot be promised between two moments, or None when it can.

    A window begins from now to AHEAD_S ahead, lasts SHORTEST_S to LONGEST_S, and lies in one open span.
    """
    return refusal(hours_of(site), Slot(from_ms, until_ms), now_ms, closings, holiday)


def day_of(hours: Hours, day: date, now_ms: int, closings: Sequence[Closing], holiday: Holiday) -> Day:
    """As `preview`, of any hours."""
    name = holiday(day.isoformat())
    span = _span(hours, day, name)
    taken = [one for one in closings if span and _overlap(one, span)]
    spans = _without(span, closings)
    reason: Reason = "open" if spans else "closed" if span else "holiday" if name else "weekend"
    message = min(taken, key=lambda one: one.from_ms).message if taken else None
    offered = [slot for slot in _grid(span) if _soon(slot, now_ms)] if span else []
    slots = tuple(slot for slot in offered if any(_within(slot, one) for one in spans))
    return Day(day.isoformat(), spans, reason, name, message, slots)


def opening(hours: Hours, at_ms: int, closings: Sequence[Closing], holiday: Holiday, open_ms: int = 0) -> int:
    """As `next_open_ms` and `open_for`, of any hours."""
    today = local_date(at_ms, hours.zone)
    for days in range(LOOK_DAYS):
        day = today + timedelta(days=days)
        span = _span(hours, day, holiday(day.isoformat()))
        for one in _without(span, closings):
            begins = max(at_ms, one.from_ms)
            if begins < one.until_ms and begins + open_ms <= one.until_ms:
                return begins + open_ms
            open_ms -= max(0, one.until_ms - begins)
    return wall_ms(today + timedelta(days=LOOK_DAYS), "00:00", hours.zone)


def refusal(
    hours: Hours, window: Slot, now_ms: int, closings: Sequence[Closing], holiday: Holiday
) -> Refusal | None:
    """As `check_window`, of any hours."""
    length_ms = window.until_ms - window.from_ms
    if window.from_ms < now_ms:
        return "in_past"
    if length_ms < SHORTEST_S * 1000:
        return "too_short"
    if length_ms > LONGEST_S * 1000:
        return "too_long"
    if not _soon(window, now_ms):
        return "too_far"
    day = local_date(window.from_ms, hours.zone)
    name = holiday(day.isoformat())
    span = _span(hours, day, name)
    if span is None:
        return "holiday" if name else "weekend"
    if not _within(window, span):
        return "outside_hours"
    return None if any(_within(window, one) for one in _without(span, closings)) else "closed"


def _span(hours: Hours, day: date, holiday: str | None) -> Slot | None:
    """The day's hours before anybody closes anything."""
    span: Span | None = getattr(hours, "holiday" if holiday else WEEKDAYS[day.weekday()])
    if span is None:
        return None
    from_ms, until_ms = (wall_ms(day, clock, hours.zone) for clock in span)
    # Clocks that jump over the whole span leave nothing of it.
    return Slot(from_ms, until_ms) if from_ms < until_ms else None


def _without(span: Slot | None, closings: Sequence[Closing]) -> tuple[Slot, ...]:
    """What closings leave of a span, in order."""
    left = [span] if span else []
    for one in closings:
        parts = [part for old in left for part in (_cut(old, one) if _overlap(one, old) else [old])]
        left = [part for part in parts if part.from_ms < part.until_ms]
    return tuple(left)


def _cut(span: Slot, closing: Closing) -> list[Slot]:
    return [Slot(span.from_ms, closing.from_ms), Slot(closing.until_ms, span.until_ms)]


def _overlap(closing: Closing, span: Slot) -> bool:
    return max(closing.from_ms, span.from_ms) < min(closing.until_ms, span.until_ms)


def _grid(span: Slot) -> Iterator[Slot]:
    """Whole windows from the beginning of a span."""
    for from_ms in range(span.from_ms, span.until_ms - SLOT_S * 1000 + 1, SLOT_S * 1000):
        yield Slot(from_ms, from_ms + SLOT_S * 1000)


def _soon(slot: Slot, now_ms: int) -> bool:
    return now_ms <= slot.from_ms <= now_ms + AHEAD_S * 1000


def _within(inner: Slot, outer: Slot) -> bool:
    return outer.from_ms <= inner.from_ms and inner.until_ms <= outer.until_ms


@cache
def _weeks() -> Mapping[Site, Week]:
    return read_hours(SOURCE.read_bytes())
