"""How deep a line is, and where in it a place lies, in two requests at any depth.

DEPTH#{lane} / DEPTH   every so many places of the line, written each minute while more than NEAR wait
"""

from bisect import bisect_left
from collections.abc import Iterator, Mapping
from heapq import merge
from itertools import islice

from msgspec import Struct

from chalicelib.kernel.context import Context
from chalicelib.kernel.ids import at_ms
from chalicelib.kernel.words import Tier
from chalicelib.queue import line
from chalicelib.queue.model import TIER_RANK, UNTIL_DUE
from chalicelib.queue.store import CallbackRow
from chalicelib.queue.waits import WAITING, place_of
from chalicelib.table import Row, StructAttribute, connection, query_items

NEAR = 100
"""So many rows are counted one by one."""
PAGE = 1_000
MARKS = 200
KEPT_MS = 180_000
"""As old as what was counted may be: a pass is made each minute, and one may be lost."""


class Position(Struct, frozen=True):
    """1 for the next of a lane to be called. Beyond NEAR it is an estimate, and not `exact`: of the arrivals
    ahead since the last pass none is in it, and it is as coarse as MARKS marks are."""

    value: int
    exact: bool


class Depth(Struct, frozen=True):
    """Who waits in a lane, by tier, and since when the first of them. Where more than NEAR wait it is as of
    `counted_at_ms`."""

    waiting: int
    tiers: Mapping[Tier, int]
    oldest_requested_at_ms: int | None
    counted_at_ms: int


class Marks(Struct, frozen=True):
    """`places` are number 0, every, 2 × every … of the line."""

    depth: Depth
    every: int
    places: list[str]

    def before(self, place: str) -> int:
        """How many stood before a place."""
        return min(self.depth.waiting, bisect_left(self.places, place) * self.every)


class DepthRow(Row):
    """What the last pass found."""

    marks = StructAttribute(Marks)


def standing_at(ctx: Context, callback: CallbackRow) -> Position | None:
    """Where it stands in its lane; None for who is not in line, or only later."""
    in_line = callback.status == "queued"
    if callback.status not in WAITING or (not in_line and callback.why in UNTIL_DUE):
        return None
    where = callback.place if in_line else None
    return position(ctx, callback.request.lane, where or place_of(callback), in_line)


def position(ctx: Context, lane: str, place: str, in_line: bool) -> Position:
    """Where a place lies in its lane; `in_line` says whether it is taken itself. One request for each part of
    the line, and one more where more than NEAR are ahead."""
    counted, ends = 0, list[str]()
    for part in line.parts(lane):
        count, end = count_ahead(part, place)
        counted += count
        ends += [end] if end else []
    if not ends:
        return Position(1 + counted - in_line, True)
    marks = _read(ctx, lane)
    if marks is None:
        return Position(1 + counted, False)
    if len(line.parts(lane)) > 1:
        return Position(1 + max(counted, marks.before(place)), False)
    # Who was claimed since the pass stood before the last of those just counted.
    behind = marks.before(place) - marks.before(ends[0])
    return Position(1 + counted + max(0, behind), False)


def count_ahead(part: str, place: str) -> tuple[int, str]:
    """How many of the first NEAR + 1 rows of a part of a line stand up to a place; and the last of them,
    unless these were all."""
    answer = connection().query(
        part, range_key_condition=line.WaitingRow.sk.between("0", place), select="COUNT", limit=NEAR + 1
    )
    end = answer.get("LastEvaluatedKey")
    return int(answer["Count"]), str(end["sk"]["S"]) if end and answer["Count"] > NEAR else ""


def depth_of(ctx: Context, lane: str) -> Depth:
    """Who waits in a lane; read row by row as long as they are not more than NEAR."""
    rows = list(islice(line.waiting([lane], NEAR + 1), NEAR + 1))
    marks = _read(ctx, lane) if len(rows) > NEAR else None
    if marks is not None:
        return marks.depth
    tiers: dict[Tier, int] = dict.fromkeys(TIER_RANK, 0)
    for row in rows:
        tiers[row.request.tier] += 1
    oldest = min((row.request.requested_at_ms for row in rows), default=None)
    return Depth(len(rows), tiers, oldest, ctx.now_ms())


def measure(ctx: Context, lane: str) -> None:
    """One pass over a line; nothing is written where it is not deep."""
    counts, every, places, oldest = [0] * (2 * len(TIER_RANK)), 1, list[str](), None
    number = 0
    for place in merge(*(_places(part) for part in line.parts(lane))):
        counts[int(place[0])] += 1
        asked = at_ms(place.partition("#")[2])
        oldest = asked if oldest is None else min(oldest, asked)
        if number % every == 0:
            places.append(place)
            if len(places) > 2 * MARKS:
                places, every = places[::2], 2 * every
        number += 1
    if number <= NEAR:
        return
    tiers = {tier: counts[rank] + counts[rank + 1] for tier, rank in TIER_RANK.items()}
    marks = Marks(Depth(number, tiers, oldest, ctx.now_ms()), every, places)
    DepthRow(f"DEPTH#{lane}", "DEPTH", entity="depth", marks=marks).save()


def _places(part: str) -> Iterator[str]:
    every_place = line.WaitingRow.sk > "/"
    for item in query_items(part, range_key_condition=every_place, attributes_to_get=["sk"], limit=PAGE):
        yield item["sk"]["S"]


def _read(ctx: Context, lane: str) -> Marks | None:
    try:
        marks = DepthRow.get(f"DEPTH#{lane}", "DEPTH").marks
    except DepthRow.DoesNotExist:
        return None
    return marks if ctx.now_ms() - marks.depth.counted_at_ms <= KEPT_MS else None
