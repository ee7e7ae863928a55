"""Somebody who is dialled into a call: the other side of its order, or a number of the site's list."""

from functools import partial

from chalicelib.crm import service as crm
from chalicelib.guard import service as guard
from chalicelib.kernel.context import Context
from chalicelib.kernel.errors import DomainError
from chalicelib.kernel.words import ParticipantKind
from chalicelib.numbers import service as numbers
from chalicelib.table import ConditionFailed, Write
from chalicelib.telephony import outside
from chalicelib.telephony.advance import Command, apply, find, own
from chalicelib.telephony.conversation import check_live
from chalicelib.telephony.due import RING_MARGIN_MS
from chalicelib.telephony.facts import ParticipantAsked
from chalicelib.telephony.steps import Step
from chalicelib.telephony.store import AttemptRow


def ask_seller(ctx: Context, attempt_id: str, agent_id: str) -> AttemptRow:
    """Dials whoever is on the other side of the order. They hear one of our numbers, nobody sees theirs.
    Raises seller_unreachable when there is no order, or no number of theirs, and participant_barred."""
    row = own(attempt_id, agent_id)
    check_live(agent_id, row)
    request = row.request
    order = crm.order(request.customer_id, request.order_id) if request.order_id else None
    if order is None or not order.counterpart_phone:
        raise DomainError("seller_unreachable")
    return _dial(ctx, row, agent_id, "seller", order.counterpart_name or order.id, order.counterpart_phone)


def ask_outside(ctx: Context, attempt_id: str, agent_id: str, which: str) -> AttemptRow:
    """Dials an entry of the list of the call's site. Raises participant_unknown and participant_barred."""
    row = own(attempt_id, agent_id)
    check_live(agent_id, row)
    entry = outside.find(row.request.site, which)
    if entry is None:
        raise DomainError("participant_unknown")
    return _dial(ctx, row, agent_id, "outside", entry.name, entry.phone)


def _dial(
    ctx: Context, row: AttemptRow, agent_id: str, kind: ParticipantKind, name: str, phone: str
) -> AttemptRow:
    """It is on the call's own time, so quiet hours do not hold; the country's budget does."""
    try:
        number = numbers.normalize_phone(phone)
        numbers.caller_id(number.country, ctx.settings.caller_ids, phone)
    except DomainError as error:
        raise DomainError("participant_barred") from error

    def charged(_row: AttemptRow, _step: Step) -> list[Write]:
        return [guard.charge(ctx, number.country, number.kind, "also")]

    until_ms = ctx.now_ms() + ctx.settings.ring_s * 1000 + RING_MARGIN_MS
    fact = ParticipantAsked(kind, name, until_ms, phone=phone, country=number.country)
    try:
        apply(ctx, row.attempt_id, fact, Command(partial(check_live, agent_id), charged))
    except ConditionFailed as failed:
        raise DomainError("participant_barred") from failed
    return find(row.attempt_id)
