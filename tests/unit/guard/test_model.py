"""The guard's pure part: windows, networks, prices, and data that is refused when it has a hole."""

import json
from datetime import UTC, datetime

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.guard.model import (
    KINDS,
    SOURCE,
    Limit,
    day_of,
    estimate,
    hour_of,
    limits,
    minutes,
    network_of,
    prefix_of,
    read,
    spent_out,
)
from chalicelib.numbers.table import served

MOMENTS = st.integers(0, 4_000_000_000_000)


@given(MOMENTS, st.integers(0, 90_000_000))
def test_two_moments_share_a_window_exactly_when_they_share_its_day_and_hour(
    at_ms: int, later_ms: int
) -> None:
    first, second = (datetime.fromtimestamp(one // 1000, UTC) for one in (at_ms, at_ms + later_ms))
    same = (first.date(), first.hour) == (second.date(), second.hour)
    assert ((day_of(at_ms), hour_of(at_ms)) == (day_of(at_ms + later_ms), hour_of(at_ms + later_ms))) == same


@given(st.lists(st.integers(0, 3 * 3_600_000), max_size=60), st.integers(1, 8), st.integers(1, 12))
def test_no_hour_lets_more_by_than_its_limit_and_no_other_hour_pays_for_it(
    gaps: list[int], per_hour: int, per_day: int
) -> None:
    counted: dict[tuple[str, str], int] = {}
    at_ms, admitted = 0, list[int]()
    for gap in gaps:
        at_ms += gap
        hour, day = (day_of(at_ms), hour_of(at_ms)), (day_of(at_ms), "day")
        fits = counted.get(hour, 0) < per_hour and counted.get(day, 0) < per_day
        if fits:
            counted[hour], counted[day] = counted.get(hour, 0) + 1, counted.get(day, 0) + 1
            admitted.append(at_ms)
        in_hour = sum(1 for one in admitted if one // 3_600_000 == at_ms // 3_600_000)
        in_day = sum(1 for one in admitted if one // 86_400_000 == at_ms // 86_400_000)
        assert in_hour <= per_hour and in_day <= per_day
        assert fits or in_hour == per_hour or in_day == per_day


@given(st.integers(1, 10_000), st.integers(1, 10_000), st.integers(1, 64), st.integers(1, 1000))
def test_the_shares_of_a_limit_make_up_the_whole_and_hardly_more(
    per_hour: int, per_day: int, shards: int, scale: int
) -> None:
    hour, day = Limit(per_hour, per_day, shards).share(scale)
    assert per_hour * scale <= hour * shards < per_hour * scale + shards
    assert per_day * scale <= day * shards < per_day * scale + shards


@given(st.ip_addresses(v=6))
def test_the_neighbours_in_a_64_are_one_network(address: object) -> None:
    one = int(address)  # type: ignore[call-overload]  # an IPv6Address
    sibling = f"{(one >> 64) << 64 | (one + 1) % 2**64:032x}"
    cousin = f"{((one >> 64) + 1) % 2**64 << 64 | one % 2**64:032x}"
    spelt = [":".join(text[i : i + 4] for i in range(0, 32, 4)) for text in (f"{one:032x}", sibling, cousin)]
    if not spelt[0].startswith("0000:0000:0000:0000"):
        assert network_of(spelt[0]) == network_of(spelt[1]) != network_of(spelt[2])


def test_an_ipv4_address_is_itself_however_it_is_written() -> None:
    assert network_of("203.0.113.7") == network_of("::ffff:203.0.113.7") == "203.0.113.7"
    assert network_of("fe80::1%eth0") == network_of("fe80::2")
    assert network_of("what:ever") == "what:ever"
    assert network_of("") == ""


def test_a_prefix_is_a_block_of_ten_thousand_numbers() -> None:
    assert prefix_of("+5511987650001") == prefix_of("+5511987659999") == "+551198765"
    assert prefix_of("+5511987660001") != prefix_of("+5511987650001")


def test_begun_minutes_are_billed_and_ringing_is_not() -> None:
    assert [minutes(ms) for ms in (0, 1, 60_000, 60_001, 3_600_000)] == [0, 1, 1, 2, 60]


def test_every_served_country_has_prices_a_budget_and_caps() -> None:
    assert set(served()) <= set(limits().countries)
    for country, limit in limits().countries.items():
        assert estimate(country, "mobile") >= estimate(country, "fixed") > 0
        assert not spent_out(country, 1, 0, 0)
        assert spent_out(country, 1, limit.budget_cents, 0)
        assert not spent_out(country, 1, limit.budget_cents, limit.budget_cents)


def test_a_type_of_number_nobody_priced_costs_what_the_dearer_does() -> None:
    assert estimate("BR", "premium") == estimate("BR", "mobile")


@pytest.mark.parametrize(
    ("path", "value"),
    [
        ("counters.person.per_hour", 0),
        ("counters.person.per_hour", "10"),
        ("counters.person.per_minute", 1),
        ("counters.persn", {"per_hour": 1, "per_day": 1, "shards": 1}),
        ("countries.BR.mobile_cents", -1),
        ("countries.BR.mobile", 1),
        ("countries.BR.call_limit_s", 10),
        ("countries.br", {}),
        ("raise_percent", 1000),
        ("bugdet", 1),
    ],
)
def test_data_with_a_typo_is_refused(path: str, value: object) -> None:
    data = json.loads(SOURCE.read_bytes())
    *way, last = path.split(".")
    inner = data
    for name in way:
        inner = inner[name]
    inner[last] = value
    with pytest.raises(msgspec.ValidationError):
        read(json.dumps(data).encode())


@pytest.mark.parametrize("kind", KINDS)
def test_data_with_a_hole_is_refused(kind: str) -> None:
    data = json.loads(SOURCE.read_bytes())
    del data["counters"][kind]
    with pytest.raises(msgspec.ValidationError):
        read(json.dumps(data).encode())
