"""Keys and messages of customers who were asked."""

from chalice import Blueprint

from chalicelib.endpoint import Call, serve
from chalicelib.kernel.errors import DomainError
from chalicelib.kernel.ids import is_id
from chalicelib.surveys import schema, service

bp = Blueprint(__name__)


@serve(bp, schema.SURVEY_WEBHOOK)
def survey(call: Call) -> str:
    """The next question, or goodbye."""
    from chalicelib.surveys import twiml

    attempt_id, step = call.query.get("attempt", ""), call.query.get("step")
    if not is_id("att", attempt_id):
        return twiml.goodbye("en")
    sid, keys = call.form.get("CallSid", ""), call.form.get("Digits", "")
    try:
        asked = service.on_the_phone(call.ctx, attempt_id, sid, step, keys)
    except DomainError as error:
        if error.code != "not_found":
            raise
        return twiml.goodbye("en")
    if asked.survey is None or asked.survey.state == "over":
        return twiml.goodbye(asked.locale)
    return twiml.question(asked.survey, asked.locale, attempt_id, call.ctx.settings.public_api_url)


@serve(bp, schema.MESSAGE_WEBHOOK)
def message(call: Call) -> str:
    """Nothing is answered: a message costs, and who wants no more of them wants none."""
    from chalicelib.surveys import twiml

    service.heard_text(call.ctx, call.form.get("From", ""), call.form.get("Body", ""))
    return twiml.nothing()
