"""A phone rings only at hours its country allows, wherever in the country it may be."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.numbers.service import countries, holiday, pack, quiet_until_ms

DAY_MS = 86_400_000
FIRST = int(datetime(2025, 2, 1, tzinfo=UTC).timestamp()) * 1000
LAST = int(datetime(2031, 11, 1, tzinfo=UTC).timestamp()) * 1000
WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


def at(code, text):
    """UTC ms of a wall time in the country's first zone."""
    zone = ZoneInfo(pack(code).time_zones[0])
    return int(datetime.fromisoformat(text).replace(tzinfo=zone).timestamp()) * 1000


@pytest.mark.parametrize(
    ("code", "proactive", "asked", "until"),
    [
        ("CO", True, "2026-07-17T12:00", "2026-07-17T12:00"),
        ("CO", True, "2026-07-17T06:59:59", "2026-07-17T07:00"),
        ("CO", True, "2026-07-17T19:00", "2026-07-18T08:00"),
        ("CO", True, "2026-07-18T14:59:59", "2026-07-18T14:59:59"),
        # Saturday 15:00, Sunday, then the Monday that is Independence Day.
        ("CO", True, "2026-07-18T15:00", "2026-07-21T07:00"),
        ("CO", False, "2026-07-18T15:00", "2026-07-18T15:00"),
        ("CO", False, "2026-07-18T22:00", "2026-07-19T08:00"),
        ("AR", False, "2026-12-25T07:30", "2026-12-25T08:00"),
        # 07:00 in Acre is 09:00 in São Paulo; 22:00 on Noronha is 21:00 there.
        ("BR", False, "2026-07-20T07:30", "2026-07-20T09:00"),
        ("BR", False, "2026-07-20T21:00", "2026-07-21T09:00"),
        ("BR", False, "2026-07-20T20:59", "2026-07-20T20:59"),
    ],
)
def test_known_moments(code, proactive, asked, until):
    assert quiet_until_ms(code, at(code, asked), proactive) == at(code, until)


@given(code=st.sampled_from(countries()), at_ms=st.integers(FIRST, LAST), proactive=st.booleans())
def test_the_moment_is_allowed_in_every_zone_and_none_before_it_is(code, at_ms, proactive):
    until = quiet_until_ms(code, at_ms, proactive)
    assert at_ms <= until < at_ms + 10 * DAY_MS
    assert _allowed(code, until, proactive)
    assert quiet_until_ms(code, until, proactive) == until
    if until > at_ms:
        step = max(60_000, (until - at_ms) // 200)
        assert not any(_allowed(code, one, proactive) for one in range(at_ms, until, step))
        assert not _allowed(code, until - 1, proactive)


def _allowed(code, at_ms, proactive):
    """The rule once more, from the wall clock's side."""
    one = pack(code)
    week = one.calling_hours.proactive if proactive else one.calling_hours.requested
    for zone in one.time_zones:
        local = datetime.fromtimestamp(at_ms / 1000, ZoneInfo(zone))
        day = "holiday" if holiday(code, local.date().isoformat()) else WEEKDAYS[local.weekday()]
        hours = getattr(week, day)
        if not hours or not hours[0] <= local.strftime("%H:%M") < hours[1]:
            return False
    return True
