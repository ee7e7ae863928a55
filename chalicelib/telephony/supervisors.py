"""Verbs of supervisors in a call of their site, and of the agent who asks for one.

Each is one read, one transaction and then the carrier. Who is in a call is busy with it, as a colleague who
was asked in; a call of another site does not exist.
"""

from functools import cache, partial
from pathlib import Path

import msgspec

from chalicelib.agents import service as agents
from chalicelib.kernel.context import Context
from chalicelib.kernel.errors import DomainError
from chalicelib.kernel.words import Site, SupervisionMode
from chalicelib.table import ConditionFailed, Write
from chalicelib.telephony import participants, supervising
from chalicelib.telephony.advance import Command, apply
from chalicelib.telephony.attempt import SUPERVISOR, Participant
from chalicelib.telephony.conversation import check_live
from chalicelib.telephony.facts import HelpAsked, SupervisionAsked, SupervisionOver, TakeOverAsked
from chalicelib.telephony.steps import Step
from chalicelib.telephony.store import AttemptRow

SHOWN = Path(__file__).with_name("supervision.json")


@cache
def shown() -> dict[Site, list[SupervisionMode]]:
    """Each site's policy: the modes of which an agent is told."""
    return msgspec.json.decode(SHOWN.read_bytes(), type=dict[Site, list[SupervisionMode]])


def supervise(ctx: Context, attempt_id: str, agent_id: str, mode: SupervisionMode) -> tuple[AttemptRow, str]:
    """They come into the call, or are heard otherwise in it from now on; the attempt and their label. Raises
    not_found, attempt_ended, attempt_not_connected, agent_on_call and carrier_unavailable."""
    try:
        there = Command(partial(_is_in_it, agent_id), heard=True)
        row = apply(ctx, attempt_id, SupervisionAsked(agent_id, "", mode, 0), there)
    except _NotInIt:
        row = _come_in(ctx, attempt_id, agent_id, mode)
    one = supervising.of(row.call, agent_id) if row else None
    if row is None or one is None:
        raise DomainError("not_found")
    return row, one.label


class _NotInIt(Exception):
    """Who comes in is looked up; who is there is not, so that a command is no more than two AWS calls."""


def _is_in_it(agent_id: str, row: AttemptRow) -> None:
    if supervising.of(row.call, agent_id) is None or row.call.state != "connected":
        raise _NotInIt


def _come_in(ctx: Context, attempt_id: str, agent_id: str, mode: SupervisionMode) -> AttemptRow | None:
    who = agents.profile(ctx, agent_id)
    until_ms = ctx.now_ms() + ctx.settings.agent_join_s * 1000
    fact = SupervisionAsked(agent_id, who.name, mode, until_ms)
    try:
        return apply(ctx, attempt_id, fact, Command(partial(_may_come, who), partial(_busy, ctx, agent_id)))
    except ConditionFailed as failed:
        raise DomainError("agent_on_call") from failed


def leave(ctx: Context, attempt_id: str, agent_id: str) -> None:
    """They are in it no more. Leaving what they have left succeeds."""
    apply(ctx, attempt_id, SupervisionOver(agent_id), Command(partial(_knows, ctx, agent_id)))


def take_over(ctx: Context, attempt_id: str, agent_id: str) -> str:
    """The call is theirs from now on, its agent wraps up; the attempt they have. Raises participant_unknown
    unless they are in the call. Taking over what they have taken over answers it."""

    def is_there(row: AttemptRow) -> None:
        if row.agent_id == agent_id and row.call.state != "ended":
            return
        _knows(ctx, agent_id, row)
        check_live(str(row.agent_id), row)
        one = supervising.of(row.call, agent_id)
        if one is None or not participants.there(one):
            raise DomainError("participant_unknown")

    row = apply(ctx, attempt_id, TakeOverAsked(agent_id), Command(is_there))
    if row is None:
        raise DomainError("not_found")
    return str(row.next_id or row.attempt_id)


def ask_help(ctx: Context, attempt_id: str, agent_id: str, wanted: bool) -> AttemptRow:
    """The agent asks for a supervisor, until one comes or they ask no more."""
    row = apply(ctx, attempt_id, HelpAsked(wanted), Command(partial(check_live, agent_id)))
    if row is None:
        raise DomainError("not_found")
    return row


def seen_by(row: AttemptRow, viewer: str, one: Participant) -> bool:
    """Whether an agent who looks at the call is shown this participant: supervisors see each other, anybody
    else is told of them as the site's policy says."""
    if one.kind != SUPERVISOR or one.agent_id == viewer:
        return True
    return one.mode in shown().get(row.request.site, []) or supervising.of(row.call, viewer) is not None


def _knows(ctx: Context, agent_id: str, row: AttemptRow) -> None:
    """Who is in the call need not be looked up."""
    if supervising.of(row.call, agent_id) is None:
        _of_site(agents.profile(ctx, agent_id), row)


def _of_site(who: agents.Profile, row: AttemptRow) -> None:
    if row.request.site != who.site:
        raise DomainError("not_found")


def _may_come(who: agents.Profile, row: AttemptRow) -> None:
    _of_site(who, row)
    check_live(str(row.agent_id), row)
    if row.agent_id == who.agent_id:
        raise DomainError("agent_on_call")


def _busy(ctx: Context, agent_id: str, row: AttemptRow, step: Step) -> list[Write]:
    came = any(kind == "attempt.party_asked" for kind, _ in step.events)
    return [agents.supervise_write(ctx, agent_id, row.attempt_id)] if came else []
