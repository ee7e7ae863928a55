"""Every served country has a pack, and a caller id is chosen by data."""

import pytest

from chalicelib.kernel.errors import DomainError
from chalicelib.kernel.messages import text
from chalicelib.kernel.words import LOCALES
from chalicelib.numbers.countries import PACKS, country
from chalicelib.numbers.service import (
    caller_id,
    countries,
    country_name,
    holiday,
    locale_of,
    pack,
    quiet_until_ms,
    site_of,
    zone_of,
)
from chalicelib.numbers.table import served

ONE_EACH = {"BR": ["+551150281000"], "AR": ["+541150281000"], "CL": ["+56221230000"], "MX": ["+525550281000"]}


def test_countries_with_numbers_packs_and_holidays_are_the_same_nineteen():
    packs = {path.stem for path in PACKS.glob("*.json")}
    days = {path.stem for path in (PACKS / "holidays").glob("??.json")}
    assert packs == days == set(countries()) and len(packs) == 19


@pytest.mark.parametrize("code", served())
def test_every_pack_is_read_and_answers_for_its_country(code):
    one = pack(code)
    assert (site_of(code), locale_of(code)) == (one.sites[0], one.locale)
    assert zone_of(code) == one.time_zones[0]
    assert all(country_name(code, locale) and text(locale, one.recording.message) for locale in LOCALES)
    assert any(country(other).twilio_offer == "local" for other in one.caller_ids)


def test_portugal_is_served_from_brazil():
    assert (site_of("PT"), locale_of("PT")) == ("BR", "pt-BR")


@pytest.mark.parametrize("code", served())
def test_every_country_can_be_called_with_a_number_in_each_of_four(code):
    number, place = caller_id(code, ONE_EACH)
    assert number in ONE_EACH[place]


def test_the_countrys_own_number_comes_first_then_the_nearest():
    owned = {"UY": ["+59824001000"], **ONE_EACH}
    assert caller_id("UY", owned) == ("+59824001000", "UY")
    assert caller_id("UY", ONE_EACH) == ("+541150281000", "AR")
    assert caller_id("PE", {"MX": ["+525550281000"], "PE": []}) == ("+525550281000", "MX")


def test_brazil_is_called_from_brazil_or_not_at_all():
    with pytest.raises(DomainError) as refusal:
        caller_id("BR", {"AR": ["+541150281000"]})
    assert refusal.value.code == "carrier_unavailable"


def test_a_country_nobody_serves_is_refused():
    asked = (site_of, locale_of, zone_of, pack)
    asked += (lambda code: holiday(code, "2026-12-25"), lambda code: quiet_until_ms(code, 0))
    for ask in asked:
        for code in ("ES", "../packs/BR", "br", ""):
            with pytest.raises(DomainError) as refusal:
                ask(code)
            assert refusal.value.code == "country_not_served"
