"""A queue's attributes: what is accepted, and what they mean."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field

import msgspec

from tests.simulation.aws.refusal import NotCovered
from tests.simulation.aws.sqs_rules import invalid_parameter, invalid_value, refusal

ACCOUNT = "000000000000"
REGION = "sa-east-1"
_STEM = re.compile(r"[A-Za-z0-9_-]+")
_RANGES = {
    "VisibilityTimeout": (0, 43_200),
    "DelaySeconds": (0, 900),
    "MessageRetentionPeriod": (60, 1_209_600),
    "MaximumMessageSize": (1024, 1_048_576),
    "ReceiveMessageWaitTimeSeconds": (0, 20),
}
_CHOICES = {
    "SqsManagedSseEnabled": ("true", "false"),
    "FifoQueue": ("true",),
    "ContentBasedDeduplication": ("true", "false"),
    "DeduplicationScope": ("queue", "messageGroup"),
    "FifoThroughputLimit": ("perQueue", "perMessageGroupId"),
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


def checked_name(name: str, fifo: bool) -> str:
    """The name of a queue to be made; the names of FIFO queues, and no others, end in .fifo."""
    stem = name.removesuffix(".fifo") if fifo else name
    if fifo and stem == name:
        raise invalid_value("The name of a FIFO queue must end with the .fifo suffix.")
    if not _STEM.fullmatch(stem) or len(name) > 80:
        raise invalid_value(
            "Can only include alphanumeric characters, hyphens, or underscores. 1 to 80 in length"
        )
    return name


def new_settings(fifo: bool, given: dict[str, str], kind: Callable[[str], bool | None]) -> Settings:
    """A new queue's. `kind` tells whether the queue with an ARN is FIFO, or None."""
    held = _DEFAULTS | (_FIFO_DEFAULTS if fifo else {}) | _checked(fifo, given, kind)
    if held.get("FifoThroughputLimit") == "perMessageGroupId" and held["DeduplicationScope"] == "queue":
        raise NotCovered("high throughput without deduplication per group")
    return Settings(held)


def changed_settings(
    fifo: bool, held: Settings, given: dict[str, str], kind: Callable[[str], bool | None]
) -> Settings:
    """A queue's after SetQueueAttributes; an empty RedrivePolicy takes the dead-letter queue away."""
    if fifo and not given.keys().isdisjoint({"DelaySeconds", "DeduplicationScope", "FifoThroughputLimit"}):
        raise NotCovered(f"a FIFO queue's attributes changed: {sorted(given)}")
    changed = held.attributes | _checked(fifo, given, kind)
    return Settings({name: value for name, value in changed.items() if value})


def _checked(fifo: bool, given: dict[str, str], kind: Callable[[str], bool | None]) -> dict[str, str]:
    for name, value in given.items():
        if name == "RedrivePolicy":
            if value:
                _check_redrive(fifo, value, kind)
        elif name in _FIFO_DEFAULTS and not fifo:
            raise refusal("InvalidAttributeName", f"Unknown Attribute {name}.")
        elif name in _RANGES:
            low, high = _RANGES[name]
            if not value.isdecimal() or not low <= int(value) <= high:
                raise refusal("InvalidAttributeValue", f"Invalid value for the parameter {name}.")
        elif name not in _CHOICES:
            raise NotCovered(f"queue attribute {name}")
        elif value not in _CHOICES[name]:
            raise refusal("InvalidAttributeValue", f"Invalid value for the parameter {name}.")
    return given


def _check_redrive(fifo: bool, policy: str, kind: Callable[[str], bool | None]) -> None:
    def invalid(reason: str) -> Exception:
        return invalid_parameter(policy, "RedrivePolicy", reason)

    try:
        given = msgspec.json.decode(policy)
    except msgspec.DecodeError as error:
        raise invalid("Redrive policy is not a valid JSON map.") from error
    if not isinstance(given, dict) or given.keys() != {"deadLetterTargetArn", "maxReceiveCount"}:
        raise invalid("Redrive policy needs deadLetterTargetArn and maxReceiveCount.")
    most = str(given["maxReceiveCount"])
    if not most.isdecimal() or not 1 <= int(most) <= 1000:
        raise invalid(f"Invalid value for maxReceiveCount: {most}, valid values are from 1 to 1000.")
    target = kind(given["deadLetterTargetArn"])
    if target is None:
        raise invalid("Dead letter target does not exist.")
    if target != fifo:
        raise invalid("Dead-letter queue must be same type of queue as the source.")
