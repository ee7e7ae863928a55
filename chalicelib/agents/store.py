"""Agents.

AGENT#{id} / AGENT         who they are, the lanes they serve, what they are doing
PRESENT#{site} / {agent}   who takes calls, or will when theirs is over
IDLE#{site} / {agent}      who waits for an offer of a lane of the site, as the table's stream told last
"""

from collections.abc import Sequence
from typing import Any

from pynamodb.attributes import (
    ListAttribute,
    NumberAttribute,
    UnicodeAttribute,
    VersionAttribute,
)
from pynamodb.expressions.condition import Condition
from pynamodb.expressions.operand import Path
from pynamodb.expressions.update import Action

from chalicelib.agents.model import Invitation, Offer, State
from chalicelib.kernel.words import Activity, BreakReason, Locale, Presence, Site
from chalicelib.queue import service as queue
from chalicelib.table import (
    Item,
    Row,
    StructAttribute,
    WatchedRow,
    WordAttribute,
    Write,
    delete,
    put,
    query_items,
    update,
)


class AgentRow(WatchedRow):
    """An agent. They are a generalist in the lanes that `specialist_in` does not name. `version` grows with
    every change. missed: offers that rang out in a row; no other rings before offer_after_ms. invited_to:
    what the invitation that rings is known by; never beside an offer."""

    agent_id = UnicodeAttribute()
    name = UnicodeAttribute()
    site: WordAttribute[Site] = WordAttribute()
    locale: WordAttribute[Locale] = WordAttribute()
    lanes: ListAttribute[Any] = ListAttribute(of=UnicodeAttribute)
    specialist_in: ListAttribute[Any] = ListAttribute(of=UnicodeAttribute, null=True)
    activity: WordAttribute[Activity] = WordAttribute(default="offline")
    presence: WordAttribute[Presence] = WordAttribute(default="offline")
    reason: WordAttribute[BreakReason] = WordAttribute(null=True)
    since_ms = NumberAttribute()
    attempt_id = UnicodeAttribute(null=True)
    wrap_up_until_ms = NumberAttribute(null=True)
    offer = StructAttribute(Offer, null=True)
    invitation = StructAttribute(Invitation, null=True)
    invited_to = UnicodeAttribute(null=True)
    missed = NumberAttribute(default=0)
    offer_after_ms = NumberAttribute(default=0)
    version = VersionAttribute()

    def state(self) -> State:
        """What they are doing."""
        until = self.wrap_up_until_ms
        return State(
            activity=self.activity,
            presence=self.presence,
            reason=self.reason,
            since_ms=int(self.since_ms),
            attempt_id=self.attempt_id,
            wrap_up_until_ms=None if until is None else int(until),
        )

    def become(self, state: State) -> None:
        """Takes on a state."""
        for name, value in vars(state).items():
            setattr(self, name, value)

    def lay_offer_aside(self) -> None:
        """Nothing rings at their desk."""
        self.offer = self.due_pk = self.due_at_ms = None


class IdleRow(Row):
    """An available agent at whose desk nothing rings: what is needed to choose one for an offer."""

    agent_id = UnicodeAttribute()
    name = UnicodeAttribute()
    site: WordAttribute[Site] = WordAttribute()
    lanes: ListAttribute[Any] = ListAttribute(of=UnicodeAttribute)
    specialist_in: ListAttribute[Any] = ListAttribute(of=UnicodeAttribute, null=True)
    since_ms = NumberAttribute()
    missed = NumberAttribute(default=0)
    offer_after_ms = NumberAttribute(default=0)


class PresentRow(Row):
    """An agent of the site who chose to be available."""

    lanes: ListAttribute[Any] = ListAttribute(of=UnicodeAttribute)
    specialist_in: ListAttribute[Any] = ListAttribute(of=UnicodeAttribute, null=True)


def agent_key(agent_id: str) -> str:
    """The partition of an agent."""
    return f"AGENT#{agent_id}"


def present_key(site: str) -> str:
    """The partition of who is present at a site."""
    return f"PRESENT#{site}"


def read(agent_id: str) -> AgentRow | None:
    """An agent, consistently."""
    try:
        return AgentRow.get(agent_key(agent_id), "AGENT", consistent_read=True)
    except AgentRow.DoesNotExist:
        return None


def new(agent_id: str, name: str, site: Site, lanes: list[str], locale: Locale, now_ms: int) -> AgentRow:
    """An agent nobody has stored yet."""
    return AgentRow(
        agent_key(agent_id),
        "AGENT",
        entity="agent",
        agent_id=agent_id,
        name=name,
        site=site,
        lanes=lanes,
        locale=locale,
        since_ms=now_ms,
    )


def occupied(agent_id: str, lane: str, attempt_id: str, offer: Offer | None, now_ms: int) -> Write:
    """available → busy, for a lane they serve, by that offer or with none, without reading them first."""
    condition: Condition = (AgentRow.activity == "available") & AgentRow.lanes.contains(lane)
    condition &= AgentRow.offer.does_not_exist() if offer is None else AgentRow.offer == offer
    condition &= AgentRow.invited_to.does_not_exist()
    actions: list[Action] = [
        AgentRow.activity.set("busy"),
        AgentRow.since_ms.set(now_ms),
        AgentRow.attempt_id.set(attempt_id),
        AgentRow.missed.set(0),
    ]
    if offer is not None:
        actions += [AgentRow.offer.remove(), AgentRow.due_pk.remove(), AgentRow.due_at_ms.remove()]
    return _unread("agent", agent_id, condition, actions)


def offered(agent_id: str, site: str, offer: Offer) -> Write:
    """Rings at an available agent's desk, watched until it is over, without reading them first."""
    condition: Condition = (AgentRow.activity == "available") & AgentRow.lanes.contains(offer.lane)
    condition &= AgentRow.offer.does_not_exist() & AgentRow.invited_to.does_not_exist()
    actions: list[Action] = [
        AgentRow.offer.set(offer),
        AgentRow.due_pk.set(f"DUE#{site}"),
        AgentRow.due_at_ms.set(offer.until_ms),
    ]
    return _unread("agent", agent_id, condition, actions)


def invited(agent_id: str, site: str, known_as: str, invitation: Invitation) -> Write:
    """Rings at an available agent's desk, watched until it is over, without reading them first."""
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
    """That invitation rings no more, without reading them first."""
    return _unread(label, agent_id, AgentRow.invited_to == known_as, _rings_no_more())


def joining(agent_id: str, known_as: str, attempt_id: str, now_ms: int) -> Write:
    """As chosen → busy, by that invitation, without reading them first."""
    actions: list[Action] = [
        AgentRow.activity.set("busy"),
        AgentRow.since_ms.set(now_ms),
        AgentRow.attempt_id.set(attempt_id),
        AgentRow.missed.set(0),
        *_rings_no_more(),
    ]
    return _unread("also", agent_id, AgentRow.invited_to == known_as, actions)


def moved(agent_id: str, from_id: str, to_id: str, label: str) -> Write:
    """Busy with the attempt that a call goes on as, without reading them first."""
    return _unread(label, agent_id, AgentRow.attempt_id == from_id, [AgentRow.attempt_id.set(to_id)])


def _rings_no_more() -> list[Action]:
    return [
        AgentRow.invitation.remove(),
        AgentRow.invited_to.remove(),
        AgentRow.due_pk.remove(),
        AgentRow.due_at_ms.remove(),
    ]


def released(agent_id: str, attempt_id: str, now_ms: int, label: str) -> Write:
    """busy or wrap-up → as chosen, without reading them first."""
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
    """busy → wrap-up, watched until it is over, without reading them first."""
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


def save(row: AgentRow) -> Write:
    """The agent as they are now; fails when somebody else changed them since they were read."""
    return put("agent", row)


def presence(row: AgentRow) -> Write:
    """Beside every save(): a call changes nothing here, so a claim does not pay for it."""
    if row.presence != "available":
        return absent(row.site, row.agent_id)
    key = present_key(row.site), row.agent_id
    lanes, best = sorted(row.lanes), row.specialist_in
    return put("present", PresentRow(*key, entity="present", lanes=lanes, specialist_in=best))


def absent(site: str, agent_id: str) -> Write:
    """Takes an agent out of a site's present ones."""
    return delete("present", (present_key(site), agent_id))


def read_present(site: str) -> list[PresentRow]:
    """Everybody present."""
    return [PresentRow.from_raw_data(item) for item in query_items(present_key(site))]


def idle(site: str) -> list[IdleRow]:
    """Who waits for an offer of a lane of this site."""
    return [IdleRow.from_raw_data(item) for item in query_items(_idle_key(site), consistent_read=True)]


def note_idle(item: Item, before: Item | None) -> list[str]:
    """Brings IDLE up to an agent's item, once `before`; the table's stream tells of each in order. Answers
    the sites in which they wait for an offer now."""
    row = AgentRow.from_raw_data(item)
    sites = _waits_in(row)
    for site in (_waits_in(AgentRow.from_raw_data(before)) if before else set()) - sites:
        IdleRow(_idle_key(site), row.agent_id).delete()
    for site in sites:
        IdleRow(
            _idle_key(site),
            row.agent_id,
            entity="idle",
            agent_id=row.agent_id,
            name=row.name,
            site=row.site,
            lanes=row.lanes,
            specialist_in=row.specialist_in,
            since_ms=row.since_ms,
            missed=row.missed,
            offer_after_ms=row.offer_after_ms,
        ).save()
    return sorted(sites)


def _waits_in(row: AgentRow) -> set[str]:
    if row.activity != "available" or row.offer is not None or row.invited_to is not None:
        return set()
    return {lane.partition(":")[0] for lane in row.lanes if queue.policy_of(lane).offers}


def _idle_key(site: str) -> str:
    return f"IDLE#{site}"
