"""Turns: how claimers that press at the same instant take different rows of a part of a line.

The rows stay the truth; the roll only says whose is which. A claimer takes a number in one write, finds
its place in the block, then reads and claims that row. docs/queue.md says why no better row is passed over,
and for how long that of a claimer that died is.
"""

import random
import time
from collections.abc import Sequence

from pynamodb.expressions.update import Action

from chalicelib.kernel.context import Context
from chalicelib.queue import line, printing, rolls
from chalicelib.queue.line import WaitingRow
from chalicelib.queue.printing import MARK, Asking
from chalicelib.queue.rolls import RollRow
from chalicelib.table import Item, Write, commit

TRIES = 4
PAUSE_S = (0.004, 0.02)
LOOK_S = (0.004, 0.04)
SKEW_MS = 5_000
"""Machines' clocks differ by less."""


def next_place(ctx: Context, part: str, item: Item) -> str:
    """The place whose turn is next by the roll that came with a part of a line; "" for none."""
    roll = RollRow.from_raw_data(item)
    _note(ctx, part, roll)
    if not rolls.noted(ctx, part)[1]:
        return ""
    mine = int(roll.taken) + 1
    return dict(rolls.listed(ctx, part, roll, mine, mine)).get(mine, "")


def pressed(ctx: Context, part: str) -> bool:
    """Whether claimers take turns here now, as far as this process knows."""
    return rolls.noted(ctx, part)[0]


def look(ctx: Context, part: str) -> None:
    """After a row that was lost: whether claimers take turns here, asked after a pause of random length, so
    that those who lost together do not all lose again before one of them has started."""
    time.sleep(random.uniform(*LOOK_S))
    _read(ctx, part)


def next_row(ctx: Context, asking: Asking, begin: bool) -> WaitingRow | None:
    """The row whose turn is this agent's; `begin` starts turns where there are none. None: look at the line
    itself."""
    for attempt in range(1, TRIES + 1):
        _, pulls = rolls.noted(ctx, asking.part)
        place = _pull(ctx, asking) if pulls else None
        if place is not None:
            row = line.read(asking.lane, place)
            if row is not None and rolls.free_for(ctx, row, asking.agent):
                return row
            continue
        roll = _read(ctx, asking.part)
        live, left = rolls.noted(ctx, asking.part)
        if (pulls and left) or not (live or begin):
            return None
        if left:
            continue
        if roll is None or roll.printing_ms <= ctx.now_ms():
            elected = printing.elect(ctx, asking.part)
            if elected is not None:
                return printing.print_anew(ctx, asking, elected)
        time.sleep(attempt * random.uniform(*PAUSE_S))
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
        roll = rolls.read(part)
        if roll is None or roll.until_ms + SKEW_MS <= ctx.now_ms():
            return
        behind = roll.taken >= roll.printed or place > (roll.last or "")
        if behind and roll.least and roll.least <= place:
            return
        same = RollRow.edition == roll.edition
        if behind:
            first = RollRow.least.does_not_exist() | (RollRow.least > place)
            done = rolls.change(part, [RollRow.least.set(place)], same & first)
        else:
            done = rolls.change(part, _TORN_UP, same)
        if done is not None:
            return


def stop(lane: str) -> None:
    """Nobody has a turn that is not taken yet: whoever comes reads the line, and its door."""
    for part in line.parts(lane):
        rolls.change(part, _TORN_UP, RollRow.pk.exists())


_TORN_UP: Sequence[Action] = (
    RollRow.printed.set(RollRow.taken),
    RollRow.settled.set(RollRow.taken),
    RollRow.edition.add(1),
    RollRow.printing_ms.set(0),
)


def _read(ctx: Context, part: str) -> RollRow | None:
    roll = rolls.read(part)
    if roll is None:
        rolls.note(ctx, part, 0, 0)
    else:
        _note(ctx, part, roll)
    return roll


def _note(ctx: Context, part: str, roll: RollRow, pulled: int = 0) -> None:
    rolls.note(ctx, part, int(roll.until_ms), int(roll.printed - roll.taken) - pulled)


def _pull(ctx: Context, asking: Asking) -> str | None:
    agent = asking.agent
    level = "specialists" if asking.lane in agent.specialist_in else "generalists"
    condition = (RollRow.taken < RollRow.printed) & (RollRow.until_ms > ctx.now_ms())
    condition &= ~RollRow.kept_for.contains(agent.agent_id) & ~RollRow.kept_for.contains(level)
    if asking.before is not None:
        edition, end = _better_than(ctx, asking.part, asking.before)
        condition &= (RollRow.edition == edition) & (RollRow.taken < end)
    pulled = [RollRow.taken.add(1), RollRow.pulled_ms.set(ctx.now_ms())]
    item = rolls.change(asking.part, pulled, condition)
    if item is None:
        return None
    roll = RollRow.from_raw_data(item)
    mine = int(roll.taken) + 1
    _note(ctx, asking.part, roll, pulled=1)
    place = dict(rolls.listed(ctx, asking.part, roll, mine, mine)).get(mine)
    if mine == roll.printed - MARK:
        printing.extend(ctx, asking.part, roll)
    return place


def _better_than(ctx: Context, part: str, before: str) -> tuple[int, int]:
    """(edition, the last turn of which it and all before it are for better places)."""
    roll = rolls.read(part)
    if roll is None:
        return 0, 0
    end = int(roll.taken)
    for number, place in rolls.listed(ctx, part, roll, end + 1, int(roll.printed)):
        if place > before:
            break
        end = number
    return int(roll.edition), end
