"""What other features ask of customers and their story."""

from chalicelib.crm import store
from chalicelib.crm.model import Event, Order, Person
from chalicelib.crm.store import EventRow, ProfileRow
from chalicelib.kernel.context import Context
from chalicelib.kernel.errors import DomainError
from chalicelib.table import Write

PAGE = 50
HOUR_MS = 3_600_000


def record(ctx: Context, event: Event) -> Write:
    """The event as a part of the transaction that makes it true."""
    return store.event_write(ctx.ids.new("ev"), event)


def vouch(ctx: Context, person: Person, order: Order | None, order_id: str | None) -> list[Write]:
    """Files what the portal says of a customer.

    An order the token does not carry must be on file already; else the part labelled `order` fails.
    """
    writes = [store.profile_write(person, ctx.now_ms())]
    if order is not None:
        writes.append(store.order_write(person.id, order))
    if order_id is not None and (order is None or order.id != order_id):
        writes.append(store.order_check(person.id, order_id))
    return writes


def asked_again(customer_id: str) -> Write:
    """One more request of a customer of whom nothing new is said."""
    return store.count_write(customer_id)


def profile(customer_id: str) -> tuple[ProfileRow, list[Order]]:
    """A customer and their orders. Raises not_found."""
    found, orders = store.read_profile(customer_id)
    if found is None:
        raise DomainError("not_found")
    return found, orders


def order(customer_id: str, order_id: str) -> Order | None:
    """One order of a customer."""
    return store.read_order(customer_id, order_id)


def timeline(customer_id: str, cursor: str | None, limit: int = PAGE) -> tuple[list[EventRow], str | None]:
    """A page of events, newest first, and the cursor of the next page."""
    rows = store.read_events(customer_id, cursor, limit)
    more = len(rows) == limit
    return rows, event_id(rows[-1]) if more else None


def event_id(row: EventRow) -> str:
    """The id of an event."""
    return row.sk.removeprefix("EVENT#")


def log(site: str, hour_ms: int) -> list[Event]:
    """The event log of one site and hour."""
    return list(store.read_log(site, hour_ms))


def log_since(site: str, since_ms: int, until_ms: int) -> list[Event]:
    """The event log of one site between two moments, in order."""
    hours = range(since_ms - since_ms % HOUR_MS, until_ms + 1, HOUR_MS)
    return [event for hour_ms in hours for event in store.read_log(site, hour_ms, since_ms)]


__all__ = [
    "Event",
    "EventRow",
    "Order",
    "Person",
    "asked_again",
    "log",
    "log_since",
    "order",
    "profile",
    "record",
    "timeline",
    "vouch",
]
