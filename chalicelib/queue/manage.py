"""What a supervisor does with callbacks that wait, and with lanes. Each verb decides from what it has read
and says so in its conditions; who meets a claim reads again, and is told once an agent has the callback."""

from collections.abc import Collection
from dataclasses import dataclass
from itertools import islice

from msgspec.structs import replace

from chalicelib.crm import service as crm
from chalicelib.kernel.context import Context
from chalicelib.kernel.errors import DomainError
from chalicelib.kernel.words import LaneState, Tier
from chalicelib.queue import finding, line, store, turns
from chalicelib.queue.line import DoorRow, WaitingRow
from chalicelib.queue.model import OPEN, UNTIL_DUE, Reason
from chalicelib.queue.store import CallbackRow
from chalicelib.queue.story import tell
from chalicelib.queue.waits import WAITING, over, place_of, reseat
from chalicelib.table import ConditionFailed, Write, commit

FOUND = 20
EVENTS_READ = 100


@dataclass(frozen=True)
class Supervisor:
    """Who does it, for the timeline."""

    agent_id: str
    agent_name: str


@dataclass(frozen=True)
class Listed:
    """A page of a line. `rows` come with their number in their own lane, 1 for the next to be called;
    `cursor` is where the next page begins, "" at the end."""

    rows: list[tuple[int, WaitingRow]]
    cursor: str


def listed(lanes: Collection[str], cursor: str, limit: int) -> Listed:
    """Who waits in these lanes, best first. Raises invalid_request for a cursor that is none of ours."""
    after, ahead = _read_cursor(sorted(lanes), cursor)
    rows: list[tuple[int, WaitingRow]] = []
    found = list(islice(line.waiting(lanes, limit, after=after), limit + 1))
    for row in found[:limit]:
        ahead[row.lane] += 1
        rows.append((ahead[row.lane], row))
    if len(found) <= limit:
        return Listed(rows, "")
    return Listed(rows, f"{found[limit - 1].sk}~{'.'.join(str(ahead[lane]) for lane in sorted(lanes))}")


def later(site: str, lanes: Collection[str], cursor: str, limit: int) -> tuple[list[CallbackRow], str]:
    """Callbacks of these lanes of a site that wait for a time or for their place, the soonest first, and the
    next page's cursor, "" at the end. Raises invalid_request for a cursor that is none of ours."""
    at, _, pk = cursor.partition("~")
    if cursor and not (at.isdecimal() and pk):
        raise DomainError("invalid_request", {"cursor": "invalid"})
    return store.read_received(site, lanes, cursor, limit)


def search(
    ctx: Context, site: str, phone: str | None, customer_id: str | None, order_id: str | None
) -> list[CallbackRow]:
    """Callbacks of a site, open ones first, then the newest, at most FOUND. `phone` is E.164; one of the
    three is given."""
    if phone is not None:
        ids = finding.by_phone(ctx, site, phone, FOUND)
    elif order_id is not None:
        ids = finding.by_order(site, order_id, FOUND)
    else:
        ids = _of_customer(customer_id or "")
    rows = [row for row in map(store.read, ids) if row is not None and row.request.site == site]
    rows.sort(key=lambda row: row.request.callback_id, reverse=True)
    return sorted(rows, key=lambda row: row.status not in OPEN)


def move_tier(
    ctx: Context, callback_id: str, tier: Tier, by: Supervisor, note: str | None = None
) -> CallbackRow:
    """Another tier; its turn among those who asked before and after stays. It ages no further. Raises
    not_found, and callback_not_changeable once an agent has it."""
    while True:
        callback = _waiting(callback_id)
        before = callback.request
        if before.tier == tier:
            return callback
        request = replace(before, tier=tier)
        told = {"tier_from": before.tier, "tier": tier, "reason": "supervisor", "note": note}
        moved = reseat(ctx, callback, request, _kept_reason(callback))
        if _done(ctx, [*moved, tell(ctx, "callback.moved", request, **told, **vars(by))]):
            return _read(callback_id)


def merge(ctx: Context, callback_id: str, into: str, by: Supervisor, note: str | None = None) -> CallbackRow:
    """Two requests become one: `callback_id` is cancelled, `into` stays, with both questions on its
    timeline and the better of the two places. Answers the one that stays.

    Raises not_found, invalid_request for one and itself, callbacks_differ unless they share customer or
    phone, and callback_not_changeable once an agent has either.
    """
    if callback_id == into:
        raise DomainError("invalid_request", {"into": "invalid"})
    while True:
        gone, kept = _waiting(callback_id), _waiting(into)
        one, other = gone.request, kept.request
        if one.live is not None:
            # Whoever is on the line keeps their own.
            raise DomainError("callback_not_changeable")
        if other.site != one.site or (other.customer_id != one.customer_id and other.phone != one.phone):
            raise DomainError("callbacks_differ")
        told = {"from_id": callback_id, "question": one.question, "topic": one.topic, "note": note}
        writes = [
            *over(ctx, gone, "cancelled", "merged", into_id=into, **vars(by)),
            *_with_the_better_place(ctx, gone, kept),
            tell(ctx, "callback.merged", other, **told, **vars(by)),
        ]
        if _done(ctx, writes):
            return _read(into)


def set_lane(ctx: Context, lane: str, state: LaneState, message: str | None, by: Supervisor) -> None:
    """Opens a lane, drains it (no new requests) or closes it (nobody is called either)."""
    commit([line.set_door(lane, state, message, by.agent_name, ctx.now_ms())])
    turns.stop(lane)
    ctx.cache.pop(("door", lane), None)


def door(lane: str) -> DoorRow | None:
    """What was decided of a lane; None while it is open and always was."""
    return line.read_door(lane)


def _of_customer(customer_id: str) -> list[str]:
    """Open ones, and what their latest events are about."""
    events, _ = crm.timeline(customer_id, None, EVENTS_READ)
    lately = [row.event.callback_id for row in events if row.event.callback_id]
    return list(dict.fromkeys([*store.read_all_open(customer_id), *lately]))[:FOUND]


def _with_the_better_place(ctx: Context, gone: CallbackRow, kept: CallbackRow) -> list[Write]:
    """The kept one stands right behind the place of the other, if that was better and it waits for no time
    of its own; both promises hold."""
    other_waits = gone.status == "received" and gone.why in UNTIL_DUE
    kept_waits = kept.status == "received" and kept.why in UNTIL_DUE
    if other_waits or kept_waits or place_of(gone) > place_of(kept):
        return [store.unchanged(kept)]
    one, other = gone.request, kept.request
    request = replace(
        other,
        tier=one.tier,
        requested_at_ms=min(one.requested_at_ms, other.requested_at_ms),
        promised_until_ms=min(one.promised_until_ms, other.promised_until_ms),
    )
    # Right behind it, not in it: a transaction cannot empty and fill one place.
    stood_by = f"{gone.order_key or one.callback_id}+"
    return reseat(ctx, kept, request, "moved", order_key=stood_by, returning=bool(gone.returning))


def _waiting(callback_id: str) -> CallbackRow:
    callback = _read(callback_id)
    if callback.status not in WAITING:
        raise DomainError("callback_not_changeable")
    return callback


def _read(callback_id: str) -> CallbackRow:
    callback = store.read(callback_id)
    if callback is None:
        raise DomainError("not_found")
    return callback


def _kept_reason(callback: CallbackRow) -> Reason:
    """What waits for its time goes on waiting for it."""
    return callback.why if callback.status == "received" and callback.why in UNTIL_DUE else "moved"


def _done(ctx: Context, writes: list[Write]) -> bool:
    """False when something was read that holds no more."""
    try:
        turns.seat(ctx, writes)
    except ConditionFailed:
        return False
    return True


def _read_cursor(lanes: list[str], cursor: str) -> tuple[str, dict[str, int]]:
    if not cursor:
        return line.DOOR, dict.fromkeys(lanes, 0)
    after, _, counts = cursor.rpartition("~")
    numbers = counts.split(".")
    if not after or len(numbers) != len(lanes) or not all(one.isdecimal() for one in numbers):
        raise DomainError("invalid_request", {"cursor": "invalid"})
    return after, dict(zip(lanes, map(int, numbers), strict=True))
