"""Who calls one of our numbers, and the request they become (docs/inbound.md)."""

from typing import NamedTuple

from chalicelib.crm import service as crm
from chalicelib.guard import service as guard
from chalicelib.inbound import store
from chalicelib.kernel.context import Context
from chalicelib.kernel.words import Locale, Site, Topic
from chalicelib.numbers import service as numbers
from chalicelib.queue import service as queue
from chalicelib.queue.service import CallbackRow, Live, Request
from chalicelib.table import ConditionFailed, Write

DEFAULT_TOPIC: Topic = "account"
"""For whoever chooses nothing."""
LOOKED_AT = 3
"""Requests of a phone, the newest first, by which its person is recognised."""


class Left(NamedTuple):
    """A message, as the carrier tells of it."""

    recording_sid: str
    length_s: int


class Caller(NamedTuple):
    """Who calls from `number` to `called`: an unknown one is a customer of their own, known by the phone
    alone."""

    call_sid: str
    number: numbers.Number
    called: str
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
        return Caller(call_sid, number, called, site, locale, person, False, None)
    was = newest.request
    profile, _ = crm.profile(was.customer_id)
    person = crm.Person(
        was.customer_id, was.role, was.customer_name, profile.level, was.country, profile.locale
    )
    return Caller(call_sid, number, called, site, locale, person, True, waits)


def file(
    ctx: Context, caller: Caller, topic: Topic, live: Live | None = None, message: Left | None = None
) -> tuple[CallbackRow, CallbackRow | None]:
    """The new request, and the open one that was there in its place. Raises lane_closed, request_refused, and
    ConditionFailed for `message` when that was told before."""
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
        source="voicemail" if message else "call",
        live=live,
    )
    asked = guard.Asked(caller.site, number.country, number.e164, person.id, "", "")
    also: list[Write] = [*guard.admit(ctx, asked, dials=live is None)]
    also += [crm.asked_again(person.id)] if caller.known else crm.vouch(ctx, person, None, None)
    if live is not None:
        also.append(store.note(caller.call_sid, request.callback_id, now))
    if message is not None:
        also.append(store.tell_message(caller.call_sid, caller.site, request.callback_id, *message, now))
    told = {"source": request.source, "recording_s": message.length_s if message else None}
    try:
        existing = queue.request_callback(ctx, request, also, **told)
    except ConditionFailed as failed:
        guard.refuse_if_limited(ctx, asked, failed.labels)
        raise
    return queue.find(request.callback_id) if existing is None else existing, existing
