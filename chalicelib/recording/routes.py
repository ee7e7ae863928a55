"""Recordings over HTTP."""

from chalice import Blueprint

from chalicelib.endpoint import Call, serve
from chalicelib.kernel.errors import DomainError
from chalicelib.kernel.ids import is_id
from chalicelib.kernel.ports import CarrierRecording
from chalicelib.recording import keeping, schema, service
from chalicelib.recording.state import Recording, Reported

bp = Blueprint(__name__)
SUPERVISOR = "supervisor"


@serve(bp, schema.READ_RECORDING)
def read_recording(call: Call, attempt_id: str) -> schema.RecordingView:
    """Of a call the agent is in."""
    return _view(call, attempt_id, service.of_call(call.ctx, attempt_id, call.agent_id))


@serve(bp, schema.SET_RECORDING)
def set_recording(call: Call, attempt_id: str, body: schema.SetRecording) -> schema.RecordingView:
    """Answers when the carrier has done it."""
    return _view(call, attempt_id, service.ask(call.ctx, attempt_id, call.agent_id, body.state))


@serve(bp, schema.PLAY_RECORDING)
def play_recording(call: Call, body: schema.Played) -> schema.Link:
    """On the timeline."""
    asked = body.attempt_id, body.recording_id, call.agent_id, SUPERVISOR in call.roles
    return schema.Link(*keeping.play(call.ctx, *asked))


@serve(bp, schema.HOLD_RECORDING)
def hold_recording(call: Call, body: schema.HoldRecording) -> schema.HeldView:
    """On the timeline."""
    rec = keeping.hold(call.ctx, body.attempt_id, body.recording_id, call.agent_id, body.held)
    return schema.HeldView(rec.call_sid, rec.held, rec.keep_until_ms)


@serve(bp, schema.NOTICE_WEBHOOK)
def notice(call: Call) -> str:
    """The words, unless they are not wanted any more."""
    return _said(call, False)


@serve(bp, schema.NOTICE_HEARD_WEBHOOK)
def notice_heard(call: Call) -> str:
    """Now it may be recorded."""
    return _said(call, True)


@serve(bp, schema.RECORDING_WEBHOOK)
def recording(call: Call) -> None:
    """Completed, or never there."""
    conference, form = call.query.get("attempt", ""), call.form
    sid, status, duration = (form.get(f"Recording{name}", "") for name in ("Sid", "Status", "Duration"))
    if is_id("att", conference) and sid and status:
        seconds = int(duration) if duration.isdecimal() else None
        fact = Reported(CarrierRecording(sid, status, seconds))
        service.reported(call.ctx, conference, form.get("CallSid", ""), fact)


def _said(call: Call, said: bool) -> str:
    from chalicelib.recording import twiml

    conference, label = call.query.get("attempt", ""), call.query.get("party", "")
    try:
        if not is_id("att", conference):
            raise DomainError("not_found")
        locale, wanted = service.notice(call.ctx, conference, label, said)
    except DomainError as error:
        if error.code != "not_found":
            raise
        return twiml.nothing()
    if not wanted:
        return twiml.nothing()
    return twiml.notice(locale, conference, label, call.ctx.settings.public_api_url)


def _view(call: Call, attempt_id: str, rec: Recording | None) -> schema.RecordingView:
    now = call.ctx.now_ms()
    if rec is None:
        return schema.RecordingView(attempt_id, None, None, None, now)
    return schema.RecordingView(attempt_id, rec.state, rec.resume_at_ms, rec.reason, now)
