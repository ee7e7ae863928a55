"""Numbers this repository comes with as examples. They may be anybody's: no release to a region has one."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from chalicelib.telephony.outside import Outside

RANGES = ("+55114000000", "+54115000000", "+57601000000", "+52550000000", "+52555000000", "+5982000000")
"""Ten numbers each: what they begin with, all but the last digit."""


def placeholders(settings: Mapping[str, Any], outside: Mapping[Any, Sequence[Outside]]) -> Iterator[str]:
    """A sentence for each of them among a region's caller ids and its sites' outside numbers."""
    for country, phones in settings["caller_ids"].items():
        for phone in filter(is_example, phones):
            yield f"infra/regions.json: {phone}, a caller id of {country}, is an example"
    for site in settings["sites"]:
        for one in outside.get(site, ()):
            if is_example(one.phone):
                yield f"chalicelib/telephony/outside.json: {one.phone}, {one.id} of {site}, is an example"


def is_example(phone: str) -> bool:
    """Whether an E.164 number is in one of the ranges."""
    return phone[:-1] in RANGES
