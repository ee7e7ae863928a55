"""An attempt to connect an agent with a customer, its legs and its participants, as data."""

from msgspec import Struct

from chalicelib.kernel.words import (
    AttemptState,
    EndedBy,
    LegState,
    Mode,
    Outcome,
    ParticipantEnd,
    ParticipantKind,
)


class Leg(Struct, frozen=True, omit_defaults=True):
    """One party. `join_seq`, `leave_seq` and `hold_seq` are the conference's own sequence numbers."""

    state: LegState = "absent"
    call_sid: str | None = None
    on_hold: bool = False
    joined_at_ms: int | None = None
    left_at_ms: int | None = None
    join_seq: int = -1
    leave_seq: int = -1
    hold_seq: int = -1


class Participant(Struct, frozen=True, omit_defaults=True):
    """Somebody besides agent and customer. `label` names their leg and is used once in a conference.

    A `phone` is dialled; an agent with `agent_id` is `accepted` once they have taken the invitation. By
    `until_ms` they must be there. `ended_as` is set when they are to be gone, the leg may still be there.
    """

    label: str
    kind: ParticipantKind
    name: str
    asked_at_ms: int
    until_ms: int
    leg: Leg = Leg()
    agent_id: str | None = None
    accepted: bool = False
    phone: str | None = None
    country: str | None = None
    ended_as: ParticipantEnd | None = None


class Attempt(Struct, frozen=True, omit_defaults=True):
    """`dial_at_ms` is when we decided to dial, recorded before the carrier is asked.

    participants: whoever was asked in, in order; asked: how many ever were in the conference. held: labels
    the agent does not want to talk with. hops: transfers before this attempt, 0 for the first. agent_label:
    the label of an agent who came in as a participant. former: the leg of the agent before, which must go.
    A cold transfer waits for the agent until `until_ms`, and `rings` as long as they have not accepted.
    """

    state: AttemptState = "claimed"
    mode: Mode = "agent_first"
    outcome: Outcome | None = None
    ended_by: EndedBy | None = None
    conference_sid: str | None = None
    agent: Leg = Leg()
    customer: Leg = Leg()
    claimed_at_ms: int = 0
    dial_at_ms: int | None = None
    ringing_at_ms: int | None = None
    connected_at_ms: int | None = None
    ended_at_ms: int | None = None
    held_since_ms: int | None = None
    hold_ms: int = 0
    hang_up_by: EndedBy | None = None
    participants: tuple[Participant, ...] = ()
    asked: int = 0
    held: tuple[str, ...] = ()
    hops: int = 0
    agent_label: str = ""
    former: Leg = Leg()
    rings: bool = False
    until_ms: int = 0
