"""What a supervisor sees and sends of agents and their calls."""

from typing import Annotated

from msgspec import Meta

from chalicelib.contract import Answer, Body
from chalicelib.kernel.words import (
    Activity,
    AttemptState,
    BreakReason,
    ChosenBreak,
    LegState,
    ParticipantKind,
    Presence,
    Role,
    Site,
    SupervisionMode,
    Tier,
)


class BoardAgent(Answer, frozen=True):
    """An agent of the site: what they do since when, and what they chose, or `set_by` chose for them.

    `attempt_id` is the call in hand, theirs or one they came into; `unread` counts messages they have not
    read.
    """

    id: str
    name: str
    activity: Activity
    presence: Presence
    reason: BreakReason | None
    set_by: str | None
    since_ms: int
    attempt_id: str | None
    unread: int


class BoardParticipant(Answer, frozen=True):
    """Somebody else in a call. A supervisor has a `mode`."""

    label: str
    kind: ParticipantKind
    name: str
    agent_id: str | None
    state: LegState
    mode: SupervisionMode | None


class BoardCall(Answer, frozen=True):
    """A call of the site that goes on. `help_since_ms`: since when its agent asks for a supervisor."""

    id: str
    agent_id: str
    agent_name: str
    customer_name: str
    customer_role: Role
    lane: str
    tier: Tier
    state: AttemptState
    claimed_at_ms: int
    connected_at_ms: int | None
    on_hold: bool
    hold_ms: int
    help_since_ms: int | None
    participants: list[BoardParticipant]


class Board(Answer, frozen=True):
    """Whoever asks for help first, the longest call first; agents by name."""

    site: Site
    agents: list[BoardAgent]
    calls: list[BoardCall]
    now_ms: int


class SetPresenceOf(Body, frozen=True):
    """During a call this is the next presence, taken when the wrap-up ends."""

    presence: Presence
    reason: ChosenBreak | None = None


class WriteTo(Body, frozen=True):
    """A few words, shown on the agent's screen until they have read them."""

    text: Annotated[str, Meta(min_length=1, max_length=200)]


class Supervise(Body, frozen=True):
    """`listen`: heard by nobody; `whisper`: by the agent alone; `barge`: by everybody."""

    mode: SupervisionMode


class Supervising(Answer, frozen=True):
    """The attempt that goes on, and the label under which the supervisor's browser joins it."""

    attempt_id: str
    label: str
    mode: SupervisionMode


class TakenOver(Answer, frozen=True):
    """The attempt that is the supervisor's now."""

    attempt_id: str
