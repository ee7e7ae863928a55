"""Surveys: on the phone when the agent has hung up, by message when the customer was first.

What was said is written before the next question is asked. The answer is told once, when the survey is over.
"""

from collections.abc import Mapping
from typing import Any, NamedTuple

from chalicelib.kernel.context import Context
from chalicelib.kernel.words import Locale
from chalicelib.queue import service as queue
from chalicelib.surveys import store, texts
from chalicelib.surveys.changes import change
from chalicelib.surveys.model import Survey, called_for_at_ms, due_at_ms, keyed, over
from chalicelib.surveys.store import SK, SurveyRow
from chalicelib.surveys.texts import heard_text
from chalicelib.table import ConditionFailed, commit
from chalicelib.telephony import service as telephony

DAY_MS = 86_400_000


class Asked(NamedTuple):
    """What a customer on the phone hears next; no survey: thanks and goodbye."""

    locale: Locale
    survey: Survey | None


def on_the_phone(ctx: Context, attempt_id: str, call_sid: str, step: str | None, keys: str) -> Asked:
    """A customer has come to the survey, or has answered the question of that name. Raises not_found."""
    row = store.read(attempt_id) if step is None else _answer(ctx, attempt_id, step, keys)
    if row is None:
        return _begin(ctx, attempt_id, call_sid)
    return Asked(row.locale, row.survey if row.survey.channel == "voice" else None)


def _answer(ctx: Context, attempt_id: str, step: str, keys: str) -> SurveyRow | None:
    return change(ctx, attempt_id, lambda survey: keyed(survey, step, keys, ctx.now_ms()))


def _begin(ctx: Context, attempt_id: str, call_sid: str) -> Asked:
    """Not for somebody who was asked lately: they hear thanks only."""
    attempt, now = telephony.find(attempt_id), ctx.now_ms()
    request = attempt.request
    policy = queue.policy_of(request.lane).survey
    if policy is None or not telephony.to_be_asked(attempt.call):
        return Asked(request.locale, None)
    survey = Survey("voice", "score", now, also_solved=policy.solved)
    row = store.new(attempt_id, request.locale, survey, call_sid)
    asked = store.ask_customer(request.customer_id, attempt_id, now, policy.again_days * DAY_MS)
    try:
        commit([store.save(row, queue.due_key(request.site), due_at_ms(survey, now)), asked])
    except ConditionFailed:
        there = store.read(attempt_id)
        voice = there is not None and there.survey.channel == "voice"
        return Asked(request.locale, there.survey if there is not None and voice else None)
    return Asked(request.locale, survey)


def of_call(attempt_id: str) -> Survey | None:
    """What the customer of a call was asked and said."""
    row = store.read(attempt_id)
    return row.survey if row else None


def reminder_for(new: Mapping[str, Any], old: Mapping[str, Any]) -> tuple[str, int] | None:
    """The sort key of what must be looked at after a change of the table, by the stream's images, and how
    many ms later."""
    after_ms = called_for_at_ms(new, old)
    return None if after_ms is None else (SK, after_ms)


def on_due(ctx: Context, attempt_id: str) -> None:
    """A conversation is over, or a survey was not heard of for too long. Raises CarrierRefused and
    CarrierSilent: the reminder comes back."""
    row = store.read(attempt_id)
    if row is None:
        texts.begin(ctx, attempt_id)
    elif row.due_at_ms is None or row.due_at_ms > ctx.now_ms():
        return
    elif row.survey.state == "later":
        texts.now(ctx, attempt_id)
    else:
        if row.call_sid:
            ctx.voice.hang_up(row.call_sid)
        change(ctx, attempt_id, over)


__all__ = ["Asked", "Survey", "heard_text", "of_call", "on_due", "on_the_phone", "reminder_for"]
