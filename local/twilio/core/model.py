"""The nouns of the network: calls, conferences, participants, messages."""

from dataclasses import dataclass, field
from typing import Any

from local.twilio.core.quality import Quality

FINAL = frozenset({"completed", "busy", "no-answer", "failed", "canceled"})
CALL_EVENTS = ("initiated", "ringing", "answered", "completed")
CONFERENCE_EVENTS = (
    "start", "end", "join", "leave", "mute", "hold", "modify", "speaker", "announcement",
)  # fmt: skip


@dataclass(frozen=True)
class Callback:
    """Where to report, how, and which events were asked for."""

    url: str
    method: str
    events: tuple[str, ...]


@dataclass(frozen=True)
class Seat:
    """How a leg wants to sit in a conference (attributes of `<Conference>` or of the REST call)."""

    room: str
    label: str = ""
    muted: bool = False
    beep: str = "true"
    start_on_enter: bool = True
    end_on_exit: bool = False
    wait_url: str | None = None
    wait_method: str = "POST"
    max_participants: int = 250
    coaching: bool = False
    coached_sid: str = ""
    early_media: bool = True
    callback: Callback | None = None


@dataclass
class Call:
    """One leg. `kind` is `client` (a browser) or `phone`; times are UTC ms."""

    sid: str
    kind: str
    to: str
    from_: str
    direction: str
    created_ms: int
    status: str = "queued"
    identity: str = ""
    params: dict[str, str] = field(default_factory=dict)
    callback: Callback | None = None
    sequence: int = 0
    timeout_s: int = 60
    time_limit_s: int = 14_400
    seat: Seat | None = None
    twiml_url: str = ""
    twiml_method: str = "POST"
    twiml: str = ""
    fallback_url: str = ""
    fallback_method: str = "POST"
    amd: str = ""
    amd_async: bool = True
    amd_timeout_s: int = 30
    amd_callback: Callback | None = None
    send_digits: str = ""
    answered_ms: int | None = None
    ended_ms: int | None = None
    updated_ms: int = 0
    answered_by: str = ""
    sip_code: int | None = None
    ended_by: str = ""
    script: str = "person"
    conference_sid: str = ""
    listening: bool = False
    activity: str = ""
    quality: Quality | None = None

    @property
    def over(self) -> bool:
        return self.status in FINAL

    @property
    def talk_s(self) -> int:
        """Whole seconds between answer and end; 0 while unanswered."""
        if self.answered_ms is None or self.ended_ms is None:
            return 0
        return (self.ended_ms - self.answered_ms + 999) // 1000


@dataclass
class Participant:
    """A leg in a conference; `joined_ms` is None while it is still being dialled."""

    call_sid: str
    label: str
    created_ms: int
    updated_ms: int
    muted: bool
    start_on_enter: bool
    end_on_exit: bool
    coaching: bool = False
    coached_sid: str = ""
    hold: bool = False
    beep_on_exit: bool = True
    joined_ms: int | None = None
    waits_silently: bool = False


@dataclass
class Conference:
    """A room; `status` is init, in-progress or completed."""

    sid: str
    name: str
    created_ms: int
    updated_ms: int
    status: str = "init"
    callback: Callback | None = None
    sequence: int = 0
    people: dict[str, Participant] = field(default_factory=dict)
    max_participants: int = 250
    reason_ended: str = ""
    ended_by_sid: str = ""

    @property
    def joined(self) -> list[Participant]:
        return [p for p in self.people.values() if p.joined_ms is not None]


@dataclass
class Message:
    """A text message sent through the REST API."""

    sid: str
    to: str
    from_: str
    body: str
    created_ms: int
    updated_ms: int
    status: str = "queued"
    error_code: int | None = None
    media: tuple[str, ...] = ()
    service_sid: str = ""
    callback_url: str = ""
    extra: dict[str, Any] = field(default_factory=dict)
