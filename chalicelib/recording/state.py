"""A recording of one customer's leg, as data, and what can be known of it."""

from typing import Any, Literal

from msgspec import Struct

from chalicelib.kernel.ports import CarrierRecording
from chalicelib.kernel.words import RecordingState

CUSTOMER = "customer"
Consent = Literal["told", "asked"]
Wish = Literal["on", "paused", "off"]


class Notice(Struct, frozen=True, omit_defaults=True):
    """That somebody is told they are recorded. `fetched_at_ms` is when the carrier came for the words."""

    label: str
    asked_at_ms: int
    tries: int = 1
    fetched_at_ms: int | None = None
    heard_at_ms: int | None = None


class Recording(Struct, frozen=True, omit_defaults=True):
    """`present`: the labels of who must have heard the notice. agreed: true where nobody must be asked.

    started_at_ms: when it was decided that the carrier shall record, `recording_sid` when that was heard.
    resume_at_ms: when a pause ends by itself. look_at_ms: when the carrier is asked next. gone: nothing of it
    is left at the carrier. held: kept whatever the policy says, and `tagged` once the bucket knows.
    keep_until_ms: when it is deleted else.
    """

    call_sid: str
    begun_at_ms: int
    state: RecordingState = "notice"
    noticed: bool = True
    agreed: bool = True
    keep_days: int = 90
    present: tuple[str, ...] = ()
    notices: tuple[Notice, ...] = ()
    recording_sid: str | None = None
    started_at_ms: int | None = None
    starts: int = 0
    paused_at_ms: int | None = None
    resume_at_ms: int | None = None
    paused_ms: int = 0
    ended_at_ms: int | None = None
    look_at_ms: int | None = None
    seconds: int | None = None
    size: int | None = None
    keep_until_ms: int | None = None
    held: bool = False
    tagged: bool = False
    gone: bool = False
    reason: str | None = None


class Seen(Struct, frozen=True):
    """The call as it stands: whether the customer's leg is in it, and who else is not one of ours."""

    live: bool
    present: tuple[str, ...] = ()


class NoticeFetched(Struct, frozen=True):
    """The carrier has the words."""

    label: str


class NoticeHeard(Struct, frozen=True):
    """The carrier has said them to the end."""

    label: str


class Asked(Struct, frozen=True):
    """What the agent wants: `off` is the customer's refusal."""

    wish: Wish


class Started(Struct, frozen=True):
    """The carrier records."""

    sid: str


class Looked(Struct, frozen=True):
    """All recordings the carrier has of the leg."""

    recordings: tuple[CarrierRecording, ...]


class Reported(Struct, frozen=True):
    """One of them, as the carrier tells of it by itself."""

    recording: CarrierRecording


class TimePassed(Struct, frozen=True):
    """Whatever has a limit may have reached it."""


class Filed(Struct, frozen=True):
    """It is in the bucket, this many bytes of it."""

    size: int


class HoldAsked(Struct, frozen=True):
    """Kept whatever the policy says, or not any more."""

    held: bool


class Tagged(Struct, frozen=True):
    """The bucket knows whether it is held."""

    held: bool


class Removed(Struct, frozen=True):
    """Its time is over."""


class Cleared(Struct, frozen=True):
    """The bucket has none of it any more."""


Fact = (
    Seen
    | NoticeFetched
    | NoticeHeard
    | Asked
    | Started
    | Looked
    | Reported
    | TimePassed
    | Filed
    | HoldAsked
    | Tagged
    | Removed
    | Cleared
)
Events = tuple[tuple[str, dict[str, Any]], ...]
CommandName = Literal["announce", "start", "pause", "resume", "stop", "file", "discard", "tag", "clear"]


class Command(Struct, frozen=True):
    """What shall be done next: `who` is a label for `announce`, else a recording's SID, "" for the one that
    runs."""

    name: CommandName
    who: str = ""


class Step(Struct, frozen=True):
    """What a fact did: the recording after it, events (kind, data) and commands."""

    after: Recording
    events: Events = ()
    commands: tuple[Command, ...] = ()
