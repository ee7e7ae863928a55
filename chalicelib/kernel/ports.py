"""What the outside world must be able to do for us; adapters implement these."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from chalicelib.kernel.words import Tier


class CarrierRefused(Exception):
    """The carrier answered and did not do it. `code` is Twilio's error code, `status` its HTTP status."""

    def __init__(self, status: int, code: int) -> None:
        super().__init__(f"carrier refused: {status} {code}")
        self.status = status
        self.code = code


class CarrierSilent(Exception):
    """No answer came: whether the carrier did it is not known, so it must not simply be tried again."""


@dataclass(frozen=True)
class LiveLeg:
    """A participant the carrier sees in a conference. `label` is ours."""

    call_sid: str
    label: str
    status: str
    on_hold: bool = False


@dataclass(frozen=True)
class LiveConference:
    """The carrier's truth on a conference; `sid` is empty when it has never seen it."""

    sid: str
    in_progress: bool
    legs: tuple[LiveLeg, ...]


class Voice(Protocol):
    """Telephony commands. All raise CarrierRefused or CarrierSilent."""

    def dial(self, conference: str, label: str, to: str, caller_id: str, ring_s: int, limit_s: int) -> str:
        """Rings `to` and puts it in the conference under that label; answers the call's SID."""
        ...

    def hold(self, conference_sid: str, label: str, on_hold: bool) -> None:
        """Holds or resumes a participant."""
        ...

    def end_conference(self, conference_sid: str) -> None:
        """Everyone leaves. Ending what has ended succeeds."""
        ...

    def hang_up(self, call_sid: str) -> None:
        """Ends one leg, ringing or connected. Ending what has ended succeeds."""
        ...

    def tell(self, call_sid: str, document: str) -> None:
        """Takes a leg out of its conference to hear a TwiML document. A leg that has ended hears nothing."""
        ...

    def look(self, conference: str) -> LiveConference:
        """The carrier's own picture of the conference of this name."""
        ...

    def summary(self, call_sid: str, partial: bool) -> Mapping[str, Any]:
        """What the carrier says of a leg that is over, in its own words (quality/model.py). Refused with 404
        until it is complete, unless what is `partial` will do."""
        ...


class Messaging(Protocol):
    """Text messages. Both raise CarrierRefused or CarrierSilent."""

    def send(self, to: str, from_: str, body: str) -> str:
        """To an E.164 number from one of ours; answers the message's SID."""
        ...

    def find(self, to: str, from_: str, body: str, since_ms: int) -> str | None:
        """The SID of such a message made since then (UTC ms), as far as the carrier knows."""
        ...


class NotSent(Exception):
    """A message to ourselves may not have been sent."""


class Queues(Protocol):
    """Messages to ourselves. Both raise NotSent."""

    def enqueue(self, tier: Tier, lane: str, dedupe: str, body: str) -> None:
        """To the tier's FIFO queue; `lane` is the message group."""
        ...

    def remind(self, delay_s: int, body: str) -> None:
        """To the timers queue, delivered after `delay_s` (0 to 900)."""
        ...


class Schedules(Protocol):
    """One-shot schedules, for what is further away than a message can be delayed."""

    def at(self, name: str, at_ms: int, body: str) -> None:
        """`body` goes to the timers queue at that time, once. One that is there already is fine. Raises
        NotSent."""
        ...


class Push(Protocol):
    """Live messages to desks."""

    def post(self, connection_id: str, body: bytes) -> bool:
        """False when the connection is gone for good."""
        ...


@dataclass(frozen=True)
class Secrets:
    """What must not be in the environment. `portal_keys` maps a key id to the portal's signing key."""

    twilio_auth_token: str
    twilio_api_key_sid: str
    twilio_api_key_secret: str
    portal_keys: dict[str, str]
    link_key: str


class SecretStore(Protocol):
    """Reads the secrets, kept for a while."""

    def read(self, fresh: bool = False) -> Secrets:
        """`fresh` goes to the source again, for a key that was rotated."""
        ...
