"""Stream, queue and schedule of the timers."""

from chalice import Blueprint, Rate
from chalice.app import CloudWatchEvent, DynamoDBEvent, SQSEvent

from chalicelib.adapters.entry import Batch, batch, each, scheduled, stream
from chalicelib.kernel.context import Context

bp = Blueprint(__name__)
REAP_EVERY_MIN = 1
"""The reaper's period: so long agents and calls may disagree (docs/live-call.md)."""


@bp.on_dynamodb_record(
    stream_arn="arn:aws:dynamodb:placeholder:placeholder:table/table/stream/s",
    batch_size=50,
    name="arm",
)
def arm(event: DynamoDBEvent) -> Batch:
    """New due times become delayed messages, and what customers are to be told becomes one at once."""
    from chalicelib.timers import service

    return stream(event, "arm", service.arm)


@bp.on_sqs_message(queue_arn="arn:aws:sqs:placeholder:placeholder:timers", batch_size=10, name="fire")
def fire(event: SQSEvent) -> Batch:
    """Their time has come."""
    from chalicelib.timers import service

    return batch(event, "fire", service.fire)


@bp.schedule(Rate(REAP_EVERY_MIN, unit=Rate.MINUTES), name="reap")
def reap(event: CloudWatchEvent) -> None:
    """What no due time watches."""
    from chalicelib.telephony import service as telephony

    def work(ctx: Context) -> int:
        return each("reap", telephony.amiss(ctx), lambda one: telephony.set_right(ctx, *one))

    scheduled("reap", work)


@bp.schedule(Rate(1, unit=Rate.MINUTES), name="sweep")
def sweep(event: CloudWatchEvent) -> None:
    """What no message reminded of."""
    from chalicelib.timers import service

    def work(ctx: Context) -> int:
        return each("sweep", service.overdue(ctx), lambda key: service.on_due(ctx, *key))

    scheduled("sweep", work)
