"""Domain events: what happened, named once. The timeline, reports and live views are read from them."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from msgspec import Struct

from chalicelib.kernel.words import Level, Locale, Role, Site

KINDS: Mapping[str, int] = {
    "callback.requested": 1,
    "callback.queued": 1,
    "callback.claimed": 1,
    "callback.returned": 1,
    "callback.cancelled": 1,
    "callback.completed": 1,
    "callback.unanswered": 1,
    "callback.expired": 1,
    "callback.deferred": 1,
    "callback.moved": 1,
    "callback.changed": 1,
    "callback.notified": 1,
    "callback.merged": 1,
    "callback.offered": 1,
    "callback.offer_ended": 1,
    "attempt.agent_joined": 1,
    "attempt.dialled": 1,
    "attempt.ringing": 1,
    "attempt.connected": 1,
    "attempt.held": 1,
    "attempt.resumed": 1,
    "attempt.agent_left": 1,
    "attempt.agent_returned": 1,
    "attempt.party_asked": 1,
    "attempt.party_joined": 1,
    "attempt.party_left": 1,
    "attempt.customer_left": 1,
    "attempt.transferred": 1,
    "attempt.ended": 1,
    "attempt.wrapped_up": 1,
    "attempt.phone_revealed": 1,
    "attempt.quality": 1,
}
"""Every kind of event and the version of its data. A name is permanent; its meaning never changes."""


class Event(Struct, frozen=True, omit_defaults=True):
    """One fact of a customer's story, at `at_ms`.

    `data` holds what its kind adds; the names are those of `TimelineItem` in schema.py.
    """

    kind: str
    at_ms: int
    customer_id: str
    site: Site
    lane: str | None = None
    callback_id: str | None = None
    attempt_id: str | None = None
    order_id: str | None = None
    agent_id: str | None = None
    agent_name: str | None = None
    data: dict[str, Any] = {}

    def __post_init__(self) -> None:
        if self.kind not in KINDS:
            raise KeyError(self.kind)


@dataclass(frozen=True)
class Person:
    """A customer as the portal vouches for them. `id` holds the role: one human may be two customers."""

    id: str
    role: Role
    name: str
    level: Level | None
    country: str
    locale: Locale


@dataclass(frozen=True)
class Order:
    """An order as the portal vouches for it; money in minor units of `currency`. `counterpart_phone` is
    E.164, to be dialled and never shown."""

    id: str
    title: str
    status: str
    amount_minor: int | None = None
    currency: str | None = None
    placed_at_ms: int | None = None
    counterpart_id: str | None = None
    counterpart_name: str | None = None
    counterpart_phone: str | None = None
