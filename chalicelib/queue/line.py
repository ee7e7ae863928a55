"""The lines: one for each lane, in as many parts as its policy has shards (docs/queue.md).

LINE#{lane} / {rank}#{key}     a waiting callback, at its place in line
LINE#{lane} / !                whether the lane is open; whoever reads the line reads this first
LINE#{lane} / "                the roll, while claimers press: turns.py
LINE#{lane}#{n}                the further parts; no door there
"""

from collections.abc import Collection, Iterator
from heapq import merge
from zlib import crc32

from pynamodb.attributes import NumberAttribute, UnicodeAttribute
from pynamodb.expressions.condition import Condition

from chalicelib.kernel.words import LaneState
from chalicelib.queue.model import Request, Standing
from chalicelib.queue.policy import policy_of
from chalicelib.table import (
    Item,
    Row,
    StructAttribute,
    WordAttribute,
    Write,
    delete,
    put,
    query_items,
    update,
)

PAGE = 100
DOOR, ROLL = "!", '"'
"""Both sort before every place, in this order."""


class DoorRow(Row):
    """What a supervisor decided of a lane; not there while it is open and always was."""

    state: WordAttribute[LaneState] = WordAttribute(default="open")
    message = UnicodeAttribute(null=True)
    changed_by = UnicodeAttribute(null=True)
    changed_at_ms = NumberAttribute(null=True)


class WaitingRow(Row):
    """A waiting callback. It exists exactly while the callback is queued. It is kept for the agent it is
    offered to, where it stands, until offered_until_ms."""

    lane = UnicodeAttribute()
    attempts = NumberAttribute(default=0)
    revision = NumberAttribute(default=0)
    request = StructAttribute(Request)
    standing = StructAttribute(Standing)
    offered_to = UnicodeAttribute(null=True)
    offered_until_ms = NumberAttribute(null=True)

    def kept_from(self, agent_id: str, now_ms: int) -> bool:
        """Whether it is offered to another."""
        return self.offered_to not in (None, agent_id) and int(self.offered_until_ms or 0) > now_ms


def line_key(lane: str) -> str:
    """The partition of a lane's line; of its first part, and of its door."""
    return f"LINE#{lane}"


def parts(lane: str) -> list[str]:
    """The partitions of a lane's line."""
    first = line_key(lane)
    return [first, *(f"{first}#{number}" for number in range(1, policy_of(lane).shards))]


def part_of(lane: str, place: str) -> str:
    """The partition in which a place is."""
    found = parts(lane)
    return found[crc32(place.partition("#")[2].encode()) % len(found)]


def join(request: Request, place: str, standing: Standing, attempts: int, revision: int) -> Write:
    """Puts a callback at its place in line."""
    row = WaitingRow(
        part_of(request.lane, place),
        place,
        entity="waiting",
        lane=request.lane,
        attempts=attempts,
        revision=revision,
        request=request,
        standing=standing,
    )
    return put("line", row)


def leave(lane: str, place: str, attempts: int, revision: int) -> Write:
    """Takes a callback out of line; fails when it is there no more, or again after another attempt, or
    changed."""
    return delete("line", (part_of(lane, place), place), _as_read(attempts, revision))


def take(row: WaitingRow, agent_id: str, now_ms: int) -> Write:
    """Out of line, by an agent: as leave, and fails when it is kept for another meanwhile."""
    kept_for_me = WaitingRow.offered_to == agent_id
    as_read = _as_read(int(row.attempts), int(row.revision))
    return delete("line", (row.pk, row.sk), as_read & (kept_for_me | _kept_for_nobody(now_ms)))


def keep(row: WaitingRow, agent_id: str, until_ms: int, now_ms: int) -> Write:
    """Kept for one agent; fails when it is kept for anybody, gone or changed."""
    kept = [WaitingRow.offered_to.set(agent_id), WaitingRow.offered_until_ms.set(until_ms)]
    as_read = _as_read(int(row.attempts), int(row.revision))
    return update("line", (row.pk, row.sk), kept, as_read & _kept_for_nobody(now_ms))


def keep_no_more(row: WaitingRow, agent_id: str) -> Write:
    """Free for whoever is next; fails when it is not kept for that agent."""
    actions = [WaitingRow.offered_to.remove(), WaitingRow.offered_until_ms.remove()]
    as_read = _as_read(int(row.attempts), int(row.revision))
    return update("line", (row.pk, row.sk), actions, as_read & (WaitingRow.offered_to == agent_id))


def read(lane: str, place: str) -> WaitingRow | None:
    """Who stands there, consistently."""
    try:
        return WaitingRow.get(part_of(lane, place), place, consistent_read=True)
    except WaitingRow.DoesNotExist:
        return None


def waiting(
    lanes: Collection[str], page: int = PAGE, closed_too: bool = True, after: str = DOOR
) -> Iterator[WaitingRow]:
    """Who waits in these lanes behind the place `after`, best first, consistently; reads on only as far as
    it is asked. Without `closed_too` a closed lane has nobody, which only who begins at its door learns."""
    found = [part for lane in sorted(lanes) for part in parts(lane)]
    return merge(*(_waiting(part, page, closed_too, after) for part in found), key=lambda row: str(row.sk))


def items(part: str, page: int, after: str = DOOR) -> Iterator[Item]:
    """A part of a line as it stands, consistently: door, roll, waiting rows; or what is behind `after`."""
    behind = None if after == DOOR else WaitingRow.sk > after
    yield from query_items(part, range_key_condition=behind, consistent_read=True, limit=page)


def set_door(lane: str, state: LaneState, message: str | None, by: str, now_ms: int) -> Write:
    """What is decided of a lane from now on."""
    row = DoorRow(
        line_key(lane),
        DOOR,
        entity="door",
        state=state,
        message=message,
        changed_by=by,
        changed_at_ms=now_ms,
    )
    return put("door", row)


def read_door(lane: str) -> DoorRow | None:
    """What was decided of a lane, consistently; None while it is open and always was."""
    try:
        return DoorRow.get(line_key(lane), DOOR, consistent_read=True)
    except DoorRow.DoesNotExist:
        return None


def is_closed(item: Item) -> bool:
    """Whether this is the door of a lane from which nobody is called."""
    return item["sk"]["S"] == DOOR and item.get("state", {}).get("S") == "closed"


def _as_read(attempts: int, revision: int) -> Condition:
    as_read: Condition = (WaitingRow.attempts == attempts) & (WaitingRow.revision == revision)
    return as_read


def _kept_for_nobody(now_ms: int) -> Condition:
    free: Condition = WaitingRow.offered_to.does_not_exist() | (WaitingRow.offered_until_ms <= now_ms)
    return free


def _waiting(part: str, page: int, closed_too: bool, after: str) -> Iterator[WaitingRow]:
    for item in items(part, page, after):
        if is_closed(item) and not closed_too:
            return
        if item["sk"]["S"] not in (DOOR, ROLL):
            yield WaitingRow.from_raw_data(item)
