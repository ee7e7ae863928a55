"""What the queue tells the timeline."""

from typing import Any

from chalicelib.crm import service as crm
from chalicelib.kernel.context import Context
from chalicelib.queue.model import Request
from chalicelib.table import Write

WHO = ("attempt_id", "agent_id", "agent_name")


def tell(ctx: Context, kind: str, request: Request, **more: Any) -> Write:
    """The event of a callback, as a part of the transaction that makes it true; None among `more` is left
    out."""
    known = {name: value for name, value in more.items() if value is not None}
    columns = {name: known.pop(name) for name in WHO if name in known}
    event = crm.Event(
        kind=kind,
        at_ms=ctx.now_ms(),
        customer_id=request.customer_id,
        site=request.site,
        lane=request.lane,
        callback_id=request.callback_id,
        order_id=request.order_id,
        data=known,
        **columns,
    )
    return crm.record(ctx, event)
