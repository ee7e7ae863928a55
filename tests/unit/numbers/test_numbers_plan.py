"""What is to be done for the numbers a region wants: a pure matter of wishes and what there is."""

from collections import Counter
from dataclasses import replace
from itertools import permutations
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from infra.numbers import regions
from infra.numbers.plan import (
    Address,
    Buy,
    Candidate,
    Held,
    Price,
    Problem,
    Standing,
    Supply,
    Wish,
    Wrong,
    changes,
    led_elsewhere,
    mark,
    ours,
    purchases,
    releases,
    standing,
    table_of,
    wishes,
)

REGION = "sa-east-1"
AREAS = ("", "1", "11", "112", "2", "21")
wanted = st.lists(st.builds(Wish, st.sampled_from(("BR", "MX")), st.sampled_from(AREAS)), max_size=6)
numbers = st.sets(
    st.builds(
        lambda code, area, last: f"+{code}{area}{last:03d}".ljust(13, "0"),
        st.sampled_from(("55", "52", "54")),
        st.sampled_from(("11", "112", "12", "21", "31")),
        st.integers(0, 4),
    ),
    max_size=7,
)


def held(e164: str, **fields: str) -> Held:
    return Held(f"PN{int(e164):032x}", e164, {"friendly_name": mark(REGION, "BR"), **fields})


def own(found: set[str]) -> list[Held]:
    return [held(one) for one in sorted(found)]


@given(wanted, numbers)
def test_every_wish_is_met_once_or_missing_and_every_number_used_once_or_left(
    asked: list[Wish], found: set[str]
) -> None:
    stand = standing(asked, own(found), {}, ())
    assert Counter([wish for wish, _ in stand.kept]) + Counter(stand.missing) == Counter(asked)
    used = [one.e164 for _, one in stand.kept]
    assert Counter(used) + Counter(one.e164 for one in stand.surplus) == Counter(found)
    assert all(wish.fits(one.e164) for wish, one in stand.kept)


@settings(max_examples=40)
@given(wanted.filter(lambda asked: len(asked) <= 4), numbers.filter(lambda found: len(found) <= 4))
def test_as_many_wishes_are_met_as_can_be(asked: list[Wish], found: set[str]) -> None:
    orders = [list(one) for one in permutations(sorted(found) + [""] * len(asked), len(asked))]
    best = max(sum(wish.fits(one) for wish, one in zip(asked, order, strict=True)) for order in orders)
    assert len(standing(asked, own(found), {}, ()).kept) == best


@given(wanted, numbers, numbers)
def test_what_was_done_once_needs_nothing_more(asked: list[Wish], have: set[str], stock: set[str]) -> None:
    candidates = tuple(Candidate(one, "local") for one in sorted(stock - have))
    supplies = {code: Supply(candidates) for code in ("BR", "MX")}
    first = standing(asked, own(have), {}, ())
    orders = [one for one in purchases(first.missing, supplies, ()) if isinstance(one, Buy)]
    assert len({one.e164 for one in orders}) == len(orders)
    there = {one.e164 for _, one in first.kept} | {one.e164 for one in orders}
    table = table_of(asked, there, {})
    assert sorted(one for listed in table.values() for one in listed) == sorted(there)
    again = standing(asked, own(have | there), table, ())
    assert {one.e164 for _, one in again.kept} == there
    assert Counter(again.missing) == Counter(first.missing) - Counter(one.wish for one in orders)
    assert table_of(asked, there, table) == table
    left = {code: Supply(tuple(one for one in candidates if one.e164 not in there)) for code in supplies}
    assert [one for one in purchases(again.missing, left, ()) if isinstance(one, Buy)] == []


@given(wanted, numbers, st.data())
def test_a_number_that_customers_see_stays_while_it_is_wanted(
    asked: list[Wish], found: set[str], data: st.DataObject
) -> None:
    stand = standing(asked, own(found), {}, ())
    table = table_of(asked, {one.e164 for _, one in stand.kept}, {})
    more = data.draw(numbers)
    after = standing(asked, own(found | more), table, ())
    assert {one.e164 for _, one in stand.kept} <= {one.e164 for _, one in after.kept}


def test_the_usual_number_is_that_of_the_first_wish() -> None:
    asked = wishes({"BR": ["21", "any", "11"]})
    there = {"+551150000000", "+552150000000", "+558150000000"}
    assert table_of(asked, there, {}) == {"BR": ["+552150000000", "+558150000000", "+551150000000"]}


def test_countries_that_are_not_wanted_stay_as_somebody_wrote_them() -> None:
    before = {"UY": ["+59829001000"], "BR": ["+551140000000"]}
    asked = wishes({"BR": ["11"]})
    assert table_of(asked, {"+551150000000"}, before) == {"BR": ["+551150000000"], "UY": ["+59829001000"]}
    stand = standing(asked, own({"+59829001000", "+551150000000"}), before, ())
    assert stand == Standing(((asked[0], held("+551150000000")),), (), ())


def test_ours_is_what_bears_our_mark_or_stands_in_the_table_and_is_nobody_elses() -> None:
    table = {"BR": ["+551140000001", "+551140000002"]}
    account = [
        held("+551140000001", friendly_name="Front desk"),
        held("+551140000002", friendly_name="alo us-east-1 BR"),
        held("+551140000003"),
        held("+551140000004", friendly_name="alo sa-east-10 BR"),
        held("+551140000005", friendly_name=""),
    ]
    assert [one.e164[-1] for one in ours(account, REGION, table)] == ["1", "3"]


@pytest.mark.parametrize(
    "wrong",
    [
        {"ES": ["91"]},
        {"br": ["11"]},
        {"BR": "11"},
        {"BR": ["1a"]},
        {"BR": [""]},
        {"BR": ["1234567"]},
        {"BR": [11]},
    ],
)
def test_wishes_that_cannot_be_meant_are_refused(wrong: Any) -> None:
    with pytest.raises(Wrong):
        wishes(wrong)


@pytest.mark.parametrize(
    ("candidate", "bundles", "addresses", "outcome"),
    [
        (Candidate("+551150000000", "local"), {}, [], ("", "")),
        (Candidate("+551150000000", "local"), {"mobile": ()}, [], ("", "")),
        (Candidate("+551150000000", "local"), {"local": ("BU1", "BU2")}, [], ("", "BU1")),
        (Candidate("+551150000000", "local"), {"local": ()}, [], "bundle_missing"),
        (Candidate("+551150000000", "local", "any"), {}, [Address("AD1", "PT")], ("AD1", "")),
        (Candidate("+551150000000", "local", "any"), {}, [], "address_missing"),
        (Candidate("+551150000000", "local", "local"), {}, [Address("AD1", "PT")], "address_missing"),
        (
            Candidate("+551150000000", "local", "local"),
            {},
            [Address("AD1", "PT"), Address("AD2", "BR")],
            ("AD2", ""),
        ),
        (Candidate("+551150000000", "local", "foreign"), {}, [Address("AD2", "BR")], "address_missing"),
        (
            Candidate("+551150000000", "local", "foreign"),
            {"local": ("BU1",)},
            [Address("AD1", "PT")],
            ("AD1", "BU1"),
        ),
        (Candidate("+552150000000", "local"), {}, [], "none_found"),
    ],
)
def test_a_number_is_bought_with_its_papers_or_they_are_named(
    candidate: Candidate, bundles: Any, addresses: list[Address], outcome: Any
) -> None:
    supply = Supply((candidate,), bundles, {"local": Price(425, "USD")})
    (made,) = purchases([Wish("BR", "11")], {"BR": supply}, addresses)
    if isinstance(made, Problem):
        assert (made.code, made.about) == (outcome, "BR 11")
        return
    assert (made.address_sid, made.bundle_sid) == outcome
    assert (made.e164, made.price) == (candidate.e164, Price(425, "USD"))


def test_a_number_whose_papers_are_there_is_taken_before_one_that_lacks_them() -> None:
    supply = Supply((Candidate("+576015000000", "local", "local"), Candidate("+573005000000", "mobile")))
    (made,) = purchases([Wish("CO", "")], {"CO": supply}, ())
    assert isinstance(made, Buy)
    assert (made.e164, made.kind, made.price) == ("+573005000000", "mobile", None)


def test_a_country_where_nothing_is_sold_is_told_from_one_that_is_sold_out() -> None:
    made = purchases([Wish("UY", ""), Wish("CL", "")], {}, ())
    assert [(one.code, one.about) for one in made if isinstance(one, Problem)] == [
        ("not_sold", "UY any"),
        ("none_found", "CL any"),
    ]


def test_only_what_differs_is_configured() -> None:
    number = held("+551150000000", voice_url="https://old.test", sms_url="")
    assert changes(number, {"voice_url": "https://new.test", "sms_url": "", "voice_method": "POST"}) == {
        "voice_url": "https://new.test",
        "voice_method": "POST",
    }
    assert led_elsewhere(number) is None
    trunk = replace(number, fields={**number.fields, "trunk_sid": "TK1"})
    assert (problem := led_elsewhere(trunk)) and problem.code == "led_elsewhere"


def test_a_number_is_released_only_when_nobody_calls_from_it() -> None:
    known, table = own({"+551150000000", "+551150000001", "+551150000002"}), {"BR": ["+551150000000"]}
    asked = ["+551150000002", "+551150000002"]
    assert releases(asked, known, {"+551150000001"}, table) == (known[2],)
    for number in ("+551150000000", "+551150000001", "+551150000009", "the first"):
        with pytest.raises(Wrong):
            releases([number], known, {"+551150000001"}, table)


def test_the_file_of_the_regions_is_laid_out_as_it_is_written() -> None:
    text = regions.REGIONS.read_text(encoding="utf-8")
    assert regions.laid_out(regions.json.loads(text)) == text


def test_the_wishes_of_the_repository_can_be_meant() -> None:
    for region in regions.json.loads(regions.REGIONS.read_text(encoding="utf-8")):
        assert wishes(regions.read(regions.REGIONS, region)["numbers"])
