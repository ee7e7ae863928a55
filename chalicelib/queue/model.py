"""The queue's pure part: what a request is, where it stands in line, what an outcome does to it."""

from collections.abc import Mapping
from typing import Literal

from msgspec import Struct

from chalicelib.kernel.words import (
    Level,
    Locale,
    Outcome,
    Role,
    Site,
    Tier,
    Topic,
)

PROMISE_S: Mapping[Tier, int] = {"urgent": 15 * 60, "high": 30 * 60, "standard": 120 * 60}
"""How long after asking each tier is promised its call."""

MAX_ATTEMPTS = 3
ENQUEUE_WITHIN_S = 10
"""A request that has no place in line after this long is given one all the same."""
RETURN_WITHIN_S = 90
"""As long a callback waits for its place when somebody may still be on the line: the next agent must not
ring a customer whose phone rings for the last one."""

OPEN = ("received", "queued", "claimed", "dialling", "connected")

Fate = Literal["completed", "unanswered", "return"]
FATES: Mapping[Outcome, Fate] = {
    "completed": "completed",
    "busy": "unanswered",
    "no_answer": "unanswered",
    "rejected": "unanswered",
    "machine": "unanswered",
    "failed": "unanswered",
    "invalid_number": "unanswered",
    "cancelled": "return",
    "agent_never_joined": "return",
    "agent_dropped": "return",
    "agent_lost": "return",
    "carrier_unavailable": "return",
}
"""What an attempt's outcome does to its callback. What was not the customer's doing returns it."""


class Request(Struct, frozen=True):
    """What a customer asked for. It never changes, so copies of it cannot disagree."""

    callback_id: str
    customer_id: str
    customer_name: str
    role: Role
    level: Level | None
    site: Site
    topic: Topic
    tier: Tier
    country: str
    locale: Locale
    phone: str
    question: str
    order_id: str | None
    requested_at_ms: int
    promised_until_ms: int

    @property
    def lane(self) -> str:
        """Site and topic, for example BR:payments."""
        return lane_of(self.site, self.topic)


def lane_of(site: str, topic: str) -> str:
    """The name of a lane."""
    return f"{site}:{topic}"


def tier_of(level: Level | None) -> Tier:
    """Priority by seller level; buyers and other sellers are standard."""
    if level == "platinum":
        return "urgent"
    return "high" if level == "gold" else "standard"


def place(tier: Tier, callback_id: str, returning: bool) -> str:
    """Where a callback stands in its site's line: the smallest place is the best.

    Tiers are strict; in one tier those who return go before fresh ones, and each of the two keeps the
    order in which they asked, because callback ids ascend with time. A callback that returns therefore
    has the same place every time.
    """
    rank = {"urgent": 0, "high": 2, "standard": 4}[tier] + (0 if returning else 1)
    return f"{rank}#{callback_id}"


def fate_of(outcome: Outcome, attempts: int) -> Fate:
    """What becomes of a callback after its attempt number `attempts` ended so."""
    fate = FATES[outcome]
    return "unanswered" if fate == "return" and attempts >= MAX_ATTEMPTS else fate
