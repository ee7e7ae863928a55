"""Open WebSocket connections.

ROOM#{room} / CONN#{connection}      who hears what
CONN#{connection} / CONN             which rooms a connection is in, to leave them
TICKET#{jti} / TICKET                a used ticket
"""

from collections.abc import Sequence
from typing import Any

from pynamodb.attributes import ListAttribute, UnicodeAttribute

from chalicelib.table import PassingRow, commit, delete, put, query_items

KEPT_S = 3 * 3600
TICKET_KEPT_S = 600


class ConnectionRow(PassingRow):
    """A connection and its rooms."""

    rooms: ListAttribute[Any] = ListAttribute(of=UnicodeAttribute)


class MemberRow(PassingRow):
    """A connection in a room."""


class TicketRow(PassingRow):
    """A ticket that was used."""


def connect(connection_id: str, rooms: Sequence[str], ticket: str, now_s: int) -> None:
    """Enters the rooms; raises ConditionFailed when the ticket was used before."""
    used = TicketRow(f"TICKET#{ticket}", "TICKET", entity="ticket", expires_at_s=now_s + TICKET_KEPT_S)
    until = now_s + KEPT_S
    members = [_member(connection_id, room, until) for room in rooms]
    row = ConnectionRow(
        f"CONN#{connection_id}", "CONN", entity="connection", rooms=list(rooms), expires_at_s=until
    )
    commit(
        [
            put("ticket", used, TicketRow.pk.does_not_exist()),
            put("connection", row),
            *[put("member", member) for member in members],
        ]
    )


def disconnect(connection_id: str) -> None:
    """Leaves all rooms; a connection nobody knows is fine."""
    try:
        row = ConnectionRow.get(f"CONN#{connection_id}", "CONN", consistent_read=True)
    except ConnectionRow.DoesNotExist:
        return
    members = [_member(connection_id, room, 0) for room in row.rooms]
    commit(
        [
            delete("connection", (row.pk, row.sk)),
            *[delete("member", (member.pk, member.sk)) for member in members],
        ]
    )


def members(room: str) -> list[tuple[str, int]]:
    """The connections in a room and when each was opened, UTC seconds."""
    return [
        (item["sk"]["S"].removeprefix("CONN#"), int(item["expires_at_s"]["N"]) - KEPT_S)
        for item in query_items(f"ROOM#{room}")
    ]


def _member(connection_id: str, room: str, until_s: int) -> MemberRow:
    return MemberRow(f"ROOM#{room}", f"CONN#{connection_id}", entity="member", expires_at_s=until_s)
