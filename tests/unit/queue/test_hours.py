"""When sites are open, on days that everybody can look up."""

import json
from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest

from chalicelib.kernel.wall_clock import local_date, wall_ms
from chalicelib.kernel.words import SITES
from chalicelib.numbers import service as numbers
from chalicelib.queue import hours
from chalicelib.queue.hours import Closing, Slot, check_window, is_open, next_open_ms, preview

HOUR_MS = 3_600_000
SAYS = {"pt-BR": "Volto já", "es": "Ya vuelvo", "en": "Back soon"}
WHOLE = json.loads(hours.SOURCE.read_text(encoding="utf-8"))


def at(site, text):
    """UTC ms of the site's wall time."""
    zone = ZoneInfo(hours.hours_of(site).zone)
    return int(datetime.fromisoformat(text).replace(tzinfo=zone).timestamp()) * 1000


def days(site):
    """The holidays of the site's country."""
    return lambda day: numbers.holiday(site, day)


def closing(site, begin, end):
    return Closing(at(site, begin), at(site, end), SAYS)


NOON = at("BR", "2026-11-18T12:00")


@pytest.mark.parametrize("site", SITES)
def test_every_site_has_hours_by_the_clocks_of_its_country(site):
    assert hours.hours_of(site).zone == numbers.pack(site).time_zones[0]


@pytest.mark.parametrize(
    ("day", "reason", "holiday", "slots"),
    [
        ("2026-11-17", "open", None, 0),
        ("2026-11-18", "open", None, 8),
        ("2026-11-19", "open", None, 12),
        ("2026-11-20", "holiday", "Dia Nacional de Zumbi e da Consciência Negra", 0),
        ("2026-11-21", "open", None, 6),
        ("2026-11-22", "weekend", None, 0),
        ("2026-12-18", "open", None, 5),
        ("2026-12-19", "open", None, 0),
        ("2026-11-15", "holiday", "Proclamação da República", 0),
    ],
)
def test_a_preview_of_any_date(day, reason, holiday, slots):
    seen = preview("BR", day, NOON, [], days("BR"))
    assert (seen.date, seen.reason, seen.holiday, len(seen.slots)) == (day, reason, holiday, slots)
    assert bool(seen.open) == (reason == "open") and seen.message is None


def test_slots_are_whole_hours_of_the_sites_own_clock():
    first = preview("CO", "2026-11-19", NOON, [], days("CO")).slots[0]
    assert first == Slot(at("CO", "2026-11-19T07:00"), at("CO", "2026-11-19T08:00"))


def test_a_closing_takes_its_slots_and_says_why():
    lunch = closing("BR", "2026-11-19T11:30", "2026-11-19T13:00")
    seen = preview("BR", "2026-11-19", NOON, [lunch], days("BR"))
    begins = [
        datetime.fromtimestamp(one.from_ms / 1000, ZoneInfo("America/Sao_Paulo")).hour for one in seen.slots
    ]
    assert begins == [8, 9, 10, 13, 14, 15, 16, 17, 18, 19]
    assert (seen.reason, seen.message, len(seen.open)) == ("open", SAYS, 2)


def test_a_day_closed_altogether_is_closed_and_the_next_day_is_not():
    all_day = closing("BR", "2026-11-18T18:00", "2026-11-20T00:00")
    assert preview("BR", "2026-11-19", NOON, [all_day], days("BR")).reason == "closed"
    assert preview("BR", "2026-11-21", NOON, [all_day], days("BR")).message is None
    assert next_open_ms("BR", at("BR", "2026-11-19T10:00"), [all_day], days("BR")) == at(
        "BR", "2026-11-21T09:00"
    )


def test_a_closing_on_a_sunday_or_of_no_length_changes_nothing():
    sunday = closing("BR", "2026-11-22T08:00", "2026-11-22T12:00")
    none = closing("BR", "2026-11-19T11:00", "2026-11-19T11:00")
    backwards = closing("BR", "2026-11-19T15:00", "2026-11-19T11:00")
    assert preview("BR", "2026-11-22", NOON, [sunday], days("BR")).reason == "weekend"
    seen = preview("BR", "2026-11-19", NOON, [none, backwards], days("BR"))
    assert (len(seen.open), len(seen.slots), seen.message) == (1, 12, None)


@pytest.mark.parametrize(
    ("begin", "end", "refused"),
    [
        ("2026-11-18T11:59", "2026-11-18T13:00", "in_past"),
        ("2026-11-18T12:00", "2026-11-18T13:00", None),
        ("2026-11-18T12:15", "2026-11-18T12:45", None),
        ("2026-11-18T12:15", "2026-11-18T12:44", "too_short"),
        ("2026-11-18T14:00", "2026-11-18T13:00", "too_short"),
        ("2026-11-18T12:00", "2026-11-18T16:00", None),
        ("2026-11-18T12:00", "2026-11-18T16:01", "too_long"),
        ("2026-11-20T10:00", "2026-11-20T11:00", "holiday"),
        ("2026-11-22T10:00", "2026-11-22T11:00", "weekend"),
        ("2026-11-19T07:30", "2026-11-19T08:30", "outside_hours"),
        ("2026-11-19T19:30", "2026-11-19T20:30", "outside_hours"),
        ("2026-11-19T23:30", "2026-11-20T00:30", "outside_hours"),
        ("2026-11-24T10:30", "2026-11-24T11:30", "closed"),
        ("2026-11-24T11:00", "2026-11-24T12:00", None),
        ("2026-12-18T12:00", "2026-12-18T13:00", None),
        ("2026-12-18T12:01", "2026-12-18T13:01", "too_far"),
    ],
)
def test_a_window_is_checked_and_the_refusal_says_why(begin, end, refused):
    shut = closing("BR", "2026-11-24T08:00", "2026-11-24T11:00")
    asked = (at("BR", begin), at("BR", end))
    assert check_window("BR", *asked, NOON, [shut], days("BR")) == refused


def test_a_window_chosen_on_the_clock_of_another_place_is_judged_on_the_sites():
    tokyo = datetime(2026, 11, 19, 10, tzinfo=ZoneInfo("Asia/Tokyo"))
    begin = int(tokyo.timestamp()) * 1000
    assert check_window("BR", begin, begin + HOUR_MS, NOON, [], days("BR")) == "outside_hours"


def test_numbers_that_are_no_time_of_this_world_are_refused():
    assert check_window("BR", 10**18, 10**18 + HOUR_MS, NOON, [], days("BR")) == "too_far"
    assert check_window("BR", -(10**18), HOUR_MS, NOON, [], days("BR")) == "in_past"
    with pytest.raises(ValueError, match="isoformat"):
        preview("BR", "tomorrow", NOON, [], days("BR"))


def test_open_from_the_first_moment_and_not_at_the_last():
    assert is_open("BR", at("BR", "2026-11-19T08:00"), [], days("BR"))
    assert not is_open("BR", at("BR", "2026-11-19T08:00") - 1, [], days("BR"))
    assert is_open("BR", at("BR", "2026-11-19T20:00") - 1, [], days("BR"))
    assert not is_open("BR", at("BR", "2026-11-19T20:00"), [], days("BR"))


def test_next_open_over_a_holiday_and_a_weekend():
    friday = at("MX", "2026-12-24T20:00")
    assert next_open_ms("MX", friday, [], days("MX")) == at("MX", "2026-12-26T09:00")
    assert next_open_ms("MX", at("MX", "2026-12-26T15:00"), [], days("MX")) == at("MX", "2026-12-28T08:00")


def test_a_site_closed_for_years_is_asked_again_in_four_hundred_days():
    shut = closing("UY", "2026-01-01T00:00", "2036-01-01T00:00")
    asked = at("UY", "2026-11-18T12:00")
    assert next_open_ms("UY", asked, [shut], days("UY")) == at("UY", "2027-12-23T00:00")


@pytest.mark.parametrize("site", SITES)
@pytest.mark.parametrize("field", ["mon", "tue", "wed", "thu", "fri", "sat", "sun", "holiday"])
def test_hours_with_a_hole_or_a_typo_are_refused(site, field):
    without = {name: value for name, value in WHOLE[site].items() if name != field}
    misspelt = without | {field + "x": WHOLE[site][field]}
    wrong = without | {field: "nowhere/at all"}
    for row in (without, misspelt, wrong):
        with pytest.raises(ValueError, match=f"^{site}: ") as refusal:
            hours.read_hours(json.dumps(WHOLE | {site: row}).encode())
        assert field in str(refusal.value) or "nowhere" in str(refusal.value)


@pytest.mark.parametrize(
    "span", [["8:00", "20:00"], ["20:00", "08:00"], ["08:00", "08:00"], ["08:00", "24:30"]]
)
def test_hours_that_are_no_hours_are_refused(span):
    with pytest.raises(ValueError, match=r"^BR: "):
        hours.read_hours(json.dumps(WHOLE | {"BR": WHOLE["BR"] | {"tue": span}}).encode())


def test_hours_of_a_site_too_few_or_too_many_are_refused():
    for rows in ({"BR": WHOLE["BR"]}, WHOLE | {"PT": WHOLE["BR"]}):
        with pytest.raises(ValueError, match="hours of"):
            hours.read_hours(json.dumps(rows).encode())


def test_a_day_begins_when_the_clocks_say_so():
    # Chile's clocks jump from 24:00 to 01:00 in September; Mexico stopped changing them in 2022, Paraguay in
    # 2024; Nepal is a quarter of an hour off.
    chile = date(2026, 9, 6)
    assert wall_ms(chile, "00:00", "America/Santiago") == wall_ms(chile, "01:00", "America/Santiago")
    assert wall_ms(date(2026, 9, 5), "24:00", "America/Santiago") == wall_ms(
        chile, "00:00", "America/Santiago"
    )
    assert _hours_of_day(date(2022, 4, 3), "America/Mexico_City") == 23
    assert _hours_of_day(date(2023, 4, 2), "America/Mexico_City") == 24
    assert _hours_of_day(date(2024, 3, 23), "America/Asuncion") == 25
    assert _hours_of_day(date(2025, 3, 22), "America/Asuncion") == 24
    kathmandu = wall_ms(date(2026, 1, 1), "00:00", "Asia/Kathmandu")
    assert local_date(kathmandu, "Asia/Kathmandu") == date(2026, 1, 1)
    assert local_date(kathmandu - 1, "Asia/Kathmandu") == date(2025, 12, 31)


def _hours_of_day(day, zone):
    return (wall_ms(day, "24:00", zone) - wall_ms(day, "00:00", zone)) / HOUR_MS
