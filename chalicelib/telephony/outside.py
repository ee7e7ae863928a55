"""Outside numbers an agent may ask into a call: each site's list, as data. Nobody types a number."""

from functools import cache
from pathlib import Path

import msgspec
from msgspec import Struct

from chalicelib.kernel.words import Site

SOURCE = Path(__file__).with_name("outside.json")


class Outside(Struct, frozen=True, forbid_unknown_fields=True):
    """One of them; `phone` is E.164 and is not told to a desk."""

    id: str
    name: str
    phone: str


def read(source: bytes) -> dict[Site, list[Outside]]:
    """Raises msgspec.ValidationError, with the place."""
    return msgspec.json.decode(source, type=dict[Site, list[Outside]])


@cache
def listed() -> dict[Site, list[Outside]]:
    """Those of this release."""
    return read(SOURCE.read_bytes())


def find(site: Site, which: str) -> Outside | None:
    """One of a site's."""
    return next((one for one in listed().get(site, []) if one.id == which), None)
