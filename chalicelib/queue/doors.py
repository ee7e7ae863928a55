"""Whether lanes are open; what is known may be KEPT_MS old."""

from chalicelib.kernel.context import Context
from chalicelib.kernel.errors import DomainError
from chalicelib.kernel.words import LaneState
from chalicelib.queue import line

KEPT_MS = 5_000


def check_open(ctx: Context, lane: str) -> None:
    """Raises lane_closed while a lane takes no new requests."""
    state, _ = door(ctx, lane)
    if state != "open":
        raise DomainError("lane_closed", {"topic": state})


def door(ctx: Context, lane: str) -> tuple[LaneState, str | None]:
    """Whether a lane is open, and what its customers are told meanwhile."""
    read_at, known = ctx.cache.get(("door", lane), (0, None))
    if known is None or ctx.now_ms() - read_at > KEPT_MS:
        row = line.read_door(lane)
        known = (row.state, row.message) if row else ("open", None)
        ctx.cache["door", lane] = (ctx.now_ms(), known)
    found: tuple[LaneState, str | None] = known
    return found
