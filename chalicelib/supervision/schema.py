"""What a supervisor sees and does of the queue of their site."""

from typing import Annotated, Literal

from msgspec import Meta

from chalicelib.contract import Answer, Body, Operation, Parameter
from chalicelib.kernel.words import CallbackStatus, LaneState, Level, Role, Site, Tier, Topic
from chalicelib.queue.service import Reason

Note = Annotated[str, Meta(max_length=200, description="For the timeline; the customer never sees it.")]
CancelReason = Literal["customer_asked", "reached_another_way", "duplicate", "wrong_number", "abuse", "other"]
KeptFor = Literal["agent", "specialists", "generalists"]


class WaitingView(Answer, frozen=True):
    """A callback as a supervisor sees it.

    `why` is the reason for being where it is; `position` is 1 for the next of the lane to be called and null
    for who is not in line. `due_at_ms` is when one that waits for a time is looked at again. `tier_from` is
    the tier it would have by the seller's level, when it has another. Until `kept_until_ms` only those
    `kept_for` may take it. `aged` counts the tiers it went up by waiting. `on_line_since_ms`: since when its
    customer has waited on the line, not to be called.
    """

    id: str
    lane: str
    topic: Topic
    tier: Tier
    tier_from: Tier | None
    aged: int
    status: CallbackStatus
    why: Reason
    position: int | None
    customer_id: str
    customer_name: str
    role: Role
    level: Level | None
    order_id: str | None
    question: str
    phone_masked: str
    requested_at_ms: int
    promised_until_ms: int
    not_before_ms: int | None
    due_at_ms: int | None
    attempts: int
    tries: int
    returning: bool
    kept_for: KeptFor | None
    kept_until_ms: int | None
    offered_until_ms: int | None
    on_line_since_ms: int | None


class WaitingList(Answer, frozen=True):
    """Best first, or the soonest first for those who wait for a time; `next_cursor` reaches further down."""

    items: list[WaitingView]
    next_cursor: str | None
    now_ms: int


class Search(Body, frozen=True):
    """One of the three. A phone in any form; without + it is one of the site's own country."""

    phone: Annotated[str, Meta(max_length=32)] | None = None
    customer_id: Annotated[str, Meta(min_length=1, max_length=80)] | None = None
    order_id: Annotated[str, Meta(min_length=1, max_length=64)] | None = None


class Found(Answer, frozen=True):
    """Open ones first, then the newest; at most twenty, of the last sixty days."""

    items: list[WaitingView]
    now_ms: int


class MoveTier(Body, frozen=True):
    """Where it stands among those of the tier stays by when they asked."""

    tier: Tier
    note: Note | None = None


class Cancel(Body, frozen=True):
    """Why, for the timeline and the report."""

    reason: CancelReason
    note: Note | None = None


class Merge(Body, frozen=True):
    """`into` is the callback that stays."""

    into: str
    note: Note | None = None


class LaneOverview(Answer, frozen=True):
    """A lane of the site. `at_least`: so many were counted, and there are more."""

    lane: str
    topic: Topic
    state: LaneState
    message: str | None
    changed_by: str | None
    changed_at_ms: int | None
    urgent: int
    high: int
    standard: int
    waiting: int
    at_least: bool
    oldest_requested_at_ms: int | None


class Lanes(Answer, frozen=True):
    """Every lane of the supervisor's site."""

    site: Site
    items: list[LaneOverview]
    now_ms: int


class SetLane(Body, frozen=True):
    """draining: takes no new requests. closed: nobody is called either. The message is for customers who
    wait."""

    state: LaneState
    message: Annotated[str, Meta(max_length=200)] | None = None


LIST_WAITING = Operation(
    id="listWaiting",
    method="GET",
    path="/queue/callbacks",
    who="supervisor",
    answer=WaitingList,
    query=(
        Parameter("topic", Topic, description="one lane of the site; default all"),
        Parameter(
            "status",
            Literal["waiting", "later"],
            description="waiting (default): in line; later: waits for a time, or for its place",
        ),
        Parameter("cursor", description="next_cursor of the page before"),
    ),
    summary="Every waiting callback of the supervisor's site",
)
SEARCH_QUEUE = Operation(
    id="searchQueue",
    method="POST",
    path="/queue/searches",
    who="supervisor",
    body=Search,
    answer=Found,
    summary="Callbacks of a phone, a customer or an order",
    description="A POST, because a phone must not be in a URL.",
    errors=("phone_invalid", "country_not_served"),
)
MOVE_TIER = Operation(
    id="moveTier",
    method="PUT",
    path="/queue/callbacks/{callback_id}/tier",
    who="supervisor",
    body=MoveTier,
    answer=WaitingView,
    summary="Move a waiting callback to another tier",
    errors=("callback_not_changeable",),
)
CANCEL_WAITING = Operation(
    id="cancelWaiting",
    method="POST",
    path="/queue/callbacks/{callback_id}/cancellation",
    who="supervisor",
    body=Cancel,
    answer=WaitingView,
    summary="Cancel a waiting callback for a reason",
    description="Cancelling what is cancelled already succeeds.",
    errors=("callback_not_cancellable",),
)
MERGE_WAITING = Operation(
    id="mergeWaiting",
    method="POST",
    path="/queue/callbacks/{callback_id}/merge",
    who="supervisor",
    body=Merge,
    answer=WaitingView,
    summary="Merge a duplicate into another callback of the customer or phone",
    description="Answers the one that stays: it has both questions and the better of the two places.",
    errors=("callback_not_changeable", "callbacks_differ"),
)
READ_LANES = Operation(
    id="readLanes",
    method="GET",
    path="/lanes",
    who="supervisor",
    answer=Lanes,
    summary="The lanes of the supervisor's site",
)
SET_LANE = Operation(
    id="setLane",
    method="PUT",
    path="/lanes/{topic}/state",
    who="supervisor",
    body=SetLane,
    answer=Lanes,
    summary="Open, drain or close a lane of the supervisor's site",
)
