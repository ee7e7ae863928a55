"""What agents do with a call, and what Twilio tells of it."""

from chalice import Blueprint

from chalicelib.agents import service as agents
from chalicelib.auth import service as auth
from chalicelib.endpoint import Call, serve
from chalicelib.kernel.errors import DomainError
from chalicelib.kernel.ids import is_id
from chalicelib.telephony import (
    claims,
    conversation,
    dialling,
    offers,
    outside,
    participants,
    schema,
    service,
    shapes,
    webhooks,
)
from chalicelib.telephony.views import attempt_view

bp = Blueprint(__name__)


@serve(bp, schema.CLAIM_NEXT)
def claim_next(call: Call) -> shapes.Claim:
    """Next customer."""
    row = claims.claim(call.ctx, call.agent_id)
    return shapes.Claim(attempt_view(call.ctx, row) if row else None)


@serve(bp, schema.ACCEPT_OFFER)
def accept_offer(call: Call, body: shapes.AcceptOffer) -> shapes.Claim:
    """The one that rings."""
    return shapes.Claim(attempt_view(call.ctx, offers.accept(call.ctx, call.agent_id, body.callback_id)))


@serve(bp, schema.READ_ATTEMPT)
def read_attempt(call: Call, attempt_id: str) -> shapes.AttemptView:
    """The agent's own attempt, or one they were asked into."""
    return attempt_view(call.ctx, conversation.seen_by(attempt_id, call.agent_id))


@serve(bp, schema.HOLD)
def hold_customer(call: Call, attempt_id: str, body: shapes.Hold) -> shapes.AttemptView:
    """Answers the state before the carrier has confirmed."""
    return attempt_view(call.ctx, conversation.hold(call.ctx, attempt_id, call.agent_id, body.on_hold))


@serve(bp, schema.HANG_UP)
def hang_up(call: Call, attempt_id: str) -> shapes.AttemptView:
    """For everyone."""
    return attempt_view(call.ctx, service.hang_up(call.ctx, attempt_id, call.agent_id))


@serve(bp, schema.WRAP_UP)
def wrap_up(call: Call, attempt_id: str, body: shapes.WrapUp) -> shapes.AttemptView:
    """Disposition and note."""
    row = service.wrap_up(call.ctx, attempt_id, call.agent_id, body.disposition, body.note)
    return attempt_view(call.ctx, row)


@serve(bp, schema.REVEAL_PHONE)
def reveal_phone(call: Call, attempt_id: str) -> shapes.PhoneNumber:
    """On the timeline."""
    return shapes.PhoneNumber(service.reveal_phone(call.ctx, attempt_id, call.agent_id))


@serve(bp, schema.ISSUE_VOICE_TOKEN)
def issue_voice_token(call: Call) -> shapes.VoiceToken:
    """For the browser's voice SDK; the identity is the agent's id."""
    token, expires = auth.issue_voice(call.ctx, call.agent_id)
    return shapes.VoiceToken(token, call.agent_id, expires)


@serve(bp, schema.ASK_PARTICIPANT)
def ask_participant(call: Call, attempt_id: str, body: shapes.AskParticipant) -> shapes.AttemptView:
    """Rung at a desk, or dialled."""
    if body.kind == "seller":
        return attempt_view(call.ctx, dialling.ask_seller(call.ctx, attempt_id, call.agent_id))
    if body.kind == "outside":
        which = body.outside_id or ""
        return attempt_view(call.ctx, dialling.ask_outside(call.ctx, attempt_id, call.agent_id, which))
    asked = attempt_id, call.agent_id, body.agent_id, body.lane, body.transfer
    return attempt_view(call.ctx, conversation.ask_specialist(call.ctx, *asked))


@serve(bp, schema.LIST_OUTSIDE)
def list_outside(call: Call) -> shapes.OutsideList:
    """Of the agent's own site."""
    found = outside.listed().get(agents.find(call.ctx, call.agent_id).site, [])
    return shapes.OutsideList([shapes.OutsideView(one.id, one.name) for one in found])


@serve(bp, schema.DROP_PARTICIPANT)
def drop_participant(call: Call, attempt_id: str, label: str) -> shapes.AttemptView:
    """One party."""
    return attempt_view(call.ctx, conversation.drop(call.ctx, attempt_id, call.agent_id, label))


@serve(bp, schema.TALK)
def talk(call: Call, attempt_id: str, body: shapes.Talk) -> shapes.AttemptView:
    """Answers the state before the carrier has confirmed."""
    parties = tuple(body.parties)
    return attempt_view(call.ctx, conversation.talk(call.ctx, attempt_id, call.agent_id, parties))


@serve(bp, schema.HAND_OVER)
def hand_over(call: Call, attempt_id: str, body: shapes.HandOver) -> shapes.AttemptView:
    """Theirs from now on."""
    return attempt_view(call.ctx, conversation.hand_over(call.ctx, attempt_id, call.agent_id, body.to))


@serve(bp, schema.ACCEPT_INVITATION)
def accept_invitation(call: Call, body: shapes.Invited) -> shapes.Claim:
    """The call that rings."""
    row = conversation.accept(call.ctx, call.agent_id, body.attempt_id, body.label)
    return shapes.Claim(attempt_view(call.ctx, row))


@serve(bp, schema.DECLINE_INVITATION)
def decline_invitation(call: Call, body: shapes.Invited) -> None:
    """Not this one."""
    conversation.decline(call.ctx, call.agent_id, body.attempt_id, body.label)


@serve(bp, schema.VOICE_WEBHOOK)
def voice(call: Call) -> str:
    """An agent's browser asks what to do: enter the conference of a call they are in, hear why not, or hear
    nothing while it measures its line."""
    from chalicelib.telephony import twiml

    attempt_id, caller = (
        call.form.get("attempt", ""),
        call.form.get("From", "").removeprefix("client:"),
    )
    try:
        if call.form.get("check") == "line":
            return twiml.silence(agents.find(call.ctx, caller).locale)
        row = conversation.seen_by(attempt_id if is_id("att", attempt_id) else "", caller)
    except DomainError:
        return twiml.sorry("twiml.call_not_found", "en")
    sid, party = call.form.get("CallSid", ""), call.form.get("party", "")
    label = conversation.label_of(row, caller, party, sid)
    if label is None:
        return twiml.sorry("twiml.call_over", row.request.locale)
    return twiml.joins(row.conference, label, call.ctx.settings.public_api_url)


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
    """Progress of a call that was dialled."""
    party = call.query.get("party", participants.CUSTOMER)
    fact, attempt_id = webhooks.status_fact(call.form, party), call.query.get("attempt", "")
    if fact and is_id("att", attempt_id):
        service.apply(call.ctx, attempt_id, fact)
