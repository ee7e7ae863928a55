"""What can be known of a call: each fact as the carrier, an agent or the clock tells it.

`party` is the label of a leg; what is said of the customer's and the agent's may have `customer` and `agent`.
"""

from dataclasses import dataclass
from typing import Literal

from chalicelib.kernel.words import ParticipantEnd, ParticipantKind


@dataclass(frozen=True)
class Joined:
    """A participant is in the conference."""

    party: str
    call_sid: str
    conference_sid: str
    seq: int


@dataclass(frozen=True)
class Left:
    """A participant is no longer in the conference. `removed`: by us or by the conference's end."""

    party: str
    call_sid: str
    conference_sid: str
    seq: int
    removed: bool


@dataclass(frozen=True)
class HoldChanged:
    """A participant was held or resumed."""

    party: str
    on_hold: bool
    seq: int


@dataclass(frozen=True)
class ConferenceEnded:
    """Nobody is left."""

    conference_sid: str


@dataclass(frozen=True)
class CustomerCall:
    """Progress of a call that was dialled. `sip` is the final SIP response, where there was one."""

    call_sid: str
    status: Literal[
        "initiated", "ringing", "answered", "completed", "busy", "no-answer", "failed", "canceled"
    ]
    sip: int | None = None
    party: str = "customer"


@dataclass(frozen=True)
class Machine:
    """A machine answered."""


@dataclass(frozen=True)
class DialRefused:
    """The carrier would not dial; `permanent` when the number itself is at fault."""

    permanent: bool
    party: str = "customer"


@dataclass(frozen=True)
class HangUpAsked:
    """The agent ended the call."""


@dataclass(frozen=True)
class ParticipantAsked:
    """The agent asks for somebody, who must be there by `until_ms`. Who has a phone is dialled."""

    kind: ParticipantKind
    name: str
    until_ms: int
    agent_id: str | None = None
    phone: str | None = None
    country: str | None = None


@dataclass(frozen=True)
class TransferAsked:
    """The agent leaves the customer to a specialist, who is rung and must have accepted by `until_ms`."""

    agent_id: str
    name: str
    until_ms: int


@dataclass(frozen=True)
class InvitationAccepted:
    """Their browser must be there by `until_ms`."""

    party: str
    until_ms: int


@dataclass(frozen=True)
class InvitationOver:
    """Nobody took it."""

    party: str
    reason: ParticipantEnd


@dataclass(frozen=True)
class TalkAsked:
    """Whom the agent talks with; everybody else is held."""

    parties: tuple[str, ...]


@dataclass(frozen=True)
class HoldAsked:
    """The customer alone shall hear music, or talk again."""

    on_hold: bool


@dataclass(frozen=True)
class DropAsked:
    """A participant shall leave."""

    party: str


@dataclass(frozen=True)
class HandOverAsked:
    """A specialist who is there takes the call on."""

    party: str


@dataclass(frozen=True)
class SeenLeg:
    """A leg that is neither the customer's nor the present agent's; connected, or not yet."""

    party: str
    call_sid: str
    connected: bool


@dataclass(frozen=True)
class TimedOut:
    """The time of the present state is over and the carrier's own picture has been looked at.

    Each SID is that of a leg connected now, or None; `ringing_sid` that of a customer not yet connected.
    `held`: the labels that hear hold music.
    """

    conference_sid: str | None
    agent_sid: str | None
    customer_sid: str | None
    ringing_sid: str | None = None
    others: tuple[SeenLeg, ...] = ()
    held: tuple[str, ...] = ()


Fact = (
    Joined
    | Left
    | HoldChanged
    | ConferenceEnded
    | CustomerCall
    | Machine
    | DialRefused
    | HangUpAsked
    | ParticipantAsked
    | TransferAsked
    | InvitationAccepted
    | InvitationOver
    | TalkAsked
    | HoldAsked
    | DropAsked
    | HandOverAsked
    | TimedOut
)
