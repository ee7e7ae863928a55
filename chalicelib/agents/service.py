"""Verbs of agents. Parts named `*_write` join the transaction of whoever calls."""

from collections.abc import Callable, Collection
from typing import NamedTuple

from chalicelib.agents import moves, offers, store
from chalicelib.agents.board import BoardRow
from chalicelib.agents.board import read as read_board
from chalicelib.agents.model import Inbox, Invitation, Message, Offer, State, choose, corrected
from chalicelib.agents.offers import end as end_offer
from chalicelib.agents.offers import follow, match, ringing
from chalicelib.agents.offers import on_due as offer_due
from chalicelib.agents.store import AgentRow
from chalicelib.kernel.context import Context
from chalicelib.kernel.errors import DomainError
from chalicelib.kernel.words import BreakReason, Locale, Presence, Site
from chalicelib.queue import service as queue
from chalicelib.table import ConditionFailed, Write, commit

MOST_SPECIALISTS = 25
"""As many of a lane are asked what they are doing."""
MOST_UNREAD = 5
"""Messages an agent has not read, at most."""
PROFILE_KEPT_MS = 60_000
"""How long a process may go on with an agent's name, site and lanes as it last read them."""


class Profile(NamedTuple):
    """What rarely changes of an agent."""

    agent_id: str
    name: str
    site: Site
    server: queue.Server

    @property
    def lanes(self) -> frozenset[str]:
        """What they serve."""
        return self.server.lanes


def enrol(
    ctx: Context,
    agent_id: str,
    name: str,
    site: Site,
    lanes: list[str],
    locale: Locale,
    specialist_in: Collection[str] = (),
) -> None:
    """Adds an agent, or changes who they are; what they are doing stays."""
    row, elsewhere = store.read(agent_id), []
    if row is None:
        row = store.new(agent_id, name, site, lanes, locale, ctx.now_ms())
    else:
        elsewhere = [store.absent(row.site, agent_id)] if row.site != site else []
        row.name, row.site, row.lanes, row.locale = name, site, lanes, locale
    row.specialist_in = sorted(specialist_in)
    commit([store.save(row), store.presence(row), *elsewhere])


def find(ctx: Context, agent_id: str) -> AgentRow:
    """An agent. Raises agent_unknown."""
    row = store.read(agent_id)
    if row is None:
        raise DomainError("agent_unknown")
    profile = Profile(agent_id, row.name, row.site, server(row))
    ctx.cache["agent", agent_id] = (ctx.now_ms(), profile)
    return row


def profile(ctx: Context, agent_id: str) -> Profile:
    """Who the agent is, at most PROFILE_KEPT_MS old. A claim verifies the lane again as it commits."""
    read_at, kept = ctx.cache.get(("agent", agent_id), (0, None))
    if kept is None or ctx.now_ms() - read_at > PROFILE_KEPT_MS:
        find(ctx, agent_id)
        kept = ctx.cache["agent", agent_id][1]
    known: Profile = kept
    return known


def set_presence(ctx: Context, agent_id: str, presence: Presence, reason: BreakReason | None) -> AgentRow:
    """Chooses presence; during a call it is the next one. An offer that rings is declined by anything but
    available."""
    return _change(ctx, agent_id, lambda state: choose(state, presence, reason, ctx.now_ms()))


def set_presence_of(
    ctx: Context, agent_id: str, presence: Presence, reason: BreakReason | None, by: str
) -> AgentRow:
    """A supervisor chooses for them, `by` name; during a call it is the next one. Nobody is made available
    who is not at work: raises agent_not_at_work."""

    def chosen(state: State) -> State:
        if presence == "available" and state.activity == "offline":
            raise DomainError("agent_not_at_work")
        return choose(state, presence, reason, ctx.now_ms(), by)

    return _change(ctx, agent_id, chosen)


def write_to(ctx: Context, agent_id: str, text: str, by: str) -> None:
    """A message to an agent; beyond MOST_UNREAD the oldest is dropped. Raises agent_unknown."""
    message = Message(ctx.ids.new("msg"), by, text, ctx.now_ms())
    _keep(ctx, agent_id, lambda unread: (*unread, message)[-MOST_UNREAD:])


def mark_read(ctx: Context, agent_id: str, message_id: str) -> AgentRow:
    """They have read it; one that is not there was read before."""
    return _keep(ctx, agent_id, lambda unread: tuple(one for one in unread if one.id != message_id))


def _keep(
    ctx: Context, agent_id: str, decide: Callable[[tuple[Message, ...]], tuple[Message, ...]]
) -> AgentRow:
    while True:
        row = find(ctx, agent_id)
        unread = row.inbox.messages if row.inbox else ()
        kept = decide(unread)
        if kept == unread:
            return row
        row.inbox = Inbox(kept) if kept else None
        try:
            commit([store.save(row)])
        except ConditionFailed:
            continue
        return row


def occupy_write(
    ctx: Context,
    agent_id: str,
    lane: str,
    attempt_id: str,
    offer: Offer | None = None,
    after: str | None = None,
) -> Write:
    """available → busy, by an offer or with none ringing; or out of the wrap-up `after` an attempt. The part
    is labelled `agent`."""
    return moves.occupied(agent_id, lane, attempt_id, offer, after, ctx.now_ms())


def release_write(ctx: Context, agent_id: str, attempt_id: str, label: str = "agent") -> Write:
    """busy or wrap-up → as chosen. The part fails when they have moved on from that attempt."""
    return moves.released(agent_id, attempt_id, ctx.now_ms(), label)


def wrap_up_write(ctx: Context, agent_id: str, attempt_id: str, site: str, until_ms: int) -> Write:
    """busy → wrap-up. The part `agent` fails when they have moved on from that attempt."""
    return moves.wrapping_up(agent_id, attempt_id, site, until_ms, ctx.now_ms())


def invite_write(ctx: Context, agent_id: str, known_as: str, invitation: Invitation) -> Write:
    """An invitation rings. The part `also` fails when they are not free for it. Raises agent_unknown."""
    return moves.invited(agent_id, profile(ctx, agent_id).site, known_as, invitation)


def uninvite_write(ctx: Context, agent_id: str, known_as: str, label: str) -> Write:
    """It rings no more. The part fails when it did not ring."""
    return moves.uninvited(agent_id, known_as, label)


def join_write(ctx: Context, agent_id: str, known_as: str, attempt_id: str) -> Write:
    """By an invitation they are busy. The part `also` fails when it rings no more."""
    return moves.joining(agent_id, known_as, attempt_id, ctx.now_ms())


def supervise_write(ctx: Context, agent_id: str, attempt_id: str) -> Write:
    """In somebody else's call they are busy. The part `also` fails when they are on a call, or one rings."""
    return moves.supervising(agent_id, attempt_id, ctx.now_ms())


def move_write(ctx: Context, agent_id: str, from_id: str, to_id: str, label: str) -> Write:
    """Their call goes on as another attempt. The part fails when they have moved on from it."""
    return moves.moved(agent_id, from_id, to_id, label)


def corrected_write(
    ctx: Context, row: AgentRow, attempt_id: str | None, wrap_up_until_ms: int | None = None
) -> Write:
    """Busy with that attempt; without one as they chose, or in the wrap-up of the one they were in. The part
    `agent` fails when they have changed since they were read."""
    row.become(corrected(row.state(), attempt_id, wrap_up_until_ms, ctx.now_ms()))
    row.due_pk = None if wrap_up_until_ms is None else queue.due_key(row.site)
    row.due_at_ms = wrap_up_until_ms
    return store.save(row)


def specialists(ctx: Context, lane: str) -> list[AgentRow]:
    """Who could be consulted on a lane: of its site, present, specialists there; longest free first."""
    found = [
        row.sk for row in store.read_present(lane.partition(":")[0]) if lane in (row.specialist_in or ())
    ]
    agents = (store.read(agent_id) for agent_id in found[:MOST_SPECIALISTS])
    return sorted((one for one in agents if one), key=lambda one: (one.activity != "available", one.since_ms))


def _change(ctx: Context, agent_id: str, decide: Callable[[State], State]) -> AgentRow:
    while True:
        row = find(ctx, agent_id)
        before = row.state()
        after = decide(before)
        if after == before:
            return row
        row.become(after)
        row.missed, offer = 0, row.offer
        parts = offers.ending(ctx, row, "declined") if after.activity != "available" else []
        try:
            commit([*parts, store.save(row), store.presence(row)])
        except ConditionFailed:
            continue
        if offer and parts:
            queue.offers.stands_again(ctx, offer.lane, offer.place)
        return row


def depths(ctx: Context, agent: AgentRow) -> dict[str, queue.Depth]:
    """Who waits in the lanes the agent serves."""
    return {lane: queue.depth_of(ctx, lane) for lane in lanes_of(agent)}


def present(site: str) -> dict[str, list[str]]:
    """Who takes calls, or will when theirs is over, and in which lanes."""
    return {row.sk: list(row.lanes) for row in store.read_present(site)}


def server(agent: AgentRow) -> queue.Server:
    """The agent as the queue knows them."""
    return queue.Server(agent.agent_id, frozenset(agent.lanes), frozenset(agent.specialist_in or ()))


def lanes_of(agent: AgentRow) -> list[str]:
    """In a fixed order."""
    return sorted(agent.lanes)


__all__ = [
    "AgentRow",
    "BoardRow",
    "Invitation",
    "Message",
    "Offer",
    "Profile",
    "end_offer",
    "follow",
    "match",
    "offer_due",
    "read_board",
    "ringing",
]
