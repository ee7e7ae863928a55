"""When a phone in a country may ring. Pure."""

from datetime import timedelta

from chalicelib.kernel.wall_clock import WEEKDAYS, local_date, wall_ms
from chalicelib.numbers.countries import country
from chalicelib.numbers.holidays import holiday
from chalicelib.numbers.pack import Week

LOOK_DAYS = 60
DAY_MS = 86_400_000


def quiet_until_ms(code: str, at_ms: int, proactive: bool = False) -> int:
    """`at_ms` itself when a call may be placed then, else the UTC ms from which one may.

    A country of several time zones must allow it in all of them: a number does not say where its
    phone is. Raises DomainError "country_not_served".
    """
    hours = country(code).calling_hours
    week = hours.proactive if proactive else hours.requested
    found = at_ms
    while found - at_ms < LOOK_DAYS * DAY_MS:
        latest = max(_from_ms(code, week, zone, found) for zone in country(code).time_zones)
        if latest == found:
            return found
        found = latest
    raise ValueError(f"{code}: no hour suits all its time zones")


def _from_ms(code: str, week: Week, zone: str, at_ms: int) -> int:
    today = local_date(at_ms, zone)
    for days in range(LOOK_DAYS):
        day = today + timedelta(days=days)
        name = "holiday" if holiday(code, day.isoformat()) else WEEKDAYS[day.weekday()]
        hours = getattr(week, name)
        if hours and at_ms < wall_ms(day, hours[1], zone):
            return max(at_ms, wall_ms(day, hours[0], zone))
    raise ValueError(f"{code}: nobody may call there for {LOOK_DAYS} days")
