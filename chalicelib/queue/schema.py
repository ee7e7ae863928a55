"""What the desk sees of the queue."""

from chalicelib.contract import Answer, Operation
from chalicelib.kernel.words import Site, Topic


class LaneView(Answer, frozen=True):
    """Who waits in one lane, per tier, returning and fresh together."""

    lane: str
    site: Site
    topic: Topic
    urgent: int
    high: int
    standard: int
    waiting: int
    oldest_requested_at_ms: int | None


class QueueView(Answer, frozen=True):
    """The lanes the agent serves."""

    lanes: list[LaneView]
    waiting: int
    now_ms: int


READ_QUEUE = Operation(
    id="readQueue",
    method="GET",
    path="/queue",
    who="agent",
    answer=QueueView,
    summary="Who waits in the lanes the agent serves",
)
