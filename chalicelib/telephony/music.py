"""What a site plays to whoever is on hold: as data, an address of its own or a file of the help portal's."""

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from urllib.parse import urljoin

import msgspec

from chalicelib.kernel.words import Site

SOURCE = Path(__file__).with_name("music.json")
DEFAULT = "default"


def read(source: bytes) -> Mapping[str, str]:
    """Raises msgspec.ValidationError, and ValueError when a site would have none."""
    found = msgspec.json.decode(source, type=dict[str, str])
    if not found.get(DEFAULT):
        raise ValueError("default: missing")
    return found


@cache
def _listed() -> Mapping[str, str]:
    return read(SOURCE.read_bytes())


def address(site: Site | None, portal_url: str) -> str:
    """Where the carrier finds it; what is no whole address lies beside the customer's page."""
    listed = _listed()
    return urljoin(portal_url, listed.get(site or DEFAULT) or listed[DEFAULT])
