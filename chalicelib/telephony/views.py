"""An attempt as the desk sees it."""

from chalicelib.kernel.context import Context
from chalicelib.kernel.words import Party
from chalicelib.numbers import service as numbers
from chalicelib.telephony import shapes
from chalicelib.telephony.attempt import Attempt, Leg, Participant
from chalicelib.telephony.service import hold_ms
from chalicelib.telephony.store import AttemptRow


def attempt_view(ctx: Context, row: AttemptRow) -> shapes.AttemptView:
    """Everything on one screen, the phone masked."""
    attempt, request = row.call, row.request
    return shapes.AttemptView(
        id=row.attempt_id,
        version=int(row.version or 1),
        state=attempt.state,
        outcome=attempt.outcome,
        ended_by=attempt.ended_by,
        agent_id=row.agent_id,
        agent_name=row.agent_name,
        customer_id=request.customer_id,
        customer_name=request.customer_name,
        customer_role=request.role,
        site=request.site,
        callback=_callback(row, attempt),
        agent=_leg("agent", attempt.agent),
        customer=_leg("customer", attempt.customer),
        participants=[_participant(one) for one in attempt.participants],
        previous_id=row.previous_id,
        next_id=row.next_id,
        initial_id=row.conference,
        claimed_at_ms=attempt.claimed_at_ms,
        dialled_at_ms=attempt.dial_at_ms,
        connected_at_ms=attempt.connected_at_ms,
        ended_at_ms=attempt.ended_at_ms,
        hold_ms=hold_ms(attempt, ctx.now_ms()),
        wrap_up_until_ms=_integer(row.wrap_up_until_ms),
        wrapped_up_at_ms=_integer(row.wrapped_up_at_ms),
        disposition=row.disposition,
        note=row.note,
        now_ms=ctx.now_ms(),
    )


def _callback(row: AttemptRow, attempt: Attempt) -> shapes.AttemptCallback:
    request = row.request
    return shapes.AttemptCallback(
        id=request.callback_id,
        question=request.question,
        topic=request.topic,
        lane=request.lane,
        tier=request.tier,
        order_id=request.order_id,
        phone_masked=numbers.mask_phone(request.phone),
        country=request.country,
        locale=request.locale,
        requested_at_ms=request.requested_at_ms,
        attempts=int(row.number),
    )


def _leg(party: Party, leg: Leg) -> shapes.LegView:
    return shapes.LegView(party, leg.state, leg.on_hold, leg.joined_at_ms, leg.left_at_ms)


def _participant(one: Participant) -> shapes.ParticipantView:
    """Never their number. Who is to be gone has gone as far as a desk is concerned."""
    return shapes.ParticipantView(
        label=one.label,
        kind=one.kind,
        name=one.name,
        agent_id=one.agent_id,
        state="left" if one.ended_as else one.leg.state,
        on_hold=one.leg.on_hold and not one.ended_as,
        asked_at_ms=one.asked_at_ms,
        joined_at_ms=one.leg.joined_at_ms,
        left_at_ms=one.leg.left_at_ms,
        ended_as=one.ended_as,
    )


def _integer(value: float | None) -> int | None:
    return None if value is None else int(value)
