"""Phone numbers as people type them, held against libphonenumber."""

import phonenumbers
import pytest

from chalicelib.kernel.errors import DomainError
from chalicelib.kernel.messages import text
from chalicelib.numbers import model
from chalicelib.numbers.service import (
    Number,
    country_of_phone,
    dialable,
    display_phone,
    mask_phone,
    normalize_phone,
    pack,
)
from chalicelib.numbers.table import rules, served
from infra import phone_table


def test_agrees_with_libphonenumber_on_thousands_of_numbers():
    cases = phone_table.sample(seed=11, each=200)
    disagreements = [case for case in cases if _read(case[0], case[1]) != tuple(case[2:])]
    assert disagreements == []
    assert len(cases) == 38 * 200
    assert sum(case[2] is not None for case in cases) > 2_000


def test_the_table_is_the_one_the_metadata_gives():
    for path, written in phone_table.outputs().items():
        assert path.read_text(encoding="utf-8") == written, path.name


@pytest.mark.parametrize(
    ("typed", "hint", "e164"),
    [
        ("+55 11 98765-4321", None, "+5511987654321"),
        ("(11) 98765-4321", "BR", "+5511987654321"),
        ("011 98765 4321", "BR", "+5511987654321"),
        ("0 21 11 98765-4321", "BR", "+5511987654321"),
        ("55 11 98765.4321", "BR", "+5511987654321"),
        ("0055 11 98765-4321", "BR", "+5511987654321"),
        ("011 15 2345-6789", "AR", "+5491123456789"),
        ("0351 15 512 3456", "AR", "+5493515123456"),
        ("+54 9 11 2345-6789", "BR", "+5491123456789"),
        ("11\u00a02345\u20116789", "AR", "+541123456789"),
        ("+\uff15\uff15 11 98765 4321".replace("+", "\uff0b"), None, "+5511987654321"),
        ("0981 123 456", "PY", "+595981123456"),
        ("1 (809) 234-5678", "DO", "+18092345678"),
    ],
)
def test_reads_what_people_write(typed, hint, e164):
    assert normalize_phone(typed, hint).e164 == e164


@pytest.mark.parametrize(
    ("typed", "hint", "code", "reason"),
    [
        ("", "BR", "phone_invalid", "required"),
        (" - ", "BR", "phone_invalid", "required"),
        ("+55 11 9876", None, "phone_invalid", "too_short"),
        ("+55 11 98765 4321 000", None, "phone_invalid", "too_long"),
        ("1" * 41, "BR", "phone_invalid", "too_long"),
        ("+55 11 01234-5678", None, "phone_invalid", "not_in_use"),
        ("+\u200b55 11 98765-4321", "BR", "phone_invalid", "invisible_characters"),
        ("\u202e1234-56789 11", "BR", "phone_invalid", "invisible_characters"),
        ("+55 11 98765\x004321", "BR", "phone_invalid", "invisible_characters"),
        ("+55 11 CALL-ME", "BR", "phone_invalid", "not_a_phone"),
        ("٠١٢٣٤٥٦٧٨٩", "BR", "phone_invalid", "not_a_phone"),
        ("11 9876+54321", "BR", "phone_invalid", "not_a_phone"),
        ("11 98765-4321", None, "phone_invalid", "needs_country"),
        ("+1 212 555 0100", "DO", "country_not_served", "not_served"),
        ("+34 612 345 678", "BR", "country_not_served", "not_served"),
        ("612 345 678", "ES", "country_not_served", "not_served"),
        ("+0 11 98765 4321", "BR", "phone_invalid", "not_in_use"),
        ("+55 900 123 4567", None, "phone_invalid", "not_dialable"),
        ("0900 123 4567", "BR", "phone_invalid", "not_dialable"),
        ("0800 123 4567", "BR", "phone_invalid", "not_dialable"),
        ("01 8000 123456", "CO", "phone_invalid", "not_dialable"),
        ("+1 900 222 0000", "DO", "phone_invalid", "not_dialable"),
        ("+881 6 1234 5678", None, "country_not_served", "not_served"),
        ("+870 773 111 632", None, "country_not_served", "not_served"),
    ],
)
def test_refuses_with_a_reason_a_person_can_read(typed, hint, code, reason):
    with pytest.raises(DomainError) as refusal:
        normalize_phone(typed, hint)
    assert (refusal.value.code, refusal.value.fields) == (code, {"phone": reason})
    assert text("pt-BR", f"errors.field.{reason}")


EXAMPLES = [
    (country, kind, phonenumbers.example_number_for_type(country, number_type))
    for country in served()
    for number_type, kind in phone_table.KINDS.items()
    if phonenumbers.example_number_for_type(country, number_type)
]


@pytest.mark.parametrize(("country", "kind", "example"), EXAMPLES)
def test_each_kind_of_number_is_called_where_the_pack_says_so(country, kind, example):
    e164 = phonenumbers.format_number(example, phonenumbers.PhoneNumberFormat.E164)
    number = Number(e164, country, rules(country).kind(phonenumbers.national_significant_number(example)))
    assert number.kind == kind or "mobile" in (kind, number.kind)
    assert dialable(number) == (kind in pack(country).dialable)
    if dialable(number):
        assert normalize_phone(e164) == number
    else:
        with pytest.raises(DomainError) as refusal:
            normalize_phone(e164)
        assert refusal.value.fields == {"phone": "not_dialable"}


def test_every_kind_that_costs_the_caller_is_among_the_examples():
    assert {kind for _, kind, _ in EXAMPLES} >= {"premium", "shared_cost", "toll_free", "voip", "personal"}


def test_masking_keeps_the_area_and_the_last_four_digits_at_most():
    assert mask_phone("+5511987654821") == "+55 11 ••••• 4821"
    assert mask_phone("+541123456789") == "+54 11 •••• 6789"
    assert mask_phone("+50688881234") == "+506 •••• 1234"
    assert mask_phone("+34612345678") == "+•••• 5678"
    for country in served():
        one = rules(country)
        masked = mask_phone(f"+{one.calling_code}{one.example}")
        shown = sum(letter.isdigit() for letter in masked) - len(one.calling_code)
        assert masked.endswith(one.example[-4:]) and len(one.example) - shown >= 3


def test_display_and_country_of_a_stored_number():
    assert display_phone("+5511987654821") == "+55 11 98765-4821"
    assert display_phone("+34612345678") == "+34612345678"
    assert country_of_phone("+59899123456") == "UY"
    with pytest.raises(DomainError):
        country_of_phone("+34612345678")


def _read(typed, hint):
    try:
        number = model.normalize(typed, hint)
    except DomainError:
        return (None,)
    return number.e164, number.kind, model.display(number.e164)
