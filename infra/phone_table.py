"""Writes chalicelib/numbers/phones.json from the phonenumbers package's metadata, and seeded cases
that the browser's reader is tested with. `--check` fails when either file is out of date.

The table is kept by column, so that the browser's build takes along only the columns it reads.

Source: libphonenumber metadata as packaged by `phonenumberslite` (a development dependency only).
"""

import json
import random
import re
import sys
from collections import Counter
from pathlib import Path
from typing import Any

import phonenumbers
from phonenumbers import NumberParseException, PhoneMetadata, PhoneNumberFormat, PhoneNumberType

from chalicelib.numbers.countries import PACKS
from infra import phone_shapes

ROOT = Path(__file__).parent.parent
TABLE = ROOT / "chalicelib" / "numbers" / "phones.json"
CASES = ROOT / "web" / "help" / "test" / "phone_cases.json"
SERVED = (
    *("AR", "BO", "BR", "CL", "CO", "CR", "DO", "EC", "GT", "HN"),
    *("MX", "NI", "PA", "PE", "PT", "PY", "SV", "UY", "VE"),
)
# The metadata lists every Argentine area code before the 15 of a mobile; what is left after it is
# checked anyway, so that any area will do.
PREFIX = {"AR": r"0?(?:(\d{2,4}?)15)?"}
# How many first digits tell numbers apart in the browser: to check, and to group.
CHECK_DEPTH = dict.fromkeys(("BO", "CL", "HN", "MX", "NI", "PA", "PE", "PY"), 2)
GROUP_DEPTH = {"AR": 4, "MX": 2, "PA": 2}
KINDS = {
    PhoneNumberType.MOBILE: "mobile",
    PhoneNumberType.FIXED_LINE: "fixed",
    PhoneNumberType.FIXED_LINE_OR_MOBILE: "mobile",
    PhoneNumberType.PREMIUM_RATE: "premium",
    PhoneNumberType.TOLL_FREE: "toll_free",
    PhoneNumberType.SHARED_COST: "shared_cost",
    PhoneNumberType.VOIP: "voip",
    PhoneNumberType.PERSONAL_NUMBER: "personal",
    PhoneNumberType.PAGER: "pager",
    PhoneNumberType.UAN: "uan",
    PhoneNumberType.VOICEMAIL: "voicemail",
}
# The metadata's names of ours, in the order in which libphonenumber asks.
SPECIAL = {
    "premium": "premium_rate",
    "toll_free": "toll_free",
    "shared_cost": "shared_cost",
    "voip": "voip",
    "personal": "personal_number",
    "pager": "pager",
    "uan": "uan",
    "voicemail": "voicemail",
}


def outputs() -> dict[Path, str]:
    """The text of every generated file."""
    rows = [_row(country) for country in SERVED]
    columns = {"countries": list(SERVED)} | {name: [row[name] for row in rows] for name in rows[0]}
    lines = ",\n".join(f' "{name}": {_compact(column)}' for name, column in columns.items())
    cases = ",\n".join(_compact(case) for case in sample(seed=7, each=24))
    return {TABLE: f"{{\n{lines}\n}}\n", CASES: f"[\n{cases}\n]\n"}


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
    example = _example(country, kind)
    national = phonenumbers.national_significant_number(example)
    prefix = _meta(country).national_prefix or ""
    out = []
    for _ in range(each):
        digits = list(national)
        for _ in range(dice.choice((0, 1, 3, 6))):
            digits[dice.randrange(len(digits))] = dice.choice("0123456789")
        if dice.random() < 0.1:
            digits.pop(dice.randrange(len(digits)))
        if dice.random() < 0.1:
            digits.insert(dice.randrange(len(digits)), dice.choice("0123456789"))
        shapes = ("+{code}{n}", "+{code} {n}", "{prefix}{n}", "{n}", "{code}{n}", "as dialled there")
        shape = dice.choice(shapes)
        text = shape.format(code=example.country_code, n="".join(digits), prefix=prefix)
        if shape == shapes[-1]:
            number = phonenumbers.parse(f"+{example.country_code}{''.join(digits)}")
            text = phonenumbers.format_number(number, PhoneNumberFormat.NATIONAL)
        out.append(text)
    return out


def _case(text: str, country: str) -> list[Any]:
    try:
        number = phonenumbers.parse(text, country)
    except NumberParseException:
        return [text, country, None]
    region = phonenumbers.region_code_for_number(number)
    kind = KINDS.get(phonenumbers.number_type(number))
    if kind is None or region not in SERVED or kind not in _dialable(region):
        return [text, country, None]
    return [
        text,
        country,
        phonenumbers.format_number(number, PhoneNumberFormat.E164),
        kind,
        phonenumbers.format_number(number, PhoneNumberFormat.INTERNATIONAL),
    ]


def _row(country: str) -> dict[str, Any]:
    meta = _meta(country)
    example = _example(country, PhoneNumberType.MOBILE)
    named = {"mobile": meta.mobile, "fixed": meta.fixed_line}
    special = {name: getattr(meta, theirs) for name, theirs in SPECIAL.items()}
    named |= {name: one for name, one in special.items() if one and one.national_number_pattern}
    dialable = [named[name] for name in _dialable(country) if name in named]
    patterns = [_short(one.national_number_pattern) for one in dialable]
    lengths = sorted({length for one in dialable for length in one.possible_length})
    known = _known(patterns, CHECK_DEPTH.get(country, 3))
    listed = _known(patterns, GROUP_DEPTH.get(country, 3))
    return {
        "calling_code": str(meta.country_code),
        "mobile": _short(meta.mobile.national_number_pattern),
        "fixed": _short(meta.fixed_line.national_number_pattern),
        "special": [
            [name, _short(one.national_number_pattern)] for name, one in named.items() if name in SPECIAL
        ],
        "shape": phone_shapes.shape(known),
        "groups": phone_shapes.groups(listed, lambda text, length: _sizes(country, text, length)),
        "prefix": PREFIX.get(country) or re.sub(r"\s", "", meta.national_prefix_for_parsing or ""),
        "prefix_becomes": (meta.national_prefix_transform_rule or "").replace("\\", "$"),
        "lengths": lengths,
        "example": phonenumbers.national_significant_number(example),
        "formats": _formats(meta.country_code, lengths),
    }


def _known(patterns: list[str], depth: int) -> set[tuple[str, int]]:
    return {one for pattern in patterns for one in phone_shapes.prefixes(pattern, depth)}


def _sizes(country: str, text: str, length: int) -> str | None:
    """How most numbers that begin so are grouped: "2 5-4"."""
    dice = random.Random(text)
    code = phonenumbers.country_code_for_region(country)
    seen: Counter[str] = Counter()
    for _ in range(60):
        if seen.total() == 3:
            break
        digits = text + "".join(dice.choice("0123456789") for _ in range(length - len(text)))
        number = phonenumbers.parse(f"+{code}{digits}")
        if KINDS.get(phonenumbers.number_type(number)) in _dialable(country):
            written = phonenumbers.format_number(number, PhoneNumberFormat.INTERNATIONAL).split(" ", 1)[1]
            seen[re.sub(r"\d+", lambda run: str(len(run[0])), written)] += 1
    return seen.most_common(1)[0][0] if seen else None


def _formats(calling_code: int, lengths: list[int]) -> list[list[str]]:
    """Formats are kept by the main region of a calling code (US for +1)."""
    meta = _meta(phonenumbers.region_code_for_country_code(calling_code))
    return [
        [
            one.pattern,
            _short(one.leading_digits_pattern[-1]) if one.leading_digits_pattern else "",
            one.format.replace("\\", "$"),
        ]
        for one in meta.intl_number_format or meta.number_format
        if one.format != "NA" and _fits(one.pattern, lengths)
    ]


def _dialable(country: str) -> list[str]:
    """The kinds that may be called, from the country's pack; the browser takes no others."""
    kinds: list[str] = json.loads((PACKS / f"{country}.json").read_text(encoding="utf-8"))["dialable"]
    return kinds


# The package types what a served country always has as if it might be missing.
def _meta(country: str) -> Any:
    return PhoneMetadata.metadata_for_region(country)


def _example(country: str, kind: int) -> Any:
    return phonenumbers.example_number_for_type(country, kind)


def _fits(pattern: str, lengths: list[int]) -> bool:
    return any(re.fullmatch(pattern, "0" * length) for length in lengths)


def _short(pattern: str) -> str:
    return re.sub(r"\s", "", pattern).replace("(?:", "(")


def _compact(value: object) -> str:
    return json.dumps(value, separators=(",", ":"), ensure_ascii=False)


if __name__ == "__main__":
    written = outputs()
    stale = [path for path, text in written.items() if not path.exists() or path.read_text("utf-8") != text]
    if "--check" in sys.argv:
        for path in stale:
            print(f"{path.relative_to(ROOT)} is out of date: run python -m infra.phone_table")
        sys.exit(bool(stale))
    for path in stale:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(written[path], encoding="utf-8")
