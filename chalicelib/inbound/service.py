"""Calls to our numbers (docs/inbound.md): who calls, what about, and into the line they go.

A caller becomes a request of their own, `source: call`, and waits on the line as docs/live-call.md says; or,
out of hours, is called back or leaves a message. Nothing of what is known of them is said.
"""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Literal
from zoneinfo import ZoneInfo

from chalicelib.crm import service as crm
from chalicelib.guard import service as guard
from chalicelib.inbound import store
from chalicelib.kernel.context import Context
from chalicelib.kernel.wall_clock import WEEKDAYS
from chalicelib.kernel.words import TOPICS, Locale, Site, Topic
from chalicelib.numbers import service as numbers
from chalicelib.queue import service as queue
from chalicelib.queue.service import CallbackRow, Live, Request, Voicemail
from chalicelib.table import ConditionFailed, Write
from chalicelib.telephony.service import waiting

DEFAULT_TOPIC: Topic = "account"
"""For whoever chooses nothing."""
MOST_TRIES = 3
LOOKED_AT = 3
"""Requests of a phone, the newest first, by which its person is recognised."""

How = Literal["line", "later", "voicemail"]


@dataclass(frozen=True)
class Caller:
    """Who calls from `number`: an unknown one is a customer of their own, known by the phone alone."""

    call_sid: str
    number: numbers.Number
    site: Site
    locale: Locale
    person: crm.Person
    known: bool
    open: CallbackRow | None


def line_of(ctx: Context, called: str) -> tuple[Site, Locale]:
    """Site and language of one of our numbers. Raises country_not_served."""
    mine = [country for country, owned in ctx.settings.caller_ids.items() if called in owned]
    country = mine[0] if mine else numbers.country_of_phone(called)
    return numbers.site_of(country), numbers.locale_of(country)


def recognise(ctx: Context, call_sid: str, from_: str, called: str) -> Caller:
    """Raises phone_invalid and country_not_served for who shows no number that can be called back."""
    site, locale = line_of(ctx, called)
    number = numbers.normalize_phone(from_)
    numbers.caller_id(number.country, ctx.settings.caller_ids, number.e164)
    rows = queue.of_phone(ctx, site, number.e164, LOOKED_AT)
    waits = next((row for row in rows if row.status in queue.OPEN), None)
    newest = waits or (rows[0] if rows else None)
    if newest is None:
        unknown = f"caller-{guard.hashed(ctx, 'caller', number.e164)[:20]}"
        name = numbers.mask_phone(number.e164)
        person = crm.Person(unknown, "buyer", name, None, number.country, locale)
        return Caller(call_sid, number, site, locale, person, False, None)
    was = newest.request
    profile, _ = crm.profile(was.customer_id)
    person = crm.Person(
        was.customer_id, was.role, was.customer_name, profile.level, was.country, profile.locale
    )
    return Caller(call_sid, number, site, locale, person, True, waits)


def comes_on_line(ctx: Context, caller: Caller, topic: Topic) -> CallbackRow | None:
    """Into the line, on the line; their open request if they have one. None while an agent calls them just
    now. Raises lane_closed and request_refused."""
    if caller.open is not None:
        return _joins(ctx, caller, caller.open)
    filed, existing = _file(ctx, caller, topic, Live(caller.call_sid, ctx.now_ms()), None)
    return _joins(ctx, caller, existing) if existing else filed


def is_called_later(ctx: Context, caller: Caller, topic: Topic) -> CallbackRow:
    """As one who asked by the form. Raises lane_closed and request_refused."""
    filed, existing = _file(ctx, caller, topic, None, None)
    return existing or filed


def leaves_message(ctx: Context, caller: Caller, recorded: Voicemail) -> CallbackRow:
    """Work to do: a request with the message. Told twice it is one. Raises request_refused."""
    filed, existing = _file(ctx, caller, DEFAULT_TOPIC, None, recorded)
    if existing is not None:
        queue.on_line.add_message(ctx, existing.request.callback_id, recorded)
    return existing or filed


def _joins(ctx: Context, caller: Caller, row: CallbackRow) -> CallbackRow | None:
    callback_id = row.request.callback_id
    note = store.note(caller.call_sid, callback_id, ctx.now_ms())
    return queue.on_line.on_line(ctx, callback_id, caller.call_sid, [note])


def _file(
    ctx: Context, caller: Caller, topic: Topic, live: Live | None, recorded: Voicemail | None
) -> tuple[CallbackRow, CallbackRow | None]:
    """The new request, and the open one that was there in its place."""
    lane, person, number = queue.lane_of(caller.site, topic), caller.person, caller.number
    queue.check_open(ctx, lane)
    tier, now = queue.tier_of(person.level), ctx.now_ms()
    request = Request(
        callback_id=ctx.ids.new("cb"),
        customer_id=person.id,
        customer_name=person.name,
        role=person.role,
        level=person.level,
        site=caller.site,
        topic=topic,
        tier=tier,
        country=number.country,
        locale=caller.locale,
        phone=number.e164,
        question="",
        order_id=None,
        requested_at_ms=now,
        promised_until_ms=queue.promised_until_ms(ctx, lane, tier),
        source="voicemail" if recorded else "call",
        live=live,
        voicemail=recorded,
    )
    asked = guard.Asked(caller.site, number.country, number.e164, person.id, "", "")
    also: list[Write] = [*guard.admit(ctx, asked, dials=live is None)]
    also += [crm.asked_again(person.id)] if caller.known else crm.vouch(ctx, person, None, None)
    if live is not None:
        also.append(store.note(caller.call_sid, request.callback_id, now))
    told = {"source": request.source, "recording_s": recorded.length_s if recorded else None}
    try:
        existing = queue.request_callback(ctx, request, also, **told)
    except ConditionFailed as failed:
        guard.refuse_if_limited(ctx, asked, failed.labels)
        raise
    return queue.find(request.callback_id) if existing is None else existing, existing


def call_over(ctx: Context, call_sid: str) -> None:
    """A call to one of our numbers has ended."""
    callback_id = store.read(call_sid)
    if callback_id is not None:
        waiting.gone(ctx, callback_id, call_sid)


def topic_of(digits: str) -> Topic | None:
    """What a key means in the menu."""
    return TOPICS[int(digits) - 1] if digits in ("1", "2", "3", "4", "5") else None


def closed_until(ctx: Context, site: Site, locale: Locale) -> tuple[str, str, str] | None:
    """While a site is closed: the weekday ("mon") and the time ("09:00") at which it opens, and what a
    supervisor says of the closing, "" for nothing. None while it is open."""
    opens_ms = queue.opens_at_ms(ctx, site)
    if opens_ms is None:
        return None
    at = datetime.fromtimestamp(opens_ms // 1000, UTC).astimezone(ZoneInfo(numbers.zone_of(site)))
    now = ctx.now_ms()
    told = [one for one in queue.closings_of(ctx, site) if one.from_ms <= now < one.until_ms]
    return WEEKDAYS[at.weekday()], f"{at:%H:%M}", told[0].message[locale] if told else ""
