"""A message in a queue, and how a consumer sees it."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from tests.simulation.aws.refusal import NotCovered
from tests.simulation.aws.sqs_attributes import Attributes, digest, selected

SENDER = "AIDAALOSIMULATION0000"
_NAMES = frozenset(
    {
        "All",
        "SenderId",
        "SentTimestamp",
        "ApproximateReceiveCount",
        "ApproximateFirstReceiveTimestamp",
        "SequenceNumber",
        "MessageDeduplicationId",
        "MessageGroupId",
        "DeadLetterQueueSourceArn",
    }
)


@dataclass(slots=True, eq=False)
class Message:
    """Times in ms. `kept_since_ms` is where the retention period begins."""

    id: str
    body: str
    body_md5: str
    sent_ms: int
    kept_since_ms: int
    visible_ms: int
    attributes: Attributes = field(default_factory=dict)
    group: str = ""
    dedupe: str = ""
    sequence: str = ""
    receives: int = 0
    first_received_ms: int = 0
    received_ms: int = 0
    source_arn: str = ""
    turn: int = 0
    """Its latest entry in a standard queue's agenda."""

    def take(self, now_ms: int, hidden_ms: int) -> None:
        """It is handed out."""
        if not self.receives:
            self.first_received_ms = now_ms
        self.receives += 1
        self.received_ms = now_ms
        self.visible_ms = now_ms + hidden_ms


def accepted(message: Message, attributes: Attributes) -> dict[str, Any]:
    """SendMessage's answer. `attributes` are those of this request, which a duplicate does not keep."""
    answer = {"MessageId": message.id, "MD5OfMessageBody": message.body_md5}
    if attributes:
        answer["MD5OfMessageAttributes"] = digest(attributes)
    if message.sequence:
        answer["SequenceNumber"] = message.sequence
    return answer


def delivered(message: Message, queue: str, system: Sequence[str], own: Sequence[str]) -> dict[str, Any]:
    """One of ReceiveMessage's messages, with the `system` attributes and its `own` that were asked for."""
    told: dict[str, Any] = {
        "MessageId": message.id,
        "ReceiptHandle": f"{queue}|{message.id}|{message.receives}",
        "MD5OfBody": message.body_md5,
        "Body": message.body,
    }
    if system:
        attributes = _system(message, system)
        if attributes:
            told["Attributes"] = attributes
    if own and message.attributes:
        chosen = selected(message.attributes, own)
        if chosen:
            told["MessageAttributes"] = chosen
            told["MD5OfMessageAttributes"] = digest(chosen)
    return told


def _system(message: Message, names: Sequence[str]) -> dict[str, str]:
    if not _NAMES.issuperset(names):
        raise NotCovered(f"message system attributes {names}")
    told = {
        "SenderId": SENDER,
        "SentTimestamp": str(message.sent_ms),
        "ApproximateReceiveCount": str(message.receives),
        "ApproximateFirstReceiveTimestamp": str(message.first_received_ms),
    }
    if message.sequence:
        told["SequenceNumber"] = message.sequence
        told["MessageDeduplicationId"] = message.dedupe
        told["MessageGroupId"] = message.group
    if message.source_arn:
        told["DeadLetterQueueSourceArn"] = message.source_arn
    return told if "All" in names else {name: value for name, value in told.items() if name in names}
