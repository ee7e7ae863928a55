"""Next customer: exactly one agent gets each callback, the best first."""

import random
import time

from chalicelib.agents import service as agents
from chalicelib.crm import service as crm
from chalicelib.guard import service as guard
from chalicelib.kernel.context import Context
from chalicelib.kernel.errors import DomainError
from chalicelib.queue import service as queue
from chalicelib.table import ConditionFailed, Contended, commit
from chalicelib.telephony import spending, store
from chalicelib.telephony.advance import apply, event, find
from chalicelib.telephony.attempt import Attempt
from chalicelib.telephony.carrier import run
from chalicelib.telephony.conversation import decline
from chalicelib.telephony.due import due_at_ms
from chalicelib.telephony.model import begin
from chalicelib.telephony.store import AttemptRow

PAGE = 12
PASSES = 4
PAUSE_S = (0.01, 0.06)
MOST_PASSED_OVER = 200
"""Rows of countries that may not be called now; behind so many a claim looks no further."""


def claim(ctx: Context, agent_id: str) -> AttemptRow | None:
    """The best waiting callback of the agent's lanes becomes theirs; None when nobody waits.

    Who comes second for a callback goes on to the next in line. A collision nobody won is tried again after
    a short pause of random length, a few times. Claiming with a call in hand answers that call; an offer
    that rings is over first. In a lane that is customer first their phone is rung before the answer, and who
    may not be rung now is passed over.
    Raises agent_not_available, agent_unknown, and busy when every pass ended in a collision.
    """
    agent = agents.profile(ctx, agent_id)
    for _ in range(PASSES):
        won, collided = _pass(ctx, agent)
        if won is not None:
            return won
        in_hand = _in_hand(ctx, agent_id)
        if in_hand is not None or not collided:
            return in_hand
        time.sleep(random.uniform(*PAUSE_S))
    raise DomainError("busy")


def _pass(ctx: Context, agent: agents.Profile) -> tuple[AttemptRow | None, bool]:
    """Once down the line; and whether somebody was met whose claim may yet fail."""
    collided, passed_over = False, set[str]()
    for waiting in queue.for_agent(ctx, agent.server, PAGE, passed_over):
        if not guard.may_call(ctx, waiting.request.country):
            passed_over.add(waiting.sk)
            if len(passed_over) == MOST_PASSED_OVER:
                break
            continue
        try:
            return take(ctx, agent.agent_id, agent.name, waiting), False
        except ConditionFailed as failed:
            if "agent" in failed.labels:
                break
            # Looked at anew, so that the rest of the country is passed over and not tried row by row.
            guard.why_barred(ctx, waiting.request.country, failed.labels)
        except Contended:
            collided = True
    return None, collided


def take(
    ctx: Context, agent_id: str, agent_name: str, waiting: queue.WaitingRow, offer: agents.Offer | None = None
) -> AttemptRow:
    """A waiting callback becomes the agent's. `offer` is the one they accept by it; without it the part
    `agent` fails while one rings. Raises ConditionFailed and Contended."""
    attempt_id, request = ctx.ids.new("att"), waiting.request
    number, tries = int(waiting.attempts) + 1, waiting.standing.tries
    row = store.new(attempt_id, agent_id, agent_name, number, tries, request)
    begun = begin(queue.policy_of(request.lane).mode, ctx.now_ms())
    row.become(begun.attempt, due_at_ms(ctx, begun.attempt))
    writes = [
        *queue.claimed(ctx, waiting, attempt_id, agent_id, agent_name),
        agents.occupy_write(ctx, agent_id, request.lane, attempt_id, offer),
        store.save(row),
        *spending.writes(ctx, row, Attempt(), halted=False),
        *[crm.record(ctx, event(ctx, row, kind, data)) for kind, data in begun.events],
    ]
    commit(writes, tries=1)
    run(ctx, row, begun, apply)
    return find(attempt_id) if begun.commands else row


def _in_hand(ctx: Context, agent_id: str) -> AttemptRow | None:
    agent = agents.find(ctx, agent_id)
    if agent.activity == "busy" and agent.attempt_id:
        return find(agent.attempt_id)
    if agent.activity != "available":
        raise DomainError("agent_not_available", {"presence": agent.activity})
    if agent.offer is not None:
        agents.end_offer(ctx, agent_id, agent.offer.callback_id, "withdrawn")
        return claim(ctx, agent_id)
    if agent.invitation is not None:
        decline(ctx, agent_id, agent.invitation.attempt_id, agent.invitation.label)
        return claim(ctx, agent_id)
    return None
