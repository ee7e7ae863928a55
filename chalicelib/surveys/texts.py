"""The survey by text message: one question, sent once, answered by a number."""

from chalicelib.guard import service as guard
from chalicelib.kernel.context import Context
from chalicelib.kernel.messages import text
from chalicelib.kernel.ports import CarrierRefused, CarrierSilent
from chalicelib.numbers import service as numbers
from chalicelib.queue import service as queue
from chalicelib.queue.service import Request
from chalicelib.surveys import store
from chalicelib.surveys.changes import change
from chalicelib.surveys.model import (
    LATEST_MS,
    Survey,
    due_at_ms,
    over,
    replied,
    score_in,
    sent,
    word_in,
)
from chalicelib.table import ConditionFailed, commit
from chalicelib.telephony import service as telephony

DAY_MS = 86_400_000


def begin(ctx: Context, attempt_id: str) -> None:
    """For who was not asked on the phone: at once, or when the country's quiet hours are over. Only for
    numbers that may be mobile and take messages, and not for who was asked lately."""
    attempt, now = telephony.find(attempt_id), ctx.now_ms()
    request = attempt.request
    policy = queue.policy_of(request.lane).survey
    if policy is None or not policy.text or not telephony.to_be_asked(attempt.call):
        return
    if numbers.normalize_phone(request.phone).kind != "mobile" or not guard.may_text(ctx, request.phone):
        return
    at_ms = numbers.quiet_until_ms(request.country, now)
    if at_ms - now > LATEST_MS:
        return
    survey = Survey("text", "score" if at_ms <= now else "later", at_ms)
    due = due_at_ms(survey, now) if survey.state == "score" else at_ms
    row = store.new(attempt_id, request.locale, survey)
    try:
        commit(
            [
                store.save(row, queue.due_key(request.site), due),
                store.ask_customer(request.customer_id, attempt_id, now, policy.again_days * DAY_MS),
                store.expect_text(guard.phone_digest(ctx, request.phone), attempt_id, now),
            ]
        )
    except ConditionFailed:
        return
    if survey.state == "score":
        _send(ctx, attempt_id, request)


def now(ctx: Context, attempt_id: str) -> None:
    """The quiet hours are over. Who wants no messages any more gets none."""
    request = telephony.find(attempt_id).request
    if not guard.may_text(ctx, request.phone):
        change(ctx, attempt_id, over)
        return
    mine = False

    def send(survey: Survey) -> Survey:
        nonlocal mine
        mine = survey.state == "later"
        return sent(survey) if mine else survey

    change(ctx, attempt_id, send)
    if mine:
        _send(ctx, attempt_id, request)


def _send(ctx: Context, attempt_id: str, request: Request) -> None:
    """Once: a question that may not have gone out is not worth asking twice."""
    from_, _ = numbers.caller_id(request.country, ctx.settings.caller_ids, request.phone)
    try:
        ctx.messaging.send(request.phone, from_, text(request.locale, "sms.survey"))
    except CarrierRefused:
        change(ctx, attempt_id, over)
    except CarrierSilent:
        return


def heard_text(ctx: Context, phone: str, body: str) -> None:
    """A message has come in: an answer, or a wish to get no more. What is neither is nobody's."""
    word, score = word_in(body), score_in(body)
    if word is not None:
        guard.texts(ctx, phone, wanted=word == "start")
    elif score is not None:
        attempt_id = store.read_texted(guard.phone_digest(ctx, phone))
        if attempt_id is not None:
            change(ctx, attempt_id, lambda survey: replied(survey, score, ctx.now_ms()))
