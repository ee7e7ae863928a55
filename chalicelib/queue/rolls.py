"""The roll of a part of a line: which place is whose turn. Read and written here, used by turns.py.

LINE#{lane} / "        the roll: how many turns are printed, how many are taken
ROLL#{lane} / {block}  the places of some turns, best first; never changed, gone after an hour
"""

from collections.abc import Iterator, Sequence
from itertools import islice
from os.path import commonprefix

from pynamodb.attributes import ListAttribute, NumberAttribute, UnicodeAttribute
from pynamodb.expressions.condition import Condition
from pynamodb.expressions.update import Action

from chalicelib.kernel.context import Context
from chalicelib.queue import line
from chalicelib.queue.line import ROLL, WaitingRow
from chalicelib.queue.model import Server, free_from_ms
from chalicelib.queue.policy import policy_of
from chalicelib.table import Item, PassingRow, Row, update_alone

BLOCK_KEPT_S = 3_600


class RollRow(Row):
    """Turns of a part of a line, numbered for ever.

    block: holds the turns from block_from on; later: those from later_from on. edition: counts what was
    printed or torn up. until_ms: dead from then on. printing_ms: nobody else prints before then. last: the
    place of the last turn. settled: turns up to it were taken before the last printing; their rows, where
    they still stand, belong to nobody any more. pulled_ms: when the last turn was taken. least: the best
    place that was filled behind the last since it was printed. kept_for: agents and levels for whom a
    better row is kept.
    """

    taken = NumberAttribute(default=0)
    printed = NumberAttribute(default=0)
    edition = NumberAttribute(default=0)
    until_ms = NumberAttribute(default=0)
    printing_ms = NumberAttribute(default=0)
    settled = NumberAttribute(default=0)
    pulled_ms = NumberAttribute(default=0)
    block = UnicodeAttribute(null=True)
    block_from = NumberAttribute(default=0)
    later = UnicodeAttribute(null=True)
    later_from = NumberAttribute(default=0)
    last = UnicodeAttribute(null=True)
    least = UnicodeAttribute(null=True)
    kept_for: ListAttribute[str] = ListAttribute(null=True)


class BlockRow(PassingRow):
    """Places, best first, with a space between two. `lead` follows the rank in each of them and is written
    once, so that more of them are read for half a unit."""

    lead = UnicodeAttribute()
    places = UnicodeAttribute()


def read(part: str) -> RollRow | None:
    """As it stands, consistently."""
    try:
        return RollRow.get(part, ROLL, consistent_read=True)
    except RollRow.DoesNotExist:
        return None


def note(ctx: Context, part: str, until_ms: int, left: int) -> None:
    """What this process knows of a roll: until when it lives, and how many turns are left on it."""
    ctx.cache["roll", part] = until_ms, left


def noted(ctx: Context, part: str) -> tuple[bool, bool]:
    """Whether it lives, and whether turns are left on it, as far as this process knows."""
    until_ms, left = ctx.cache.get(("roll", part), (0, 0))
    live = until_ms > ctx.now_ms()
    return live, live and left > 0


def change(part: str, actions: Sequence[Action], condition: Condition) -> Item | None:
    """The roll as it was, {} for none; None when the condition did not hold."""
    return update_alone((part, ROLL), actions, condition, "ALL_OLD")


def bind(ctx: Context, part: str, places: list[str]) -> str:
    """A block of these places; its id."""
    name, expires_at_s = ctx.ids.new("rl"), ctx.now_ms() // 1000 + BLOCK_KEPT_S
    lead = commonprefix([place[1:] for place in places])  # noqa: RUF071  # no paths
    text = " ".join(place[0] + place[1 + len(lead) :] for place in places)
    key = _block_key(part)
    BlockRow(key, name, entity="block", lead=lead, places=text, expires_at_s=expires_at_s).save()
    ctx.cache["block", part, name] = places
    return name


def listed(ctx: Context, part: str, roll: RollRow, first: int, last: int) -> Iterator[tuple[int, str]]:
    """(number, place) of the turns from `first` to `last`, as far as the roll still knows them."""
    blocks = [(roll.block, int(roll.block_from)), (roll.later, int(roll.later_from))]
    ends = [int(roll.later_from) if roll.later else int(roll.printed) + 1, int(roll.printed) + 1]
    for (name, begins), ends_at in zip(blocks, ends, strict=True):
        if name and begins <= last and first < ends_at:
            for number, place in enumerate(_places(ctx, part, str(name)), begins):
                if first <= number <= min(last, ends_at - 1):
                    yield number, place


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


def rows(part: str, page: int, after: str = line.DOOR) -> Iterator[WaitingRow]:
    """The waiting rows of one page; none when the lane is closed."""
    for item in islice(line.items(part, page, after), page):
        if line.is_closed(item):
            return
        if item["sk"]["S"] not in (line.DOOR, ROLL):
            yield WaitingRow.from_raw_data(item)


def _places(ctx: Context, part: str, name: str) -> list[str]:
    kept_here: list[str] | None = ctx.cache.get(("block", part, name))
    if kept_here is None:
        for consistent in (False, True):
            try:
                block = BlockRow.get(_block_key(part), name, consistent_read=consistent)
            except BlockRow.DoesNotExist:
                continue
            kept_here = [one[0] + block.lead + one[1:] for one in str(block.places).split(" ")]
            break
        else:
            return []
        _forget_blocks(ctx)
        ctx.cache["block", part, name] = kept_here
    return kept_here


def _forget_blocks(ctx: Context) -> None:
    for key in [key for key in ctx.cache if key[0] == "block"]:
        del ctx.cache[key]


def _block_key(part: str) -> str:
    return part.replace("LINE#", "ROLL#", 1)
