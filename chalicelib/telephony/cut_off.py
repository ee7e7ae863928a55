"""A customer whose line was lost in mid-call is called again at once, by the same agent, once.

The carrier tells a line that was lost and a customer who hung up apart only when its call failed; else the
agent says it, while they wrap up. It is a callback of its own, with a protocol number the customer is told
by text message: if the agent cannot take it, it waits in line like any other, and somebody does.
"""

from contextlib import suppress

from chalicelib.agents import service as agents
from chalicelib.crm import service as crm
from chalicelib.kernel.context import Context
from chalicelib.kernel.errors import DomainError
from chalicelib.kernel.ids import protocol
from chalicelib.queue import service as queue
from chalicelib.table import ConditionFailed, Contended
from chalicelib.telephony import store
from chalicelib.telephony.advance import TRIES, find, own
from chalicelib.telephony.claims import take
from chalicelib.telephony.facts import CustomerCall, Fact
from chalicelib.telephony.store import AttemptRow


def call_again(ctx: Context, attempt_id: str, agent_id: str) -> AttemptRow | None:
    """The attempt that calls them, or None when another agent has them by now. Asking twice answers the
    same. Raises not_found, attempt_not_yours and call_not_cut_off."""
    for _ in range(TRIES):
        row = own(attempt_id, agent_id)
        callback_id = row.again_id or _request(ctx, row)
        if callback_id is None:
            continue
        queue.take_place(ctx, callback_id)
        try:
            return _taken(ctx, find(attempt_id), callback_id)
        except Contended:
            continue
    raise DomainError("busy")


def heard(ctx: Context, row: AttemptRow | None, fact: Fact) -> None:
    """A customer's call that failed after it was answered was no hanging up: nobody need say so."""
    failed = isinstance(fact, CustomerCall) and (fact.status, fact.party) == ("failed", "customer")
    if row and failed and possible(row, ctx.now_ms()):
        with suppress(DomainError):
            call_again(ctx, row.attempt_id, row.agent_id)


def possible(row: AttemptRow, now_ms: int) -> bool:
    """Whether the agent still wraps up a conversation that they did not end, with a customer who was not
    called again for that already."""
    until_ms = row.wrap_up_until_ms
    over = row.call.state == "ended" and row.call.outcome == "completed" and row.call.ended_by != "agent"
    wrapping_up = until_ms is not None and until_ms > now_ms and row.wrapped_up_at_ms is None
    wanted = queue.policy_of(row.request.lane).call_back_lost
    return over and wrapping_up and wanted and row.protocol is None and row.again_id is None


def _request(ctx: Context, row: AttemptRow) -> str | None:
    """Its id; None when something changed meanwhile."""
    if not possible(row, ctx.now_ms()):
        raise DomainError("call_not_cut_off")
    asked, callback_id = row.request, ctx.ids.new("cb")
    promised_until_ms = queue.promised_until_ms(ctx, asked.lane, asked.tier)
    row.again_id = callback_id
    told = {
        "reason": "cut_off",
        "agent_id": row.agent_id,
        "agent_name": row.agent_name,
        "protocol": protocol(callback_id),
    }
    request = asked.again(callback_id, ctx.now_ms(), promised_until_ms)
    try:
        also = [store.save(row), crm.asked_again(asked.customer_id)]
        existing = queue.request_callback(ctx, request, also, **told)
    except ConditionFailed:
        return None
    return existing.request.callback_id if existing else callback_id


def _taken(ctx: Context, row: AttemptRow, callback_id: str) -> AttemptRow | None:
    agent = agents.find(ctx, row.agent_id)
    if agent.activity == "busy" and agent.attempt_id:
        in_hand = find(agent.attempt_id)
        return in_hand if in_hand.request.callback_id == callback_id else None
    callback, waiting = queue.find(callback_id), queue.standing_row(callback_id)
    if waiting is None:
        return None
    try:
        return take(ctx, row.agent_id, row.agent_name, waiting, after=row, protocol=callback.protocol)
    except ConditionFailed:
        return None
