"""The guard's pure part: the limits as data, whose window a request falls in, what a call costs.

Windows are fixed, an hour or a day of UTC: at both sides of a boundary together they let twice as many by.
"""

import math
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Annotated, Literal

import msgspec
from msgspec import Meta, Struct

Kind = Literal["token", "person", "address", "number", "prefix", "country"]
KINDS: tuple[Kind, ...] = ("token", "person", "address", "number", "prefix", "country")
Barred = Literal["country_budget", "country_live", "number_live"]
Some = Annotated[int, Meta(ge=1)]

SOURCE = Path(__file__).with_name("limits.json")
PREFIX_LEAVES_OUT = 4
"""Carriers are given numbers in blocks of ten thousand, and premium ranges are rented in such blocks."""
DAY_S = 86_400


class Limit(Struct, frozen=True, forbid_unknown_fields=True):
    """How often. `shards`: how many items share the counting, where many ask at the same instant."""

    per_hour: Some
    per_day: Some
    shards: Some

    def share(self, scale: int) -> tuple[int, int]:
        """The limits of one shard, an hour's and a day's."""
        return math.ceil(self.per_hour * scale / self.shards), math.ceil(self.per_day * scale / self.shards)


class CountryLimit(Struct, frozen=True, forbid_unknown_fields=True):
    """A minute's price by type of number and a UTC day's budget, in US cents; calls at once; longest call."""

    mobile_cents: Some
    fixed_cents: Some
    budget_cents: Some
    live: Some
    call_limit_s: Annotated[int, Meta(ge=60, le=14_400)]

    def cents(self, number_type: str, minutes: int) -> int:
        """What a call costs; a type nobody priced costs what the dearer does."""
        fixed = number_type == "fixed"
        return minutes * (self.fixed_cents if fixed else max(self.mobile_cents, self.fixed_cents))


class Limits(Struct, frozen=True, forbid_unknown_fields=True):
    """limits.json. `raise_percent`: by how much a supervisor may raise a day's budget, once."""

    counters: dict[Kind, Limit]
    live_per_number: Some
    estimate_min: Some
    raise_percent: Annotated[int, Meta(ge=1, le=100)]
    countries: dict[Annotated[str, Meta(pattern="^[A-Z]{2}$")], CountryLimit]

    def __post_init__(self) -> None:
        missing = set(KINDS) - set(self.counters)
        if missing:
            raise ValueError(f"no limit for {sorted(missing)}")


def read(source: bytes) -> Limits:
    """Raises msgspec.ValidationError, with the place, for what is missing, misspelt or out of range."""
    return msgspec.json.decode(source, type=Limits)


@cache
def limits() -> Limits:
    """Those of this release."""
    return read(SOURCE.read_bytes())


def day_of(at_ms: int) -> str:
    """The UTC day, for example 2027-01-15."""
    return datetime.fromtimestamp(at_ms / 1000, UTC).strftime("%Y-%m-%d")


def hour_of(at_ms: int) -> str:
    """The attribute that counts this hour of the day: h00 to h23."""
    return f"h{at_ms // 3_600_000 % 24:02}"


def prefix_of(e164: str) -> str:
    """The block of ten thousand numbers that one belongs to."""
    return e164[:-PREFIX_LEAVES_OUT]


def network_of(address: str) -> str:
    """The source as far as one person has it: an IPv4 address, or the /64 of an IPv6 address."""
    if ":" not in address:
        return address
    from ipaddress import IPv6Address

    try:
        one = IPv6Address(address.partition("%")[0])
    except ValueError:
        return address
    return str(one.ipv4_mapped) if one.ipv4_mapped else f"{one.packed[:8].hex()}/64"


def minutes(connected_ms: int) -> int:
    """Minutes billed: begun ones count, and nobody pays for a phone that only rang."""
    return math.ceil(connected_ms / 60_000)


def budget_of(country: str, scale: int, raised_cents: int = 0) -> int:
    """What may be spent today, US cents."""
    return limits().countries[country].budget_cents * scale + raised_cents


def estimate(country: str, number_type: str) -> int:
    """What a call is taken to cost until it has ended, US cents."""
    known = limits()
    return known.countries[country].cents(number_type, known.estimate_min)


def spent_out(country: str, scale: int, spent_cents: int, raised_cents: int) -> bool:
    """Whether the breaker is open: the dearest call no longer fits."""
    return spent_cents + estimate(country, "mobile") > budget_of(country, scale, raised_cents)
