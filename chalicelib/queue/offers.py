"""Offers: a waiting callback is kept for one agent while it rings at their desk. It never leaves its place,
so whatever becomes of the offer, it stands where it stood."""

from collections.abc import Collection, Iterator

from chalicelib.kernel.context import Context
from chalicelib.kernel.words import OfferEnd
from chalicelib.queue import line, store, turns
from chalicelib.queue.line import WaitingRow
from chalicelib.queue.model import free_from_ms
from chalicelib.queue.policy import sites_that_offer
from chalicelib.queue.story import tell
from chalicelib.table import Write

KEPT_LONGER_MS = 5_000
"""Beyond the ringing: the server's own timer comes first, and the agent's last click still counts."""
PAGE = 25


def waiting(ctx: Context, lanes: Collection[str]) -> Iterator[WaitingRow]:
    """Who waits in these lanes, best first, without those who are offered to somebody or whose lane is
    closed."""
    now = ctx.now_ms()
    for row in line.waiting(lanes, PAGE, closed_too=False):
        if not row.kept_from("", now):
            yield row


def offered(ctx: Context, row: WaitingRow, agent_id: str, agent_name: str, until_ms: int) -> list[Write]:
    """Kept for an agent until the ringing is over. The part labelled `line` fails when the callback is not
    there as it was read, or somebody else's."""
    who = {"agent_id": agent_id, "agent_name": agent_name}
    return [
        line.keep(row, agent_id, until_ms + KEPT_LONGER_MS, ctx.now_ms()),
        tell(ctx, "callback.offered", row.request, until_ms=until_ms, **who),
    ]


def kept(lane: str, place: str, callback_id: str, agent_id: str) -> WaitingRow | None:
    """The waiting callback of an offer, as long as it is kept for that agent."""
    row = line.read(lane, place)
    mine = row is not None and row.offered_to == agent_id and row.request.callback_id == callback_id
    return row if mine else None


def stands_again(ctx: Context, lane: str, place: str) -> None:
    """After the end of an offer is written: no turn passes over whoever is free again."""
    turns.make_way(ctx, lane, place)


def ended(
    ctx: Context, row: WaitingRow | None, callback_id: str, agent_id: str, agent_name: str, reason: OfferEnd
) -> list[Write]:
    """The offer is over. `row` is what `kept` answered: it is free for whoever is next; the part labelled
    `line` fails when it has changed since."""
    who = {"agent_id": agent_id, "agent_name": agent_name}
    if row is not None:
        return [
            line.keep_no_more(row, agent_id),
            tell(ctx, "callback.offer_ended", row.request, reason=reason, **who),
        ]
    callback = store.read(callback_id)
    return [tell(ctx, "callback.offer_ended", callback.request, reason=reason, **who)] if callback else []


__all__ = ["free_from_ms", "sites_that_offer"]
