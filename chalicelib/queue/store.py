"""Callbacks and the line they wait in.

CALLBACK#{id} / CALLBACK             the callback and its status
CUSTOMER#{id} / OPEN#{order or -}    the one open request of a person and order
LINE#{site} / {rank}#{callback}      a waiting callback, at its place in line
"""

from collections.abc import Collection, Iterator
from typing import Any

from pynamodb.attributes import BooleanAttribute, NumberAttribute, UnicodeAttribute
from pynamodb.expressions.condition import Condition
from pynamodb.expressions.update import Action

from chalicelib.kernel.words import CallbackStatus
from chalicelib.queue.model import Request
from chalicelib.table import (
    Key,
    Row,
    StructAttribute,
    WatchedRow,
    WordAttribute,
    Write,
    delete,
    put,
    query_items,
    update,
)

PAGE = 100


class CallbackRow(WatchedRow):
    """A callback. `attempts` counts the attempts begun; `place` is where it stands while queued."""

    status: WordAttribute[CallbackStatus] = WordAttribute()
    request = StructAttribute(Request)
    attempts = NumberAttribute(default=0)
    returning = BooleanAttribute(default=False)
    place = UnicodeAttribute(null=True)


class OpenRow(Row):
    """Marks that a person has an open request for an order."""

    callback_id = UnicodeAttribute()


class WaitingRow(Row):
    """A waiting callback. It exists exactly while the callback is queued."""

    lane = UnicodeAttribute()
    attempts = NumberAttribute(default=0)
    request = StructAttribute(Request)


def callback_key(callback_id: str) -> str:
    """The partition of a callback."""
    return f"CALLBACK#{callback_id}"


def line_key(site: str) -> str:
    """The partition of a site's line."""
    return f"LINE#{site}"


def read(callback_id: str) -> CallbackRow | None:
    """A callback, consistently."""
    try:
        return CallbackRow.get(callback_key(callback_id), "CALLBACK", consistent_read=True)
    except CallbackRow.DoesNotExist:
        return None


def create(request: Request, due_at_ms: int) -> list[Write]:
    """A new callback; the part labelled `open` fails when the person has one for that order."""
    row = CallbackRow(
        callback_key(request.callback_id),
        "CALLBACK",
        entity="callback",
        status="received",
        request=request,
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
    callback_id: str,
    expected: Collection[CallbackStatus],
    status: CallbackStatus,
    after_attempts: int | None = None,
    **values: Any,
) -> Write:
    """Changes a callback's status if it is one of `expected`, and `after_attempts` attempts were begun; None
    removes an attribute.

    Only a received callback is watched, so leaving that status ends the watch.
    """
    actions: list[Action] = [CallbackRow.status.set(status)]
    watched = {"due_pk": None, "due_at_ms": None} if "received" in expected else {}
    for name, value in {**watched, **values}.items():
        attribute = getattr(CallbackRow, name)
        actions.append(attribute.remove() if value is None else attribute.set(value))
    condition: Condition = CallbackRow.status.is_in(*expected)
    if after_attempts is not None:
        condition &= CallbackRow.attempts == after_attempts
    return update("callback", (callback_key(callback_id), "CALLBACK"), actions, condition)


def join_line(request: Request, place: str, attempts: int) -> Write:
    """Puts a callback at its place in line."""
    row = WaitingRow(
        line_key(request.site),
        place,
        entity="waiting",
        lane=request.lane,
        attempts=attempts,
        request=request,
    )
    return put("line", row)


def leave_line(site: str, place: str, attempts: int) -> Write:
    """Takes a callback out of line; fails when it is there no more, or again after another attempt."""
    return delete("line", (line_key(site), place), WaitingRow.attempts == attempts)


def line(site: str, lanes: Collection[str], page: int = PAGE) -> Iterator[WaitingRow]:
    """Who waits in these lanes, best first, consistently; reads on only as far as it is asked."""
    for item in query_items(line_key(site), consistent_read=True, limit=page):
        if item["lane"]["S"] in lanes:
            yield WaitingRow.from_raw_data(item)


def count_ahead(site: str, lane: str, place: str) -> int:
    """How many wait in the lane at better places."""
    return int(
        WaitingRow.count(line_key(site), WaitingRow.sk < place, filter_condition=WaitingRow.lane == lane)
    )


def due_key(site: str) -> str:
    """The partition of the due index in which a site's work is found."""
    return f"DUE#{site}"


def _open_key(request: Request) -> Key:
    return f"CUSTOMER#{request.customer_id}", f"OPEN#{request.order_id or '-'}"
