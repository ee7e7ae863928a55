"""The live channel says what changed, never what it is: a desk reads that from the API."""

import json
from typing import Any

from chalicelib.auth import service as auth
from chalicelib.kernel.context import Context
from chalicelib.kernel.errors import DomainError
from chalicelib.realtime import store
from chalicelib.realtime.model import agent_room, changes, closed_desk, site_room, supervisors_room
from chalicelib.table import ConditionFailed

OPENING_S = 30


def open_connection(ctx: Context, connection_id: str, ticket: str) -> None:
    """Lets a desk in. Raises token_invalid or token_expired, also for a ticket used twice."""
    agent_id, site, supervises, jti = auth.verify_realtime(ctx, ticket)
    rooms = [agent_room(agent_id), site_room(site), *([supervisors_room(site)] if supervises else [])]
    try:
        store.connect(connection_id, rooms, jti, ctx.now_ms() // 1000)
    except ConditionFailed as failed:
        raise DomainError("token_invalid") from failed


def close_connection(connection_id: str) -> None:
    """A desk has gone."""
    store.disconnect(connection_id)


def fan_out(ctx: Context, records: list[dict[str, Any]]) -> None:
    """Tells each room what changed, once per thing and batch; forgets connections that are gone."""
    rooms: dict[str, list[dict[str, Any]]] = {}
    for (room, what, identifier), version in changes(records).items():
        message = {"type": "changed", "what": what, "id": identifier, "version": version}
        rooms.setdefault(room, []).append(message)
    for room, messages in rooms.items():
        for connection_id, opened_at_s in store.members(room):
            _tell(ctx, connection_id, opened_at_s, messages)


def _tell(ctx: Context, connection_id: str, opened_at_s: int, messages: list[dict[str, Any]]) -> None:
    """A connection that is gone is forgotten, unless it may only just be opening: it is in its rooms before
    the gateway knows it, and what it misses until then it reads when it is open."""
    for message in messages:
        if not ctx.push.post(connection_id, json.dumps(message).encode()):
            if ctx.now_ms() // 1000 - opened_at_s > OPENING_S:
                store.disconnect(connection_id)
            return


def pong(ctx: Context, connection_id: str) -> None:
    """Answers a desk that wants to know whether anybody is there."""
    ctx.push.post(connection_id, b'{"type":"pong"}')


__all__ = ["close_connection", "closed_desk", "fan_out", "open_connection", "pong"]
