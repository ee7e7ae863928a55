"""SQS in memory; tests/conformance/test_sqs_*.py hold it to AWS' documentation and to an emulator."""

from collections.abc import Callable
from hashlib import md5, sha256
from typing import Any

from tests.simulation.aws import sqs_rules as rules
from tests.simulation.aws.refusal import NotCovered
from tests.simulation.aws.sqs_fifo import FifoQueue
from tests.simulation.aws.sqs_message import Message
from tests.simulation.aws.sqs_queue import Queue
from tests.simulation.aws.sqs_settings import arn_of, checked_name, settings_of, url_of

Request = dict[str, Any]
Answer = dict[str, Any]

_FIRST_SEQUENCE = 18_850_000_000_000_000_000


class Sqs:
    """All queues of one account in one region. Time stands still during a call; nothing ever waits."""

    def __init__(self, now_ms: Callable[[], int], new_id: Callable[[], str]) -> None:
        self._now_ms, self._new_id = now_ms, new_id
        self.queues: dict[str, Queue] = {}
        self._sequence = _FIRST_SEQUENCE
        self._operations: dict[str, tuple[Callable[[Request], Answer], frozenset[str]]] = {
            "CreateQueue": (self._create, frozenset({"QueueName", "Attributes"})),
            "GetQueueUrl": (self._url, frozenset({"QueueName"})),
            "SendMessage": (self._send, _SENT | {"QueueUrl"}),
            "ReceiveMessage": (self._receive, _RECEIVED),
            "DeleteMessage": (self._delete, frozenset({"QueueUrl", "ReceiptHandle"})),
            "ChangeMessageVisibility": (
                self._change_visibility,
                frozenset({"QueueUrl", "ReceiptHandle", "VisibilityTimeout"}),
            ),
        }

    def call(self, operation: str, request: Request) -> Answer:
        """One request, answered as AWS does. Raises Refused; NotCovered for what no test covers."""
        known = self._operations.get(operation)
        if known is None or not request.keys() <= known[1]:
            raise NotCovered(f"SQS {operation} {sorted(request)}")
        return known[0](request)

    def next_visible_ms(self, queue_url: str) -> int | None:
        """The earliest moment at which ReceiveMessage could do something: return a message, or move one that
        was received too often. None when the queue is empty."""
        queue = self.queues[queue_url]
        queue.expire(self._now_ms())
        return queue.next_visible_ms()

    def depth(self, queue_url: str) -> int:
        """All messages of a queue, visible or not."""
        queue = self.queues[queue_url]
        queue.expire(self._now_ms())
        return len(queue.messages)

    def _create(self, request: Request) -> Answer:
        attributes = request.get("Attributes", {})
        name = checked_name(request["QueueName"], attributes)
        url = url_of(name)
        fifo = attributes.get("FifoQueue") == "true"
        self.queues[url] = (FifoQueue if fifo else Queue)(name, url, settings_of(fifo, attributes))
        return {"QueueUrl": url}

    def _url(self, request: Request) -> Answer:
        return {"QueueUrl": self._queue(url_of(request["QueueName"])).url}

    def _queue(self, url: str) -> Queue:
        queue = self.queues.get(url)
        if queue is None:
            raise rules.no_such_queue()
        return queue

    def _send(self, request: Request) -> Answer:
        queue = self._queue(request["QueueUrl"])
        now_ms = self._now_ms()
        body: str = request["MessageBody"]
        encoded = body.encode()
        delay_ms = queue.settings.delay_ms
        if "DelaySeconds" in request:
            delay_ms = rules.within(request["DelaySeconds"], 0, 900, "DelaySeconds") * 1000
        message = Message(
            "", body, md5(encoded, usedforsecurity=False).hexdigest(), now_ms, now_ms, now_ms + delay_ms
        )
        if isinstance(queue, FifoQueue):
            message.group, message.dedupe = self._fifo_ids(queue, request, encoded)
            twin = queue.twin(message)
            if twin is not None:
                return _sent(twin)
            self._sequence += 256
            message.sequence = str(self._sequence)
        message.id = self._new_id()
        queue.add(message)
        return _sent(message)

    def _fifo_ids(self, queue: Queue, request: Request, body: bytes) -> tuple[str, str]:
        if "MessageGroupId" not in request:
            raise rules.missing("MessageGroupId")
        dedupe = request.get("MessageDeduplicationId")
        if dedupe is None:
            if not queue.settings.dedupe_by_content:
                raise rules.invalid_value(
                    "The queue should either have ContentBasedDeduplication enabled or "
                    "MessageDeduplicationId provided explicitly"
                )
            dedupe = sha256(body).hexdigest()
        return request["MessageGroupId"], dedupe

    def _receive(self, request: Request) -> Answer:
        queue = self._queue(request["QueueUrl"])
        now_ms = self._now_ms()
        queue.expire(now_ms)
        hidden_ms = queue.settings.hidden_ms
        if "VisibilityTimeout" in request:
            hidden_ms = rules.within(request["VisibilityTimeout"], 0, 43_200, "VisibilityTimeout") * 1000
        most = rules.within(request.get("MaxNumberOfMessages", 1), 1, 10, "MaxNumberOfMessages")

        def bury(message: Message) -> None:
            message.source_arn, message.visible_ms = arn_of(queue.name), now_ms
            grave = self.queues[url_of(queue.settings.dead_letter_arn.rpartition(":")[2])]
            if grave.fifo:
                message.kept_since_ms = now_ms
            grave.add(message)

        received = queue.receive(now_ms, most, hidden_ms, bury)
        names = request.get("MessageSystemAttributeNames") or request.get("AttributeNames") or ()
        return {"Messages": [_told(m, queue, names) for m in received]} if received else {}

    def _delete(self, request: Request) -> Answer:
        queue = self._queue(request["QueueUrl"])
        message, current = self._held(queue, request["ReceiptHandle"])
        if message is None:
            return {}
        if queue.fifo and (not current or message.visible_ms <= self._now_ms()):
            raise rules.invalid_parameter(
                request["ReceiptHandle"], "ReceiptHandle", "The receipt handle has expired."
            )
        if current:
            queue.remove(message)
        return {}

    def _change_visibility(self, request: Request) -> Answer:
        queue = self._queue(request["QueueUrl"])
        now_ms = self._now_ms()
        hidden_ms = rules.within(request["VisibilityTimeout"], 0, 43_200, "VisibilityTimeout") * 1000
        message, current = self._held(queue, request["ReceiptHandle"])
        if message is not None and current:
            message.visible_ms = now_ms + hidden_ms
            queue.plan(message)
        return {}

    def _held(self, queue: Queue, handle: str) -> tuple[Message | None, bool]:
        """The message a handle was given out for, if it is still there; whether it is its latest."""
        parts = handle.split("|")
        if len(parts) != 3 or parts[0] != queue.name:
            raise rules.refusal(
                "ReceiptHandleIsInvalid",
                f'The input receipt handle "{handle}" is not a valid receipt handle.',
            )
        queue.expire(self._now_ms())
        message = queue.messages.get(parts[1])
        return message, message is not None and message.receives == int(parts[2])


_SENT = frozenset({"MessageBody", "DelaySeconds", "MessageGroupId", "MessageDeduplicationId"})
_RECEIVED = frozenset(
    {
        "QueueUrl",
        "MaxNumberOfMessages",
        "VisibilityTimeout",
        "WaitTimeSeconds",
        "AttributeNames",
        "MessageSystemAttributeNames",
    }
)


def _sent(message: Message) -> Answer:
    answer = {"MessageId": message.id, "MD5OfMessageBody": message.body_md5}
    if message.sequence:
        answer["SequenceNumber"] = message.sequence
    return answer


def _told(message: Message, queue: Queue, names: Any) -> Answer:
    told: Answer = {
        "MessageId": message.id,
        "ReceiptHandle": f"{queue.name}|{message.id}|{message.receives}",
        "MD5OfBody": message.body_md5,
        "Body": message.body,
    }
    if names:
        attributes = message.system_attributes()
        told["Attributes"] = (
            attributes if "All" in names else {k: v for k, v in attributes.items() if k in names}
        )
    return told
