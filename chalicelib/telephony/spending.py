"""A call and the guard: its cost is reserved in the step that dials, and settled in the step that ends it."""

from chalicelib.guard import service as guard
from chalicelib.kernel.context import Context
from chalicelib.numbers import service as numbers
from chalicelib.table import Write
from chalicelib.telephony.attempt import Attempt
from chalicelib.telephony.facts import CustomerCall, DialRefused
from chalicelib.telephony.model import Step, decide
from chalicelib.telephony.store import AttemptRow


def writes(ctx: Context, row: AttemptRow, before: Attempt, halted: bool) -> list[Write]:
    """The guard's parts of the step from `before` to the row's call; `halted`: it was not dialled."""
    after, request = row.call, row.request
    if halted:
        return [guard.barred(ctx, request.country)]
    if after.dial_at_ms and not before.dial_at_ms:
        parts, row.reserved_cents = guard.dial(ctx, request.country, request.phone, _number_type(row))
        return parts
    ends = after.state == "ended" and before.state != "ended" and after.outcome != "transferred"
    if not ends or not after.dial_at_ms or row.reserved_cents is None:
        return []
    call = guard.Call(request.country, request.phone, _number_type(row), after.dial_at_ms)
    answered_ms = after.customer.joined_at_ms or after.connected_at_ms
    connected_ms = 0 if answered_ms is None else ctx.now_ms() - answered_ms
    return guard.call_over(ctx, call, int(row.reserved_cents), connected_ms)


def _number_type(row: AttemptRow) -> str:
    return numbers.normalize_phone(row.request.phone).kind


def not_dialled(step: Step, why: guard.Barred, now_ms: int) -> Step:
    """The same step where the guard forbids the call: it ends before the carrier hears of it."""
    fact = CustomerCall("", "busy") if why == "number_live" else DialRefused(permanent=False)
    ended = decide(step.attempt, fact, now_ms)
    begun = tuple(one for one in step.events if one[0] != "attempt.dialled")
    told = tuple((kind, {**data, "reason": why}) for kind, data in ended.events)
    return Step(ended.attempt, begun + told, ended.commands)
