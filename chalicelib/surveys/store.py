"""Surveys.

ATTEMPT#{id} / SURVEY         what the customer was asked and said; a part of the call's record
CUSTOMER#{id} / SURVEY        when they were last asked
SURVEY#{digest} / TEXT        the call a message from this phone is about; passes with its survey
"""

from pynamodb.attributes import NumberAttribute, UnicodeAttribute, VersionAttribute

from chalicelib.kernel.words import Locale
from chalicelib.surveys.model import BY_TEXT_MS, LATEST_MS, Survey
from chalicelib.table import Key, PassingRow, Row, StructAttribute, WatchedRow, WordAttribute, Write, put

SK = "SURVEY"


class SurveyRow(WatchedRow):
    """`call_sid` is the customer's leg while they are asked on the phone."""

    attempt_id = UnicodeAttribute()
    locale: WordAttribute[Locale] = WordAttribute()
    call_sid = UnicodeAttribute(null=True)
    survey = StructAttribute(Survey)
    version = VersionAttribute()


class AskedRow(Row):
    """A customer who was asked, most recently about this attempt."""

    attempt_id = UnicodeAttribute()
    asked_at_ms = NumberAttribute()


class TextedRow(PassingRow):
    """A phone from which an answer may come."""

    attempt_id = UnicodeAttribute()


def key(attempt_id: str) -> Key:
    """Of a call's survey."""
    return f"ATTEMPT#{attempt_id}", SK


def read(attempt_id: str) -> SurveyRow | None:
    """A survey, consistently."""
    try:
        return SurveyRow.get(*key(attempt_id), consistent_read=True)
    except SurveyRow.DoesNotExist:
        return None


def new(attempt_id: str, locale: Locale, survey: Survey, call_sid: str | None = None) -> SurveyRow:
    """A survey nobody has stored yet."""
    return SurveyRow(
        *key(attempt_id),
        entity="survey",
        attempt_id=attempt_id,
        locale=locale,
        call_sid=call_sid,
        survey=survey,
    )


def save(row: SurveyRow, due_key: str, due_at_ms: int | None) -> Write:
    """As it is now; fails when it is there already, or another has changed it since it was read."""
    row.due_pk, row.due_at_ms = (None, None) if due_at_ms is None else (due_key, due_at_ms)
    return put("survey", row)


def ask_customer(customer_id: str, attempt_id: str, now_ms: int, again_ms: int) -> Write:
    """The part `customer` fails when they were asked less than `again_ms` ago."""
    row = AskedRow(f"CUSTOMER#{customer_id}", SK, entity="asked", attempt_id=attempt_id, asked_at_ms=now_ms)
    long_ago = AskedRow.asked_at_ms <= now_ms - again_ms
    return put("customer", row, AskedRow.pk.does_not_exist() | long_ago)


def expect_text(digest: str, attempt_id: str, now_ms: int) -> Write:
    """What comes from this phone is about this call; the newest counts."""
    until_s = (now_ms + LATEST_MS + BY_TEXT_MS) // 1000
    row = TextedRow(f"SURVEY#{digest}", "TEXT", entity="texted", attempt_id=attempt_id, expires_at_s=until_s)
    return put("texted", row)


def read_texted(digest: str) -> str | None:
    """The attempt a message from this phone is about."""
    try:
        return str(TextedRow.get(f"SURVEY#{digest}", "TEXT", consistent_read=True).attempt_id)
    except TextedRow.DoesNotExist:
        return None
