"""What calls, offers and invitations make of an agent: updates that state what must hold, of an agent nobody
has read. They are parts of their callers' transactions."""

from collections.abc import Sequence

from pynamodb.expressions.condition import Condition
from pynamodb.expressions.operand import Path
from pynamodb.expressions.update import Action

from chalicelib.agents.model import Invitation, Offer
from chalicelib.agents.store import AgentRow, agent_key
from chalicelib.table import Write, update


def occupied(
    agent_id: str, lane: str, attempt_id: str, offer: Offer | None, after: str | None, now_ms: int
) -> Write:
    """available → busy, for a lane they serve, by that offer or with none; or out of the wrap-up `after` an
    attempt."""
    condition: Condition = (AgentRow.activity == "available") & AgentRow.lanes.contains(lane)
    if after is not None:
        condition = (AgentRow.activity == "wrap-up") & (AgentRow.attempt_id == after)
    condition &= AgentRow.offer.does_not_exist() if offer is None else AgentRow.offer == offer
    condition &= AgentRow.invited_to.does_not_exist()
    actions: list[Action] = [
        AgentRow.activity.set("busy"),
        AgentRow.since_ms.set(now_ms),
        AgentRow.attempt_id.set(attempt_id),
        AgentRow.missed.set(0),
    ]
    if offer is not None or after is not None:
        actions += [AgentRow.wrap_up_until_ms.remove(), AgentRow.offer.remove()]
        actions += [AgentRow.due_pk.remove(), AgentRow.due_at_ms.remove()]
    return _unread("agent", agent_id, condition, actions)


def offered(agent_id: str, site: str, offer: Offer) -> Write:
    """Rings at an available agent's desk, watched until it is over."""
    condition: Condition = (AgentRow.activity == "available") & AgentRow.lanes.contains(offer.lane)
    condition &= AgentRow.offer.does_not_exist() & AgentRow.invited_to.does_not_exist()
    actions: list[Action] = [
        AgentRow.offer.set(offer),
        AgentRow.due_pk.set(f"DUE#{site}"),
        AgentRow.due_at_ms.set(offer.until_ms),
    ]
    return _unread("agent", agent_id, condition, actions)


def invited(agent_id: str, site: str, known_as: str, invitation: Invitation) -> Write:
    """Rings at an available agent's desk, watched until it is over."""
    condition: Condition = (AgentRow.activity == "available") & AgentRow.offer.does_not_exist()
    condition &= AgentRow.invited_to.does_not_exist()
    actions: list[Action] = [
        AgentRow.invitation.set(invitation),
        AgentRow.invited_to.set(known_as),
        AgentRow.due_pk.set(f"DUE#{site}"),
        AgentRow.due_at_ms.set(invitation.until_ms),
    ]
    return _unread("also", agent_id, condition, actions)


def uninvited(agent_id: str, known_as: str, label: str) -> Write:
    """That invitation rings no more."""
    return _unread(label, agent_id, AgentRow.invited_to == known_as, _rings_no_more())


def joining(agent_id: str, known_as: str, attempt_id: str, now_ms: int) -> Write:
    """As chosen → busy, by that invitation."""
    actions: list[Action] = [
        AgentRow.activity.set("busy"),
        AgentRow.since_ms.set(now_ms),
        AgentRow.attempt_id.set(attempt_id),
        AgentRow.missed.set(0),
        *_rings_no_more(),
    ]
    return _unread("also", agent_id, AgentRow.invited_to == known_as, actions)


def supervising(agent_id: str, attempt_id: str, now_ms: int) -> Write:
    """As chosen → busy, in a call of somebody else, at whose desk nothing rings."""
    free = AgentRow.attempt_id.does_not_exist() & AgentRow.offer.does_not_exist()
    actions: list[Action] = [
        AgentRow.activity.set("busy"),
        AgentRow.since_ms.set(now_ms),
        AgentRow.attempt_id.set(attempt_id),
    ]
    return _unread("also", agent_id, free & AgentRow.invited_to.does_not_exist(), actions)


def moved(agent_id: str, from_id: str, to_id: str, label: str) -> Write:
    """Busy with the attempt that a call goes on as."""
    return _unread(label, agent_id, AgentRow.attempt_id == from_id, [AgentRow.attempt_id.set(to_id)])


def _rings_no_more() -> list[Action]:
    return [
        AgentRow.invitation.remove(),
        AgentRow.invited_to.remove(),
        AgentRow.due_pk.remove(),
        AgentRow.due_at_ms.remove(),
    ]


def released(agent_id: str, attempt_id: str, now_ms: int, label: str) -> Write:
    """busy or wrap-up → as chosen."""
    actions = [
        Path("activity").set(Path("presence")),
        AgentRow.since_ms.set(now_ms),
        AgentRow.attempt_id.remove(),
        AgentRow.wrap_up_until_ms.remove(),
        AgentRow.due_pk.remove(),
        AgentRow.due_at_ms.remove(),
    ]
    return _unread(label, agent_id, AgentRow.attempt_id == attempt_id, actions)


def wrapping_up(agent_id: str, attempt_id: str, site: str, until_ms: int, now_ms: int) -> Write:
    """busy → wrap-up, watched until it is over."""
    actions = [
        AgentRow.activity.set("wrap-up"),
        AgentRow.since_ms.set(now_ms),
        AgentRow.wrap_up_until_ms.set(until_ms),
        AgentRow.due_pk.set(f"DUE#{site}"),
        AgentRow.due_at_ms.set(until_ms),
    ]
    return _unread("agent", agent_id, AgentRow.attempt_id == attempt_id, actions)


def _unread(label: str, agent_id: str, condition: Condition, actions: Sequence[Action]) -> Write:
    """An update that states what must hold instead of the version it has read."""
    return update(label, (agent_key(agent_id), "AGENT"), [*actions, AgentRow.version.add(1)], condition)
