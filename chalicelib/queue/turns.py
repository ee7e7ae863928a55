"""Turns: how claimers that press at the same instant take different rows of a part of a line.

LINE#{lane} / "     the roll: the places handed out next, best first

The rows stay the truth; the roll only says whose is which. A claimer takes the first place off the list in
one write, then reads and claims that row. docs/queue.md says why no better row is passed over, and for how
long that of a claimer that died is.
"""

import random
import time
from collections.abc import Iterator, Sequence
from itertools import islice
from typing import Any

from pynamodb.attributes import ListAttribute, NumberAttribute, UnicodeAttribute
from pynamodb.expressions.condition import Condition
from pynamodb.expressions.update import Action

from chalicelib.kernel.context import Context
from chalicelib.queue import line
from chalicelib.queue.line import ROLL, WaitingRow
from chalicelib.queue.model import Server, free_from_ms
from chalicelib.queue.policy import policy_of
from chalicelib.table import Item, Row, Write, commit, update_alone

ROLL_MS = 1_000
"""As long a roll lives when it is printed; a row given to a claimer that died waits for two of them at
most."""
LISTED, MARK = 24, 8
"""Places on a roll, so many that it stays below 1 KB and a turn costs one write unit; and how many are left
when the claimer that takes the next one prints more, so that nobody runs into the end."""
PRINT_MS = 200
TRIES = 8
PAUSE_S = (0.004, 0.02)
SKEW_MS = 5_000
"""Machines' clocks differ by less."""
READ = 100
"""Rows read to find those that are to be listed first."""


class RollRow(Row):
    """Turns of a part of a line.

    places: handed out next. edition: counts what was printed or torn up. until_ms: dead from then on.
    printing_ms: nobody else prints before then. front: the place handed out last. settled: what stands up to
    it and was handed out before the last printing belongs to nobody any more. least: the best place taken
    behind the list since it was printed. kept_for: agents and levels for whom a better row is kept.
    """

    places: ListAttribute[str] = ListAttribute()
    edition = NumberAttribute(default=0)
    until_ms = NumberAttribute(default=0)
    printing_ms = NumberAttribute(default=0)
    front = UnicodeAttribute(null=True)
    settled = UnicodeAttribute(null=True)
    least = UnicodeAttribute(null=True)
    kept_for: ListAttribute[str] = ListAttribute(null=True)


def seen(ctx: Context, part: str, item: Item) -> None:
    """Remembers the roll that came with a part of a line."""
    ctx.cache["roll", part] = int(item["until_ms"]["N"])


def pressed(ctx: Context, part: str) -> bool:
    """Whether claimers take turns here now, as far as this process knows."""
    until_ms: int = ctx.cache.get(("roll", part), 0)
    return until_ms > ctx.now_ms()


def next_row(
    ctx: Context, part: str, lane: str, agent: Server, before: str | None, begin: bool
) -> WaitingRow | None:
    """The row whose turn is this agent's, if it is better than `before`; `begin` starts turns where there are
    none. None: look at the line itself."""
    for _ in range(TRIES):
        place = _pull(ctx, part, lane, agent, before)
        if place is not None:
            row = line.read(lane, place)
            if row is not None and free_for(ctx, row, agent):
                return row
            continue
        roll, now = _read(part), ctx.now_ms()
        live = roll is not None and roll.until_ms > now
        ctx.cache["roll", part] = int(roll.until_ms) if roll else 0
        if (live and roll is not None and roll.places) or not (live or begin):
            return None
        if roll is None or roll.printing_ms <= now:
            elected = _elect(ctx, part)
            if elected is not None:
                return _print(ctx, part, lane, agent, before, elected)
        time.sleep(random.uniform(*PAUSE_S))
    return None


def seat(ctx: Context, writes: Sequence[Write]) -> None:
    """Commits what may put a row in line; when this returns, no turn passes over it."""
    commit(writes)
    for write in writes:
        if isinstance(write.row, WaitingRow):
            make_way(ctx, write.row.lane, write.row.sk)


def make_way(ctx: Context, lane: str, place: str) -> None:
    """A row stands at this place now, or is offered to nobody any more: the roll must not pass over it."""
    part = line.part_of(lane, place)
    while True:
        roll = _read(part)
        if roll is None or roll.until_ms + SKEW_MS <= ctx.now_ms():
            return
        behind = place > (roll.places[-1] if roll.places else "") and place > (roll.front or "")
        if behind and roll.least and roll.least <= place:
            return
        same = RollRow.edition == roll.edition
        if behind:
            first = RollRow.least.does_not_exist() | (RollRow.least > place)
            done = _update(part, [RollRow.least.set(place)], same & first)
        else:
            done = _update(part, _TORN_UP, same)
        if done is not None:
            return


def stop(lane: str) -> None:
    """Nobody has a turn that is not taken yet: whoever comes reads the line, and its door."""
    for part in line.parts(lane):
        _update(part, _TORN_UP, RollRow.pk.exists())


_TORN_UP: Sequence[Action] = (
    RollRow.places.set([]),
    RollRow.edition.add(1),
    RollRow.printing_ms.set(0),
    RollRow.front.remove(),
    RollRow.settled.remove(),
)


def free_for(ctx: Context, row: WaitingRow, agent: Server) -> bool:
    """Whether this agent may take it now."""
    if row.kept_from(agent.agent_id, ctx.now_ms()):
        return False
    return free_from_ms(policy_of(row.lane), row.standing, agent, row.lane) <= ctx.now_ms()


def kept(row: WaitingRow, now_ms: int) -> tuple[int, list[str]]:
    """Until when not everybody may take it, and which agents and levels may; (0, []) when everybody may."""
    policy, standing, until_ms = policy_of(row.lane), row.standing, 0
    who = []
    if (row.offered_until_ms or 0) > now_ms:
        until_ms = int(row.offered_until_ms)
        who.append(str(row.offered_to))
    head_start = standing.since_ms + policy.head_start_s * 1000
    if policy.first != "nobody" and head_start > now_ms:
        until_ms = max(until_ms, head_start)
        who.append(policy.first)
    if standing.sticky_until_ms > now_ms:
        until_ms = max(until_ms, standing.sticky_until_ms)
    if until_ms and standing.last_agent_id:
        who.append(standing.last_agent_id)
    return until_ms, who


def _pull(ctx: Context, part: str, lane: str, agent: Server, before: str | None) -> str | None:
    first: Any = RollRow.places[0]
    level = "specialists" if lane in agent.specialist_in else "generalists"
    condition = first.exists() & (RollRow.until_ms > ctx.now_ms())
    condition &= ~RollRow.kept_for.contains(agent.agent_id) & ~RollRow.kept_for.contains(level)
    if before is not None:
        condition &= first < before
    item = _update(part, [RollRow.front.set(first), first.remove()], condition)
    if item is None:
        return None
    roll = RollRow.from_raw_data(item)
    ctx.cache["roll", part] = int(roll.until_ms)
    if len(roll.places) == MARK:
        _extend(ctx, part, roll)
    return str(roll.places[0])


def _elect(ctx: Context, part: str) -> RollRow | None:
    """The roll as it was, for the one claimer who prints it anew. It is live from here on, with nothing
    listed: who joins the line now leaves word."""
    now = ctx.now_ms()
    over = (RollRow.until_ms <= now) | RollRow.places[0].does_not_exist()
    condition = RollRow.pk.does_not_exist() | (over & (RollRow.printing_ms <= now))
    actions = [
        RollRow.entity.set("roll"),
        RollRow.form.set(1),
        RollRow.places.set([]),
        RollRow.edition.add(1),
        RollRow.until_ms.set(now + ROLL_MS),
        RollRow.printing_ms.set(now + PRINT_MS),
        RollRow.least.remove(),
    ]
    item = _update(part, actions, condition)
    if item is None:
        return None
    return RollRow.from_raw_data(item) if item else RollRow(part, ROLL, entity="roll", places=[])


def _print(
    ctx: Context, part: str, lane: str, agent: Server, before: str | None, old: RollRow
) -> WaitingRow | None:
    """Lists the best rows, and takes the first of them without a turn."""
    now = ctx.now_ms()
    held = ("", "")
    if old.until_ms > now - ROLL_MS // 2 and not old.kept_for:
        held = (old.settled or "", old.front or "")
    own: WaitingRow | None = None
    places, who, until_ms = list[str](), list[str](), now + ROLL_MS
    for row in _rows(part, READ):
        if held[0] < row.sk <= held[1]:
            continue
        kept_until, for_whom = kept(row, now)
        if kept_until:
            until_ms, who = min(until_ms, kept_until), [*who, *for_whom]
        if own is None and (before is None or row.sk < before) and free_for(ctx, row, agent):
            own = row
        elif not kept_until:
            places.append(row.sk)
        if len(places) == LISTED:
            break
    last = max([*places[-1:], own.sk if own else ""])
    found = own is not None or bool(places)
    actions = [
        RollRow.places.set(places),
        RollRow.edition.add(1),
        RollRow.until_ms.set(until_ms if found else 0),
        RollRow.printing_ms.set(0),
        RollRow.settled.set(held[1]) if held[1] else RollRow.settled.remove(),
        RollRow.kept_for.set(sorted(set(who))) if who else RollRow.kept_for.remove(),
        RollRow.front.set(own.sk) if own else RollRow.front.remove(),
    ]
    if _update(part, actions, _unchanged(int(old.edition) + 1, last)) is None:
        return None
    ctx.cache["roll", part] = until_ms if found else 0
    return own


def _extend(ctx: Context, part: str, roll: RollRow) -> None:
    """More places behind the last; and in the second half of its life those that belong to nobody any more
    before the first, which begins another life."""
    now, tail = ctx.now_ms(), str(roll.places[-1])
    renewed = roll.until_ms - now < ROLL_MS // 2 and not roll.kept_for
    lost, more = list[str](), list[str]()
    rows = _rows(part, READ) if renewed else _rows(part, LISTED - MARK, tail)
    for row in rows:
        everybody = not kept(row, now)[0]
        if row.sk <= (roll.settled or "") and everybody:
            lost.append(row.sk)
        elif roll.places[0] < row.sk <= tail and row.sk not in roll.places and everybody:
            _update(part, _TORN_UP, RollRow.edition == roll.edition)
            return
        elif row.sk > tail:
            if not everybody or len(more) == LISTED - MARK:
                break
            more.append(row.sk)
    actions: list[Action] = [RollRow.edition.add(1)]
    actions.append(RollRow.places.set(RollRow.places.prepend(lost) if lost else RollRow.places.append(more)))
    if renewed:
        actions += [RollRow.until_ms.set(now + ROLL_MS), RollRow.settled.set(str(roll.places[0]))]
    if more or lost:
        _update(part, actions, _unchanged(int(roll.edition), tail if lost else more[-1]))


def _unchanged(edition: int, last: str) -> Condition:
    """Nobody printed or tore up since, and nobody joined before the last place that is to be listed."""
    none_before: Condition = RollRow.least.does_not_exist() | (RollRow.least > last)
    unchanged: Condition = (RollRow.edition == edition) & none_before
    return unchanged


def _rows(part: str, page: int, after: str = line.DOOR) -> Iterator[WaitingRow]:
    """The waiting rows of one page; none when the lane is closed."""
    for item in islice(line.items(part, page, after), page):
        if line.is_closed(item):
            return
        if item["sk"]["S"] not in (line.DOOR, ROLL):
            yield WaitingRow.from_raw_data(item)


def _read(part: str) -> RollRow | None:
    try:
        return RollRow.get(part, ROLL, consistent_read=True)
    except RollRow.DoesNotExist:
        return None


def _update(part: str, actions: Sequence[Action], condition: Condition) -> Item | None:
    return update_alone((part, ROLL), actions, condition, "ALL_OLD")
