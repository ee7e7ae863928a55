"""A country pack: what one served country needs, as data (packs/XX.json), and the reader that refuses holes.

- names: in pt-BR, es and en
- locale: the language to speak when nothing better is known
- sites: the sites whose agents serve the country, the usual one first
- time_zones: IANA names, the most populous first
- twilio_offer: what Twilio sells there (local, mobile, toll_free; hint: only hinted at in its pages;
  none: nothing found). Source: Twilio's phone number and regulatory pages.
- caller_ids: countries whose numbers may show when calling this one, best first. Brazil lists itself
  alone: Twilio reaches Brazil only from Brazilian numbers.
- dialable: kinds of number that may be called; premium, shared-cost and the like never may
- calling_hours: local hours in which a phone may ring, for a callback that was asked for (requested)
  and for a call nobody asked for (proactive); null: not that day
- recording: whether a notice is played, which message, how long a recording is kept
- do_not_call: the list to check before a proactive call, or "none_found"
- basis: where hours, recording and list come from, in English. Defaults, not legal advice.
"""

from collections.abc import Collection
from typing import Annotated, Literal
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import msgspec
from msgspec import Meta, Struct

from chalicelib.kernel.words import LOCALES, Locale, Site

Clock = Annotated[str, Meta(pattern=r"^(([01]\d|2[0-3]):[0-5]\d|24:00)$")]
Hours = tuple[Clock, Clock]
Dialable = Literal["mobile", "fixed", "voip", "toll_free"]
Text = Annotated[str, Meta(min_length=1)]


class PackError(ValueError):
    """A pack with a hole or a typo; says the country and the field."""


class Week(Struct, frozen=True, forbid_unknown_fields=True):
    """[from, until) in local wall time for each weekday, and for holidays, which come before the weekday."""

    mon: Hours | None
    tue: Hours | None
    wed: Hours | None
    thu: Hours | None
    fri: Hours | None
    sat: Hours | None
    sun: Hours | None
    holiday: Hours | None

    def __post_init__(self) -> None:
        days = {name: getattr(self, name) for name in self.__struct_fields__}
        for name, hours in days.items():
            if hours and hours[1] <= hours[0]:
                raise ValueError(f"{name} ends before it begins")
        if not any(hours for name, hours in days.items() if name != "holiday"):
            raise ValueError("no hours on any weekday")


class CallingHours(Struct, frozen=True, forbid_unknown_fields=True):
    """Hours for each purpose."""

    requested: Week
    proactive: Week


class Recording(Struct, frozen=True, forbid_unknown_fields=True):
    """How recordings are announced and kept."""

    notice: Literal["required", "not_required"]
    message: Literal["twiml.recording_notice"]
    retention_days: Annotated[int, Meta(ge=1, le=3650)]


class Registry(Struct, frozen=True, forbid_unknown_fields=True):
    """A do-not-call list and how often it is to be checked."""

    name: Text
    url: Annotated[str, Meta(pattern=r"^https://[^\s]+$")]
    check_days: Annotated[int, Meta(ge=1, le=365)]


class Basis(Struct, frozen=True, forbid_unknown_fields=True):
    """Where the defaults come from, for the reader of docs/countries.md."""

    calling_hours: Text
    recording: Text
    do_not_call: Text


class Country(Struct, frozen=True, forbid_unknown_fields=True):
    """One served country; see the module for what each field means."""

    names: dict[Locale, Text]
    locale: Locale
    sites: Annotated[tuple[Site, ...], Meta(min_length=1)]
    time_zones: Annotated[tuple[str, ...], Meta(min_length=1)]
    twilio_offer: Literal["local", "mobile", "toll_free", "hint", "none"]
    caller_ids: Annotated[tuple[str, ...], Meta(min_length=1)]
    dialable: Annotated[tuple[Dialable, ...], Meta(min_length=1)]
    calling_hours: CallingHours
    recording: Recording
    do_not_call: Registry | Literal["none_found"]
    basis: Basis

    @property
    def site(self) -> Site:
        """The site that usually serves the country."""
        return self.sites[0]


def read(code: str, source: bytes, served: Collection[str]) -> Country:
    """The pack of a country from its JSON; `served` are all countries there are.

    Raises PackError that names the country and the field.
    """
    try:
        country = msgspec.json.decode(source, type=Country)
    except msgspec.DecodeError as error:
        raise PackError(f"{code}: {error}") from None
    fault = _fault(code, country, served)
    if fault:
        raise PackError(f"{code}: {fault}")
    return country


def _fault(code: str, country: Country, served: Collection[str]) -> str | None:
    """What the shape alone does not say, as "field: what is wrong with it"."""
    for field in ("sites", "time_zones", "caller_ids", "dialable"):
        values = getattr(country, field)
        if len(set(values)) < len(values):
            return f"{field}: named twice"
    for locale in LOCALES:
        if locale not in country.names:
            return f"names: {locale} is missing"
    for other in country.caller_ids:
        if other not in served:
            return f"caller_ids: {other} is no country with a pack"
    if country.caller_ids[0] != code:
        return "caller_ids: the country itself comes first"
    for zone in country.time_zones:
        if not _known(zone):
            return f"time_zones: {zone} is unknown"
    return None


def _known(zone: str) -> bool:
    try:
        ZoneInfo(zone)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return False
    return True
