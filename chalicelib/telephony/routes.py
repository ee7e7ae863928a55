"""What agents do with a call, and what Twilio tells of it."""

from chalice import Blueprint

from chalicelib.auth import service as auth
from chalicelib.endpoint import Call, serve
from chalicelib.kernel.errors import DomainError
from chalicelib.kernel.ids import is_id
from chalicelib.telephony import claims, offers, schema, service, webhooks
from chalicelib.telephony.views import attempt_view

bp = Blueprint(__name__)


@serve(bp, schema.CLAIM_NEXT)
def claim_next(call: Call) -> schema.Claim:
    """Next customer."""
    row = claims.claim(call.ctx, call.agent_id)
    return schema.Claim(attempt_view(call.ctx, row) if row else None)


@serve(bp, schema.ACCEPT_OFFER)
def accept_offer(call: Call, body: schema.AcceptOffer) -> schema.Claim:
    """The one that rings."""
    return schema.Claim(attempt_view(call.ctx, offers.accept(call.ctx, call.agent_id, body.callback_id)))


@serve(bp, schema.READ_ATTEMPT)
def read_attempt(call: Call, attempt_id: str) -> schema.AttemptView:
    """The agent's own attempt."""
    return attempt_view(call.ctx, service.own(attempt_id, call.agent_id))


@serve(bp, schema.HOLD)
def hold_customer(call: Call, attempt_id: str, body: schema.Hold) -> schema.AttemptView:
    """Answers the state before the carrier has confirmed."""
    return attempt_view(call.ctx, service.hold(call.ctx, attempt_id, call.agent_id, body.on_hold))


@serve(bp, schema.HANG_UP)
def hang_up(call: Call, attempt_id: str) -> schema.AttemptView:
    """For everyone."""
    return attempt_view(call.ctx, service.hang_up(call.ctx, attempt_id, call.agent_id))


@serve(bp, schema.WRAP_UP)
def wrap_up(call: Call, attempt_id: str, body: schema.WrapUp) -> schema.AttemptView:
    """Disposition and note."""
    row = service.wrap_up(call.ctx, attempt_id, call.agent_id, body.disposition, body.note)
    return attempt_view(call.ctx, row)


@serve(bp, schema.REVEAL_PHONE)
def reveal_phone(call: Call, attempt_id: str) -> schema.PhoneNumber:
    """On the timeline."""
    return schema.PhoneNumber(service.reveal_phone(call.ctx, attempt_id, call.agent_id))


@serve(bp, schema.ISSUE_VOICE_TOKEN)
def issue_voice_token(call: Call) -> schema.VoiceToken:
    """For the browser's voice SDK; the identity is the agent's id."""
    token, expires = auth.issue_voice(call.ctx, call.agent_id)
    return schema.VoiceToken(token, call.agent_id, expires)


@serve(bp, schema.VOICE_WEBHOOK)
def voice(call: Call) -> str:
    """The agent's browser asks what to do: enter the conference of their own attempt, or hear why not."""
    from chalicelib.telephony import twiml

    attempt_id, caller = (
        call.form.get("attempt", ""),
        call.form.get("From", "").removeprefix("client:"),
    )
    try:
        row = service.own(attempt_id if is_id("att", attempt_id) else "", caller)
    except DomainError:
        return twiml.sorry("twiml.call_not_found", "en")
    if row.call.state == "ended":
        return twiml.sorry("twiml.call_over", row.request.locale)
    return twiml.agent_joins(attempt_id, call.form.get("CallSid", ""), call.ctx.settings.public_api_url)


@serve(bp, schema.WAIT_WEBHOOK)
def wait(call: Call) -> str:
    """A customer is there before the agent."""
    from chalicelib.telephony import twiml

    attempt_id = call.query.get("attempt", "")
    try:
        row = service.find(attempt_id if is_id("att", attempt_id) else "")
    except DomainError:
        return twiml.sorry("twiml.call_not_found", "en")
    return twiml.wait(row.request.locale, attempt_id, call.ctx.settings.public_api_url)


@serve(bp, schema.CONFERENCE_WEBHOOK)
def conference(call: Call) -> None:
    """Who joined, left, was held."""
    found = webhooks.conference_fact(call.form)
    if found:
        service.apply(call.ctx, *found)


@serve(bp, schema.STATUS_WEBHOOK)
def status(call: Call) -> None:
    """Progress of the customer's call."""
    fact, attempt_id = webhooks.status_fact(call.form), call.query.get("attempt", "")
    if fact and is_id("att", attempt_id):
        service.apply(call.ctx, attempt_id, fact)
