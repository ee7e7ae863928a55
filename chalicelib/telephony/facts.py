"""What can be known of a call: each fact as the carrier, the agent or the clock tells it."""

from dataclasses import dataclass
from typing import Literal

from chalicelib.kernel.words import Party


@dataclass(frozen=True)
class Joined:
    """A participant is in the conference."""

    party: Party
    call_sid: str
    conference_sid: str
    seq: int


@dataclass(frozen=True)
class Left:
    """A participant is no longer in the conference. `removed`: by us or by the conference's end."""

    party: Party
    call_sid: str
    conference_sid: str
    seq: int
    removed: bool


@dataclass(frozen=True)
class HoldChanged:
    """A participant was held or resumed."""

    party: Party
    on_hold: bool
    seq: int


@dataclass(frozen=True)
class ConferenceEnded:
    """Nobody is left."""

    conference_sid: str


@dataclass(frozen=True)
class CustomerCall:
    """Progress of the customer's call. `sip` is the final SIP response, where there was one."""

    call_sid: str
    status: Literal[
        "initiated", "ringing", "answered", "completed", "busy", "no-answer", "failed", "canceled"
    ]
    sip: int | None = None


@dataclass(frozen=True)
class Machine:
    """A machine answered."""


@dataclass(frozen=True)
class DialRefused:
    """The carrier would not dial; `permanent` when the number itself is at fault."""

    permanent: bool


@dataclass(frozen=True)
class HangUpAsked:
    """The agent ended the call."""


@dataclass(frozen=True)
class TimedOut:
    """The time of the present state is over and the carrier's own picture has been looked at.

    Each SID is that of a leg connected now, or None; `ringing_sid` that of a customer not yet connected.
    """

    conference_sid: str | None
    agent_sid: str | None
    customer_sid: str | None
    ringing_sid: str | None = None


Fact = (
    Joined
    | Left
    | HoldChanged
    | ConferenceEnded
    | CustomerCall
    | Machine
    | DialRefused
    | HangUpAsked
    | TimedOut
)
