"""Within a country the caller id is the number nearest to the one called."""

from collections.abc import Mapping, Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.kernel.errors import DomainError
from chalicelib.numbers.service import caller_id, pack
from chalicelib.numbers.table import area, geographic, rules, served

BRAZIL = {"BR": ["+551140028900", "+552140028900", "+558140028900"]}
digits = st.text("0123456789", min_size=6, max_size=9)


@st.composite
def number_in(draw: st.DrawFn, code: str) -> str:
    return f"+{rules(code).calling_code}{draw(digits)}"


@st.composite
def houses(draw: st.DrawFn) -> tuple[str, dict[str, list[str]], str]:
    """A country, what is owned in some of those it may be called from, and a number called there."""
    code = draw(st.sampled_from(served()))
    places = draw(st.lists(st.sampled_from(pack(code).caller_ids), unique=True))
    owned = {place: draw(st.lists(number_in(place), max_size=4)) for place in places}
    return code, owned, draw(number_in(code))


@pytest.mark.parametrize(
    ("called", "chosen"),
    [
        ("+5511987654321", "+551140028900"),
        ("+5521987654321", "+552140028900"),
        ("+558132123456", "+558140028900"),
        ("+5583987654321", "+558140028900"),  # no number in 83; 81 is of the same region
        ("+5561987654321", "+551140028900"),  # nothing near: the usual one
    ],
)
def test_the_area_called_decides(called: str, chosen: str) -> None:
    assert caller_id("BR", BRAZIL, called) == (chosen, "BR")


@pytest.mark.parametrize(
    ("number", "found"),
    [
        ("+5491123456789", "11"),  # the 9 of Argentine mobiles is no area
        ("+541150311000", "11"),
        ("+542944123456", "294"),
        ("+522221234567", "222"),
        ("+576015550100", "601"),
        ("+56961234567", "9"),
        ("+4930123456", ""),
    ],
)
def test_the_area_is_what_people_write_first(number: str, found: str) -> None:
    assert area(number) == found


def test_an_argentine_mobile_is_called_from_its_own_area() -> None:
    owned = {"AR": ["+541150311000", "+543514000000"]}
    assert caller_id("AR", owned, "+5493515123456") == ("+543514000000", "AR")


def test_abroad_the_area_says_nothing() -> None:
    assert caller_id("UY", {"AR": ["+541150311000", "+542944123456"]}, "+59829441234")[0] == "+541150311000"


@given(houses())
def test_the_country_decides_first_and_within_it_nobody_is_nearer(
    house: tuple[str, Mapping[str, Sequence[str]], str],
) -> None:
    code, owned, called = house
    places = [place for place in pack(code).caller_ids if owned.get(place)]
    if not places:
        with pytest.raises(DomainError):
            caller_id(code, owned, called)
        return
    number, place = caller_id(code, owned, called)
    assert place == places[0]
    assert number in owned[place]
    if place != code:
        assert number == owned[place][0]
        return
    assert all(_near(number, called) >= _near(other, called) for other in owned[place])
    before = owned[place][: list(owned[place]).index(number)]
    assert all(_near(number, called) > _near(other, called) for other in before)


@given(houses())
def test_an_area_makes_no_country_reachable_or_unreachable(
    house: tuple[str, Mapping[str, Sequence[str]], str],
) -> None:
    code, owned, called = house
    for number in (called, "", "+", "4930"):
        try:
            place = caller_id(code, owned, number)[1]
        except DomainError as refusal:
            place = refusal.code
        try:
            usual = caller_id(code, owned)[1]
        except DomainError as refusal:
            usual = refusal.code
        assert place == usual


def _near(one: str, called: str) -> int:
    """The longest beginning of its area with which the called number begins."""
    return max(n for n in range(len(area(one)) + 1) if geographic(called).startswith(area(one)[:n]))
