"""What a lane promises and how it tries: one policy a lane, as data.

lanes.json holds the `default` and, under the names of lanes, what differs there. Seconds are `_s`.
"""

import json
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any, Literal

import msgspec
from msgspec import Struct

from chalicelib.kernel.words import SITES, TOPICS, Outcome, Site, Tier

SOURCE = Path(__file__).parent / "lanes.json"

Position = Literal["kept", "aged", "lost"]
Fate = Literal["completed", "unanswered", "return", "retry"]
Preference = Literal["nobody", "specialists", "generalists"]


class Retry(Struct, frozen=True, forbid_unknown_fields=True):
    """After an outcome: how many tries in all, the pause before the next, and the place it comes back to.

    kept: ahead of fresh ones of its tier, by the time of the request. aged: among the fresh ones, by the
    time of the request. lost: behind all who wait in its tier when it comes back.
    """

    tries: int
    pause_s: int
    position: Position


class Ageing(Struct, frozen=True, forbid_unknown_fields=True):
    """Who would miss their promise moves up `tiers` at most, `before_s` seconds before it breaks."""

    before_s: int
    tiers: int = 1


class Offers(Struct, frozen=True, forbid_unknown_fields=True):
    """The best of a lane is offered to an agent for `ring_s`; after `misses` in a row they are put on a
    break."""

    ring_s: int
    misses: int


class Policy(Struct, frozen=True, forbid_unknown_fields=True):
    """How a lane works.

    promise_s: within how much of the site's opening time each tier is promised its call. retries: by
    outcome; an outcome that is not there is never tried again. expires_s: a request is over when there was no
    conversation so long after its promise.
    mode: who is rung first. first: whom a fresh callback is kept for during `head_start_s`. sticky_s: how
    long a returning customer is kept for the agent they spoke to. quiet: what waits for the country's quiet
    hours to end, retries only or every call. shards: partitions of the line (docs/queue.md).
    """

    promise_s: Mapping[Tier, int]
    retries: Mapping[Outcome, Retry]
    expires_s: int
    mode: Literal["agent_first", "customer_first"] = "agent_first"
    first: Preference = "nobody"
    head_start_s: int = 0
    sticky_s: int = 0
    ageing: Ageing | None = None
    offers: Offers | None = None
    quiet: Literal["retries", "every_call"] = "retries"
    shards: int = 1


RETURNS: frozenset[Outcome] = frozenset(
    (
        "cancelled",
        "agent_never_joined",
        "agent_dropped",
        "agent_lost",
        "carrier_unavailable",
        "transfer_failed",
    )
)
"""Outcomes that are no fault of the customer's: they cost no try, and the place is kept."""
MAX_RETURNS = 3
"""Attempts that may end so in a row before somebody has to look at it."""


def policy_of(lane: str) -> Policy:
    """The policy of a lane, for example BR:payments."""
    found = _policies()
    return found.get(lane) or found["default"]


@cache
def sites_that_offer() -> tuple[Site, ...]:
    """The sites with a lane that offers."""
    lanes = {f"{site}:{topic}" for site in SITES for topic in TOPICS}
    return tuple(
        site for site in SITES if any(policy_of(one).offers for one in lanes if one.startswith(site))
    )


def fate_of(policy: Policy, outcome: Outcome, tries: int, attempts: int) -> Fate:
    """What becomes of a callback after its attempt number `attempts`, the try number `tries`, ended so."""
    if outcome in ("completed", "transferred"):
        return "completed"
    if outcome in RETURNS:
        return "return" if attempts - tries < MAX_RETURNS else "unanswered"
    retry = policy.retries.get(outcome)
    return "retry" if retry and tries < retry.tries else "unanswered"


def read(text: str | bytes) -> Mapping[str, Policy]:
    """The policies of a document. Raises ValueError naming the lane that is wrong."""
    document: dict[str, dict[str, Any]] = json.loads(text)
    default = document.get("default", {})
    found: dict[str, Policy] = {}
    for lane, row in document.items():
        try:
            policy = msgspec.convert({**default, **row}, Policy)
        except msgspec.ValidationError as error:
            raise ValueError(f"{lane}: {error}") from error
        _check(lane, policy)
        found[lane] = policy
    if "default" not in found:
        raise ValueError("default: missing")
    return found


def _check(lane: str, policy: Policy) -> None:
    ageing, offers = policy.ageing, policy.offers
    wrong = {
        "promise_s": set(policy.promise_s) != {"urgent", "high", "standard"}
        or min(policy.promise_s.values()) <= 0,
        "retries": any(one.tries < 1 or one.pause_s < 0 for one in policy.retries.values())
        or bool(RETURNS & set(policy.retries))
        or "completed" in policy.retries,
        "expires_s": policy.expires_s <= max(policy.promise_s.values(), default=0),
        "head_start_s": policy.head_start_s < 0 or (policy.first == "nobody") != (policy.head_start_s == 0),
        "sticky_s": policy.sticky_s < 0,
        "ageing": ageing is not None and (ageing.before_s <= 0 or ageing.tiers not in (1, 2)),
        "offers": offers is not None and (offers.ring_s < 5 or offers.misses < 1),
        "shards": not 1 <= policy.shards <= 16,
    }
    for name, is_wrong in wrong.items():
        if is_wrong:
            raise ValueError(f"{lane}: {name} makes no sense")


@cache
def _policies() -> Mapping[str, Policy]:
    return read(SOURCE.read_bytes())
