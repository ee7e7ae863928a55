"""What the desk sends and sees of a call."""

from typing import Annotated

from msgspec import Meta

from chalicelib.contract import Answer, Body, Operation
from chalicelib.kernel.words import (
    AttemptState,
    Disposition,
    EndedBy,
    LegState,
    Locale,
    Outcome,
    Party,
    Role,
    Site,
    Tier,
    Topic,
)


class LegView(Answer, frozen=True):
    """One party's leg of the conference."""

    party: Party
    state: LegState
    on_hold: bool
    joined_at_ms: int | None
    left_at_ms: int | None


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

    `version` grows with every change, so that a screen can refuse an older picture.
    """

    id: str
    version: int
    state: AttemptState
    outcome: Outcome | None
    ended_by: EndedBy | None
    agent_id: str
    customer_id: str
    customer_name: str
    customer_role: Role
    site: Site
    callback: AttemptCallback
    agent: LegView
    customer: LegView
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


CLAIM_NEXT = Operation(
    id="claimNext",
    method="POST",
    path="/claims",
    who="agent",
    answer=Claim,
    summary="Next customer: claim the best waiting callback",
    description="Claiming twice answers the attempt the agent already has.",
    errors=("agent_not_available", "busy"),
)
ACCEPT_OFFER = Operation(
    id="acceptOffer",
    method="POST",
    path="/offers/accept",
    who="agent",
    body=AcceptOffer,
    answer=Claim,
    summary="Take the callback that rings at the desk",
    description="Accepting twice answers the attempt that began.",
    errors=("offer_gone",),
)
READ_ATTEMPT = Operation(
    id="readAttempt",
    method="GET",
    path="/attempts/{attempt_id}",
    who="agent",
    answer=AttemptView,
    summary="One attempt",
    errors=("not_found", "attempt_not_yours"),
)
HOLD = Operation(
    id="holdCustomer",
    method="PUT",
    path="/attempts/{attempt_id}/hold",
    who="agent",
    body=Hold,
    answer=AttemptView,
    summary="Hold or resume the customer",
    errors=(
        "not_found",
        "attempt_not_yours",
        "attempt_ended",
        "attempt_not_connected",
        "carrier_unavailable",
    ),
)
HANG_UP = Operation(
    id="hangUp",
    method="POST",
    path="/attempts/{attempt_id}/hangup",
    who="agent",
    answer=AttemptView,
    summary="End the call for everyone",
    description="Ending what has ended already succeeds.",
    errors=("not_found", "attempt_not_yours", "carrier_unavailable"),
)
WRAP_UP = Operation(
    id="wrapUp",
    method="PUT",
    path="/attempts/{attempt_id}/wrap-up",
    who="agent",
    body=WrapUp,
    answer=AttemptView,
    summary="Disposition and note; the agent is ready again",
    errors=("not_found", "attempt_not_yours", "wrap_up_not_due"),
)
REVEAL_PHONE = Operation(
    id="revealPhone",
    method="POST",
    path="/attempts/{attempt_id}/phone",
    who="agent",
    answer=PhoneNumber,
    summary="Show the customer's number; recorded on the timeline",
    errors=("not_found", "attempt_not_yours"),
)
ISSUE_VOICE_TOKEN = Operation(
    id="issueVoiceToken",
    method="POST",
    path="/voice-tokens",
    who="agent",
    answer=VoiceToken,
    summary="Access token for the browser's voice SDK",
)
VOICE_WEBHOOK = Operation(
    id="voiceWebhook",
    method="POST",
    path="/twilio/voice",
    who="twilio",
    summary="TwiML for an agent's browser leg",
    media="text/xml",
)
WAIT_WEBHOOK = Operation(
    id="waitWebhook",
    method="POST",
    path="/twilio/wait",
    who="twilio",
    summary="TwiML for a customer who waits for the agent",
    media="text/xml",
)
CONFERENCE_WEBHOOK = Operation(
    id="conferenceWebhook",
    method="POST",
    path="/twilio/conference",
    who="twilio",
    status=204,
    summary="Conference and participant events",
)
STATUS_WEBHOOK = Operation(
    id="statusWebhook",
    method="POST",
    path="/twilio/status",
    who="twilio",
    status=204,
    summary="Call progress and answering-machine events of the customer's leg",
)
