"""Verbs of a call: follow the carrier's facts, hold, hang up, wrap up, look again when time is over.

The transaction that records a step comes before the carrier is told anything; what the carrier was not
told because a process died is found by the attempt's due time.
"""

from collections.abc import Mapping
from typing import Any

from chalicelib.agents import service as agents
from chalicelib.crm import service as crm
from chalicelib.guard import service as guard
from chalicelib.kernel.context import Context
from chalicelib.kernel.errors import DomainError
from chalicelib.kernel.ports import CarrierRefused, CarrierSilent
from chalicelib.kernel.words import TALKED, Disposition
from chalicelib.numbers import service as numbers
from chalicelib.queue import service as queue
from chalicelib.table import ConditionFailed, Write, commit
from chalicelib.telephony import customer_first, spending, store, webhooks
from chalicelib.telephony.attempt import Attempt
from chalicelib.telephony.carrier import run
from chalicelib.telephony.facts import Fact, HangUpAsked, TimedOut
from chalicelib.telephony.model import Step, decide, quiet
from chalicelib.telephony.spending import not_dialled
from chalicelib.telephony.store import AttemptRow

TRIES = 6
RING_MARGIN_MS = 15_000
LOOK_EVERY_MS = 120_000
LATE_FACTS_MS = 10_000
TIDY_EVERY_MS = 10_000
TIDY_FOR_MS = 600_000


def find(attempt_id: str) -> AttemptRow:
    """An attempt. Raises not_found."""
    row = store.read(attempt_id)
    if row is None:
        raise DomainError("not_found")
    return row


def own(attempt_id: str, agent_id: str) -> AttemptRow:
    """An attempt of this agent. Raises not_found and attempt_not_yours."""
    row = find(attempt_id)
    if row.agent_id != agent_id:
        raise DomainError("attempt_not_yours")
    return row


def apply(ctx: Context, attempt_id: str, fact: Fact) -> AttemptRow | None:
    """Records what a fact means and then tells the carrier what follows from it. None: no such attempt."""
    skipped: set[str] = set()
    barred: guard.Barred | None = None
    for _ in range(TRIES):
        row = store.read(attempt_id)
        if row is None:
            return None
        if isinstance(fact, TimedOut) and not _due(ctx, row):
            # Something was heard since the carrier was looked at: its picture is older than what we know.
            return row
        before = row.call
        step = decide(before, fact, ctx.now_ms())
        halted = barred is not None and "dial" in step.commands
        if barred and halted:
            step = not_dialled(step, barred, ctx.now_ms())
        if step.attempt == before and not isinstance(fact, TimedOut):
            run(ctx, row, step.commands, apply)
            return row
        try:
            settled = _commit(ctx, row, before, step, skipped, halted)
        except ConditionFailed as failed:
            if "attempt" not in failed.labels:
                barred = guard.why_barred(ctx, row.request.country, failed.labels) or barred
                skipped |= failed.labels
            continue
        if _returns(row) and quiet(row.call) and (settled or not quiet(before)):
            queue.send_back(ctx, row.request, int(row.number))
        run(ctx, row, step.commands, apply)
        return row
    raise DomainError("busy")


def _commit(
    ctx: Context, row: AttemptRow, before: Attempt, step: Step, skipped: set[str], halted: bool
) -> bool:
    """One transaction: attempt, events, callback, agent, budget. Answers whether it settled the callback. A
    part that fails although the attempt is as it was read is left out on the next try: the agent or the
    callback has moved on from this attempt."""
    request, after, settled = row.request, step.attempt, False
    if after.state == "ended" and before.state != "ended" and after.outcome in TALKED:
        row.wrap_up_until_ms = ctx.now_ms() + ctx.settings.wrap_up_s * 1000
    row.become(after, due_at_ms(ctx, after))
    writes: list[Write] = [*spending.writes(ctx, row, before, halted), store.save(row)]
    writes += [crm.record(ctx, event(ctx, row, kind, data)) for kind, data in step.events]
    if after.state != before.state and "callback" not in skipped:
        if after.state == "ended" and after.outcome:
            who: dict[str, Any] = {
                "attempt_id": row.attempt_id,
                "agent_id": row.agent_id,
                "agent_name": row.agent_name,
            }
            counts, spoke = (int(row.number), int(row.tries)), after.connected_at_ms is not None
            writes += queue.settle(ctx, request, *counts, after.outcome, quiet(after), spoke, **who)
            settled = True
        elif after.state in ("dialling", "connected"):
            writes.append(queue.progress(request, int(row.number), after.state))
    if after.state == "ended" and before.state != "ended" and "agent" not in skipped:
        writes.append(_after_call(ctx, row))
    commit(writes)
    return settled


def _returns(row: AttemptRow) -> bool:
    """Whether the callback goes back in line: when nobody can be on the line any more."""
    outcome = row.call.outcome
    return outcome is not None and queue.returns(row.request, outcome, int(row.tries), int(row.number))


def _after_call(ctx: Context, row: AttemptRow) -> Write:
    if row.wrap_up_until_ms is None:
        return agents.release_write(ctx, row.agent_id, row.attempt_id)
    until = int(row.wrap_up_until_ms)
    return agents.wrap_up_write(ctx, row.agent_id, row.attempt_id, row.request.site, until)


def due_at_ms(ctx: Context, attempt: Attempt) -> int | None:
    """When somebody must look, should nothing be heard until then."""
    now, settings = ctx.now_ms(), ctx.settings
    if attempt.state == "claimed":
        return attempt.claimed_at_ms + settings.agent_join_s * 1000
    if customer_first.waits(attempt):
        if attempt.customer.state == "left":
            return (attempt.customer.left_at_ms or now) + LATE_FACTS_MS
        if attempt.agent.state != "joined":
            return attempt.claimed_at_ms + settings.agent_join_s * 1000
    if attempt.state == "dialling":
        return (attempt.dial_at_ms or now) + settings.ring_s * 1000 + RING_MARGIN_MS
    if attempt.state == "connected":
        if attempt.agent.state == "left":
            return (attempt.agent.left_at_ms or now) + settings.agent_return_s * 1000
        return now + LOOK_EVERY_MS
    if quiet(attempt) or now - (attempt.ended_at_ms or now) > TIDY_FOR_MS:
        return None
    return now + TIDY_EVERY_MS


def event(ctx: Context, row: AttemptRow, kind: str, data: Mapping[str, Any]) -> crm.Event:
    """One fact of an attempt, with what its kind adds from the request."""
    request, data = row.request, dict(data)
    if kind == "attempt.dialled":
        data["phone_masked"] = numbers.mask_phone(request.phone)
        data["caller_id_country"] = numbers.caller_id(request.country, ctx.settings.caller_ids)[1]
        data["waited_ms"] = ctx.now_ms() - request.requested_at_ms
        data["promised_until_ms"] = request.promised_until_ms
    if kind == "attempt.connected":
        data["waited_ms"] = ctx.now_ms() - request.requested_at_ms
    if kind == "attempt.ended" and row.call.connected_at_ms is not None:
        data["waited_ms"] = row.call.connected_at_ms - request.requested_at_ms
    return crm.Event(
        kind=kind,
        at_ms=ctx.now_ms(),
        customer_id=request.customer_id,
        site=request.site,
        lane=request.lane,
        callback_id=request.callback_id,
        attempt_id=row.attempt_id,
        order_id=request.order_id,
        agent_id=row.agent_id,
        agent_name=row.agent_name,
        data=data,
    )


def hold(ctx: Context, attempt_id: str, agent_id: str, on_hold: bool) -> AttemptRow:
    """Asks the carrier; the webhook that follows makes it true."""
    row = own(attempt_id, agent_id)
    attempt = row.call
    if attempt.state == "ended":
        raise DomainError("attempt_ended")
    if attempt.state != "connected" or attempt.customer.state != "joined" or not attempt.conference_sid:
        raise DomainError("attempt_not_connected")
    if attempt.customer.on_hold != on_hold:
        try:
            ctx.voice.hold(attempt.conference_sid, webhooks.CUSTOMER, on_hold)
        except (CarrierRefused, CarrierSilent) as error:
            raise DomainError("carrier_unavailable") from error
    return row


def hang_up(ctx: Context, attempt_id: str, agent_id: str) -> AttemptRow:
    """Over, here and now; the carrier is told, and told again until nobody is on the line."""
    own(attempt_id, agent_id)
    return apply(ctx, attempt_id, HangUpAsked()) or find(attempt_id)


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
    """Nothing was heard in time: the carrier's own picture decides."""
    row = store.read(attempt_id)
    if row is None or not _due(ctx, row):
        return
    live = ctx.voice.look(attempt_id)
    apply(ctx, attempt_id, webhooks.seen(live))


def _due(ctx: Context, row: AttemptRow) -> bool:
    return row.due_at_ms is not None and row.due_at_ms <= ctx.now_ms()


def hold_ms(attempt: Attempt, now_ms: int) -> int:
    """Time on hold so far."""
    running = 0 if attempt.held_since_ms is None else now_ms - attempt.held_since_ms
    return attempt.hold_ms + running


__all__ = ["AttemptRow"]
