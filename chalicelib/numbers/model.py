"""Phone numbers: what a person typed becomes E.164 or a refusal that says why."""

import unicodedata

from msgspec import Struct

from chalicelib.kernel.errors import DomainError
from chalicelib.numbers.countries import country as pack
from chalicelib.numbers.table import Kind, by_calling_code, rules, served

LONGEST_TEXT = 40
FIELD = "phone"
# Keyboards and office programs put these in place of the plain characters; they mean the same.
PLAIN = str.maketrans(
    {
        **{chr(0xFF10 + digit): str(digit) for digit in range(10)},
        **dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2212\uff0d", "-"),
        **dict.fromkeys("\u00a0\u2002\u2003\u2007\u2009\u202f\u3000\t", " "),
        "\uff0b": "+",
        "\uff08": "(",
        "\uff09": ")",
    }
)
PUNCTUATION = " -()./"


class Number(Struct, frozen=True):
    """A number in use. `kind` is "mobile" whenever the number may be one."""

    e164: str
    country: str
    kind: Kind


def normalize(text: str, country_hint: str | None = None) -> Number:
    """Read a phone number as a person writes it, in international form or as dialled in `country_hint`.

    Spaces, dashes, dots, slashes, parentheses and their full-width forms are ignored, trunk prefixes
    and carrier codes dropped. Invisible and direction-changing characters are refused, because what
    is seen would not be what is dialled. Raises DomainError "phone_invalid" or "country_not_served"
    with the field "phone" and one of: required, too_short, too_long, invisible_characters,
    not_a_phone, needs_country, not_in_use, not_dialable, not_served.
    """
    international, digits = _digits(text)
    if not digits:
        raise DomainError("phone_invalid", {FIELD: "required"})
    if not international and digits.startswith("00"):
        international, digits = True, digits[2:]
    if international:
        return _international(digits)
    if country_hint is None:
        raise DomainError("phone_invalid", {FIELD: "needs_country"})
    if country_hint not in served():
        raise DomainError("country_not_served", {FIELD: "not_served"})
    return _national(country_hint, digits)


def dialable(number: Number) -> bool:
    """Whether numbers of its kind may be called in its country."""
    return number.kind in pack(number.country).dialable


def mask(e164: str) -> str:
    """A number for the screen and nothing else: calling code, area and the last four digits.

    The area is left out where fewer than three digits would stay hidden: "+55 11 ••••• 4821".
    """
    found = by_calling_code(e164.removeprefix("+"))
    if found is None:
        return f"+•••• {e164[-4:]}"
    country, national = found
    one = rules(country)
    groups = one.grouped(national).replace("-", " ").split(" ")
    area: list[str] = []
    for group in groups:
        if len(national) - 4 - sum(map(len, area)) - len(group) < 3:
            break
        area.append(group)
    hidden = "•" * (len(national) - 4 - sum(map(len, area)))
    return " ".join([f"+{one.calling_code}", *area, hidden, national[-4:]])


def display(e164: str) -> str:
    """A number as people abroad write it: "+55 11 98765-4821"."""
    found = by_calling_code(e164.removeprefix("+"))
    if found is None:
        return e164
    country, national = found
    return f"+{rules(country).calling_code} {rules(country).grouped(national)}"


def country_of(e164: str) -> str:
    """The served country of an E.164 number. Raises DomainError "country_not_served"."""
    found = by_calling_code(e164.removeprefix("+"))
    if found is None:
        raise DomainError("country_not_served", {FIELD: "not_served"})
    return found[0]


def _digits(text: str) -> tuple[bool, str]:
    if len(text) > LONGEST_TEXT:
        raise DomainError("phone_invalid", {FIELD: "too_long"})
    plain = text.translate(PLAIN).strip(" ")
    if any(unicodedata.category(one) in ("Cc", "Cf", "Cs", "Co", "Zl", "Zp") for one in plain):
        raise DomainError("phone_invalid", {FIELD: "invisible_characters"})
    international = plain.startswith("+")
    digits = plain.removeprefix("+")
    for mark in PUNCTUATION:
        digits = digits.replace(mark, "")
    if digits and not (digits.isascii() and digits.isdigit()):
        raise DomainError("phone_invalid", {FIELD: "not_a_phone"})
    return international, digits


def _international(digits: str) -> Number:
    found = by_calling_code(digits)
    if found is None:
        if digits.startswith("0"):
            raise DomainError("phone_invalid", {FIELD: "not_in_use"})
        raise DomainError("country_not_served", {FIELD: "not_served"})
    country, national = found
    return _first_valid(country, rules(country).readings(national))


def _national(country: str, digits: str) -> Number:
    one = rules(country)
    readings = one.readings(digits)
    if digits.startswith(one.calling_code):
        readings += one.readings(digits.removeprefix(one.calling_code))
    return _first_valid(country, readings)


def _first_valid(country: str, readings: list[str]) -> Number:
    one = rules(country)
    kinds = [(national, one.kind(national)) for national in readings]
    found = [Number(f"+{one.calling_code}{national}", country, kind) for national, kind in kinds if kind]
    for number in found:
        if dialable(number):
            return number
    if found:
        raise DomainError("phone_invalid", {FIELD: "not_dialable"})
    # The other countries of a shared calling code (+1) are not served: their numbers land here too.
    if one.calling_code == "1" and len(readings[-1]) == 10:
        raise DomainError("country_not_served", {FIELD: "not_served"})
    size = min(map(len, readings), key=lambda n: min(abs(n - length) for length in one.lengths))
    reason = "too_short" if size < one.lengths[0] else "too_long" if size > one.lengths[-1] else "not_in_use"
    raise DomainError("phone_invalid", {FIELD: reason})
