"""Verbs of a call: hang up, wrap up. What happens with more than two is in
conversation.py."""

from chalicelib.agents import service as agents
from chalicelib.crm import service as crm
from chalicelib.kernel.context import Context
from chalicelib.kernel.errors import DomainError
from chalicelib.kernel.words import Disposition
from chalicelib.table import ConditionFailed, commit
from chalicelib.telephony import store, waiting
from chalicelib.telephony.advance import TRIES, Command, apply, event, find, live, own, wrapped_up
from chalicelib.telephony.attempt import Attempt, Leg
from chalicelib.telephony.browsers import DESK_CLOSED_MS, desk_closed
from chalicelib.telephony.chain import chain
from chalicelib.telephony.conversation import invitation_due, seen_by
from chalicelib.telephony.due import of_site
from chalicelib.telephony.facts import HangUpAsked
from chalicelib.telephony.looks import on_due
from chalicelib.telephony.reaper import amiss, set_right
from chalicelib.telephony.store import AttemptRow
from chalicelib.telephony.supervisors import leave, supervise, take_over
from chalicelib.telephony.surveyed import to_be_asked


def hang_up(ctx: Context, attempt_id: str, agent_id: str) -> AttemptRow:
    """Over, here and now; the carrier is told, and told again until nobody is on the line."""

    def mine(row: AttemptRow) -> None:
        if row.agent_id != agent_id:
            raise DomainError("attempt_not_yours")

    return apply(ctx, attempt_id, HangUpAsked(), Command(mine)) or find(attempt_id)


def wrap_up(ctx: Context, attempt_id: str, agent_id: str, disposition: Disposition, note: str) -> AttemptRow:
    """Disposition and note; the agent is free as they chose. A note that comes after the server ended the
    wrap-up is kept all the same. Raises wrap_up_not_due."""
    with_agent = True
    for _ in range(TRIES):
        row = own(attempt_id, agent_id)
        if row.wrap_up_until_ms is None:
            raise DomainError("wrap_up_not_due")
        if row.disposition == disposition and (row.note or "") == note:
            return row
        row.disposition, row.note = disposition, note
        took = wrapped_up(ctx, row)
        noted = event(
            ctx,
            row,
            "attempt.wrapped_up",
            {"disposition": disposition, "note": note, "wrap_up_ms": took},
        )
        writes = [store.save(row), crm.record(ctx, noted)]
        if with_agent:
            writes.append(agents.release_write(ctx, agent_id, attempt_id))
        try:
            commit(writes)
        except ConditionFailed as failed:
            with_agent = with_agent and ("attempt" in failed.labels or "agent" not in failed.labels)
            continue
        return row
    raise DomainError("busy")


def end_wrap_up(ctx: Context, agent_id: str) -> None:
    """The server's timer: after-call work is over, whether or not a browser is there to say so."""
    agent = agents.find(ctx, agent_id)
    if agent.activity != "wrap-up" or not agent.attempt_id or not agent.wrap_up_until_ms:
        return
    if agent.wrap_up_until_ms > ctx.now_ms():
        return
    row = find(agent.attempt_id)
    took = wrapped_up(ctx, row)
    expired = event(ctx, row, "attempt.wrapped_up", {"reason": "expired", "wrap_up_ms": took})
    release = agents.release_write(ctx, agent_id, row.attempt_id)
    try:
        commit([store.save(row), crm.record(ctx, expired), release])
    except ConditionFailed:
        return


def reveal_phone(ctx: Context, attempt_id: str, agent_id: str) -> str:
    """The number in full; asking for it is on the timeline."""
    row = own(attempt_id, agent_id)
    commit([crm.record(ctx, event(ctx, row, "attempt.phone_revealed", {}))])
    return row.request.phone


def hold_ms(attempt: Attempt, now_ms: int) -> int:
    """Time on hold so far."""
    running = 0 if attempt.held_since_ms is None else now_ms - attempt.held_since_ms
    return attempt.hold_ms + running


__all__ = [
    "DESK_CLOSED_MS",
    "Attempt",
    "AttemptRow",
    "Leg",
    "amiss",
    "apply",
    "chain",
    "desk_closed",
    "event",
    "find",
    "hold_ms",
    "invitation_due",
    "leave",
    "live",
    "of_site",
    "on_due",
    "own",
    "seen_by",
    "set_right",
    "supervise",
    "take_over",
    "to_be_asked",
    "waiting",
]
