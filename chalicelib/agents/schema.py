"""What an agent sees and sets of themselves, and who waits in the lanes they serve."""

from typing import Annotated

from msgspec import Meta

from chalicelib.contract import Answer, Body, Operation, Parameter
from chalicelib.kernel.words import (
    Activity,
    BreakReason,
    ChosenBreak,
    Locale,
    Presence,
    Site,
    Tier,
    Topic,
)


class PresenceView(Answer, frozen=True):
    """Presence is chosen, activity derived: busy and wrap-up come from calls."""

    presence: Presence
    activity: Activity
    reason: BreakReason | None
    since_ms: int


class OfferView(Answer, frozen=True):
    """A waiting callback that rings at the desk for `ring_s`, until `until_ms`. Nobody else is given it."""

    callback_id: str
    lane: str
    topic: Topic
    tier: Tier
    customer_name: str
    until_ms: int
    ring_s: int


class InvitationView(Answer, frozen=True):
    """A call in which the agent is wanted, by `from_name`; it rings for `ring_s`, until `until_ms`. `label`
    is theirs in the call; a `transfer` makes the call theirs."""

    attempt_id: str
    label: str
    transfer: bool
    from_name: str
    customer_name: str
    question: str
    lane: str
    until_ms: int
    ring_s: int


class Me(Answer, frozen=True):
    """The signed-in agent and what they are in the middle of.

    `attempt_id` is the call in progress, or the ended one whose wrap-up is due. `offer` or `invitation` is
    what rings.
    """

    agent_id: str
    name: str
    site: Site
    locale: Locale
    roles: list[str]
    lanes: list[str]
    presence: PresenceView
    attempt_id: str | None
    wrap_up_until_ms: int | None
    offer: OfferView | None
    invitation: InvitationView | None
    now_ms: int


class SetPresence(Body, frozen=True):
    """During a call this is the next presence, taken when the wrap-up ends."""

    presence: Presence
    reason: ChosenBreak | None = None


class DeclineOffer(Body, frozen=True):
    """The offer the agent saw."""

    callback_id: Annotated[str, Meta(max_length=40)]


class SpecialistView(Answer, frozen=True):
    """An agent of the lane's site who knows these lanes well, and what they are doing."""

    id: str
    name: str
    lanes: list[str]
    activity: Activity


class Specialists(Answer, frozen=True):
    """The longest free first."""

    specialists: list[SpecialistView]


READ_ME = Operation(
    id="readMe",
    method="GET",
    path="/me",
    who="agent",
    answer=Me,
    summary="The signed-in agent, their presence and their call",
)
SET_PRESENCE = Operation(
    id="setPresence",
    method="PUT",
    path="/me/presence",
    who="agent",
    body=SetPresence,
    answer=Me,
    summary="Choose presence",
)
DECLINE_OFFER = Operation(
    id="declineOffer",
    method="POST",
    path="/offers/decline",
    who="agent",
    body=DeclineOffer,
    answer=Me,
    summary="Let an offer go: the customer keeps their place, and rings elsewhere",
    description="Declining what does not ring any more succeeds.",
)


class LaneView(Answer, frozen=True):
    """Who waits in one lane, per tier, returning and fresh together."""

    lane: str
    site: Site
    topic: Topic
    urgent: int
    high: int
    standard: int
    waiting: int
    oldest_requested_at_ms: int | None


class QueueView(Answer, frozen=True):
    """The lanes the agent serves."""

    lanes: list[LaneView]
    waiting: int
    now_ms: int


READ_QUEUE = Operation(
    id="readQueue",
    method="GET",
    path="/queue",
    who="agent",
    answer=QueueView,
    summary="Who waits in the lanes the agent serves",
)
LIST_SPECIALISTS = Operation(
    id="listSpecialists",
    method="GET",
    path="/specialists",
    who="agent",
    query=(Parameter("lane", required=True, description="For example BR:payments."),),
    answer=Specialists,
    summary="Who can be consulted on a lane now",
)
