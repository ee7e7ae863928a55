"""What other features ask about numbers and countries."""

from collections.abc import Mapping, Sequence

from chalicelib.kernel.words import Locale, Site
from chalicelib.numbers import calling_hours, holidays, model
from chalicelib.numbers.countries import choose_caller_id, country
from chalicelib.numbers.model import Number, country_of, display, mask, normalize
from chalicelib.numbers.pack import Country
from chalicelib.numbers.table import served

__all__ = ["Country", "Number"]


def normalize_phone(text: str, country_hint: str | None = None) -> Number:
    """Number(e164, country, kind) of what a person typed.

    Raises DomainError "phone_invalid" or "country_not_served" with a reason for the field "phone".
    """
    return normalize(text, country_hint)


def mask_phone(e164: str) -> str:
    """ "+55 11 ••••• 4821": for screens; never more than the area and the last four digits."""
    return mask(e164)


def display_phone(e164: str) -> str:
    """ "+55 11 98765-4821": for whoever may see the whole number."""
    return display(e164)


def country_of_phone(e164: str) -> str:
    """The served country of an E.164 number. Raises DomainError "country_not_served"."""
    return country_of(e164)


def dialable(number: Number) -> bool:
    """Whether numbers of its kind may be called: what normalize_phone returns always is.

    For a number that is stored: what may be called can change. Raises DomainError "country_not_served".
    """
    return model.dialable(number)


def countries() -> tuple[str, ...]:
    """ISO 3166 codes of every served country."""
    return served()


def pack(code: str) -> Country:
    """Everything known of a country, see pack.py. Raises DomainError "country_not_served"."""
    return country(code)


def holiday(code: str, day: str) -> str | None:
    """The national holiday on an ISO date ("2026-12-25"), named in the country's language, if it is one."""
    return holidays.holiday(code, day)


def quiet_until_ms(code: str, at_ms: int, proactive: bool = False) -> int:
    """`at_ms` itself when a phone there may ring then, else the UTC ms from which it may."""
    return calling_hours.quiet_until_ms(code, at_ms, proactive)


def site_of(code: str) -> Site:
    """The site that serves a country. Raises DomainError "country_not_served"."""
    return country(code).site


def locale_of(code: str) -> Locale:
    """The language of a country when nothing better is known."""
    return country(code).locale


def zone_of(site: Site) -> str:
    """The IANA time zone by which a site's days and hours are told: its country's most populous."""
    return country(site).time_zones[0]


def country_name(code: str, locale: Locale) -> str:
    """The name of a country in a language."""
    return country(code).names[locale]


def caller_id(code: str, owned: Mapping[str, Sequence[str]], called: str = "") -> tuple[str, str]:
    """(E.164 to call from, country of that number) for a customer in country `code` with number `called`.

    Raises DomainError "carrier_unavailable" when no owned number may call that country.
    """
    return choose_caller_id(code, owned, called)
