"""Hours, closings and windows agree with each other in any zone, over changes of the clocks too."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from chalicelib.kernel.wall_clock import WEEKDAYS, local_date, wall_ms
from chalicelib.queue.hours import Closing, Hours, Slot, day_of, opening, refusal

MINUTE_MS = 60_000
DAY_MS = 86_400_000
FIRST = wall_ms(date(2022, 1, 1), "00:00", "UTC")
LAST = wall_ms(date(2028, 12, 31), "00:00", "UTC")
# Summer time at midnight and by half an hour, ended for good, never, and offsets of no whole hour.
ZONES = (
    *("America/Santiago", "America/Asuncion", "America/Mexico_City", "America/Tijuana", "America/Sao_Paulo"),
    *("Australia/Lord_Howe", "Asia/Kathmandu", "America/St_Johns", "Atlantic/Azores", "Africa/Cairo"),
)
MOMENTS = st.integers(FIRST // MINUTE_MS, LAST // MINUTE_MS).map(lambda minute: minute * MINUTE_MS)


@st.composite
def spans(draw):
    """Hours of a day, or none."""
    begin = draw(st.integers(0, 47))
    end = draw(st.integers(begin + 1, 48))
    clocks = [f"{half // 2:02d}:{half % 2 * 30:02d}" for half in (begin, end)]
    return draw(st.sampled_from([None, (clocks[0], clocks[1])]))


SITES = st.builds(Hours, zone=st.sampled_from(ZONES), **dict.fromkeys((*WEEKDAYS, "holiday"), spans()))


@st.composite
def situations(draw):
    """(hours, now, closings around now, which days are holidays)."""
    now = draw(MOMENTS)
    offsets = st.integers(-3 * 24 * 60, 9 * 24 * 60).map(lambda minute: minute * MINUTE_MS)
    closings = draw(
        st.lists(st.builds(lambda a, b: Closing(now + a, now + b, {}), offsets, offsets), max_size=4)
    )
    every = draw(st.integers(2, 9))
    return (
        draw(SITES),
        now,
        closings,
        lambda day: "Feast" if date.fromisoformat(day).toordinal() % every == 0 else None,
    )


@given(situations(), st.integers(-2, 33))
def test_every_window_offered_lies_in_open_hours_and_is_taken(situation, ahead):
    hours, now, closings, holiday = situation
    day = local_date(now, hours.zone) + timedelta(days=ahead)
    seen = day_of(hours, day, now, closings, holiday)
    assert (seen.reason == "open") == bool(seen.open)
    assert seen.slots == tuple(sorted(seen.slots, key=lambda one: one.from_ms))
    for slot in seen.slots:
        assert slot.from_ms >= now and slot.until_ms - slot.from_ms == 3_600_000
        assert any(one.from_ms <= slot.from_ms and slot.until_ms <= one.until_ms for one in seen.open)
        assert refusal(hours, slot, now, closings, holiday) is None


@given(situations(), st.integers(0, 6 * 24 * 60), st.integers(30, 240))
def test_a_window_that_is_taken_is_open_at_every_minute_of_it(situation, start, length):
    hours, now, closings, holiday = situation
    window = Slot(now + start * MINUTE_MS, now + (start + length) * MINUTE_MS)
    minutes = range(window.from_ms, window.until_ms, MINUTE_MS)
    every = all(_open(hours, one, closings, holiday) for one in minutes)
    if refusal(hours, window, now, closings, holiday) is None:
        assert every
    else:
        # It may be open throughout and still span two days.
        days = {local_date(one, hours.zone) for one in (window.from_ms, window.until_ms - 1)}
        assert not every or len(days) == 2


@given(situations())
def test_it_opens_at_the_moment_found_and_at_none_before(situation):
    hours, now, closings, holiday = situation
    found = opening(hours, now, closings, holiday)
    assert found >= now
    if found > now + 380 * DAY_MS:
        assert not any(getattr(hours, name) for name in (*WEEKDAYS, "holiday"))
        return
    assert _open(hours, found, closings, holiday)
    assert opening(hours, found, closings, holiday) == found
    early = range(now, min(found, now + 12 * DAY_MS), 7 * MINUTE_MS)
    assert not any(
        _open(hours, one, closings, holiday) for one in [*early, *([found - 1] if found > now else [])]
    )


@given(situations(), st.integers(1, 20 * 60), st.integers(1, 20 * 60))
def test_time_is_promised_while_it_is_open_and_adds_up(situation, some, more):
    hours, now, closings, holiday = situation
    found = opening(hours, now, closings, holiday, some * MINUTE_MS)
    whole = opening(hours, now, closings, holiday, (some + more) * MINUTE_MS)
    if whole > now + 380 * DAY_MS:
        return
    assert found >= now + some * MINUTE_MS
    assert _open(hours, found - 1, closings, holiday)
    assert opening(hours, found, closings, holiday, more * MINUTE_MS) == whole


@given(SITES, MOMENTS)
def test_each_moment_belongs_to_the_day_between_its_midnights(hours, moment):
    day = local_date(moment, hours.zone)
    assert wall_ms(day, "00:00", hours.zone) <= moment < wall_ms(day, "24:00", hours.zone)


def _open(hours, at_ms, closings, holiday):
    """The rule once more, without spans: the day's hours have begun and not ended, and nobody has closed."""
    day = local_date(at_ms, hours.zone)
    span = getattr(hours, "holiday" if holiday(day.isoformat()) else WEEKDAYS[day.weekday()])
    if span is None or any(one.from_ms <= at_ms < one.until_ms for one in closings):
        return False
    return wall_ms(day, span[0], hours.zone) <= at_ms < wall_ms(day, span[1], hours.zone)
