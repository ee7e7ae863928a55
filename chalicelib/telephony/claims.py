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
from chalicelib.telephony.attempt import Attempt
from chalicelib.telephony.carrier import run
from chalicelib.telephony.model import begin
from chalicelib.telephony.service import apply, due_at_ms, event, find
from chalicelib.telephony.store import AttemptRow

PAGE = 12
PASSES = 4
PAUSE_S = (0.01, 0.06)
MOST_PASSED_OVER = 200
"""Rows of countries that may not be called now; behind so many a claim looks no further."""


def claim(ctx: Context, agent_id: str) -> AttemptRow | None:
    """The best waiting callback of the agent's lanes becomes theirs; None when nobody waits.

    Who comes second for a callback goes on to the next in line. A collision nobody won is tried again after
    a short pause of random length, a few times. Claiming with a call in hand answers that call. In a lane
    that is customer first their phone is rung before the answer, and who may not be rung now is passed over.
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
    collided, passed_over = False, 0
    for waiting in queue.for_agent(ctx, agent.server, PAGE):
        request, standing = waiting.request, waiting.standing
        if not guard.may_call(ctx, request.country):
            passed_over += 1
            if passed_over == MOST_PASSED_OVER:
                break
            continue
        attempt_id = ctx.ids.new("att")
        number = int(waiting.attempts) + 1
        row = store.new(attempt_id, agent.agent_id, agent.name, number, standing.tries, request)
        begun = begin(queue.policy_of(request.lane).mode, ctx.now_ms())
        row.become(begun.attempt, due_at_ms(ctx, begun.attempt))
        allowed = spending.writes(ctx, row, Attempt(), halted=False)
        try:
            commit(
                [
                    *queue.claimed(ctx, waiting, attempt_id, agent.agent_id, agent.name),
                    agents.occupy_write(ctx, agent.agent_id, request.lane, attempt_id),
                    store.save(row),
                    *allowed,
                    *[crm.record(ctx, event(ctx, row, kind, data)) for kind, data in begun.events],
                ],
                tries=1,
            )
        except ConditionFailed as failed:
            if "agent" in failed.labels:
                break
        except Contended:
            collided = True
        else:
            run(ctx, row, begun.commands, apply)
            return find(attempt_id) if begun.commands else row, False
    return None, collided


def _in_hand(ctx: Context, agent_id: str) -> AttemptRow | None:
    agent = agents.find(ctx, agent_id)
    if agent.activity == "busy" and agent.attempt_id:
        return find(agent.attempt_id)
    if agent.activity != "available":
        raise DomainError("agent_not_available", {"presence": agent.activity})
    return None
