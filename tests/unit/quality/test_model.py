"""Voice Insights' words, read: what is poor, who hung up, and whose numbers are kept."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.quality.model import Leg, heard, leg_of, next_look_ms

OURS = ("+551130001000",)
CUSTOMER = "+5511987650001"
OUTBOUND = {"from": {"caller": OURS[0]}, "to": {"callee": CUSTOMER, "carrier": "Rede", "country_code": "BR"}}
MINUTE = 60_000


def summary(edge: str = "carrier_edge", tags: Any = (), **metrics: Any) -> dict[str, Any]:
    """A summary with one stream."""
    return {**OUTBOUND, "tags": list(tags), edge: {"metrics": {"inbound": metrics}}}


def leg(told: dict[str, Any], party: Any = "customer") -> Leg:
    found = leg_of(party, told, OURS)
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("told", "poor"),
    [
        (summary(jitter={"avg": 30.0, "max": 400.0}), False),
        (summary(jitter={"avg": 30.1}), True),
        (summary(packets_loss_percentage=3.0), False),
        (summary(packets_loss_percentage=3.1), True),
        (summary("sdk_edge", mos={"avg": 3.5}), False),
        (summary("sdk_edge", mos={"avg": 3.49}), True),
        (summary("client_edge", rtt={"avg": 900.0}), False),
        (summary(tags=["silence"]), True),
        (summary(tags=["high_pdd"]), False),
        (summary(jitter=None, packets_loss_percentage=None), False),
        ({}, False),
    ],
)
def test_what_is_poor(told: dict[str, Any], poor: bool) -> None:
    assert heard([leg(told)]).poor is poor


def test_the_worst_of_all_streams_is_told() -> None:
    agent = leg(summary("sdk_edge", mos={"avg": 4.126}, rtt={"avg": 81.4}, jitter={"avg": 2}), "agent")
    customer = leg(summary(jitter={"avg": 12.4, "max": 60}, packets_loss_percentage=1.26))
    whole = heard([agent, customer])
    assert (whole.mos_hundredths, whole.rtt_ms, whole.jitter_ms, whole.loss_permille) == (413, 81, 12, 13)
    assert (whole.carrier, whole.country, whole.our_number) == ("Rede", "BR", OURS[0])


@pytest.mark.parametrize(
    ("direction", "by", "who"),
    [
        ("outbound_api", "callee", "customer"),
        ("outbound_api", "caller", "us"),
        ("inbound", "caller", "customer"),
        ("inbound", "callee", "us"),
        ("inbound", "unknown", None),
        (None, None, None),
    ],
)
def test_who_hung_up_by_the_carriers_view(direction: Any, by: Any, who: Any) -> None:
    told = summary() | {"properties": {"direction": direction, "disconnected_by": by}}
    assert leg(told).hung_up == who
    assert leg(told, "agent").hung_up is None


def test_a_number_that_is_not_ours_is_never_kept() -> None:
    called_us = {
        "from": {"caller": CUSTOMER, "carrier": "Rede"},
        "to": {"callee": OURS[0]},
        "properties": {"direction": "inbound"},
    }
    assert (leg(called_us).our_number, leg(called_us).carrier) == (OURS[0], "Rede")
    strange = {"from": {"caller": CUSTOMER}, "to": {"callee": "+5511"}}
    assert leg(strange).our_number is None


VALUES = st.recursive(
    st.none() | st.booleans() | st.floats(allow_nan=False, width=32) | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=8,
)
NAMES = ("tags", "properties", "from", "to", "carrier_edge", "sdk_edge", "processing_state")


@given(st.dictionaries(st.sampled_from(NAMES), VALUES))
def test_whatever_is_said_is_read_or_left(told: dict[str, Any]) -> None:
    found = leg_of("customer", told, OURS)
    assert found is None or heard([found]).our_number in (None, *OURS)


@given(st.integers(0, 3 * 1440))
def test_looks_grow_apart_and_end_after_a_day(minutes: int) -> None:
    now = minutes * MINUTE
    following = next_look_ms(0, now)
    if minutes >= 1440:
        assert following is None
    else:
        assert following is not None and now < following <= max(2 * now, 2 * MINUTE)
        assert following == 1440 * MINUTE or following >= 2 * now
