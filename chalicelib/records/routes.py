"""Call records for agents and supervisors."""

from chalice import Blueprint

from chalicelib.endpoint import Call, serve
from chalicelib.records import schema, service
from chalicelib.records.service import Linked
from chalicelib.telephony.service import Attempt, AttemptRow, Leg

bp = Blueprint(__name__)


@serve(bp, schema.READ_CALL_RECORD)
def read_call_record(call: Call, attempt_id: str) -> schema.CallRecords:
    """With the whole chain."""
    found = service.of_call(call.ctx, attempt_id, call.agent_id, "supervisor" in call.roles)
    ids = [one.row.attempt_id for one in found]
    return schema.CallRecords([_record(one, ids, place) for place, one in enumerate(found)])


def _record(one: Linked, ids: list[str], place: int) -> schema.CallRecord:
    row, call, request = one.row, one.row.call, one.row.request
    connected, ended = call.connected_at_ms, call.ended_at_ms
    talked = None if connected is None or ended is None else max(0, ended - connected - call.hold_ms)
    return schema.CallRecord(
        id=row.attempt_id,
        link=one.link,
        previous_id=ids[place - 1] if place else None,
        next_id=ids[place + 1] if place + 1 < len(ids) else None,
        initial_id=ids[0],
        callback_id=request.callback_id,
        site=request.site,
        lane=request.lane,
        agent_id=row.agent_id,
        agent_name=row.agent_name,
        outcome=call.outcome,
        ended_by=call.ended_by,
        requested_at_ms=request.requested_at_ms,
        initiated_at_ms=one.initiated_at_ms,
        enqueued_at_ms=_integer(row.queued_at_ms),
        dequeued_at_ms=call.claimed_at_ms,
        system_connected_at_ms=call.customer.joined_at_ms or connected,
        agent_connected_at_ms=connected,
        ended_at_ms=ended,
        wrapped_up_at_ms=_integer(row.wrapped_up_at_ms),
        wait_ms=None if connected is None else connected - request.requested_at_ms,
        rang_ms=_rang_ms(call),
        talk_ms=talked,
        hold_ms=call.hold_ms,
        disposition=row.disposition,
        parties=_parties(row),
        survey=_survey(one),
        quality=_quality(one),
    )


def _rang_ms(call: Attempt) -> int | None:
    """Until the customer answered, or it was over; after a transfer it is the first attempt's to say."""
    until = call.customer.joined_at_ms or call.connected_at_ms or call.ended_at_ms
    if call.dial_at_ms is None or call.hops or until is None:
        return None
    return max(0, until - call.dial_at_ms)


def _parties(row: AttemptRow) -> list[schema.PartyRecord]:
    call = row.call
    return [
        _party("agent", "agent", row.agent_name, call.agent),
        _party("customer", "customer", row.request.customer_name, call.customer),
        *(
            schema.PartyRecord(
                one.label, one.kind, one.name, one.leg.joined_at_ms, one.leg.left_at_ms, one.ended_as
            )
            for one in call.participants
        ),
    ]


def _party(label: str, kind: schema.PartyKind, name: str, leg: Leg) -> schema.PartyRecord:
    return schema.PartyRecord(label, kind, name, leg.joined_at_ms, leg.left_at_ms, None)


def _survey(one: Linked) -> schema.SurveyRecord | None:
    survey = one.survey
    if survey is None:
        return None
    return schema.SurveyRecord(survey.channel, survey.score, survey.solved, survey.answered_at_ms)


def _quality(one: Linked) -> schema.QualityRecord | None:
    heard = one.heard
    if heard is None:
        return None
    figures = heard.mos_hundredths, heard.jitter_ms, heard.loss_permille, heard.rtt_ms
    return schema.QualityRecord(heard.poor, *figures, heard.hung_up)


def _integer(value: float | None) -> int | None:
    return None if value is None else int(value)
