"""Who is next for an agent: from the rows of their lanes, or by turns where claimers press."""

from collections import Counter
from collections.abc import Collection, Iterator

from chalicelib.kernel.context import Context
from chalicelib.queue import line, rolls, turns
from chalicelib.queue.line import WaitingRow
from chalicelib.queue.model import Server
from chalicelib.queue.printing import Asking

LOSSES = 2
"""Who has lost so many rows of a part of a line begins turns there; who has lost one looks whether others
have."""


def for_agent(
    ctx: Context, agent: Server, page: int, passed_over: Collection[str] = ()
) -> Iterator[WaitingRow]:
    """Who waits for this agent now, best first: not who is kept for somebody else, or offered to them.

    To ask for another says that the last one went to somebody else, unless it is among `passed_over`.
    """
    lost, tried, by_rows = Counter[str](), set[str](), set[str]()
    heads = _heads(ctx, agent, page, tried)
    while heads:
        best = _first(heads) if len(heads) > 1 else next(iter(heads))
        head = heads[best]
        if best not in by_rows and head.takes_turns(lost[best] >= LOSSES):
            before = min((other.place for part, other in heads.items() if part != best), default=None)
            row = turns.next_row(ctx, Asking(agent, head.lane, best, before), lost[best] >= LOSSES)
            if row is None:
                by_rows.add(best)
                head.turn = ""
        else:
            row = head.take()
            if row is None:
                del heads[best]
            elif len(heads) == 1:
                # Where lanes interleave hardly a turn is better than the heads of the others, and rows are
                # quicker; in one line alone turns come again.
                by_rows.clear()
        if row is not None and row.sk not in tried:
            tried.add(row.sk)
            yield row
            if row.sk not in passed_over:
                lost[best] += 1
                if lost[best] == 1 and not turns.pressed(ctx, best):
                    turns.look(ctx, best)


class _Head:
    """What comes first for an agent in a part of a line, read when somebody asks."""

    def __init__(
        self, ctx: Context, agent: Server, lane: str, part: str, page: int, tried: Collection[str]
    ) -> None:
        self._ctx, self._agent, self.lane, self.part = ctx, agent, lane, part
        self.turn = ""
        """The place whose turn is next, while claimers take turns."""
        self._rows = self._free(page, tried)
        self._row: WaitingRow | None = None
        self._read = False

    @property
    def row(self) -> WaitingRow | None:
        """The best row."""
        if not self._read:
            self._read, self._row = True, next(self._rows, None)
        return self._row

    @property
    def place(self) -> str:
        """What is to be compared with other lanes; "~" is worse than any place."""
        row = self.row
        return self.turn or (str(row.sk) if row is not None else "~")

    def takes_turns(self, wanted: bool) -> bool:
        """Whether claimers take turns there; reads only when this process does not know that they do."""
        pressed = turns.pressed(self._ctx, self.part)
        return pressed or wanted or (self.row is not None and turns.pressed(self._ctx, self.part))

    def take(self) -> WaitingRow | None:
        """The best row; the next one is the best from here on."""
        row = self.row
        self._read = False
        return row

    def _free(self, page: int, tried: Collection[str]) -> Iterator[WaitingRow]:
        """The rows the agent may take; of a closed lane none."""
        ctx = self._ctx
        if self.part != line.line_key(self.lane):
            door = line.read_door(self.lane)
            if door is not None and door.state == "closed":
                return
        for item in line.items(self.part, page):
            if line.is_closed(item):
                return
            if item["sk"]["S"] == line.ROLL:
                self.turn = turns.next_place(ctx, self.part, item)
            elif item["sk"]["S"] != line.DOOR:
                row = WaitingRow.from_raw_data(item)
                if row.sk not in tried and rolls.free_for(ctx, row, self._agent):
                    yield row


def _first(heads: dict[str, _Head]) -> str:
    return min(heads, key=lambda part: heads[part].place)


def _heads(ctx: Context, agent: Server, page: int, tried: Collection[str]) -> dict[str, _Head]:
    parts = [(lane, part) for lane in sorted(agent.lanes) for part in line.parts(lane)]
    return {part: _Head(ctx, agent, lane, part, page, tried) for lane, part in parts}
