"""Customers, their orders and their timeline, as the desk sees them."""

from typing import Literal

from chalicelib.contract import Answer, Operation, Parameter
from chalicelib.kernel.words import (
    Disposition,
    EndedBy,
    Level,
    Locale,
    Notice,
    Outcome,
    ParticipantKind,
    Role,
    Site,
    Tier,
    Topic,
)


class OrderView(Answer, frozen=True):
    """An order linked to the customer. Money is in minor units of `currency`."""

    id: str
    title: str
    status: str
    amount_minor: int | None
    currency: str | None
    placed_at_ms: int | None
    counterpart_id: str | None
    counterpart_name: str | None


class Customer(Answer, frozen=True):
    """A buyer or a seller: discrete entities, even when one person is both."""

    id: str
    role: Role
    name: str
    level: Level | None
    country: str
    locale: Locale
    first_seen_at_ms: int
    requests: int
    orders: list[OrderView]


class TimelineItem(Answer, frozen=True):
    """One fact of the customer's story. Which optional fields are filled depends on `kind`."""

    id: str
    kind: str
    version: int
    at_ms: int
    site: Site | None = None
    lane: str | None = None
    callback_id: str | None = None
    attempt_id: str | None = None
    order_id: str | None = None
    agent_id: str | None = None
    agent_name: str | None = None
    question: str | None = None
    topic: Topic | None = None
    tier: Tier | None = None
    phone_masked: str | None = None
    caller_id_country: str | None = None
    promised_until_ms: int | None = None
    not_before_ms: int | None = None
    next_attempt_at_ms: int | None = None
    until_ms: int | None = None
    tier_from: Tier | None = None
    waited_ms: int | None = None
    rang_ms: int | None = None
    talk_ms: int | None = None
    hold_ms: int | None = None
    wrap_up_ms: int | None = None
    outcome: Outcome | None = None
    ended_by: EndedBy | None = None
    reason: str | None = None
    notice: Notice | None = None
    from_id: str | None = None
    into_id: str | None = None
    party: str | None = None
    party_kind: ParticipantKind | None = None
    party_name: str | None = None
    disposition: Disposition | None = None
    note: str | None = None
    poor: bool | None = None
    mos_hundredths: int | None = None
    jitter_ms: int | None = None
    loss_permille: int | None = None
    rtt_ms: int | None = None
    hung_up: Literal["customer", "us"] | None = None
    our_number: str | None = None
    carrier: str | None = None
    country: str | None = None
    tags: list[str] | None = None


class Timeline(Answer, frozen=True):
    """Newest first; `next_cursor` reaches further back."""

    items: list[TimelineItem]
    next_cursor: str | None


READ_CUSTOMER = Operation(
    id="readCustomer",
    method="GET",
    path="/customers/{customer_id}",
    who="agent",
    answer=Customer,
    summary="A customer's profile and orders",
    errors=("not_found",),
)
READ_TIMELINE = Operation(
    id="readTimeline",
    method="GET",
    path="/customers/{customer_id}/timeline",
    who="agent",
    answer=Timeline,
    query=(
        Parameter("cursor", description="next_cursor of the page before"),
        Parameter("limit", int, description="1 to 100, default 50"),
    ),
    summary="A customer's timeline, newest first",
    errors=("not_found",),
)
