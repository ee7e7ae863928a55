"""Wall time of a place and UTC milliseconds (IANA zones; https://docs.python.org/3/library/zoneinfo.html)."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


def wall_ms(day: date, clock: str, zone: str) -> int:
    """UTC ms at which the clocks of a zone show "HH:MM" on a day; "24:00" is the day's end.

    What the clocks show twice is the first time. What they jump over is as much later as they jump.
    """
    hours, minutes = int(clock[:2]), int(clock[3:])
    if hours == 24:
        day, hours = day + timedelta(days=1), 0
    return int(datetime.combine(day, time(hours, minutes), ZoneInfo(zone)).timestamp()) * 1000


def local_date(at_ms: int, zone: str) -> date:
    """The day it is in a zone."""
    return datetime.fromtimestamp(at_ms // 1000, UTC).astimezone(ZoneInfo(zone)).date()
