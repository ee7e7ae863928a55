"""Callbacks and the one open request of a person and order. Lines are in line.py.

CALLBACK#{id} / CALLBACK             the callback and its status
CUSTOMER#{id} / OPEN#{order or -}    the one open request of a person and order
"""

from collections.abc import Collection
from typing import Any

from pynamodb.attributes import BooleanAttribute, NumberAttribute, UnicodeAttribute
from pynamodb.expressions.condition import Condition
from pynamodb.expressions.update import Action

from chalicelib.kernel.words import CallbackStatus
from chalicelib.queue.model import Reason, Request
from chalicelib.table import (
    Key,
    Row,
    StructAttribute,
    WatchedRow,
    WordAttribute,
    Write,
    delete,
    put,
    update,
)


class CallbackRow(WatchedRow):
    """A callback.

    attempts: attempts begun. tries: those that count by the lane's policy. revision: how often the request
    was replaced. place: where it stands while queued. order_key: what it stands by, where that is not its
    id any more. aged: tiers it went up by waiting. last_agent_id: whom the customer spoke to.
    """

    status: WordAttribute[CallbackStatus] = WordAttribute()
    request = StructAttribute(Request)
    attempts = NumberAttribute(default=0)
    tries = NumberAttribute(default=0)
    revision = NumberAttribute(default=0)
    returning = BooleanAttribute(default=False)
    place = UnicodeAttribute(null=True)
    order_key = UnicodeAttribute(null=True)
    why: WordAttribute[Reason] = WordAttribute(default="asked")
    aged = NumberAttribute(default=0)
    queued_at_ms = NumberAttribute(null=True)
    last_agent_id = UnicodeAttribute(null=True)


class OpenRow(Row):
    """Marks that a person has an open request for an order."""

    callback_id = UnicodeAttribute()


def callback_key(callback_id: str) -> str:
    """The partition of a callback."""
    return f"CALLBACK#{callback_id}"


def read(callback_id: str) -> CallbackRow | None:
    """A callback, consistently."""
    try:
        return CallbackRow.get(callback_key(callback_id), "CALLBACK", consistent_read=True)
    except CallbackRow.DoesNotExist:
        return None


def create(request: Request, why: Reason, due_at_ms: int) -> list[Write]:
    """A new callback; the part labelled `open` fails when the person has one for that order."""
    row = CallbackRow(
        callback_key(request.callback_id),
        "CALLBACK",
        entity="callback",
        status="received",
        request=request,
        why=why,
        returning=why == "window",
        due_pk=due_key(request.site),
        due_at_ms=due_at_ms,
    )
    opened = OpenRow(*_open_key(request), entity="open", callback_id=request.callback_id)
    return [
        put("callback", row, CallbackRow.pk.does_not_exist()),
        put("open", opened, OpenRow.pk.does_not_exist()),
    ]


def read_open(customer_id: str, order_id: str | None) -> str | None:
    """The callback a person has open for an order."""
    try:
        row = OpenRow.get(f"CUSTOMER#{customer_id}", f"OPEN#{order_id or '-'}", consistent_read=True)
    except OpenRow.DoesNotExist:
        return None
    return str(row.callback_id)


def close(request: Request) -> Write:
    """Lets the person ask again."""
    return delete("open", _open_key(request))


def move(
    request: Request,
    expected: Collection[CallbackStatus],
    status: CallbackStatus,
    attempts: int | None = None,
    revision: int | None = None,
    due_at_ms: int | None = None,
    /,
    **values: Any,
) -> Write:
    """Changes a callback's status if it is one of `expected`, so many attempts were begun, and its request
    is the one that was read. None among `values` removes an attribute.

    It is watched until `due_at_ms`, or no more.
    """
    actions: list[Action] = [CallbackRow.status.set(status)]
    watched = {
        "due_pk": None if due_at_ms is None else due_key(request.site),
        "due_at_ms": due_at_ms,
    }
    for name, value in {**watched, **values}.items():
        attribute = getattr(CallbackRow, name)
        actions.append(attribute.remove() if value is None else attribute.set(value))
    condition: Condition = CallbackRow.status.is_in(*expected)
    if attempts is not None:
        condition &= CallbackRow.attempts == attempts
    if revision is not None:
        condition &= CallbackRow.revision == revision
    return update("callback", (callback_key(request.callback_id), "CALLBACK"), actions, condition)


def due_key(site: str) -> str:
    """The partition of the due index in which a site's work is found."""
    return f"DUE#{site}"


def _open_key(request: Request) -> Key:
    return f"CUSTOMER#{request.customer_id}", f"OPEN#{request.order_id or '-'}"
