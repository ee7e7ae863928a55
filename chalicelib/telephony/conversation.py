"""Verbs of a call with more than two in it: ask somebody in, choose with whom to talk, drop, hand over.

Each is one read, one transaction and then the carrier. A command that was done already succeeds.
"""

from functools import partial

from chalicelib.agents import service as agents
from chalicelib.kernel.context import Context
from chalicelib.kernel.errors import DomainError
from chalicelib.kernel.words import ParticipantEnd
from chalicelib.table import ConditionFailed, Write, commit
from chalicelib.telephony import participants
from chalicelib.telephony.advance import Command, apply, find, invitation, own
from chalicelib.telephony.facts import (
    DropAsked,
    HandOverAsked,
    HoldAsked,
    InvitationAccepted,
    InvitationOver,
    ParticipantAsked,
    TalkAsked,
    TransferAsked,
)
from chalicelib.telephony.steps import Step
from chalicelib.telephony.store import AttemptRow

INVITE_S = 20
"""How long an invitation rings at a desk."""
LATE_ANSWER_MS = 10_000
"""After the ringing the attempt itself looks, should nobody have ended it."""


def ask_specialist(
    ctx: Context, attempt_id: str, agent_id: str, wanted: str | None, lane: str | None, transfer: bool
) -> AttemptRow:
    """Rings at the desk of the agent `wanted`, else of whoever is longest free of those who know the lane
    well; the call's own lane if none is named. With `transfer` the customer is left to them and the agent is
    free at once. Raises specialist_unavailable when nobody is free for it."""
    row = own(attempt_id, agent_id)
    check_live(agent_id, row)
    if wanted is None and not transfer and (ringing := _being_rung(row)):
        return ringing
    for candidate in _candidates(ctx, row, agent_id, wanted, lane):
        try:
            return _invite(ctx, row, agent_id, candidate, transfer)
        except ConditionFailed:
            continue
    raise DomainError("specialist_unavailable")


def _being_rung(row: AttemptRow) -> AttemptRow | None:
    engaged = participants.engaged(row.call).values()
    return row if any(not one.accepted for one in engaged) else None


def _candidates(
    ctx: Context, row: AttemptRow, agent_id: str, wanted: str | None, lane: str | None
) -> list[agents.Profile]:
    if wanted is None:
        free = [
            one for one in agents.specialists(ctx, lane or row.request.lane) if one.activity == "available"
        ]
        return [agents.profile(ctx, one.agent_id) for one in free if one.agent_id != agent_id]
    if wanted == agent_id:
        return []
    try:
        return [agents.profile(ctx, wanted)]
    except DomainError:
        return []


def _invite(ctx: Context, row: AttemptRow, agent_id: str, who: agents.Profile, transfer: bool) -> AttemptRow:
    until_ms = ctx.now_ms() + INVITE_S * 1000 + LATE_ANSWER_MS
    if transfer:
        fact: TransferAsked | ParticipantAsked = TransferAsked(who.agent_id, who.name, until_ms)
    else:
        fact = ParticipantAsked("specialist", who.name, until_ms, agent_id=who.agent_id)

    def free_for_it(row: AttemptRow) -> None:
        check_live(agent_id, row)
        if transfer and who.agent_id in participants.engaged(row.call):
            # Who is rung or there already cannot be rung once more; who is there is handed the call.
            raise ConditionFailed({"also"})

    command = Command(free_for_it, partial(_rings, ctx, who.agent_id))
    return _done(apply(ctx, row.attempt_id, fact, command))


def _rings(ctx: Context, agent_id: str, row: AttemptRow, step: Step) -> list[Write]:
    request, linked = row.request, step.linked
    label = linked.attempt.agent_label if linked else step.attempt.participants[-1].label
    rung = agents.Invitation(
        attempt_id=row.attempt_id,
        label=label,
        transfer=linked is not None,
        from_name=row.agent_name,
        customer_name=request.customer_name,
        question=request.question,
        lane=request.lane,
        until_ms=ctx.now_ms() + INVITE_S * 1000,
        ring_s=INVITE_S,
    )
    return [agents.invite_write(ctx, agent_id, invitation(row, label), rung)]


def accept(ctx: Context, agent_id: str, attempt_id: str, label: str) -> AttemptRow:
    """They are in the call: a transfer is theirs, else they come as a participant. Raises invitation_gone."""

    def still_rings(row: AttemptRow) -> None:
        if _invited(row, label) != (agent_id, False):
            raise DomainError("invitation_gone")

    def busy(row: AttemptRow, step: Step) -> list[Write]:
        return [agents.join_write(ctx, agent_id, invitation(row, label), row.attempt_id)]

    until_ms = ctx.now_ms() + ctx.settings.agent_join_s * 1000
    try:
        found = apply(ctx, attempt_id, InvitationAccepted(label, until_ms), Command(still_rings, busy))
    except (ConditionFailed, DomainError) as gone:
        agent = agents.find(ctx, agent_id)
        in_hand = find(agent.attempt_id) if agent.activity == "busy" and agent.attempt_id else None
        if in_hand is not None and _invited(in_hand, label) == (agent_id, True):
            return in_hand
        raise DomainError("invitation_gone") from gone
    if found is None:
        raise DomainError("invitation_gone")
    return found


def decline(
    ctx: Context, agent_id: str, attempt_id: str, label: str, why: ParticipantEnd = "declined"
) -> None:
    """Not them. What does not ring any more is declined already."""
    agent = agents.find(ctx, agent_id)
    ringing = agent.invitation
    if ringing is None or (ringing.attempt_id, ringing.label) != (attempt_id, label):
        return
    row = apply(ctx, attempt_id, InvitationOver(label, why))
    if row is None or _invited(row, label) is None:
        _silence(ctx, agent_id, str(agent.invited_to))


def invitation_due(ctx: Context, agent_id: str) -> None:
    """The ringing is over."""
    agent = agents.find(ctx, agent_id)
    rung = agent.invitation
    if rung is not None and rung.until_ms <= ctx.now_ms():
        decline(ctx, agent_id, rung.attempt_id, rung.label, "silent")


def _silence(ctx: Context, agent_id: str, known_as: str) -> None:
    """The call knows nothing of it any more."""
    try:
        commit([agents.uninvite_write(ctx, agent_id, known_as, "agent")])
    except ConditionFailed:
        return


def _invited(row: AttemptRow, label: str) -> tuple[str, bool] | None:
    """Who is asked under that label and has not left, and whether they have accepted."""
    if label == row.call.agent_label and row.call.state != "ended":
        return row.agent_id, not row.call.rings
    one = participants.find(row.call, label)
    return (one.agent_id, one.accepted) if one and one.agent_id and one.ended_as is None else None


def talk(ctx: Context, attempt_id: str, agent_id: str, parties: tuple[str, ...]) -> AttemptRow:
    """With whom the agent talks; everybody else hears music. Raises participant_unknown for who is not
    there, and invalid_request when nobody is named."""
    if not parties:
        raise DomainError("invalid_request", {"with": "required"})

    def all_there(row: AttemptRow) -> None:
        check_live(agent_id, row)
        if set(parties) - set(participants.present(row.call)):
            raise DomainError("participant_unknown")

    return _done(apply(ctx, attempt_id, TalkAsked(parties), Command(all_there, heard=True)))


def hold(ctx: Context, attempt_id: str, agent_id: str, on_hold: bool) -> AttemptRow:
    """The customer alone: whoever else is in the talk stays in it. The webhook that follows makes it true."""
    command = Command(partial(_with_customer, agent_id), heard=True)
    return _done(apply(ctx, attempt_id, HoldAsked(on_hold), command))


def drop(ctx: Context, attempt_id: str, agent_id: str, label: str) -> AttemptRow:
    """A participant leaves: at the agent's wish, or their own. Raises participant_unknown."""

    def known(row: AttemptRow) -> None:
        one = participants.find(row.call, label)
        if row.agent_id != agent_id and (one is None or one.agent_id != agent_id):
            raise DomainError("attempt_not_yours")
        if one is None:
            raise DomainError("participant_unknown")
        if row.call.state == "ended" and one.ended_as is None:
            raise DomainError("attempt_ended")

    return _done(apply(ctx, attempt_id, DropAsked(label), Command(known)))


def hand_over(ctx: Context, attempt_id: str, agent_id: str, label: str) -> AttemptRow:
    """The call is theirs from now on. Raises participant_unknown unless a specialist is there under it."""

    def can_take_it(row: AttemptRow) -> None:
        one = participants.find(row.call, label)
        if row.agent_id == agent_id and row.next_id and one and one.ended_as == "handed_over":
            return
        check_live(agent_id, row)
        if one is None or one.kind != "specialist" or not participants.there(one):
            raise DomainError("participant_unknown")

    return _done(apply(ctx, attempt_id, HandOverAsked(label), Command(can_take_it)))


def check_live(agent_id: str, row: AttemptRow) -> None:
    """Raises attempt_not_yours, attempt_ended and attempt_not_connected."""
    if row.agent_id != agent_id:
        raise DomainError("attempt_not_yours")
    if row.call.state == "ended":
        raise DomainError("attempt_ended")
    if row.call.state != "connected":
        raise DomainError("attempt_not_connected")


def _with_customer(agent_id: str, row: AttemptRow) -> None:
    check_live(agent_id, row)
    if row.call.customer.state != "joined":
        raise DomainError("attempt_not_connected")


def _done(row: AttemptRow | None) -> AttemptRow:
    if row is None:
        raise DomainError("not_found")
    return row


def seen_by(attempt_id: str, agent_id: str) -> AttemptRow:
    """An attempt of this agent, or one they came into. Raises not_found and attempt_not_yours."""
    row = find(attempt_id)
    if row.agent_id != agent_id and not any(
        one.agent_id == agent_id and one.accepted for one in row.call.participants
    ):
        raise DomainError("attempt_not_yours")
    return row


def label_of(row: AttemptRow, agent_id: str, party: str, call_sid: str) -> str | None:
    """The label under which this agent's browser may come in now; None for a stranger."""
    if row.call.state == "ended":
        return None
    if not party and row.agent_id == agent_id and not row.call.rings:
        return f"{participants.agent_prefix(row.call.hops)}{call_sid}"
    one = participants.find(row.call, party)
    mine = one is not None and one.agent_id == agent_id and one.accepted and one.ended_as is None
    return party if mine else None
