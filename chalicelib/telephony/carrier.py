"""Carries out what a step asks of the carrier. A failure is left to the attempt's due time."""

from collections.abc import Callable, Sequence

from chalicelib.guard import service as guard
from chalicelib.kernel.context import Context
from chalicelib.kernel.ports import CarrierRefused, CarrierSilent
from chalicelib.numbers import service as numbers
from chalicelib.telephony.facts import CustomerCall, DialRefused, Fact
from chalicelib.telephony.steps import CommandName
from chalicelib.telephony.store import AttemptRow

NUMBER_AT_FAULT = frozenset({21211, 21214, 21217, 21401, 21614, 13223, 13224})
"""Twilio's codes for a `To` that cannot be dialled. Source: https://www.twilio.com/docs/api/errors"""

Apply = Callable[[Context, str, Fact], AttemptRow | None]


def run(ctx: Context, row: AttemptRow, commands: Sequence[CommandName], apply: Apply) -> None:
    """In order; a refused dial comes back as a fact."""
    for command in commands:
        try:
            _run(ctx, row, command, apply)
        except CarrierRefused as refused:
            if command == "dial":
                permanent = refused.status != 429 and refused.code in NUMBER_AT_FAULT
                apply(ctx, row.attempt_id, DialRefused(permanent))
        except CarrierSilent:
            continue


def _run(ctx: Context, row: AttemptRow, command: CommandName, apply: Apply) -> None:
    attempt, request = row.call, row.request
    if command == "dial":
        caller_id, _ = numbers.caller_id(request.country, ctx.settings.caller_ids, request.phone)
        limit_s = guard.call_limit_s(ctx, request.country)
        call_sid = ctx.voice.dial(row.attempt_id, request.phone, caller_id, ctx.settings.ring_s, limit_s)
        # Known now, so that the leg can be ended even if no webhook ever tells of it.
        apply(ctx, row.attempt_id, CustomerCall(call_sid, "initiated"))
    elif command == "hang_up_customer" and attempt.customer.call_sid:
        ctx.voice.hang_up(attempt.customer.call_sid)
    elif command == "apologise" and attempt.customer.call_sid:
        from chalicelib.telephony import twiml

        # They leave the conference for it and hang up after it; if not, the due time ends the conference.
        ctx.voice.tell(attempt.customer.call_sid, twiml.apology(request.locale))
    elif command == "end_conference" and attempt.conference_sid:
        ctx.voice.end_conference(attempt.conference_sid)
