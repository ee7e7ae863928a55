"""Carries out what a step asks of the carrier. A failure is left to the attempt's due time."""

from collections.abc import Callable

from chalicelib.guard import service as guard
from chalicelib.kernel.context import Context
from chalicelib.kernel.errors import DomainError
from chalicelib.kernel.ports import CarrierRefused, CarrierSilent
from chalicelib.numbers import service as numbers
from chalicelib.telephony.facts import CustomerCall, DialRefused, Fact
from chalicelib.telephony.participants import CUSTOMER, find
from chalicelib.telephony.steps import CommandName, LegCommand, Step
from chalicelib.telephony.store import AttemptRow

NUMBER_AT_FAULT = frozenset({21211, 21214, 21217, 21401, 21614, 13223, 13224})
"""Twilio's codes for a `To` that cannot be dialled. Source: https://www.twilio.com/docs/api/errors"""

Apply = Callable[[Context, str, Fact], AttemptRow | None]


def run(ctx: Context, row: AttemptRow, step: Step, apply: Apply, heard: bool = False) -> None:
    """In order: the legs, then the call; a refused dial comes back as a fact. Raises carrier_unavailable if
    it must be `heard` and was not."""
    for what in (*step.legs, *step.commands):
        try:
            if isinstance(what, LegCommand):
                _leg(ctx, row, what, apply)
            else:
                _run(ctx, row, what, apply)
        except CarrierRefused as refused:
            party = _dialled(what)
            if party:
                permanent = refused.status != 429 and refused.code in NUMBER_AT_FAULT
                apply(ctx, row.attempt_id, DialRefused(permanent, party))
            elif heard:
                raise DomainError("carrier_unavailable") from refused
        except CarrierSilent as silent:
            if heard and not _dialled(what):
                raise DomainError("carrier_unavailable") from silent


def _dialled(what: CommandName | LegCommand) -> str | None:
    """Whom it rings."""
    if isinstance(what, LegCommand):
        return what.label if what.name == "dial" else None
    return CUSTOMER if what == "dial" else None


def _leg(ctx: Context, row: AttemptRow, leg: LegCommand, apply: Apply) -> None:
    conference_sid = row.call.conference_sid
    if leg.name == "dial":
        one = find(row.call, leg.label)
        if one is not None and one.phone and one.country:
            _dial(ctx, row, one.label, one.phone, one.country, apply)
    elif leg.name == "drop":
        ctx.voice.hang_up(leg.call_sid)
    elif conference_sid:
        ctx.voice.hold(conference_sid, leg.label, leg.name == "hold")


def _dial(ctx: Context, row: AttemptRow, label: str, phone: str, country: str, apply: Apply) -> None:
    caller_id, _ = numbers.caller_id(country, ctx.settings.caller_ids, phone)
    limit_s = guard.call_limit_s(ctx, country)
    call_sid = ctx.voice.dial(row.conference, label, phone, caller_id, ctx.settings.ring_s, limit_s)
    # Known now, so that the leg can be ended even if no webhook ever tells of it.
    apply(ctx, row.attempt_id, CustomerCall(call_sid, "initiated", None, label))


def _run(ctx: Context, row: AttemptRow, command: CommandName, apply: Apply) -> None:
    attempt, request = row.call, row.request
    if command == "dial":
        _dial(ctx, row, CUSTOMER, request.phone, request.country, apply)
    elif command == "hang_up_customer" and attempt.customer.call_sid:
        ctx.voice.hang_up(attempt.customer.call_sid)
    elif command == "apologise" and attempt.customer.call_sid:
        from chalicelib.telephony import twiml

        # They leave the conference for it and hang up after it; if not, the due time ends the conference.
        ctx.voice.tell(attempt.customer.call_sid, twiml.apology(request.locale))
    elif command == "end_conference" and attempt.conference_sid:
        ctx.voice.end_conference(attempt.conference_sid)
