"""Customers, their orders and the event log.

CUSTOMER#{id} / PROFILE          the person
CUSTOMER#{id} / ORDER#{order}    an order of theirs
CUSTOMER#{id} / EVENT#{event}    a fact of their story; index log: LOG#{site}#{hour} / {event}
"""

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

from pynamodb.attributes import JSONAttribute, NumberAttribute, UnicodeAttribute
from pynamodb.expressions.operand import Path
from pynamodb.expressions.update import Action

from chalicelib.crm.model import KINDS, Event, Order, Person
from chalicelib.kernel.ids import at_ms, first
from chalicelib.kernel.words import Level, Locale, Role
from chalicelib.table import (
    Row,
    StructAttribute,
    WordAttribute,
    Write,
    check,
    put,
    query_items,
    update,
)


class EventRow(Row):
    """An event; its key is its id, which sorts by time. The live channel reads whose it is off the row."""

    log_pk = UnicodeAttribute()
    log_sk = UnicodeAttribute()
    customer_id = UnicodeAttribute()
    agent_id = UnicodeAttribute(null=True)
    event = StructAttribute(Event)


class ProfileRow(Row):
    """A customer."""

    customer_id = UnicodeAttribute()
    role: WordAttribute[Role] = WordAttribute()
    name = UnicodeAttribute()
    level: WordAttribute[Level] = WordAttribute(null=True)
    country = UnicodeAttribute()
    locale: WordAttribute[Locale] = WordAttribute()
    first_seen_at_ms = NumberAttribute()
    requests = NumberAttribute(default=0)


class OrderRow(Row):
    """An order of a customer."""

    order = JSONAttribute()


def customer_key(customer_id: str) -> str:
    """The partition of a customer."""
    return f"CUSTOMER#{customer_id}"


def hour_key(site: str, at: int) -> str:
    """The log partition of the hour in which `at` (UTC ms) falls."""
    return f"LOG#{site}#{datetime.fromtimestamp(at / 1000, UTC):%Y-%m-%dT%H}"


def event_write(event_id: str, event: Event) -> Write:
    """Adds an event to the log. It is filed under the hour in which its id was made."""
    made = at_ms(event_id)
    row = EventRow(
        customer_key(event.customer_id),
        f"EVENT#{event_id}",
        entity="event",
        form=KINDS[event.kind],
        log_pk=hour_key(event.site, made),
        log_sk=event_id,
        customer_id=event.customer_id,
        agent_id=event.agent_id,
        event=event,
    )
    return put("event", row)


def profile_write(person: Person, now_ms: int) -> Write:
    """Creates or refreshes a customer and counts the request."""
    values: dict[str, Any] = {
        "entity": "customer",
        "form": 1,
        "customer_id": person.id,
        "role": person.role,
        "name": person.name,
        "country": person.country,
        "locale": person.locale,
    }
    actions: list[Action] = [Path(name).set(value) for name, value in values.items()]
    actions.append(Path("first_seen_at_ms").set(Path("first_seen_at_ms") | now_ms))
    actions.append(Path("level").set(person.level) if person.level else Path("level").remove())
    actions.append(Path("requests").add(1))
    return update("customer", (customer_key(person.id), "PROFILE"), actions)


def count_write(customer_id: str) -> Write:
    """Counts one more request of a customer who is on file."""
    return update("customer", (customer_key(customer_id), "PROFILE"), [Path("requests").add(1)])


def order_write(customer_id: str, order: Order) -> Write:
    """Files an order under its customer."""
    known = {name: value for name, value in vars(order).items() if value is not None}
    row = OrderRow(customer_key(customer_id), f"ORDER#{order.id}", entity="order", order=known)
    return put("order", row)


def read_order(customer_id: str, order_id: str) -> Order | None:
    """An order of a customer."""
    try:
        return Order(**OrderRow.get(customer_key(customer_id), f"ORDER#{order_id}").order)
    except OrderRow.DoesNotExist:
        return None


def order_check(customer_id: str, order_id: str) -> Write:
    """Fails the transaction unless the order is filed under this customer."""
    return check("order", (customer_key(customer_id), f"ORDER#{order_id}"), OrderRow.pk.exists())


def read_profile(customer_id: str) -> tuple[ProfileRow | None, list[Order]]:
    """The customer and their orders, newest order first: one query."""
    profile, orders = None, []
    between = Row.sk.between("ORDER#", "PROFILE")
    for raw in query_items(customer_key(customer_id), range_key_condition=between):
        if raw["sk"]["S"] == "PROFILE":
            profile = ProfileRow.from_raw_data(raw)
        else:
            orders.append(Order(**OrderRow.from_raw_data(raw).order))
    return profile, sorted(orders, key=lambda order: -(order.placed_at_ms or 0))


def read_events(customer_id: str, before: str | None, limit: int) -> list[EventRow]:
    """Events newest first, at most `limit`, older than the event id `before`."""
    condition = Row.sk.between("EVENT#", f"EVENT#{before}") if before else Row.sk.startswith("EVENT#")
    wanted = limit + 1 if before else limit
    rows = EventRow.query(
        customer_key(customer_id),
        condition,
        scan_index_forward=False,
        limit=wanted,
        page_size=wanted,
    )
    return [row for row in rows if row.sk != f"EVENT#{before}"][:limit]


def read_log(site: str, hour_ms: int, since_ms: int = 0) -> Iterator[Event]:
    """The events of one site filed in the hour in which `hour_ms` falls, from `since_ms` on, in order."""
    later = EventRow.log_sk >= first("ev", since_ms)
    for item in query_items(hour_key(site, hour_ms), index_name="log", range_key_condition=later):
        yield EventRow.event.deserialize(item["event"]["S"])
