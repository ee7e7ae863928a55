"""The lines: one for each lane.

LINE#{lane} / {rank}#{key}     a waiting callback, at its place in line
LINE#{lane} / !                whether the lane is open; whoever reads the line reads this first
"""

from collections.abc import Collection, Iterator
from heapq import merge

from pynamodb.attributes import NumberAttribute, UnicodeAttribute

from chalicelib.kernel.words import LaneState
from chalicelib.queue.model import Request, Standing
from chalicelib.table import (
    Row,
    StructAttribute,
    WordAttribute,
    Write,
    delete,
    put,
    query_items,
)

PAGE = 100
DOOR = "!"
"""Sorts before every place."""


class DoorRow(Row):
    """What a supervisor decided of a lane; not there while it is open and always was."""

    state: WordAttribute[LaneState] = WordAttribute(default="open")
    message = UnicodeAttribute(null=True)
    changed_by = UnicodeAttribute(null=True)
    changed_at_ms = NumberAttribute(null=True)


class WaitingRow(Row):
    """A waiting callback. It exists exactly while the callback is queued."""

    lane = UnicodeAttribute()
    attempts = NumberAttribute(default=0)
    revision = NumberAttribute(default=0)
    request = StructAttribute(Request)
    standing = StructAttribute(Standing)
    offered_to = UnicodeAttribute(null=True)
    offered_until_ms = NumberAttribute(null=True)


def line_key(lane: str) -> str:
    """The partition of a lane's line."""
    return f"LINE#{lane}"


def join(request: Request, place: str, standing: Standing, attempts: int, revision: int) -> Write:
    """Puts a callback at its place in line."""
    row = WaitingRow(
        line_key(request.lane),
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
    as_read = (WaitingRow.attempts == attempts) & (WaitingRow.revision == revision)
    return delete("line", (line_key(lane), place), as_read)


def waiting(
    lanes: Collection[str], page: int = PAGE, closed_too: bool = True, after: str = DOOR
) -> Iterator[WaitingRow]:
    """Who waits in these lanes behind the place `after`, best first, consistently; reads on only as far as
    it is asked. Without `closed_too` a closed lane has nobody, which only who begins at its door learns."""
    lines = (_line(lane, page, closed_too, after) for lane in sorted(lanes))
    return merge(*lines, key=lambda row: str(row.sk))


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


def count_ahead(lane: str, place: str, in_line: bool) -> int:
    """How many wait in the lane at better places; `in_line` says whether this place is taken itself."""
    up_to_it = int(WaitingRow.count(line_key(lane), WaitingRow.sk.between("0", place)))
    return max(0, up_to_it - in_line)


def _line(lane: str, page: int, closed_too: bool, after: str) -> Iterator[WaitingRow]:
    behind = None if after == DOOR else WaitingRow.sk > after
    for item in query_items(line_key(lane), range_key_condition=behind, consistent_read=True, limit=page):
        if item["sk"]["S"] != DOOR:
            yield WaitingRow.from_raw_data(item)
        elif item["state"]["S"] == "closed" and not closed_too:
            return
