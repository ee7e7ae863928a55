"""Agents.

AGENT#{id} / AGENT         who they are, the lanes they serve, what they are doing
PRESENT#{site} / {agent}   who takes calls, or will when theirs is over
BOARD#{site} / {agent}     agents/board.py
IDLE#{site} / {agent}      who waits for an offer of a lane of the site, as the table's stream told last
"""

from typing import Any

from pynamodb.attributes import (
    ListAttribute,
    NumberAttribute,
    UnicodeAttribute,
    VersionAttribute,
)

from chalicelib.agents.model import Inbox, Invitation, Offer, State
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
)


class AgentRow(WatchedRow):
    """An agent. They are a generalist in the lanes that `specialist_in` does not name. `version` grows with
    every change. missed: offers that rang out in a row; no other rings before offer_after_ms. invited_to:
    what the invitation that rings is known by; never beside an offer. set_by: the supervisor who chose their
    presence. inbox: what supervisors wrote them, until they have read it."""

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
    set_by = UnicodeAttribute(null=True)
    inbox = StructAttribute(Inbox, null=True)
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
            set_by=self.set_by,
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
