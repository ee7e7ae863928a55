"""Every served country is complete, and a caller id is chosen by data."""

from zoneinfo import available_timezones

import pytest

from chalicelib.kernel.errors import DomainError
from chalicelib.kernel.words import LOCALES, SITES
from chalicelib.numbers.countries import country
from chalicelib.numbers.service import caller_id, country_name, locale_of, site_of, time_zones_of
from chalicelib.numbers.table import served

ONE_EACH = {"BR": ["+551150281000"], "AR": ["+541150281000"], "CL": ["+56221230000"], "MX": ["+525550281000"]}


@pytest.mark.parametrize("code", served())
def test_every_served_country_is_complete(code):
    one = country(code)
    assert site_of(code) in SITES and locale_of(code) in LOCALES
    assert all(country_name(code, locale) for locale in LOCALES)
    assert one.time_zones and set(time_zones_of(code)) <= available_timezones()
    assert one.twilio_offer in ("local", "mobile", "toll_free", "hint", "none")
    assert one.caller_ids[0] == code and len(set(one.caller_ids)) == len(one.caller_ids)
    assert set(one.caller_ids) <= set(served())
    assert any(country(other).twilio_offer == "local" for other in one.caller_ids)


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
    for ask in (site_of, locale_of, time_zones_of):
        with pytest.raises(DomainError) as refusal:
            ask("ES")
        assert refusal.value.code == "country_not_served"
