"""What the help portal, the customer's own page and a site's calendar call."""

from chalice import Blueprint

from chalicelib.agents import service as agents
from chalicelib.endpoint import Call, serve
from chalicelib.intake import schema, service
from chalicelib.kernel.errors import DomainError
from chalicelib.kernel.messages import text
from chalicelib.kernel.words import Locale, Site
from chalicelib.numbers import service as numbers
from chalicelib.queue import service as queue
from chalicelib.queue.service import CallbackRow, Day

bp = Blueprint(__name__)
ENDINGS = {
    "merged": ("endings.merged", "endings.merged_detail"),
    "reached_another_way": ("endings.reached", "endings.reached_detail"),
}
WITHDRAWN = ("endings.withdrawn", "endings.withdrawn_detail")
BY_CUSTOMER = (None, "customer", "customer_asked")


@serve(bp, schema.REQUEST_CALLBACK)
def request_callback(call: Call, body: schema.CallbackRequest) -> tuple[schema.CallbackCreated, int]:
    """201 for a new request, 200 for one that was open already."""
    assert call.portal is not None
    window = (body.window.from_ms, body.window.until_ms) if body.window else None
    form = service.Form(
        body.question, body.topic, body.phone, body.order_id, body.locale, window, call.source_ip
    )
    filed = service.request_callback(call.ctx, call.portal, form)
    created = schema.CallbackCreated(
        callback=_view(call, filed.callback),
        link=f"{call.ctx.settings.customer_page_url}#{filed.token}",
        token=filed.token,
        existing=filed.existing,
    )
    return created, 200 if filed.existing else 201


@serve(bp, schema.READ_CALLBACK)
def read_callback(call: Call, callback_id: str) -> schema.CallbackView:
    """The customer's own view."""
    return _view(call, queue.find(callback_id))


@serve(bp, schema.CANCEL_CALLBACK)
def cancel_callback(call: Call, callback_id: str) -> schema.CallbackView:
    """Until an agent has taken it."""
    return _view(call, queue.cancel(call.ctx, callback_id))


@serve(bp, schema.CHANGE_CALLBACK)
def change_callback(call: Call, callback_id: str, body: schema.CallbackChange) -> schema.CallbackView:
    """Until an agent has taken it."""
    phone, window = body.wanted()
    if phone is None and window is None:
        raise DomainError("invalid_request", {"body": "required"})
    return _view(call, service.change_callback(call.ctx, callback_id, phone, window, call.source_ip))


@serve(bp, schema.READ_WINDOWS)
def read_windows(call: Call, callback_id: str) -> schema.DayView:
    """Of the callback's site."""
    request = queue.find(callback_id).request
    return _day(call, request.site, request.locale)


@serve(bp, schema.PREVIEW_WINDOWS)
def preview_windows(call: Call) -> schema.DayView:
    """Of the site that serves a country."""
    assert call.portal is not None
    site = numbers.site_of(call.query["country"])
    queue.check_open(call.ctx, queue.lane_of(site, call.query["topic"]))
    return _day(call, site, call.portal.locale)


@serve(bp, schema.RECORD_CONTACT)
def record_contact(call: Call, body: schema.Contact) -> schema.Contacted:
    """By chat, or at the counter."""
    assert call.portal is not None
    return schema.Contacted(service.reached(call.ctx, call.portal, body.order_id))


@serve(bp, schema.READ_HOURS)
def read_hours(call: Call) -> schema.DayView:
    """In the supervisor's language."""
    agent = agents.find(call.ctx, call.agent_id)
    return _day(call, agent.site, agent.locale)


@serve(bp, schema.READ_CLOSINGS)
def read_closings(call: Call) -> schema.Closings:
    """Of the supervisor's own site, as all of these."""
    return _closings(call, agents.find(call.ctx, call.agent_id).site)


@serve(bp, schema.CLOSE_SITE)
def close_site(call: Call, body: schema.CloseSite) -> schema.Closings:
    """From now on; windows that were promised stay."""
    site = agents.find(call.ctx, call.agent_id).site
    told = queue.Sentences(body.message.pt_br, body.message.es, body.message.en)
    queue.close_site(call.ctx, site, body.from_ms, body.until_ms, told, call.agent_id)
    return _closings(call, site)


@serve(bp, schema.REOPEN_SITE)
def reopen_site(call: Call, from_ms: str) -> schema.Closings:
    """Taking back what is not there succeeds."""
    site = agents.find(call.ctx, call.agent_id).site
    if not from_ms.isascii() or not from_ms.isdigit():
        raise DomainError("not_found")
    queue.reopen_site(site, int(from_ms))
    return _closings(call, site)


def _day(call: Call, site: Site, locale: Locale) -> schema.DayView:
    day: Day = queue.day_of(call.ctx, site, call.query["date"])
    return schema.DayView(
        date=day.date,
        open=[schema.Window(one.from_ms, one.until_ms) for one in day.open],
        reason=day.reason,
        holiday=day.holiday,
        message=day.message[locale] if day.message else None,
        slots=[schema.Window(one.from_ms, one.until_ms) for one in day.slots],
        now_ms=call.ctx.now_ms(),
    )


def _closings(call: Call, site: Site) -> schema.Closings:
    found = queue.closings_of(call.ctx, site)
    return schema.Closings(
        site, [schema.ClosingView(one.from_ms, one.until_ms, dict(one.message)) for one in found]
    )


def _view(call: Call, row: CallbackRow) -> schema.CallbackView:
    request, changeable = row.request, queue.changeable(row)
    state, told = queue.door(call.ctx, request.lane) if changeable else ("open", None)
    standing = queue.standing_at(call.ctx, row)
    position = standing.value if standing else None
    return schema.CallbackView(
        id=request.callback_id,
        status=row.status,
        topic=request.topic,
        question=request.question,
        order_id=request.order_id,
        phone_masked=numbers.mask_phone(request.phone),
        site=request.site,
        tier=request.tier,
        locale=request.locale,
        requested_at_ms=request.requested_at_ms,
        position=position,
        position_exact=standing is None or standing.exact,
        estimate=_estimate(call, row, position),
        opens_at_ms=queue.opens_at_ms(call.ctx, request.site) if standing else None,
        window=schema.Window(request.not_before_ms or request.requested_at_ms, request.promised_until_ms),
        chosen_window=request.not_before_ms > 0,
        why=row.why,
        attempts=int(row.attempts),
        next_attempt_at_ms=queue.next_attempt_ms(row),
        lane_state=state,
        lane_message=told,
        ending=_ending(row),
        cancellable=changeable,
        changeable=changeable,
        now_ms=call.ctx.now_ms(),
    )


def _ending(row: CallbackRow) -> schema.Ending | None:
    """Why a supervisor cancelled it is between them and the timeline."""
    if row.status != "cancelled" or row.ended_for in BY_CUSTOMER:
        return None
    headline, detail = ENDINGS.get(str(row.ended_for), WITHDRAWN)
    return schema.Ending(text(row.request.locale, headline), text(row.request.locale, detail))


def _estimate(call: Call, row: CallbackRow, position: int | None) -> schema.Estimate | None:
    """None where nobody knows, or the callback waits for a time."""
    found = queue.wait_of(call.ctx, row, position)
    return schema.Estimate(found.wait_ms, found.low_ms, found.high_ms) if found else None
