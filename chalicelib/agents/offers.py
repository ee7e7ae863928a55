"""Offers: the best of a lane rings at the desk of whoever is idle longest.

match ──► ringing ──accept (telephony)──► busy
            ├── declined, silent, withdrawn ──► available, nothing rings for PAUSE_MS
            └── silent too often ──► break
"""

import json
from contextlib import suppress
from itertools import islice
from typing import Any

from chalicelib.agents import board, moves, store
from chalicelib.agents.model import PAUSE_MS, Idle, Offer, in_turn
from chalicelib.agents.store import AgentRow, IdleRow
from chalicelib.guard import service as guard
from chalicelib.kernel.context import Context
from chalicelib.kernel.errors import DomainError
from chalicelib.kernel.ports import NotSent
from chalicelib.kernel.words import OfferEnd
from chalicelib.queue import service as queue
from chalicelib.table import ConditionFailed, Write, commit

LOOKED_AT = 50
"""Waiting callbacks that one round looks at."""
MAX_DELAY_S = 900


def match(ctx: Context, site: str) -> None:
    """Offers whoever waits in this site's lanes that offer, best first, to the agents who are idle. What may
    be offered only later is looked at again then."""
    idle = {str(one.agent_id): one for one in store.idle(site)}
    lanes = {lane for one in idle.values() for lane in one.lanes if queue.policy_of(lane).offers}
    again_ms: int | None = None
    for row in islice(queue.offers.waiting(ctx, lanes), LOOKED_AT) if lanes else ():
        if not idle:
            break
        if not guard.may_call(ctx, row.request.country):
            continue
        turns, later_ms = in_turn(_who_may(row, idle), ctx.now_ms())
        if later_ms is not None:
            again_ms = min(later_ms, again_ms or later_ms)
        for agent_id in turns:
            found = _offer(ctx, row, idle[agent_id])
            if found != "line":
                del idle[agent_id]
            if found != "agent":
                break
    if again_ms is not None:
        _look_again(ctx, site, again_ms)


def end(ctx: Context, agent_id: str, callback_id: str, reason: OfferEnd) -> AgentRow:
    """The offer of that callback is over, if it rings; it is free for whoever is next."""
    while True:
        agent = _find(agent_id)
        if agent.offer is None or agent.offer.callback_id != callback_id:
            return agent
        offer = agent.offer
        parts = ending(ctx, agent, reason)
        try:
            commit([*parts, store.save(agent), store.presence(agent)])
        except ConditionFailed:
            continue
        queue.offers.stands_again(ctx, offer.lane, offer.place)
        return agent


def ending(ctx: Context, agent: AgentRow, reason: OfferEnd) -> list[Write]:
    """Lays the agent's offer aside; what else the transaction needs that saves them. An offer of what is
    kept for them no more is withdrawn, and no fault of theirs."""
    offer = agent.offer
    if offer is None:
        return []
    row = queue.offers.kept(offer.lane, offer.place, offer.callback_id, agent.agent_id)
    if row is None:
        reason = "withdrawn"
    agent.lay_offer_aside()
    agent.offer_after_ms = ctx.now_ms() + (0 if reason == "withdrawn" else PAUSE_MS)
    if reason != "withdrawn":
        agent.missed = int(agent.missed) + 1 if reason == "silent" else 0
    policy = queue.policy_of(offer.lane).offers
    if agent.activity == "available" and policy and agent.missed >= policy.misses:
        agent.activity = agent.presence = "break"
        agent.reason, agent.since_ms, agent.missed = "not_answering", ctx.now_ms(), 0
    return queue.offers.ended(ctx, row, offer.callback_id, agent.agent_id, agent.name, reason)


def on_due(ctx: Context, agent_id: str) -> None:
    """The ringing is over, or what rang is theirs no more."""
    agent = store.read(agent_id)
    if agent is None or agent.offer is None:
        return
    if agent.offer.until_ms <= ctx.now_ms():
        end(ctx, agent_id, agent.offer.callback_id, "silent")
    elif agent.due_at_ms is None or ringing(ctx, agent) is None:
        end(ctx, agent_id, agent.offer.callback_id, "withdrawn")


def ringing(ctx: Context, agent: AgentRow) -> Offer | None:
    """What rings at the agent's desk and may still be had."""
    offer = agent.offer
    if offer is None or offer.until_ms <= ctx.now_ms():
        return None
    kept = queue.offers.kept(offer.lane, offer.place, offer.callback_id, agent.agent_id)
    return offer if kept is not None else None


def follow(records: list[dict[str, Any]]) -> list[str]:
    """Notes what agents do, and who is idle, from a batch of the table's stream. Answers what is to be
    looked at now: OFFERS#{site} where somebody may be offered to somebody, AGENT#{id} whose offer may be
    withdrawn."""
    found: dict[str, None] = {}
    for record in records:
        new, old = record["dynamodb"].get("NewImage"), record["dynamodb"].get("OldImage")
        entity = (new or old or {}).get("entity", {}).get("S")
        if entity == "agent" and new:
            board.note(new, old)
            found |= dict.fromkeys(f"OFFERS#{site}" for site in store.note_idle(new, old))
            if "offer" in new and "due_pk" not in new:
                # A version of the code that knows no offers took a call to its end.
                found[new["pk"]["S"]] = None
        elif entity == "waiting":
            found |= dict.fromkeys(_waits_again(new, old))
    return list(found)


def _waits_again(new: dict[str, Any] | None, old: dict[str, Any] | None) -> list[str]:
    found = []
    had = (old or {}).get("offered_to")
    if had and (new or {}).get("offered_to") != had:
        found.append(f"AGENT#{had['S']}")
    if new and "offered_to" not in new and queue.policy_of(new["lane"]["S"]).offers:
        found.append(f"OFFERS#{new['lane']['S'].partition(':')[0]}")
    return found


def _who_may(row: queue.WaitingRow, idle: dict[str, IdleRow]) -> list[Idle]:
    policy, found = queue.policy_of(row.lane), []
    for agent_id, one in idle.items():
        if row.lane in one.lanes:
            server = queue.Server(agent_id, frozenset(one.lanes), frozenset(one.specialist_in or ()))
            free_at_ms = queue.offers.free_from_ms(policy, row.standing, server, row.lane)
            free_at_ms = max(free_at_ms, int(one.offer_after_ms))
            found.append(Idle(agent_id, int(one.since_ms), int(one.missed), free_at_ms))
    return found


def _offer(ctx: Context, row: queue.WaitingRow, agent: IdleRow) -> str:
    """One transaction; the part that failed, or nothing: "agent", "line", ""."""
    policy, request = queue.policy_of(row.lane).offers, row.request
    assert policy is not None
    offer = Offer(
        callback_id=request.callback_id,
        lane=row.lane,
        place=row.sk,
        tier=request.tier,
        topic=request.topic,
        customer_name=request.customer_name,
        until_ms=ctx.now_ms() + policy.ring_s * 1000,
        ring_s=policy.ring_s,
    )
    parts = queue.offers.offered(ctx, row, agent.agent_id, agent.name, offer.until_ms)
    try:
        commit([*parts, moves.offered(agent.agent_id, agent.site, offer)])
    except ConditionFailed as failed:
        return "agent" if "agent" in failed.labels else "line"
    return ""


def _look_again(ctx: Context, site: str, at_ms: int) -> None:
    """Best effort; the sweep looks each minute."""
    delay_s = min(max(0, -(-(at_ms - ctx.now_ms()) // 1000)), MAX_DELAY_S)
    with suppress(NotSent):
        ctx.queues.remind(delay_s, json.dumps({"pk": f"OFFERS#{site}", "sk": "-", "due_at_ms": at_ms}))


def _find(agent_id: str) -> AgentRow:
    agent = store.read(agent_id)
    if agent is None:
        raise DomainError("agent_unknown")
    return agent
