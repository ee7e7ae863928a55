"""What the outside world must be able to do for us; adapters implement these."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, BinaryIO, Literal, Protocol

from chalicelib.kernel.words import Tier


class CarrierRefused(Exception):
    """The carrier answered and did not do it. `code` is Twilio's error code, `status` its HTTP status."""

    def __init__(self, status: int, code: int) -> None:
        super().__init__(f"carrier refused: {status} {code}")
        self.status = status
        self.code = code


CALL_OVER = 21220
"""Twilio's code for a call that is not in progress."""


class CarrierSilent(Exception):
    """No answer came: whether the carrier did it is not known, so it must not simply be tried again."""


@dataclass(frozen=True)
class LiveLeg:
    """A participant the carrier sees in a conference. `label` is ours. `coaches`: the SID of the one leg that
    hears them."""

    call_sid: str
    label: str
    status: str
    on_hold: bool = False
    muted: bool = False
    coaches: str = ""


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

    def hold(self, conference_sid: str, label: str, plays: str) -> None:
        """Holds a participant, who hears what our webhook `plays` answers ("music?attempt=…")."""
        ...

    def resume(self, conference_sid: str, label: str) -> None:
        """They are in the talk again."""
        ...

    def heard_by(self, conference_sid: str, label: str, muted: bool, coached_sid: str) -> None:
        """Makes a participant heard by nobody, by the leg of that SID alone, or by everybody."""
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

    def redirect(self, call_sid: str, document: str) -> None:
        """As `tell`, but refused with CALL_OVER or 404 when the call is over."""
        ...

    def look(self, conference: str) -> LiveConference:
        """The carrier's own picture of the conference of this name."""
        ...

    def under_way(self) -> Sequence[str]:
        """The names of all conferences of the account in which somebody is, or is awaited; 2,000 at most."""
        ...

    def summary(self, call_sid: str, partial: bool) -> Mapping[str, Any]:
        """What the carrier says of a leg that is over, in its own words (quality/model.py). Refused with 404
        until it is complete, unless what is `partial` will do."""
        ...


@dataclass(frozen=True)
class CarrierRecording:
    """A recording as the carrier has it. `seconds` are known once it is completed."""

    sid: str
    status: str
    seconds: int | None = None


class Recorder(Protocol):
    """Recordings of a leg, at the carrier. All raise CarrierRefused or CarrierSilent."""

    def announce(self, conference_sid: str, label: str, conference: str) -> None:
        """Says the notice of that conference to one participant."""
        ...

    def start(self, call_sid: str, conference: str) -> str:
        """Records the leg from now on; answers the recording's SID."""
        ...

    def change(self, call_sid: str, sid: str, status: Literal["paused", "in-progress", "stopped"]) -> None:
        """Pauses without a gap, goes on, or ends; "" is the one that runs. What is over already is fine."""
        ...

    def of_call(self, call_sid: str) -> tuple[CarrierRecording, ...]:
        """All of a leg, the newest first."""
        ...

    def fetch(self, sid: str, channels: Literal[1, 2], into: BinaryIO) -> None:
        """The sound in a WAV file; of a call on two channels, both sides apart."""
        ...

    def discard(self, sid: str) -> None:
        """The carrier keeps nothing of it. What is gone already is fine."""
        ...


class NotKept(Exception):
    """The bucket may not have done it."""


class Vault(Protocol):
    """Our own bucket of recordings, encrypted. All raise NotKept."""

    def put(self, key: str, content: BinaryIO) -> None:
        """Files it; the same again is fine."""
        ...

    def tag(self, key: str, held: bool) -> None:
        """Spares it from the bucket's own rule, or not any more."""
        ...

    def delete(self, key: str) -> None:
        """For good. What is not there is fine."""
        ...

    def link(self, key: str, seconds: int) -> str:
        """An address that opens it for so long, and nothing else."""
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
    """Messages to ourselves. All raise NotSent."""

    def enqueue(self, tier: Tier, lane: str, dedupe: str, body: str) -> None:
        """To the tier's FIFO queue; `lane` is the message group."""
        ...

    def remind(self, delay_s: int, body: str) -> None:
        """To the timers queue, delivered after `delay_s` (0 to 900)."""
        ...

    def file(self, body: str) -> None:
        """To the queue of recordings that are to be fetched."""
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
