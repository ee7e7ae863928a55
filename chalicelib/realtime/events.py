"""WebSocket handlers and the fan-out of the table's stream.

Chalice does not wrap a blueprint's WebSocket handlers: they get the raw event and answer it themselves.
"""

from typing import Any

from chalice import Blueprint
from chalice.app import DynamoDBEvent

from chalicelib.adapters.context import context
from chalicelib.adapters.entry import Batch, done, report, stream
from chalicelib.kernel.errors import DomainError

bp = Blueprint(__name__)


@bp.on_dynamodb_record(
    stream_arn="arn:aws:dynamodb:placeholder:placeholder:table/table/stream/s",
    batch_size=50,
    name="fan_out",
)
def fan_out(event: DynamoDBEvent) -> Batch:
    """What changed, to whoever shows it."""
    from chalicelib.realtime import service

    return stream(event, "fan_out", service.fan_out)


@bp.on_ws_connect()
def connect(event: dict[str, Any], _: Any = None) -> dict[str, int]:
    """403 refuses the handshake."""
    from chalicelib.realtime import service

    ctx = context()
    started, status = ctx.now_ms(), 200
    ticket = (event.get("queryStringParameters") or {}).get("ticket") or ""
    try:
        service.open_connection(ctx, event["requestContext"]["connectionId"], ticket)
    except DomainError:
        status = 403
    done("ws_connect", started, status=status)
    return {"statusCode": status}


@bp.on_ws_message()
def message(event: dict[str, Any], _: Any = None) -> dict[str, int]:
    """Desks only ever send a ping."""
    from chalicelib.realtime import service

    ctx = context()
    started = ctx.now_ms()
    service.pong(ctx, event["requestContext"]["connectionId"])
    done("ws_message", started)
    return {"statusCode": 200}


@bp.on_ws_disconnect()
def disconnect(event: dict[str, Any], _: Any = None) -> dict[str, int]:
    """Best effort on AWS's side; the fan-out forgets those it missed."""
    from chalicelib.realtime import service

    ctx = context()
    started = ctx.now_ms()
    try:
        service.close_connection(event["requestContext"]["connectionId"])
    except Exception as error:
        report("ws_disconnect", error)
        raise
    done("ws_disconnect", started)
    return {"statusCode": 200}
