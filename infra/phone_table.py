"""Writes chalicelib/numbers/phones.json from the phonenumbers package's metadata, and seeded cases
that the browser's reader is tested with. `--check` fails when either file is out of date.

Source: libphonenumber metadata as packaged by `phonenumberslite` (a development dependency only).
"""

import json
import random
import re
import sys
from pathlib import Path
from typing import Any

import phonenumbers
from phonenumbers import NumberParseException, PhoneMetadata, PhoneNumberFormat, PhoneNumberType

ROOT = Path(__file__).parent.parent
TABLE = ROOT / "chalicelib" / "numbers" / "phones.json"
CASES = ROOT / "web" / "help" / "test" / "phone_cases.json"
SERVED = (
    *("AR", "BO", "BR", "CL", "CO", "CR", "DO", "EC", "GT", "HN"),
    *("MX", "NI", "PA", "PE", "PT", "PY", "SV", "UY", "VE"),
)
FIELDS = ("calling_code", "mobile", "fixed", "prefix", "prefix_becomes", "lengths", "example", "formats")
CALLABLE = {
    PhoneNumberType.MOBILE: "mobile",
    PhoneNumberType.FIXED_LINE: "fixed",
    PhoneNumberType.FIXED_LINE_OR_MOBILE: "mobile",
}


def outputs() -> dict[Path, str]:
    """The text of every generated file."""
    rows = ",\n".join(f"  {json.dumps(country)}: {_compact(_row(country))}" for country in SERVED)
    cases = ",\n".join(_compact(case) for case in sample(seed=7, each=24))
    return {
        TABLE: f'{{\n "fields": {_compact(list(FIELDS))},\n "rows": {{\n{rows}\n }}\n}}\n',
        CASES: f"[\n{cases}\n]\n",
    }


def sample(seed: int, each: int) -> list[list[Any]]:
    """Seeded near-valid numbers of every country: [text, hint, E.164 or null, kind, international format]."""
    dice = random.Random(seed)
    return [
        _case(text, country)
        for country in SERVED
        for kind in (PhoneNumberType.MOBILE, PhoneNumberType.FIXED_LINE)
        for text in _variants(dice, country, kind, each)
    ]


def _variants(dice: random.Random, country: str, kind: int, each: int) -> list[str]:
    example = phonenumbers.example_number_for_type(country, kind)
    national = phonenumbers.national_significant_number(example)
    prefix = PhoneMetadata.metadata_for_region(country).national_prefix or ""
    out = []
    for _ in range(each):
        digits = list(national)
        for _ in range(dice.choice((0, 1, 3, 6))):
            digits[dice.randrange(len(digits))] = dice.choice("0123456789")
        if dice.random() < 0.1:
            digits.pop(dice.randrange(len(digits)))
        if dice.random() < 0.1:
            digits.insert(dice.randrange(len(digits)), dice.choice("0123456789"))
        shapes = ("+{code}{n}", "+{code} {n}", "{prefix}{n}", "{n}", "{code}{n}")
        shape = dice.choice(shapes)
        out.append(shape.format(code=example.country_code, n="".join(digits), prefix=prefix))
    return out


def _case(text: str, country: str) -> list[Any]:
    try:
        number = phonenumbers.parse(text, country)
    except NumberParseException:
        return [text, country, None]
    kind = CALLABLE.get(phonenumbers.number_type(number))
    if kind is None or phonenumbers.region_code_for_number(number) not in SERVED:
        return [text, country, None]
    return [
        text,
        country,
        phonenumbers.format_number(number, PhoneNumberFormat.E164),
        kind,
        phonenumbers.format_number(number, PhoneNumberFormat.INTERNATIONAL),
    ]


def _row(country: str) -> list[Any]:
    meta = PhoneMetadata.metadata_for_region(country)
    example = phonenumbers.example_number_for_type(country, PhoneNumberType.MOBILE)
    lengths = sorted({*meta.mobile.possible_length, *meta.fixed_line.possible_length})
    return [
        str(meta.country_code),
        _short(meta.mobile.national_number_pattern),
        _short(meta.fixed_line.national_number_pattern),
        re.sub(r"\s", "", meta.national_prefix_for_parsing or ""),
        (meta.national_prefix_transform_rule or "").replace("\\", "$"),
        lengths,
        phonenumbers.national_significant_number(example),
        _formats(meta.country_code, lengths),
    ]


def _formats(calling_code: int, lengths: list[int]) -> list[list[str]]:
    """Formats are kept by the main region of a calling code (US for +1)."""
    meta = PhoneMetadata.metadata_for_region(phonenumbers.region_code_for_country_code(calling_code))
    return [
        [
            one.pattern,
            _short(one.leading_digits_pattern[-1]) if one.leading_digits_pattern else "",
            one.format.replace("\\", "$"),
        ]
        for one in meta.intl_number_format or meta.number_format
        if one.format != "NA" and _fits(one.pattern, lengths)
    ]


def _fits(pattern: str, lengths: list[int]) -> bool:
    return any(re.fullmatch(pattern, "0" * length) for length in lengths)


def _short(pattern: str) -> str:
    return re.sub(r"\s", "", pattern).replace("(?:", "(")


def _compact(value: object) -> str:
    return json.dumps(value, separators=(",", ":"), ensure_ascii=False)


if __name__ == "__main__":
    stale = [path for path, text in outputs().items() if not path.exists() or path.read_text("utf-8") != text]
    if "--check" in sys.argv:
        for path in stale:
            print(f"{path.relative_to(ROOT)} is out of date: run python -m infra.phone_table")
        sys.exit(bool(stale))
    for path in stale:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(outputs()[path], encoding="utf-8")
