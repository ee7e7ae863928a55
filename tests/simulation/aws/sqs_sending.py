"""What a producer sends, made into a message, or refused."""

import re
from collections.abc import Callable
from hashlib import md5, sha256
from typing import Any

from tests.simulation.aws import sqs_attributes
from tests.simulation.aws.refusal import NotCovered, Refused
from tests.simulation.aws.sqs_fifo import FifoQueue
from tests.simulation.aws.sqs_message import Message, accepted
from tests.simulation.aws.sqs_queue import Queue
from tests.simulation.aws.sqs_rules import (
    invalid_parameter,
    invalid_value,
    missing,
    namespaced,
    refusal,
    within,
)

Answer = dict[str, Any]

FIELDS = frozenset(
    {"MessageBody", "MessageAttributes", "DelaySeconds", "MessageGroupId", "MessageDeduplicationId"}
)
MOST_ENTRIES = 10
_BATCH_BYTES = 1_048_576
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_FIFO_ID = re.compile(r"[!-~]{1,128}")
_ENTRY_ID = re.compile(r"[A-Za-z0-9_-]{1,80}")
_OTHER_TYPE = "The request include parameter that is not valid for this queue type."


class Sender:
    """Numbers the messages of an account: `new_id` gives their ids."""

    def __init__(self, new_id: Callable[[], str]) -> None:
        self._new_id = new_id
        self._sequence = 18_850_000_000_000_000_000

    def send(self, queue: Queue, sent: dict[str, Any], now_ms: int) -> Answer:
        """SendMessage's answer."""
        message = _composed(queue, sent, now_ms)
        attributes = message.attributes
        if isinstance(queue, FifoQueue):
            twin = queue.twin(message)
            if twin is not None:
                return accepted(twin, attributes) | {"MD5OfMessageBody": message.body_md5}
            self._sequence += 256
            message.sequence = str(self._sequence)
        message.id = self._new_id()
        queue.add(message)
        return accepted(message, attributes)

    def send_batch(self, queue: Queue, entries: list[dict[str, Any]], now_ms: int) -> Answer:
        """SendMessageBatch's answer."""
        checked_entries(entries, "SendMessageBatchRequestEntry", FIELDS)
        total = sum(_size(entry) for entry in entries)
        if total > _BATCH_BYTES:
            raise namespaced(
                "BatchRequestTooLong",
                f"Batch requests cannot be longer than {_BATCH_BYTES} bytes. You have sent {total} bytes.",
            )
        if isinstance(queue, FifoQueue):
            for entry in entries:
                if not entry.get("MessageGroupId"):
                    raise invalid_value("The request must contain the parameter MessageGroupId.")
                _check_fifo_ids(queue, entry)
        answer: Answer = {"Successful": [], "Failed": []}
        for entry in entries:
            try:
                told = {"Id": entry["Id"]} | self.send(queue, entry, now_ms)
            except Refused as refused:
                if refused.code != "InvalidMessageContents":
                    raise NotCovered(f"an entry of a batch refused with {refused}") from refused
                answer["Failed"].append(failed(entry["Id"], refused))
            else:
                answer["Successful"].append(told)
        return answer


def checked_entries(entries: list[dict[str, Any]], kind: str, fields: frozenset[str]) -> None:
    """Refuses a batch as a whole; `fields` are those an entry may have besides its Id."""
    if not entries:
        raise namespaced("EmptyBatchRequest", f"There should be at least one {kind} in the request.")
    if len(entries) > MOST_ENTRIES:
        raise namespaced(
            "TooManyEntriesInBatchRequest",
            f"Maximum number of entries per request are {MOST_ENTRIES}. You have sent {len(entries)}.",
        )
    seen: set[str] = set()
    for entry in entries:
        if not entry.keys() <= fields | {"Id"}:
            raise NotCovered(f"SQS {kind} {sorted(entry)}")
        if not _ENTRY_ID.fullmatch(entry["Id"]):
            raise namespaced(
                "InvalidBatchEntryId",
                "A batch entry id can only contain alphanumeric characters, hyphens and underscores. "
                "It can be at most 80 letters long.",
            )
        if entry["Id"] in seen:
            raise namespaced("BatchEntryIdsNotDistinct", f"Id {entry['Id']} repeated.")
        seen.add(entry["Id"])


def failed(entry_id: str, refused: Refused) -> Answer:
    """How a batch tells that one entry was refused."""
    return {"Id": entry_id, "Code": refused.code, "Message": refused.message, "SenderFault": True}


def _composed(queue: Queue, sent: dict[str, Any], now_ms: int) -> Message:
    body: str = sent["MessageBody"]
    if not body:
        raise missing("MessageBody")
    if _FORBIDDEN.search(body):
        raise refusal("InvalidMessageContents", "Invalid characters found. Valid unicode: XML 1.0's.")
    encoded = body.encode()
    attributes = sent.get("MessageAttributes")
    bytes_sent = len(encoded)
    if attributes:
        bytes_sent += sqs_attributes.size(sqs_attributes.checked(attributes))
    if bytes_sent > queue.settings.max_bytes:
        raise invalid_value(
            "One or more parameters are invalid. "
            f"Reason: Message must be shorter than {queue.settings.max_bytes} bytes."
        )
    visible_ms = now_ms + _delay_ms(queue, sent)
    body_md5 = md5(encoded, usedforsecurity=False).hexdigest()
    message = Message("", body, body_md5, now_ms, now_ms, visible_ms, attributes or {})
    if isinstance(queue, FifoQueue):
        if not sent.get("MessageGroupId"):
            raise missing("MessageGroupId")
        _check_fifo_ids(queue, sent)
        message.group = sent["MessageGroupId"]
        message.dedupe = sent.get("MessageDeduplicationId") or sha256(encoded).hexdigest()
    elif "MessageDeduplicationId" in sent:
        raise invalid_parameter(sent["MessageDeduplicationId"], "MessageDeduplicationId", _OTHER_TYPE)
    elif "MessageGroupId" in sent:
        raise NotCovered("message groups of a standard queue")
    return message


def _delay_ms(queue: Queue, sent: dict[str, Any]) -> int:
    delay_s = sent.get("DelaySeconds")
    if delay_s is None or (queue.fifo and delay_s == 0):
        return queue.settings.delay_ms
    if queue.fifo:
        raise invalid_parameter(delay_s, "DelaySeconds", _OTHER_TYPE)
    return within(delay_s, 0, 900, "DelaySeconds") * 1000


def _check_fifo_ids(queue: FifoQueue, sent: dict[str, Any]) -> None:
    group = sent["MessageGroupId"]
    dedupe = sent.get("MessageDeduplicationId")
    if not dedupe and not queue.settings.dedupe_by_content:
        raise invalid_value(
            "The queue should either have ContentBasedDeduplication enabled or "
            "MessageDeduplicationId provided explicitly"
        )
    for name, value in (("MessageGroupId", group), ("MessageDeduplicationId", dedupe)):
        if value and not _FIFO_ID.fullmatch(value):
            raise invalid_parameter(
                value,
                name,
                f"{name} can only include alphanumeric and punctuation characters. 1 to 128 long.",
            )


def _size(sent: dict[str, Any]) -> int:
    return len(sent["MessageBody"].encode()) + sqs_attributes.size(sent.get("MessageAttributes", {}))
