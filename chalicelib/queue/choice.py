"""Who is next for an agent: from the rows of their lanes, or by turns where claimers press."""

from collections import Counter
from collections.abc import Collection, Iterator

from chalicelib.kernel.context import Context
from chalicelib.queue import line, rolls, turns
from chalicelib.queue.line import WaitingRow
from chalicelib.queue.model import Server
from chalicelib.queue.printing import Asking

LOSSES = 2
"""Who has lost so many rows of a part of a line takes turns there."""


def for_agent(
    ctx: Context, agent: Server, page: int, passed_over: Collection[str] = ()
) -> Iterator[WaitingRow]:
    """Who waits for this agent now, best first: not who is kept for somebody else, or offered to them.

    To ask for another says that the last one went to somebody else, unless it is among `passed_over`.
    """
    lanes = {part: lane for lane in sorted(agent.lanes) for part in line.parts(lane)}
    heads = {part: _Head(ctx, agent, lane, part, page) for part, lane in lanes.items()}
    lost = Counter[str]()
    while heads:
        best = _first(heads) if len(heads) > 1 else next(iter(heads))
        head = heads[best]
        if turns.pressed(ctx, best) or head.shows_turns(ctx) or lost[best] >= LOSSES:
            others = [other.place for part, other in heads.items() if part != best]
            before, begin = min(others, default=None), lost[best] >= LOSSES
            row = turns.next_row(ctx, Asking(agent, lanes[best], best, before), begin)
            if row is not None:
                yield row
                lost[best] += row.sk not in passed_over
                continue
        if head.row is None:
            del heads[best]
        else:
            row = head.take()
            yield row
            lost[best] += row.sk not in passed_over


class _Head:
    """The best row for an agent in a part of a line, read when somebody asks."""

    def __init__(self, ctx: Context, agent: Server, lane: str, part: str, page: int) -> None:
        self._part = part
        self._rows = _free(ctx, agent, lane, part, page)
        self._row: WaitingRow | None = None
        self._read = False

    @property
    def row(self) -> WaitingRow | None:
        if not self._read:
            self._read, self._row = True, next(self._rows, None)
        return self._row

    @property
    def place(self) -> str:
        return str(self.row.sk) if self.row is not None else "~"

    def shows_turns(self, ctx: Context) -> bool:
        """Reads, and says whether claimers take turns there."""
        return self.row is not None and turns.pressed(ctx, self._part)

    def take(self) -> WaitingRow:
        assert self._row is not None
        self._read = False
        return self._row


def _first(heads: dict[str, _Head]) -> str:
    return min(heads, key=lambda part: heads[part].place)


def _free(ctx: Context, agent: Server, lane: str, part: str, page: int) -> Iterator[WaitingRow]:
    """The rows the agent may take; of a closed lane none."""
    if part != line.line_key(lane):
        door = line.read_door(lane)
        if door is not None and door.state == "closed":
            return
    for item in line.items(part, page):
        if line.is_closed(item):
            return
        if item["sk"]["S"] == line.ROLL:
            turns.seen(ctx, part, item)
        elif item["sk"]["S"] != line.DOOR:
            row = WaitingRow.from_raw_data(item)
            if rolls.free_for(ctx, row, agent):
                yield row
