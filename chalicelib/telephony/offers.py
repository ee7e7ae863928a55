"""An offer accepted: the claim of exactly that callback."""

from contextlib import suppress

from chalicelib.agents import service as agents
from chalicelib.guard import service as guard
from chalicelib.kernel.context import Context
from chalicelib.kernel.errors import DomainError
from chalicelib.queue import service as queue
from chalicelib.table import ConditionFailed, Contended
from chalicelib.telephony.advance import find
from chalicelib.telephony.claims import take
from chalicelib.telephony.store import AttemptRow

TRIES = 4


def accept(ctx: Context, agent_id: str, callback_id: str) -> AttemptRow:
    """The callback that rings at the agent's desk becomes theirs. Accepting twice answers that call. Raises
    offer_gone when it is theirs no more: the ringing was over, the customer cancelled or changed it."""
    agent = agents.find(ctx, agent_id)
    if agent.activity == "busy" and agent.attempt_id:
        in_hand = find(agent.attempt_id)
        if in_hand.request.callback_id == callback_id:
            return in_hand
    offer = agent.offer
    if offer is None or offer.callback_id != callback_id:
        raise DomainError("offer_gone")
    waiting = queue.offers.kept(offer.lane, offer.place, callback_id, agent_id)
    if waiting is None or not guard.may_call(ctx, waiting.request.country):
        raise DomainError("offer_gone")
    for _ in range(TRIES):
        with suppress(Contended):
            try:
                return take(ctx, agent_id, agent.name, waiting, offer)
            except ConditionFailed as failed:
                raise DomainError("offer_gone") from failed
    raise DomainError("busy")
