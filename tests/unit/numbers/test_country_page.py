"""docs/countries.md says what the packs say."""

from chalicelib.numbers.service import countries, pack
from infra import country_page


def test_the_page_is_up_to_date():
    assert country_page.PAGE.read_text(encoding="utf-8") == country_page.page()


def test_every_country_and_every_basis_is_on_it():
    text = country_page.page()
    for code in countries():
        one = pack(code)
        section = text.split(f"### {one.names['en']} ({code})\n")[1].split("\n###")[0]
        assert one.basis.calling_hours in section and one.basis.do_not_call in section
        assert str(one.recording.retention_days) in section and all(
            zone in section for zone in one.time_zones
        )
