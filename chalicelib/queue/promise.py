"""What a customer is told of their wait: measured each minute, estimated when somebody asks."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime

from msgspec.structs import replace

from chalicelib.kernel.context import Context
from chalicelib.kernel.ids import at_ms
from chalicelib.queue import depth, doors, pace, shape, windows
from chalicelib.queue.estimate import STALE_MS, STEP_MS, Estimate, Pace, estimate
from chalicelib.queue.measure import READ_MS, Fact, paces
from chalicelib.queue.store import CallbackRow
from chalicelib.queue.waits import place_of

MINUTE_MS = 60_000
KEPT_MS = 20_000
"""How long a process may go on with a pace as it last read it."""
KINDS = ("work",) * 5 + ("saturday", "sunday")


def wait_of(ctx: Context, callback: CallbackRow, position: int | None) -> Estimate | None:
    """From now until an agent takes a callback that stands at `position` of its lane; None for one that is
    not in line, when nobody is there, when nothing is known of the lane, while it is closed, and where the
    site closes before the interval is over. At most three requests."""
    if position is None or doors.door(ctx, callback.request.lane)[0] == "closed":
        return None
    lane, where = callback.request.lane, callback.place or place_of(callback)
    read_at, kept = ctx.cache.get(("pace", lane), (0, None))
    if ctx.now_ms() - read_at > KEPT_MS:
        kept = pace.read(lane)
        ctx.cache["pace", lane] = ctx.now_ms(), kept
    told = estimate(position, int(where[0]), at_ms(where), kept, ctx.now_ms())
    if told and not windows.stays_open(ctx, callback.request.site, told.high_ms):
        return None
    return told


def measure(
    ctx: Context,
    site: str,
    facts: Sequence[Fact],
    present: Mapping[str, Collection[str]],
    local: datetime,
) -> int:
    """Learns a minute of the site's day, writes each lane's pace and how deep it is; answers how many paces
    were new. `facts`: events of the last READ_MS; `present`: who takes calls, in which lanes; `local`: the
    site's time."""
    now, kind = ctx.now_ms(), KINDS[local.weekday()]
    step = (local.hour * 60 + local.minute) * MINUTE_MS // STEP_MS
    known = pace.read_shape(site, kind) or shape.blank()
    joined = sum(fact.kind == "callback.queued" and fact.at_ms > now - MINUTE_MS for fact in facts)
    if present or joined or known.agents[step]:
        shape.learn(known, step, len(present), joined)
        pace.write_shape(site, kind, known)
    found = paces(facts, present, shape.ahead(known, step), now)
    for lane in found:
        depth.measure(ctx, lane)
    return sum(_write(ctx, lane, one) for lane, one in found.items())


def _write(ctx: Context, lane: str, one: Pace) -> bool:
    """Unless this process wrote the same a short while ago."""
    before: Pace | None = ctx.cache.get(("pace written", lane))
    lately = before is not None and one.measured_at_ms - before.measured_at_ms < STALE_MS // 2
    if before is not None and lately and replace(before, measured_at_ms=one.measured_at_ms) == one:
        return False
    pace.write(lane, one)
    ctx.cache["pace written", lane] = one
    return True


__all__ = ["READ_MS", "Estimate", "measure", "wait_of"]
