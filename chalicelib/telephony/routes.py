"""What agents do with a call, and what Twilio tells of it."""

from chalice import Blueprint

from chalicelib.agents import service as agents
from chalicelib.auth import service as auth
from chalicelib.endpoint import Call, serve
from chalicelib.kernel.errors import DomainError
from chalicelib.kernel.ids import is_id
from chalicelib.telephony import (
    browsers,
    claims,
    conversation,
    cut_off,
    dialling,
    music,
    offers,
    outside,
    participants,
    schema,
    service,
    shapes,
    supervisors,
    waiting,
    webhooks,
)
from chalicelib.telephony.attempt import SUPERVISOR
from chalicelib.telephony.views import attempt_view

bp = Blueprint(__name__)
BROWSER = "client:"
"""What the carrier puts before the identity of a voice token."""


def _view(call: Call, row: service.AttemptRow) -> shapes.AttemptView:
    return attempt_view(call.ctx, row, call.agent_id)


@serve(bp, schema.CLAIM_NEXT)
def claim_next(call: Call) -> shapes.Claim:
    """Next customer."""
    row = claims.claim(call.ctx, call.agent_id)
    return shapes.Claim(_view(call, row) if row else None)


@serve(bp, schema.ACCEPT_OFFER)
def accept_offer(call: Call, body: shapes.AcceptOffer) -> shapes.Claim:
    """The one that rings."""
    return shapes.Claim(_view(call, offers.accept(call.ctx, call.agent_id, body.callback_id)))


@serve(bp, schema.READ_ATTEMPT)
def read_attempt(call: Call, attempt_id: str) -> shapes.AttemptView:
    """The agent's own attempt, or one they were asked into."""
    return _view(call, conversation.seen_by(attempt_id, call.agent_id))


@serve(bp, schema.HOLD)
def hold_customer(call: Call, attempt_id: str, body: shapes.Hold) -> shapes.AttemptView:
    """Answers the state before the carrier has confirmed."""
    return _view(call, conversation.hold(call.ctx, attempt_id, call.agent_id, body.on_hold))


@serve(bp, schema.HELP)
def ask_help(call: Call, attempt_id: str, body: shapes.Help) -> shapes.AttemptView:
    """Until somebody comes."""
    return _view(call, supervisors.ask_help(call.ctx, attempt_id, call.agent_id, body.wanted))


@serve(bp, schema.HANG_UP)
def hang_up(call: Call, attempt_id: str) -> shapes.AttemptView:
    """For everyone."""
    return _view(call, service.hang_up(call.ctx, attempt_id, call.agent_id))


@serve(bp, schema.WRAP_UP)
def wrap_up(call: Call, attempt_id: str, body: shapes.WrapUp) -> shapes.AttemptView:
    """Disposition and note."""
    row = service.wrap_up(call.ctx, attempt_id, call.agent_id, body.disposition, body.note)
    return _view(call, row)


@serve(bp, schema.CALL_AGAIN)
def call_again(call: Call, attempt_id: str) -> shapes.Claim:
    """Out of the wrap-up."""
    row = cut_off.call_again(call.ctx, attempt_id, call.agent_id)
    return shapes.Claim(attempt_view(call.ctx, row, call.agent_id) if row else None)


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
        return _view(call, dialling.ask_seller(call.ctx, attempt_id, call.agent_id))
    if body.kind == "outside":
        which = body.outside_id or ""
        return _view(call, dialling.ask_outside(call.ctx, attempt_id, call.agent_id, which))
    asked = attempt_id, call.agent_id, body.agent_id, body.lane, body.transfer
    return _view(call, conversation.ask_specialist(call.ctx, *asked))


@serve(bp, schema.LIST_OUTSIDE)
def list_outside(call: Call) -> shapes.OutsideList:
    """Of the agent's own site."""
    found = outside.listed().get(agents.find(call.ctx, call.agent_id).site, [])
    return shapes.OutsideList([shapes.OutsideView(one.id, one.name) for one in found])


@serve(bp, schema.DROP_PARTICIPANT)
def drop_participant(call: Call, attempt_id: str, label: str) -> shapes.AttemptView:
    """One party."""
    return _view(call, conversation.drop(call.ctx, attempt_id, call.agent_id, label))


@serve(bp, schema.TALK)
def talk(call: Call, attempt_id: str, body: shapes.Talk) -> shapes.AttemptView:
    """Answers the state before the carrier has confirmed."""
    parties = tuple(body.parties)
    return _view(call, conversation.talk(call.ctx, attempt_id, call.agent_id, parties))


@serve(bp, schema.HAND_OVER)
def hand_over(call: Call, attempt_id: str, body: shapes.HandOver) -> shapes.AttemptView:
    """Theirs from now on."""
    return _view(call, conversation.hand_over(call.ctx, attempt_id, call.agent_id, body.to))


@serve(bp, schema.ACCEPT_INVITATION)
def accept_invitation(call: Call, body: shapes.Invited) -> shapes.Claim:
    """The call that rings."""
    row = conversation.accept(call.ctx, call.agent_id, body.attempt_id, body.label)
    return shapes.Claim(_view(call, row))


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
        call.form.get("From", "").removeprefix(BROWSER),
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
    muted = label.startswith(f"{SUPERVISOR}-")
    return twiml.joins(row.conference, label, call.ctx.settings.public_api_url, muted)


@serve(bp, schema.WAIT_WEBHOOK)
def wait(call: Call) -> str:
    """A customer is there before the agent."""
    from chalicelib.telephony import twiml

    row = _called(call)
    if row is None:
        return twiml.sorry("twiml.call_not_found", "en")
    return twiml.wait(row.request.locale, row.attempt_id, call.ctx.settings.public_api_url)


@serve(bp, schema.MUSIC_WEBHOOK)
def hold_music(call: Call) -> str:
    """Of the call's site."""
    from chalicelib.telephony import twiml

    return twiml.music(_music(call, _called(call)))


@serve(bp, schema.COMING_BACK_WEBHOOK)
def coming_back(call: Call) -> str:
    """In the customer's language."""
    from chalicelib.telephony import twiml

    row = _called(call)
    return twiml.coming_back(row.request.locale if row else "en", _music(call, row))


def _called(call: Call) -> service.AttemptRow | None:
    """The attempt that a callback URL of ours names."""
    attempt_id = call.query.get("attempt", "")
    try:
        return service.find(attempt_id if is_id("att", attempt_id) else "")
    except DomainError:
        return None


def _music(call: Call, row: service.AttemptRow | None) -> str:
    return music.address(row.request.site if row else None, call.ctx.settings.customer_page_url)


@serve(bp, schema.WAITING_WEBHOOK)
def waiting_line(call: Call) -> str:
    """Round and round until an agent is there, or they choose otherwise."""
    from chalicelib.telephony import twiml

    callback_id, call_sid = call.query.get("callback", ""), call.form.get("CallSid", "")
    api, step, typed = (
        call.ctx.settings.public_api_url,
        call.query.get("step", ""),
        call.form.get("Digits", ""),
    )
    callback_id = callback_id if is_id("cb", callback_id) else ""
    try:
        found = waiting.look(call.ctx, callback_id, call_sid, step, typed)
    except DomainError:
        return twiml.sorry("twiml.call_not_found", "en")
    request, tries = found.callback.request, call.query.get("tries", "")
    locale, tune = request.locale, music.address(request.site, call.ctx.settings.customer_page_url)
    if found.state == "with_agent":
        return twiml.waiting(locale, callback_id, api, (), tune, with_menu=False)
    if found.state != "in_line":
        return twiml.goodbye(locale, found.told)
    told: tuple[str, ...] | None = None
    if (step, typed) == ("key", "2"):
        return twiml.ask_number(locale, callback_id, api, 0)
    if (step, typed) == ("key", "1"):
        told = waiting.call_back(call.ctx, callback_id, call_sid)
    elif step == "number":
        try:
            told = waiting.call_back_at(call.ctx, callback_id, call_sid, typed)
        except DomainError:
            if tries.isdecimal() and int(tries) + 1 < waiting.MOST_TRIES:
                return twiml.ask_number(locale, callback_id, api, int(tries) + 1)
    if told:
        return twiml.goodbye(locale, told)
    return twiml.waiting(locale, callback_id, api, found.told, tune, with_menu=True)


@serve(bp, schema.CONFERENCE_WEBHOOK)
def conference(call: Call) -> None:
    """Who joined, left, was held."""
    found = webhooks.conference_fact(call.form)
    if found:
        service.apply(call.ctx, *found)


@serve(bp, schema.STATUS_WEBHOOK)
def status(call: Call) -> None:
    """Progress of a call that was dialled, or the end of one that a browser made."""
    caller = call.form.get("From", "")
    if "attempt" not in call.query and caller.startswith(BROWSER):
        if call.form.get("CallStatus") in webhooks.CALL_OVER:
            browsers.line_over(call.ctx, caller.removeprefix(BROWSER), call.form.get("CallSid", ""))
        return
    party = call.query.get("party", participants.CUSTOMER)
    fact, attempt_id = webhooks.status_fact(call.form, party), call.query.get("attempt", "")
    if fact and is_id("att", attempt_id):
        row = service.apply(call.ctx, attempt_id, fact)
        if row is not None:
            waiting.heard(call.ctx, row.request, fact)
            cut_off.heard(call.ctx, row, fact)
