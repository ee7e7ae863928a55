"""The message by which a callback gets its place: one to its tier's FIFO queue, message group = lane."""

import json
from contextlib import suppress

from chalicelib.kernel.context import Context
from chalicelib.kernel.ports import NotSent
from chalicelib.queue.model import Request


def send(ctx: Context, request: Request, attempts: int, why: str) -> None:
    """Best effort: what is filed is filed, and a callback without a place is given one when it is due. The
    consumer tolerates repeats; `why` tells messages of the same attempt apart."""
    body = json.dumps({"callback_id": request.callback_id})
    with suppress(NotSent):
        ctx.queues.enqueue(request.tier, request.lane, f"{request.callback_id}-{attempts}-{why}", body)
