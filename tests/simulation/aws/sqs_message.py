"""A message in a queue."""

from dataclasses import dataclass, field
from typing import Any

SENDER = "AIDAALOSIMULATION0000"

Attributes = dict[str, dict[str, Any]]


@dataclass(slots=True, eq=False)
class Message:
    """Times in ms. `kept_since_ms` is where the retention period begins."""

    id: str
    body: str
    body_md5: str
    sent_ms: int
    kept_since_ms: int
    visible_ms: int
    group: str = ""
    dedupe: str = ""
    sequence: str = ""
    attributes: Attributes = field(default_factory=dict)
    receives: int = 0
    first_received_ms: int = 0
    source_arn: str = ""
    turn: int = 0
    """Its latest entry in a standard queue's agenda."""

    def system_attributes(self) -> dict[str, str]:
        """What ReceiveMessage tells about the message, by AWS' names."""
        told = {
            "SenderId": SENDER,
            "SentTimestamp": str(self.sent_ms),
            "ApproximateReceiveCount": str(self.receives),
            "ApproximateFirstReceiveTimestamp": str(self.first_received_ms),
        }
        if self.sequence:
            told["SequenceNumber"] = self.sequence
            told["MessageDeduplicationId"] = self.dedupe
            told["MessageGroupId"] = self.group
        if self.source_arn:
            told["DeadLetterQueueSourceArn"] = self.source_arn
        return told
