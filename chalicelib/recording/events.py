"""The queue of recordings that are to be fetched."""

from chalice import Blueprint
from chalice.app import SQSEvent

from chalicelib.adapters.entry import Batch, batch

bp = Blueprint(__name__)


@bp.on_sqs_message(
    queue_arn="arn:aws:sqs:placeholder:placeholder:recordings", batch_size=1, name="file_recording"
)
def file_recording(event: SQSEvent) -> Batch:
    """One at a time: it may be an hour long."""
    from chalicelib.recording import service

    return batch(event, "file_recording", service.file)
