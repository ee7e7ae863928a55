"""Consumers of the three tier queues: each message asks for a place in line."""

import json

from chalice import Blueprint
from chalice.app import SQSEvent

from chalicelib.adapters.entry import Batch, batch
from chalicelib.kernel.context import Context

bp = Blueprint(__name__)
ARN = "arn:aws:sqs:placeholder:placeholder:"


def _draw(ctx: Context, body: str) -> None:
    from chalicelib.queue import service

    service.take_place(ctx, json.loads(body)["callback_id"])


@bp.on_sqs_message(queue_arn=ARN + "urgent", batch_size=10, name="draw_urgent")
def draw_urgent(event: SQSEvent) -> Batch:
    """Places for the urgent tier."""
    return batch(event, "draw_urgent", _draw, ordered=True)


@bp.on_sqs_message(queue_arn=ARN + "high", batch_size=10, name="draw_high")
def draw_high(event: SQSEvent) -> Batch:
    """Places for the high tier."""
    return batch(event, "draw_high", _draw, ordered=True)


@bp.on_sqs_message(queue_arn=ARN + "standard", batch_size=10, name="draw_standard")
def draw_standard(event: SQSEvent) -> Batch:
    """Places for the standard tier."""
    return batch(event, "draw_standard", _draw, ordered=True)
