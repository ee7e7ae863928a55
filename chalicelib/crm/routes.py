"""Customers and timelines for the desk."""

from chalice import Blueprint

from chalicelib.crm import schema, service
from chalicelib.crm.store import EventRow
from chalicelib.endpoint import Call, serve
from chalicelib.kernel.errors import DomainError

bp = Blueprint(__name__)


@serve(bp, schema.READ_CUSTOMER)
def read_customer(call: Call, customer_id: str) -> schema.Customer:
    """Profile and orders."""
    row, orders = service.profile(customer_id)
    return schema.Customer(
        id=row.customer_id,
        role=row.role,
        name=row.name,
        level=row.level,
        country=row.country,
        locale=row.locale,
        first_seen_at_ms=int(row.first_seen_at_ms),
        requests=int(row.requests),
        orders=[_order(order) for order in orders],
    )


def _order(order: service.Order) -> schema.OrderView:
    """Without the number of whoever is on its other side."""
    shown = {name: value for name, value in vars(order).items() if name != "counterpart_phone"}
    return schema.OrderView(**shown)


@serve(bp, schema.READ_TIMELINE)
def read_timeline(call: Call, customer_id: str) -> schema.Timeline:
    """Newest first."""
    limit = call.query.get("limit", service.PAGE)
    if not 1 <= limit <= 100:
        raise DomainError("invalid_request", {"limit": "invalid"})
    cursor = call.query.get("cursor")
    rows, following = service.timeline(customer_id, cursor, limit)
    if not rows and cursor is None:
        service.profile(customer_id)
    return schema.Timeline(items=[_item(row) for row in rows], next_cursor=following)


def _item(row: EventRow) -> schema.TimelineItem:
    event = row.event
    return schema.TimelineItem(
        id=service.event_id(row),
        kind=event.kind,
        version=int(row.form),
        at_ms=event.at_ms,
        site=event.site,
        lane=event.lane,
        callback_id=event.callback_id,
        attempt_id=event.attempt_id,
        order_id=event.order_id,
        agent_id=event.agent_id,
        agent_name=event.agent_name,
        **event.data,
    )
