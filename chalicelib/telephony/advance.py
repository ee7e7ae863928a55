"""Advances an attempt: what a fact means is written, and then the carrier is told what follows from it.

The transaction that records a step comes before the carrier is told anything; what the carrier was not
told because a process died is found by the attempt's due time.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from chalicelib.agents import service as agents
from chalicelib.crm import service as crm
from chalicelib.guard import service as guard
from chalicelib.kernel.context import Context
from chalicelib.kernel.errors import DomainError
from chalicelib.kernel.words import TALKED
from chalicelib.numbers import service as numbers
from chalicelib.queue import service as queue
from chalicelib.table import ConditionFailed, Write, commit
from chalicelib.telephony import spending, store
from chalicelib.telephony.attempt import Attempt
from chalicelib.telephony.carrier import run
from chalicelib.telephony.due import due_at_ms
from chalicelib.telephony.facts import (
    ConferenceEnded,
    CustomerCall,
    DialRefused,
    Fact,
    HoldChanged,
    InvitationAccepted,
    InvitationOver,
    Joined,
    Left,
    Machine,
    TimedOut,
)
from chalicelib.telephony.model import Step, decide, quiet
from chalicelib.telephony.participants import engaged
from chalicelib.telephony.spending import not_dialled
from chalicelib.telephony.store import AttemptRow

TRIES = 6
TIDY_EVERY_MS = 10_000
LED_ALONG = (
    Joined,
    Left,
    HoldChanged,
    ConferenceEnded,
    CustomerCall,
    Machine,
    DialRefused,
    InvitationAccepted,
    InvitationOver,
)
"""Facts of a conference rather than of one agent's attempt: they are for the attempt that is live now."""


@dataclass(frozen=True)
class Command:
    """What an agent asks. `check` raises why it cannot be done, of the attempt as it is read; `also` are more
    parts of the transaction, and ConditionFailed is the caller's when only they fail. `heard`: the carrier
    must have taken it, else carrier_unavailable is raised."""

    check: Callable[[AttemptRow], None]
    also: Callable[[AttemptRow, Step], list[Write]] | None = None
    heard: bool = False


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


def apply(
    ctx: Context, attempt_id: str, fact: Fact, command: Command | None = None, seen: int | None = None
) -> AttemptRow | None:
    """Records what a fact means and then tells the carrier what follows from it. None: no such attempt.
    `seen` is the version of the attempt for which the carrier was looked at, else that which is read first.
    Raises what `command` says."""
    skipped: set[str] = set()
    barred: guard.Barred | None = None
    for _ in range(TRIES):
        row = _live(attempt_id) if isinstance(fact, LED_ALONG) else store.read(attempt_id)
        if row is None:
            return None
        if isinstance(fact, TimedOut) and row.version != (seen := seen or row.version):
            # Something was heard since the carrier was looked at: its picture is older than what we know.
            return row
        if command:
            command.check(row)
        before = row.call
        step = decide(before, fact, ctx.now_ms())
        halted = barred is not None and "dial" in step.commands
        if barred and halted:
            step = not_dialled(step, barred, ctx.now_ms())
        if step.attempt == before and not isinstance(fact, TimedOut):
            run(ctx, row, step, apply, bool(command and command.heard))
            return row
        try:
            linked, settled = _commit(ctx, row, before, step, skipped, halted, command)
        except ConditionFailed as failed:
            if failed.labels & {"also"} and "attempt" not in failed.labels:
                raise
            if "attempt" not in failed.labels:
                barred = guard.why_barred(ctx, row.request.country, failed.labels) or barred
                skipped |= failed.labels
            continue
        if _returns(row) and quiet(row.call) and (settled or not quiet(before)):
            queue.send_back(ctx, row.request, int(row.number))
        run(ctx, linked or row, step, apply, bool(command and command.heard))
        return row
    raise DomainError("busy")


def _live(attempt_id: str) -> AttemptRow | None:
    """The attempt, or the one it was transferred to."""
    row = store.read(attempt_id)
    while row is not None and row.next_id:
        row = store.read(row.next_id)
    return row


def _commit(
    ctx: Context,
    row: AttemptRow,
    before: Attempt,
    step: Step,
    skipped: set[str],
    halted: bool,
    command: Command | None,
) -> tuple[AttemptRow | None, bool]:
    """One transaction: attempt, events, callback, agents, budget. Answers the attempt of a transfer, and
    whether it settled the callback. A part that fails although the attempt is as it was read is left out on
    the next try: the agent or the callback has moved on from this attempt."""
    request, after, settled = row.request, step.attempt, False
    ends = after.state == "ended" and before.state != "ended"
    if ends and after.outcome in TALKED and after.connected_at_ms is not None:
        row.wrap_up_until_ms = ctx.now_ms() + ctx.settings.wrap_up_s * 1000
    linked = store.follow(ctx.ids.new("att"), row, step.linked) if step.linked else None
    row.become(after, due_at_ms(ctx, after))
    writes: list[Write] = [*spending.writes(ctx, row, before, halted), store.save(row)]
    writes += [crm.record(ctx, event(ctx, row, kind, data)) for kind, data in step.events]
    if linked and step.linked:
        linked.become(step.linked.attempt, ctx.now_ms() + TIDY_EVERY_MS)
        writes.append(store.save(linked))
        writes += [crm.record(ctx, event(ctx, linked, kind, data)) for kind, data in step.linked.events]
    elif after.state != before.state and "callback" not in skipped:
        if ends and after.outcome:
            who: dict[str, Any] = {
                "attempt_id": row.attempt_id,
                "agent_id": row.agent_id,
                "agent_name": row.agent_name,
            }
            counts, spoke = (int(row.number), int(row.tries)), after.connected_at_ms is not None
            writes += queue.settle(ctx, request, *counts, after.outcome, quiet(after), spoke, **who)
            settled = True
        elif after.state in ("dialling", "connected") and not row.previous_id:
            writes.append(queue.progress(request, int(row.number), after.state))
    if ends and "agent" not in skipped:
        writes.append(_after_call(ctx, row, before))
    writes += [one for one in _others(ctx, row, before, step, linked) if one.label not in skipped]
    if command and command.also:
        writes += command.also(row, step)
    commit(writes)
    return linked, settled


def _returns(row: AttemptRow) -> bool:
    """Whether the callback goes back in line: when nobody can be on the line any more."""
    outcome = row.call.outcome
    return outcome is not None and queue.returns(row.request, outcome, int(row.tries), int(row.number))


def _after_call(ctx: Context, row: AttemptRow, before: Attempt) -> Write:
    if before.rings:
        return agents.uninvite_write(ctx, row.agent_id, invitation(row, before.agent_label), "agent")
    if row.wrap_up_until_ms is None:
        return agents.release_write(ctx, row.agent_id, row.attempt_id)
    until = int(row.wrap_up_until_ms)
    return agents.wrap_up_write(ctx, row.agent_id, row.attempt_id, row.request.site, until)


def _others(
    ctx: Context, row: AttemptRow, before: Attempt, step: Step, linked: AttemptRow | None
) -> list[Write]:
    """The agents who were asked in: whoever is no more is free, whoever goes on after a transfer is moved."""
    stay = engaged(step.attempt) | (engaged(linked.call) if linked else {})
    writes: list[Write] = []
    for agent_id, one in engaged(before).items():
        label = f"agent-{agent_id}"
        if linked and one.accepted and agent_id in (linked.agent_id, *stay):
            writes.append(agents.move_write(ctx, agent_id, row.attempt_id, linked.attempt_id, label))
        elif agent_id in stay:
            continue
        elif one.accepted:
            writes.append(agents.release_write(ctx, agent_id, row.attempt_id, label))
        else:
            writes.append(agents.uninvite_write(ctx, agent_id, invitation(row, one.label), label))
    return writes


def invitation(row: AttemptRow, label: str) -> str:
    """What an invitation is known by, whatever attempt the conference is in."""
    return f"{row.conference}#{label}"


def event(ctx: Context, row: AttemptRow, kind: str, data: Mapping[str, Any]) -> crm.Event:
    """One fact of an attempt, with what its kind adds from the request."""
    request, data = row.request, dict(data)
    if kind == "attempt.dialled":
        data["phone_masked"] = numbers.mask_phone(request.phone)
        data["caller_id_country"] = numbers.caller_id(request.country, ctx.settings.caller_ids)[1]
        data["waited_ms"] = ctx.now_ms() - request.requested_at_ms
        data["promised_until_ms"] = request.promised_until_ms
    if kind == "attempt.connected":
        data["waited_ms"] = ctx.now_ms() - _waits_since_ms(row)
    if kind == "attempt.ended" and row.call.connected_at_ms is not None:
        data["waited_ms"] = row.call.connected_at_ms - _waits_since_ms(row)
    if kind == "attempt.transferred":
        data["from_id"] = row.previous_id
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


def _waits_since_ms(row: AttemptRow) -> int:
    """For the first agent since the request, for the next since the transfer."""
    return row.call.claimed_at_ms if row.previous_id else row.request.requested_at_ms
