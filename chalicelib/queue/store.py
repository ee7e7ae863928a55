"""Callbacks and the one open request of a person and order. Lines are in line.py.

CALLBACK#{id} / CALLBACK             the callback and its status
CUSTOMER#{id} / OPEN#{order or -}    the one open request of a person and order
"""

from collections.abc import Collection
from itertools import islice
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
    check,
    delete,
    put,
    query_items,
    update,
)

LOOKED_THROUGH = 1_000
"""Items of the due index that one question for callbacks to come reads at most."""


class CallbackRow(WatchedRow):
    """A callback.

    attempts: attempts begun. tries: those that count by the lane's policy. revision: how often the request
    was replaced. place: where it stands while queued. order_key: what it stands by, where that is not its
    id any more. aged: tiers it went up by waiting. last_agent_id: whom the customer spoke to. ended_for: why
    it was cancelled, or expired. attempt_id: the newest attempt. protocol: the number a customer who was cut
    off is told.
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
    ended_for = UnicodeAttribute(null=True)
    attempt_id = UnicodeAttribute(null=True)
    protocol = UnicodeAttribute(null=True)


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


def create(request: Request, why: Reason, due_at_ms: int, protocol: str | None) -> list[Write]:
    """A new callback; the part labelled `open` fails when the person has one for that order."""
    row = CallbackRow(
        callback_key(request.callback_id),
        "CALLBACK",
        entity="callback",
        status="received",
        request=request,
        why=why,
        returning=why == "window",
        protocol=protocol,
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


def read_all_open(customer_id: str) -> list[str]:
    """The callbacks a person has open, for whatever order."""
    found = query_items(f"CUSTOMER#{customer_id}", range_key_condition=OpenRow.sk.startswith("OPEN#"))
    return [item["callback_id"]["S"] for item in found]


def read_received(site: str, lanes: Collection[str], after: str, limit: int) -> tuple[list[CallbackRow], str]:
    """Callbacks of these lanes of a site that are not in line, the soonest due first, and where to go on:
    "" at the end. They share an index with all that is due, so a page may be short before the end."""
    rows: list[CallbackRow] = []
    at, _, pk = after.partition("~")
    start = {
        "due_pk": {"S": due_key(site)},
        "due_at_ms": {"N": at},
        "pk": {"S": pk},
        "sk": {"S": pk.partition("#")[0]},
    }
    due = query_items(due_key(site), start if after else None, index_name="due", limit=limit * 2)
    for item in islice(due, LOOKED_THROUGH):
        after = f"{item['due_at_ms']['N']}~{item['pk']['S']}"
        if item["entity"]["S"] == "callback" and item["status"]["S"] == "received":
            row = CallbackRow.from_raw_data(item)
            if row.request.lane in lanes:
                rows.append(row)
                if len(rows) == limit:
                    return rows, after
    return rows, after if next(due, None) else ""


def unchanged(callback: CallbackRow) -> Write:
    """Writes nothing, but fails the rest when the callback has moved on since it was read."""
    as_read: Condition = CallbackRow.status == callback.status
    as_read &= CallbackRow.attempts == int(callback.attempts)
    as_read &= CallbackRow.revision == int(callback.revision)
    return check("callback", (callback.pk, callback.sk), as_read)


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


def rewrite(request: Request, attempts: int) -> Write:
    """Another request in place of that of a callback in a call, if so many attempts were begun."""
    as_read = CallbackRow.status.is_in("claimed", "dialling", "connected") & (
        CallbackRow.attempts == attempts
    )
    key = callback_key(request.callback_id), "CALLBACK"
    actions = [getattr(CallbackRow, name).set(value) for name, value in rewritten(request).items()]
    return update("callback", key, actions, as_read)


def rewritten(request: Request) -> dict[str, Any]:
    """What `move` writes for another request in place of the one that is there."""
    return {"request": request, "revision": CallbackRow.revision + 1}


def due_key(site: str) -> str:
    """The partition of the due index in which a site's work is found."""
    return f"DUE#{site}"


def _open_key(request: Request) -> Key:
    return f"CUSTOMER#{request.customer_id}", f"OPEN#{request.order_id or '-'}"
