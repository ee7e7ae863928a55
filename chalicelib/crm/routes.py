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
        orders=[schema.OrderView(**vars(order)) for order in orders],
    )


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
    return schema.TimelineItem(
        id=service.event_id(row),
        kind=row.kind,
        version=int(row.form),
        at_ms=int(row.at_ms),
        site=row.site,
        lane=row.lane,
        callback_id=row.callback_id,
        attempt_id=row.attempt_id,
        order_id=row.order_id,
        agent_id=row.agent_id,
        agent_name=row.agent_name,
        **row.data,
    )
