"""Whether a call is recorded, and on what terms: the site's wish (policy.json) and the country's pack."""

from functools import cache
from pathlib import Path

import msgspec
from msgspec import Struct

from chalicelib.kernel.words import Site
from chalicelib.numbers import service as numbers

SOURCE = Path(__file__).with_name("policy.json")


class Policy(Struct, frozen=True, forbid_unknown_fields=True):
    """`sites`: whether a site records. `asked`: countries whose customers must say yes, beyond being told."""

    sites: dict[Site, bool]
    asked: tuple[str, ...]


class Terms(Struct, frozen=True):
    """`noticed`: whoever is recorded is told first; `asked`: the customer must agree, too."""

    noticed: bool
    asked: bool
    keep_days: int


def read(source: bytes) -> Policy:
    """Raises msgspec.ValidationError, with the place."""
    return msgspec.json.decode(source, type=Policy)


@cache
def policy() -> Policy:
    """That of this release."""
    return read(SOURCE.read_bytes())


def keep_days(country: str) -> int:
    """How long a recording of a customer of that country is kept; messages they leave, too."""
    return numbers.pack(country).recording.retention_days


def terms(site: Site, country: str) -> Terms | None:
    """None where nothing is recorded."""
    if not policy().sites.get(site, False):
        return None
    notice = numbers.pack(country).recording.notice
    asked = country in policy().asked
    return Terms(asked or notice == "required", asked, keep_days(country))
