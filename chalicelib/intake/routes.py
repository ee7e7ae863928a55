"""What the help portal and the customer's own page call."""

from chalice import Blueprint

from chalicelib.endpoint import Call, serve
from chalicelib.intake import schema, service
from chalicelib.numbers import service as numbers
from chalicelib.queue import service as queue
from chalicelib.queue.service import CallbackRow

bp = Blueprint(__name__)


@serve(bp, schema.REQUEST_CALLBACK)
def request_callback(call: Call, body: schema.CallbackRequest) -> tuple[schema.CallbackCreated, int]:
    """201 for a new request, 200 for one that was open already."""
    assert call.portal is not None
    form = service.Form(body.question, body.topic, body.phone, body.order_id, body.locale)
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


def _view(call: Call, row: CallbackRow) -> schema.CallbackView:
    request = row.request
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
        position=queue.position(row),
        window=schema.Window(request.requested_at_ms, request.promised_until_ms),
        cancellable=row.status in ("received", "queued"),
        now_ms=call.ctx.now_ms(),
    )
