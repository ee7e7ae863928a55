"""What can be known of a call: each fact as the carrier, an agent or the clock tells it.

`party` is the label of a leg; what is said of the customer's and the agent's may have `customer` and `agent`.
"""

from typing import Literal

from msgspec import Struct

from chalicelib.kernel.words import ParticipantEnd, ParticipantKind, SupervisionMode


class Joined(Struct, frozen=True):
    """A participant is in the conference."""

    party: str
    call_sid: str
    conference_sid: str
    seq: int


class Left(Struct, frozen=True):
    """A participant is no longer in the conference. `removed`: by us or by the conference's end."""

    party: str
    call_sid: str
    conference_sid: str
    seq: int
    removed: bool


class HoldChanged(Struct, frozen=True):
    """A participant was held or resumed."""

    party: str
    on_hold: bool
    seq: int


class ConferenceEnded(Struct, frozen=True):
    """Nobody is left."""

    conference_sid: str


class CustomerCall(Struct, frozen=True):
    """Progress of a call that was dialled. `sip` is the final SIP response, where there was one."""

    call_sid: str
    status: Literal[
        "initiated", "ringing", "answered", "completed", "busy", "no-answer", "failed", "canceled"
    ]
    sip: int | None = None
    party: str = "customer"


class Machine(Struct, frozen=True):
    """A machine answered."""


class DialRefused(Struct, frozen=True):
    """The carrier would not dial; `permanent` when the number itself is at fault."""

    permanent: bool
    party: str = "customer"


class CallerGone(Struct, frozen=True):
    """The carrier knows that call of a customer who waited on the line no more."""

    call_sid: str


class HangUpAsked(Struct, frozen=True):
    """The agent ended the call."""


class ParticipantAsked(Struct, frozen=True):
    """The agent asks for somebody, who must be there by `until_ms`. Who has a phone is dialled."""

    kind: ParticipantKind
    name: str
    until_ms: int
    agent_id: str | None = None
    phone: str | None = None
    country: str | None = None


class TransferAsked(Struct, frozen=True):
    """The agent leaves the customer to a specialist, who is rung and must have accepted by `until_ms`."""

    agent_id: str
    name: str
    until_ms: int


class InvitationAccepted(Struct, frozen=True):
    """Their browser must be there by `until_ms`."""

    party: str
    until_ms: int


class InvitationOver(Struct, frozen=True):
    """Nobody took it."""

    party: str
    reason: ParticipantEnd


class TalkAsked(Struct, frozen=True):
    """Whom the agent talks with; everybody else is held."""

    parties: tuple[str, ...]


class HoldAsked(Struct, frozen=True):
    """The customer alone shall hear music, or talk again."""

    on_hold: bool


class DropAsked(Struct, frozen=True):
    """A participant shall leave."""

    party: str


class HandOverAsked(Struct, frozen=True):
    """A specialist who is there takes the call on."""

    party: str


class SupervisionAsked(Struct, frozen=True):
    """A supervisor wants to be in the call like this; who is new must be there by `until_ms`."""

    agent_id: str
    name: str
    mode: SupervisionMode
    until_ms: int


class SupervisionOver(Struct, frozen=True):
    """A supervisor leaves."""

    agent_id: str


class TakeOverAsked(Struct, frozen=True):
    """A supervisor who is there becomes the call's agent."""

    agent_id: str


class HelpAsked(Struct, frozen=True):
    """The agent wants a supervisor, or none any more."""

    wanted: bool


class VoiceChanged(Struct, frozen=True):
    """Whether a leg is heard by nobody (`muted`), or by the one it coaches alone."""

    party: str
    muted: bool
    coaching: bool
    seq: int


class SeenLeg(Struct, frozen=True):
    """A leg that is neither the customer's nor the present agent's; connected, or not yet."""

    party: str
    call_sid: str
    connected: bool


class TimedOut(Struct, frozen=True):
    """The time of the present state is over and the carrier's own picture has been looked at.

    Each SID is that of a leg connected now, or None; `ringing_sid` that of a customer not yet connected.
    `held`: the labels that hear hold music. `return_ms`: how long a lost agent is waited for. `muted`: the
    labels of which nothing is heard; `coaching`: who is heard by one leg alone, and the SID of that.
    """

    conference_sid: str | None
    agent_sid: str | None
    customer_sid: str | None
    ringing_sid: str | None = None
    others: tuple[SeenLeg, ...] = ()
    held: tuple[str, ...] = ()
    return_ms: int = 0
    muted: tuple[str, ...] = ()
    coaching: tuple[tuple[str, str], ...] = ()


Fact = (
    Joined
    | Left
    | HoldChanged
    | ConferenceEnded
    | CustomerCall
    | Machine
    | DialRefused
    | CallerGone
    | HangUpAsked
    | ParticipantAsked
    | TransferAsked
    | InvitationAccepted
    | InvitationOver
    | TalkAsked
    | HoldAsked
    | DropAsked
    | HandOverAsked
    | SupervisionAsked
    | SupervisionOver
    | TakeOverAsked
    | HelpAsked
    | VoiceChanged
    | TimedOut
)
