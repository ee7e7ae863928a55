"""What the desk sends and sees of a call: the shapes of its operations."""

from typing import Annotated, Literal

from msgspec import Meta, field

from chalicelib.contract import Answer, Body
from chalicelib.kernel.words import (
    AttemptState,
    Disposition,
    EndedBy,
    LegState,
    Locale,
    Outcome,
    ParticipantEnd,
    ParticipantKind,
    Party,
    Role,
    Site,
    Tier,
    Topic,
)

Label = Annotated[str, Meta(max_length=40)]


class LegView(Answer, frozen=True):
    """One party's leg of the conference."""

    party: Party
    state: LegState
    on_hold: bool
    joined_at_ms: int | None
    left_at_ms: int | None


class ParticipantView(Answer, frozen=True):
    """Somebody else in the call, by name and kind; nobody's number is told. `agent_id` is a specialist's.
    `ended_as` says why they are no more."""

    label: str
    kind: ParticipantKind
    name: str
    agent_id: str | None
    state: LegState
    on_hold: bool
    asked_at_ms: int
    joined_at_ms: int | None
    left_at_ms: int | None
    ended_as: ParticipantEnd | None


class AttemptCallback(Answer, frozen=True):
    """The callback an attempt serves, as the agent sees it."""

    id: str
    question: str
    topic: Topic
    lane: str
    tier: Tier
    order_id: str | None
    phone_masked: str
    country: str
    locale: Locale
    requested_at_ms: int
    attempts: int


class AttemptView(Answer, frozen=True):
    """One attempt to connect an agent and a customer. Null means: not (yet) known.

    `version` grows with every change, so that a screen can refuse an older picture. A transfer links
    attempts: `next_id` has the call now, `initial_id` is the first.
    """

    id: str
    version: int
    state: AttemptState
    outcome: Outcome | None
    ended_by: EndedBy | None
    agent_id: str
    agent_name: str
    customer_id: str
    customer_name: str
    customer_role: Role
    site: Site
    callback: AttemptCallback
    agent: LegView
    customer: LegView
    participants: list[ParticipantView]
    previous_id: str | None
    next_id: str | None
    initial_id: str
    claimed_at_ms: int
    dialled_at_ms: int | None
    connected_at_ms: int | None
    ended_at_ms: int | None
    hold_ms: int
    wrap_up_until_ms: int | None
    wrapped_up_at_ms: int | None
    disposition: Disposition | None
    note: str | None
    now_ms: int


class Claim(Answer, frozen=True):
    """The next customer, or null when nobody waits whom this agent may take now: who waits may be kept for
    somebody else, or their lane is closed."""

    attempt: AttemptView | None


class AcceptOffer(Body, frozen=True):
    """The offer the agent saw."""

    callback_id: Annotated[str, Meta(max_length=40)]


class Hold(Body, frozen=True):
    """Whether the customer shall hear hold music."""

    on_hold: bool


class WrapUp(Body, frozen=True):
    """After-call work."""

    disposition: Disposition
    note: Annotated[str, Meta(max_length=2000)] = ""


class VoiceToken(Answer, frozen=True):
    """An access token for the browser's voice SDK."""

    token: str
    identity: str
    expires_at_ms: int


class PhoneNumber(Answer, frozen=True):
    """A number shown in full; asking for it is on the timeline."""

    phone: str


class AskParticipant(Body, frozen=True):
    """A `specialist`: the agent named, else whoever is longest free of the lane's, or of the call's own
    lane's; with `transfer` the customer is left to them. The `seller`: the other side of the order. An
    `outside` number: which of the site's list."""

    kind: Literal["specialist", "seller", "outside"]
    outside_id: Annotated[str, Meta(max_length=40)] | None = None
    agent_id: Annotated[str, Meta(max_length=64)] | None = None
    lane: Annotated[str, Meta(max_length=20)] | None = None
    transfer: bool = False


class OutsideView(Answer, frozen=True):
    """A number of the site's list, by name."""

    id: str
    name: str


class OutsideList(Answer, frozen=True):
    """In the list's own order."""

    outside: list[OutsideView]


class Talk(Body, frozen=True):
    """With whom the agent talks: `customer` and labels of participants; everybody else hears music."""

    parties: Annotated[list[Label], Meta(max_length=20)] = field(name="with")


class HandOver(Body, frozen=True):
    """The label of a specialist who is in the call."""

    to: Label


class Invited(Body, frozen=True):
    """The invitation the agent saw."""

    attempt_id: Annotated[str, Meta(max_length=40)]
    label: Label
