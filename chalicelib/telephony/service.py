"""Verbs of a call: hang up, wrap up, look again when time is over. What happens with more than two is in
conversation.py."""

from chalicelib.agents import service as agents
from chalicelib.crm import service as crm
from chalicelib.kernel.context import Context
from chalicelib.kernel.errors import DomainError
from chalicelib.kernel.words import Disposition
from chalicelib.table import ConditionFailed, commit
from chalicelib.telephony import store, webhooks
from chalicelib.telephony.advance import TRIES, Command, apply, event, find, own
from chalicelib.telephony.attempt import Attempt
from chalicelib.telephony.conversation import invitation_due
from chalicelib.telephony.facts import HangUpAsked
from chalicelib.telephony.store import AttemptRow

LOOKS = 3


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
        took = _wrapped_up(ctx, row)
        wrapped_up = event(
            ctx,
            row,
            "attempt.wrapped_up",
            {"disposition": disposition, "note": note, "wrap_up_ms": took},
        )
        writes = [store.save(row), crm.record(ctx, wrapped_up)]
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
    took = _wrapped_up(ctx, row)
    wrapped_up = event(ctx, row, "attempt.wrapped_up", {"reason": "expired", "wrap_up_ms": took})
    release = agents.release_write(ctx, agent_id, row.attempt_id)
    try:
        commit([store.save(row), crm.record(ctx, wrapped_up), release])
    except ConditionFailed:
        return


def _wrapped_up(ctx: Context, row: AttemptRow) -> int:
    """Marks the end of the wrap-up once, and answers how long it took beyond what was counted before."""
    if row.wrapped_up_at_ms is not None:
        return 0
    row.wrapped_up_at_ms = ctx.now_ms()
    return max(0, ctx.now_ms() - (row.call.ended_at_ms or ctx.now_ms()))


def reveal_phone(ctx: Context, attempt_id: str, agent_id: str) -> str:
    """The number in full; asking for it is on the timeline."""
    row = own(attempt_id, agent_id)
    commit([crm.record(ctx, event(ctx, row, "attempt.phone_revealed", {}))])
    return row.request.phone


def on_due(ctx: Context, attempt_id: str) -> None:
    """Nothing was heard in time: the carrier's own picture decides, if nothing is heard while it is asked."""
    for _ in range(LOOKS):
        row = store.read(attempt_id)
        if row is None or not _due(ctx, row):
            return
        version = row.version
        live = ctx.voice.look(row.conference)
        apply(ctx, attempt_id, webhooks.seen(live, row.call), seen=version)


def _due(ctx: Context, row: AttemptRow) -> bool:
    return row.due_at_ms is not None and row.due_at_ms <= ctx.now_ms()


def hold_ms(attempt: Attempt, now_ms: int) -> int:
    """Time on hold so far."""
    running = 0 if attempt.held_since_ms is None else now_ms - attempt.held_since_ms
    return attempt.hold_ms + running


__all__ = ["AttemptRow", "apply", "event", "find", "invitation_due", "own"]
