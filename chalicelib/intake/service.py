"""The click-to-call form: who asks comes from the portal's token, the rest is checked here."""

import unicodedata
from contextlib import suppress
from typing import NamedTuple

from chalicelib.auth import service as auth
from chalicelib.auth.service import OrderClaim, PortalClaims
from chalicelib.crm import service as crm
from chalicelib.guard import service as guard
from chalicelib.kernel.context import Context
from chalicelib.kernel.errors import DomainError
from chalicelib.kernel.words import Locale, Topic
from chalicelib.numbers import service as numbers
from chalicelib.numbers.service import Number
from chalicelib.queue import service as queue
from chalicelib.queue.service import CallbackRow, Change, OtherSide, Request, tier_of
from chalicelib.table import ConditionFailed

MIN_QUESTION = 3


class Form(NamedTuple):
    """What was typed."""

    question: str
    topic: Topic
    phone: str
    order_id: str | None
    locale: Locale | None
    window: tuple[int, int] | None = None
    source_ip: str = ""


class Filed(NamedTuple):
    """The customer's callback, their token for it, and whether it was there before."""

    callback: CallbackRow
    token: str
    existing: bool


def request_callback(ctx: Context, who: PortalClaims, form: Form) -> Filed:
    """Files the request.

    Raises phone_invalid, country_not_served, order_not_yours, lane_closed, window_invalid,
    request_refused for who asks too often, and invalid_request for a question that says nothing.
    """
    question = clean(form.question)
    if len(question) < MIN_QUESTION:
        raise DomainError("invalid_request", {"question": "too_short"})
    number = callable_number(ctx, form.phone, who.country)
    order = _order(who.order) if who.order else None
    order_id = form.order_id or (order.id if order else None)
    tier, now = tier_of(who.level), ctx.now_ms()
    site = numbers.site_of(number.country)
    lane = queue.lane_of(site, form.topic)
    try:
        queue.check_open(ctx, lane)
    except DomainError:
        if asked := queue.find_open(who.customer_id, order_id):
            return Filed(asked, auth.issue_link(ctx, asked.request.callback_id), existing=True)
        raise
    if form.window:
        queue.check_window(ctx, site, *form.window)
    from_ms, until_ms = form.window or (0, queue.promised_until_ms(ctx, lane, tier))
    request = Request(
        callback_id=ctx.ids.new("cb"),
        customer_id=who.customer_id,
        customer_name=who.name,
        role=who.role,
        level=who.level,
        site=site,
        topic=form.topic,
        tier=tier,
        country=number.country,
        locale=form.locale or who.locale,
        phone=number.e164,
        question=question,
        order_id=order_id,
        requested_at_ms=now,
        promised_until_ms=until_ms,
        not_before_ms=from_ms,
        other_side=_other_side(order) if order and order.id == order_id else None,
    )
    existing = _file(ctx, who, request, order, form.source_ip)
    callback_id = existing.request.callback_id if existing else request.callback_id
    return Filed(existing or queue.find(callback_id), auth.issue_link(ctx, callback_id), existing is not None)


def change_callback(
    ctx: Context, callback_id: str, phone: str | None, window: tuple[int, ...] | None, source_ip: str = ""
) -> CallbackRow:
    """Another number, another time, or both, at the customer's wish; `window` is as in Change.

    The site stays: it has the question and its agents know the lane. Raises not_found,
    callback_not_changeable, phone_invalid, country_not_served, window_invalid, and request_refused: another
    number counts like another request.
    """
    callback = queue.find(callback_id)
    if not queue.changeable(callback):
        raise DomainError("callback_not_changeable")
    request, wanted = callback.request, Change(window=window)
    if phone is not None:
        number = callable_number(ctx, phone, request.country)
        wanted = Change(number.e164, number.country, window)
    if window:
        queue.check_window(ctx, request.site, *window)
    if wanted.phone is None or wanted.country is None or wanted.phone == request.phone:
        return queue.change(ctx, callback_id, wanted)
    asked = guard.Asked(request.site, wanted.country, wanted.phone, request.customer_id, "", source_ip)
    try:
        return queue.change(ctx, callback_id, wanted, guard.admit(ctx, asked))
    except ConditionFailed as failed:
        guard.refuse_if_limited(ctx, asked, failed.labels)
        raise


def reached(ctx: Context, who: PortalClaims, order_id: str | None) -> list[str]:
    """They got through another way: what they have open for that order is cancelled, if nobody has it yet.
    The ids of what was."""
    callback = queue.find_open(who.customer_id, order_id or (who.order.id if who.order else None))
    if callback is None:
        return []
    try:
        return [queue.cancel(ctx, callback.request.callback_id, "reached_another_way").request.callback_id]
    except DomainError:
        return []


def callable_number(ctx: Context, phone: str, country_hint: str) -> Number:
    """What was typed, if somebody can be called there. Raises phone_invalid or country_not_served."""
    number = numbers.normalize_phone(phone, country_hint)
    try:
        numbers.caller_id(number.country, ctx.settings.caller_ids)
    except DomainError as error:
        raise DomainError("country_not_served", {"phone": "country_not_served"}) from error
    return number


def _file(
    ctx: Context, who: PortalClaims, request: Request, order: crm.Order | None, source_ip: str
) -> CallbackRow | None:
    person = crm.Person(request.customer_id, who.role, who.name, who.level, who.country, request.locale)
    asked = guard.Asked(
        request.site, request.country, request.phone, request.customer_id, who.token_id, source_ip
    )
    also = [*crm.vouch(ctx, person, order, request.order_id), *guard.admit(ctx, asked)]
    try:
        return queue.request_callback(ctx, request, also)
    except ConditionFailed as failed:
        guard.refuse_if_limited(ctx, asked, failed.labels)
        if "order" in failed.labels:
            raise DomainError("order_not_yours", {"order_id": "not_yours"}) from failed
        raise


def _order(claim: OrderClaim) -> crm.Order:
    """As the portal has it, with a number on its other side only if somebody can be called there."""
    phone = None
    if claim.counterpart_phone:
        with suppress(DomainError):
            phone = numbers.normalize_phone(claim.counterpart_phone).e164
    return crm.Order(**{**claim._asdict(), "counterpart_phone": phone})


def _other_side(order: crm.Order) -> OtherSide | None:
    phone = order.counterpart_phone
    return OtherSide(order.counterpart_name or order.id, phone) if phone else None


def clean(question: str) -> str:
    """The question in one Unicode form, without characters that only change how text looks or runs:
    controls, and format characters such as direction overrides and zero-width spaces. Joiners that
    emoji and some scripts need stay."""
    kept = [
        letter
        for letter in unicodedata.normalize("NFC", question)
        if letter in "\n\u200d" or unicodedata.category(letter) not in ("Cc", "Cf", "Cs", "Co", "Cn")
    ]
    return "".join(kept).strip()
