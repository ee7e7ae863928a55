"""Printing: which rows have turns, and in which order."""

from msgspec import Struct
from pynamodb.expressions.condition import Condition
from pynamodb.expressions.update import Action

from chalicelib.kernel.context import Context
from chalicelib.queue import rolls
from chalicelib.queue.line import ROLL, WaitingRow
from chalicelib.queue.model import Server
from chalicelib.queue.rolls import RollRow

ROLL_MS = 2_000
"""As long a roll lives when it is printed; a row given to a claimer that died waits for three of them at
most."""
BLOCK, MARK = 160, 150
"""Places in a block of 4 KB; and how many turns are left when who takes the next one prints more,
so that nobody runs into the end."""
PRINT_MS = 2_000
"""Nobody else prints for so long."""
READ = 2 * BLOCK
"""Rows read from the head of a line, to find those that are to be listed first."""


class Asking(Struct, frozen=True):
    """Who asks for a turn, in which part of which lane; only for a place better than `before`."""

    agent: Server
    lane: str
    part: str
    before: str | None


def elect(ctx: Context, part: str) -> RollRow | None:
    """The roll as it was, for the one claimer who prints it anew. It is live from here on, with nothing
    listed: who joins the line now leaves word."""
    now = ctx.now_ms()
    over = (RollRow.until_ms <= now) | (RollRow.taken >= RollRow.printed)
    condition = RollRow.pk.does_not_exist() | (over & (RollRow.printing_ms <= now))
    actions = [
        RollRow.entity.set("roll"),
        RollRow.form.set(1),
        RollRow.taken.set(RollRow.taken | 0),
        RollRow.printed.set(RollRow.taken | 0),
        RollRow.edition.add(1),
        RollRow.until_ms.set(now + ROLL_MS),
        RollRow.printing_ms.set(now + PRINT_MS),
        RollRow.least.remove(),
    ]
    item = rolls.change(part, actions, condition)
    if item is None:
        return None
    return RollRow.from_raw_data(item) if item else RollRow(part, ROLL, entity="roll")


def print_anew(ctx: Context, asking: Asking, old: RollRow) -> WaitingRow | None:
    """Lists the best rows, and takes the first of them without a turn."""
    now, taken = ctx.now_ms(), int(old.taken)
    held = set[str]()
    if old.pulled_ms + 3 * ROLL_MS > now:
        # After that whoever took a turn and has not used it is dead, and others may have died electing since.
        held = {place for _, place in rolls.listed(ctx, asking.part, old, int(old.settled) + 1, taken)}
    own: WaitingRow | None = None
    places, who, until_ms = list[str](), list[str](), now + 2 * ROLL_MS
    for row in rolls.rows(asking.part, READ):
        if row.sk in held:
            continue
        kept_until, for_whom = rolls.kept(row, now)
        if kept_until:
            until_ms, who = min(until_ms, kept_until), [*who, *for_whom]
        better = asking.before is None or row.sk < asking.before
        if own is None and not places and better and rolls.free_for(ctx, row, asking.agent):
            own = row
            places.append(row.sk)
        elif not kept_until:
            places.append(row.sk)
        if len(places) == BLOCK:
            break
    until_ms = min(until_ms, ctx.now_ms() + ROLL_MS)
    rolls.note(ctx, asking.part, until_ms, len(places) - (own is not None))
    if not places:
        rolls.change(asking.part, [RollRow.until_ms.set(0)], RollRow.edition == int(old.edition) + 1)
        return None
    actions = [
        RollRow.block.set(rolls.bind(ctx, asking.part, places)),
        RollRow.block_from.set(taken + 1),
        RollRow.later.remove(),
        RollRow.taken.set(taken + (own is not None)),
        RollRow.pulled_ms.set(now if own is not None else int(old.pulled_ms)),
        RollRow.printed.set(taken + len(places)),
        RollRow.last.set(places[-1]),
        RollRow.settled.set(taken),
        RollRow.edition.add(1),
        RollRow.until_ms.set(until_ms),
        RollRow.printing_ms.set(0),
        RollRow.kept_for.set(sorted(set(who))) if who else RollRow.kept_for.remove(),
    ]
    done = rolls.change(asking.part, actions, _unchanged(int(old.edition) + 1, places[-1]))
    return own if done is not None else None


def extend(ctx: Context, part: str, roll: RollRow) -> None:
    """The next block. In the second half of the roll's life it begins with the rows that belong to nobody any
    more, and with it another life."""
    now, taken = ctx.now_ms(), int(roll.taken) + 1
    renewed = roll.until_ms - now < ROLL_MS // 2 and not roll.kept_for
    places, tail = list[str](), str(roll.last)
    held = set[str]()
    if renewed:
        held = {place for _, place in rolls.listed(ctx, part, roll, int(roll.settled) + 1, int(roll.printed))}
    for row in rolls.rows(part, READ) if renewed else rolls.rows(part, BLOCK, tail):
        if rolls.kept(row, now)[0]:
            if row.sk > tail:
                break
        elif row.sk not in held:
            places.append(row.sk)
        if len(places) == BLOCK:
            break
    if not places:
        return
    last = max(places[-1], tail)
    actions: list[Action] = [
        RollRow.block.set(roll.later or roll.block),
        RollRow.block_from.set(roll.later_from if roll.later else roll.block_from),
        RollRow.later.set(rolls.bind(ctx, part, places)),
        RollRow.later_from.set(roll.printed + 1),
        RollRow.printed.set(roll.printed + len(places)),
        RollRow.last.set(last),
        RollRow.edition.add(1),
    ]
    if renewed:
        actions += [RollRow.until_ms.set(now + ROLL_MS), RollRow.settled.set(taken)]
    rolls.change(part, actions, _unchanged(int(roll.edition), last))


def _unchanged(edition: int, last: str) -> Condition:
    """Nobody printed or tore up since, and nobody joined before the last place that is to be listed."""
    none_before: Condition = RollRow.least.does_not_exist() | (RollRow.least > last)
    unchanged: Condition = (RollRow.edition == edition) & none_before
    return unchanged
