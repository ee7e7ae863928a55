"""Somebody calls one of our numbers."""

from chalice import Blueprint

from chalicelib.endpoint import Call, serve
from chalicelib.inbound import schema, service
from chalicelib.kernel.errors import DomainError
from chalicelib.kernel.ids import protocol
from chalicelib.kernel.messages import text
from chalicelib.kernel.words import Locale, Topic
from chalicelib.queue.service import CallbackRow

bp = Blueprint(__name__)


@serve(bp, schema.INBOUND_WEBHOOK)
def inbound(call: Call) -> str:
    """Greeting, topic, and into the line; out of hours when we open, and what can be done."""
    from chalicelib.inbound import twiml

    form, api = call.form, call.ctx.settings.public_api_url
    try:
        _, locale = service.line_of(call.ctx, form.get("To", ""))
    except DomainError:
        return twiml.says("en", [text("en", "twiml.inbound_refused")])
    try:
        caller = service.recognise(
            call.ctx, form.get("CallSid", ""), form.get("From", ""), form.get("To", "")
        )
    except DomainError:
        return twiml.says(locale, [text(locale, "twiml.inbound_no_number")])
    step, digits, tries = call.query.get("step", ""), form.get("Digits", ""), _tries(call)
    try:
        if step == "recorded":
            return _recorded(call, caller)
        opens = service.closed_until(call.ctx, caller.site, locale)
        if opens is not None:
            return _closed(call, caller, opens, digits if step == "closed" else "", tries)
        if caller.open is not None:
            return _into_line(call, caller, service.DEFAULT_TOPIC)
        topic = service.topic_of(digits) if step == "topic" else None
        if topic is None and tries < service.MOST_TRIES:
            return twiml.topics(locale, api, tries)
        return _into_line(call, caller, topic or service.DEFAULT_TOPIC)
    except DomainError as error:
        key = "twiml.inbound_lane_closed" if error.code == "lane_closed" else "twiml.inbound_refused"
        return twiml.says(locale, [text(locale, key)])


@serve(bp, schema.INBOUND_STATUS_WEBHOOK)
def inbound_status(call: Call) -> None:
    """Only of its end is anything told."""
    if call.form.get("CallStatus") in ("completed", "busy", "failed", "no-answer", "canceled"):
        service.call_over(call.ctx, call.form.get("CallSid", ""))


def _into_line(call: Call, caller: service.Caller, topic: Topic) -> str:
    from chalicelib.inbound import twiml

    row = service.comes_on_line(call.ctx, caller, topic)
    if row is None:
        return twiml.says(caller.locale, [text(caller.locale, "twiml.inbound_being_called")])
    # That of the request, which the waiting loop speaks too.
    locale = row.request.locale
    told = [text(locale, "twiml.inbound_welcome"), _protocol(locale, row)]
    return twiml.on_line(locale, row.request.callback_id, call.ctx.settings.public_api_url, told)


def _closed(call: Call, caller: service.Caller, opens: tuple[str, str, str], digits: str, tries: int) -> str:
    from chalicelib.inbound import twiml

    locale, api = caller.locale, call.ctx.settings.public_api_url
    if digits == "1":
        row = service.is_called_later(call.ctx, caller, service.DEFAULT_TOPIC)
        ends = " ".join(row.request.phone[-4:])
        kept = text(locale, "twiml.waiting_kept", ends=ends)
        return twiml.says(locale, [kept, _protocol(locale, row)])
    if digits == "2":
        service.messages.begins(call.ctx, caller)
        return twiml.voicemail(locale, api)
    if tries < service.MOST_TRIES:
        return twiml.closed(locale, api, tries, opens)
    return twiml.says(locale, [text(locale, "twiml.inbound_bye")])


def _recorded(call: Call, caller: service.Caller) -> str:
    from chalicelib.inbound import twiml

    form, length = call.form, call.form.get("RecordingDuration", "")
    if not form.get("RecordingSid") or not length.isdecimal():
        return twiml.says(caller.locale, [text(caller.locale, "twiml.inbound_bye")])
    row = service.messages.left(call.ctx, caller, service.Left(form["RecordingSid"], int(length)))
    told = [text(caller.locale, "twiml.inbound_thanks"), _protocol(caller.locale, row)]
    return twiml.says(caller.locale, told)


def _protocol(locale: Locale, row: CallbackRow) -> str:
    return text(locale, "twiml.waiting_protocol", digits=" ".join(protocol(row.request.callback_id)))


def _tries(call: Call) -> int:
    given = str(call.query.get("tries", ""))
    return int(given) if given.isdecimal() and len(given) < 3 else 0
