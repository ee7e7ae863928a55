"""An attempt to connect an agent with a customer, and its two legs, as data."""

from msgspec import Struct

from chalicelib.kernel.words import AttemptState, EndedBy, LegState, Mode, Outcome


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


class Attempt(Struct, frozen=True, omit_defaults=True):
    """`dial_at_ms` is when we decided to dial, recorded before the carrier is asked."""

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
