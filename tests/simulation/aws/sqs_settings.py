"""A queue's attributes: what is accepted, and what they mean."""

import re
from dataclasses import dataclass, field
from typing import Any

import msgspec

from tests.simulation.aws.refusal import NotCovered
from tests.simulation.aws.sqs_rules import invalid_value, refusal

ACCOUNT = "000000000000"
REGION = "sa-east-1"
_NAME = re.compile(r"[A-Za-z0-9_-]{1,80}")
_RANGES = {
    "VisibilityTimeout": (0, 43_200),
    "DelaySeconds": (0, 900),
    "MessageRetentionPeriod": (60, 1_209_600),
    "MaximumMessageSize": (1024, 1_048_576),
    "ReceiveMessageWaitTimeSeconds": (0, 20),
}
_DEFAULTS = {
    "VisibilityTimeout": "30",
    "DelaySeconds": "0",
    "MessageRetentionPeriod": "345600",
    "MaximumMessageSize": "1048576",
    "ReceiveMessageWaitTimeSeconds": "0",
    "SqsManagedSseEnabled": "true",
}
_FIFO_DEFAULTS = {
    "FifoQueue": "true",
    "ContentBasedDeduplication": "false",
    "DeduplicationScope": "queue",
    "FifoThroughputLimit": "perQueue",
}
_CHOICES = {
    "SqsManagedSseEnabled": ("true", "false"),
    "FifoQueue": ("true", "false"),
    "ContentBasedDeduplication": ("true", "false"),
    "DeduplicationScope": ("queue", "messageGroup"),
    "FifoThroughputLimit": ("perQueue", "perMessageGroupId"),
}


@dataclass(slots=True)
class Settings:
    """`attributes` as AWS has them, all strings; the rest is read from them."""

    attributes: dict[str, str]
    hidden_ms: int = field(init=False)
    delay_ms: int = field(init=False)
    retention_ms: int = field(init=False)
    max_bytes: int = field(init=False)
    dedupe_by_content: bool = field(init=False)
    dedupe_per_group: bool = field(init=False)
    max_receives: int = field(init=False)
    """0 when there is no dead-letter queue."""
    dead_letter_arn: str = field(init=False)

    def __post_init__(self) -> None:
        held = self.attributes
        self.hidden_ms = int(held["VisibilityTimeout"]) * 1000
        self.delay_ms = int(held["DelaySeconds"]) * 1000
        self.retention_ms = int(held["MessageRetentionPeriod"]) * 1000
        self.max_bytes = int(held["MaximumMessageSize"])
        self.dedupe_by_content = held.get("ContentBasedDeduplication") == "true"
        self.dedupe_per_group = held.get("DeduplicationScope") == "messageGroup"
        redrive = msgspec.json.decode(held.get("RedrivePolicy", "{}"))
        self.max_receives = int(redrive.get("maxReceiveCount", 0))
        self.dead_letter_arn = redrive.get("deadLetterTargetArn", "")


def arn_of(name: str) -> str:
    """A queue's ARN."""
    return f"arn:aws:sqs:{REGION}:{ACCOUNT}:{name}"


def url_of(name: str) -> str:
    """A queue's URL."""
    return f"https://sqs.{REGION}.amazonaws.com/{ACCOUNT}/{name}"


def checked_name(name: str, attributes: dict[str, str]) -> str:
    """The name of a queue to be made; FIFO queues' end in .fifo, others' do not."""
    fifo = attributes.get("FifoQueue") == "true"
    stem = name.removesuffix(".fifo") if fifo else name
    if fifo and stem == name:
        raise invalid_value(
            "The name of a FIFO queue can only include alphanumeric characters, hyphens, or underscores, "
            "must end with .fifo suffix and be 1 to 80 in length"
        )
    if not _NAME.fullmatch(stem) or len(name) > 80:
        raise invalid_value(
            "Can only include alphanumeric characters, hyphens, or underscores. 1 to 80 in length"
        )
    return name


def settings_of(fifo: bool, given: dict[str, Any]) -> Settings:
    """A new queue's settings."""
    return Settings(_DEFAULTS | (_FIFO_DEFAULTS if fifo else {}) | checked(fifo, given))


def checked(fifo: bool, given: dict[str, Any]) -> dict[str, str]:
    """The attributes given, if a queue of this kind can have them."""
    for name, value in given.items():
        if name == "RedrivePolicy":
            continue
        if name not in _RANGES and name not in _CHOICES:
            raise NotCovered(f"queue attribute {name}")
        if name in _FIFO_DEFAULTS and not fifo:
            raise refusal("InvalidAttributeName", f"Unknown Attribute {name}.")
        if name in _RANGES:
            low, high = _RANGES[name]
            if not value.isdecimal() or not low <= int(value) <= high:
                raise refusal("InvalidAttributeValue", f"Invalid value for the parameter {name}.")
        elif value not in _CHOICES[name]:
            raise refusal("InvalidAttributeValue", f"Invalid value for the parameter {name}.")
    return given
