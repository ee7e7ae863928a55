"""SQS in memory; tests/conformance/test_sqs_*.py hold it to AWS' documentation and to an emulator."""

from collections.abc import Callable
from typing import Any

from tests.simulation.aws import sqs_rules as rules
from tests.simulation.aws.refusal import NotCovered, Refused
from tests.simulation.aws.sqs_fifo import FifoQueue
from tests.simulation.aws.sqs_message import Message, delivered
from tests.simulation.aws.sqs_queue import Queue
from tests.simulation.aws.sqs_sending import FIELDS, Sender, checked_entries, failed
from tests.simulation.aws.sqs_settings import (
    Settings,
    arn_of,
    changed_settings,
    checked_name,
    new_settings,
    url_of,
)

Request = dict[str, Any]
Answer = dict[str, Any]

_LONGEST_S = 43_200
_PURGE_MS = 60_000
_HANDLE = frozenset({"QueueUrl", "ReceiptHandle"})


class Sqs:
    """All queues of one account in one region. Time stands still during a call; nothing ever waits.

    `old_handle_deletes` is asked when a message of a standard queue is deleted with the handle of an earlier
    receive: "the request succeeds, but the message might not be deleted".
    """

    def __init__(self, now_ms: Callable[[], int], new_id: Callable[[], str]) -> None:
        self._now_ms = now_ms
        self._sender = Sender(new_id)
        self.old_handle_deletes: Callable[[], bool] = lambda: True
        self.queues: dict[str, Queue] = {}
        self._by_arn: dict[str, Queue] = {}
        self._purged_ms: dict[str, int] = {}
        self._operations: dict[str, tuple[Callable[[Request], Answer], frozenset[str]]] = {
            "CreateQueue": (self._create, frozenset({"QueueName", "Attributes"})),
            "GetQueueUrl": (self._url, frozenset({"QueueName"})),
            "GetQueueAttributes": (self._attributes, frozenset({"QueueUrl", "AttributeNames"})),
            "SetQueueAttributes": (self._set_attributes, frozenset({"QueueUrl", "Attributes"})),
            "PurgeQueue": (self._purge, frozenset({"QueueUrl"})),
            "SendMessage": (self._send, FIELDS | {"QueueUrl"}),
            "SendMessageBatch": (self._send_batch, frozenset({"QueueUrl", "Entries"})),
            "ReceiveMessage": (self._receive, _RECEIVE),
            "DeleteMessage": (self._delete, _HANDLE),
            "DeleteMessageBatch": (self._delete_batch, frozenset({"QueueUrl", "Entries"})),
            "ChangeMessageVisibility": (self._change_visibility, _HANDLE | {"VisibilityTimeout"}),
        }

    def call(self, operation: str, request: Request) -> Answer:
        """One request, answered as AWS does. Raises Refused; NotCovered for what no test covers."""
        known = self._operations.get(operation)
        if known is None or not request.keys() <= known[1]:
            raise NotCovered(f"SQS {operation} {sorted(request)}")
        return known[0](request)

    def next_visible_ms(self, queue_url: str) -> int | None:
        """The earliest moment at which ReceiveMessage could do something: return a message, or move one that
        was received too often. It may lie in the past. None when the queue is empty."""
        return self._queue(queue_url).next_visible_ms()

    def depth(self, queue_url: str) -> int:
        """All messages of a queue, visible or not."""
        return len(self._queue(queue_url).messages)

    def _create(self, request: Request) -> Answer:
        given = request.get("Attributes", {})
        fifo = given.get("FifoQueue") == "true"
        name = checked_name(request["QueueName"], fifo)
        url = url_of(name)
        settings = new_settings(fifo, given, self._kind)
        there = self.queues.get(url)
        if there is None:
            self._forbid_chain(name, settings)
            self.queues[url] = self._by_arn[arn_of(name)] = (FifoQueue if fifo else Queue)(
                name, url, settings
            )
            return {"QueueUrl": url}
        for attribute, value in given.items():
            if there.settings.attributes[attribute] != value:
                raise rules.refusal(
                    "QueueNameExists",
                    "A queue already exists with the same name and a different value for attribute "
                    + attribute,
                    "QueueAlreadyExists",
                )
        return {"QueueUrl": url}

    def _kind(self, arn: str) -> bool | None:
        queue = self._by_arn.get(arn)
        return None if queue is None else queue.fifo

    def _forbid_chain(self, name: str, settings: Settings) -> None:
        """Nobody tested what counts as received too often in a dead-letter queue that has one itself."""
        if settings.max_receives:
            target = self._by_arn[settings.dead_letter_arn]
            targets = [queue.settings.dead_letter_arn for queue in self.queues.values()]
            if target.settings.max_receives or target.name == name or arn_of(name) in targets:
                raise NotCovered("a dead-letter queue with a dead-letter queue")

    def _url(self, request: Request) -> Answer:
        return {"QueueUrl": self._queue(url_of(request["QueueName"])).url}

    def _queue(self, url: str) -> Queue:
        queue = self.queues.get(url)
        if queue is None:
            raise rules.no_such_queue()
        queue.expire(self._now_ms())
        return queue

    def _attributes(self, request: Request) -> Answer:
        queue = self._queue(request["QueueUrl"])
        names = request.get("AttributeNames", [])
        held = queue.settings.attributes | queue.counts(self._now_ms()) | {"QueueArn": arn_of(queue.name)}
        if not {"CreatedTimestamp", "LastModifiedTimestamp", "Policy"}.isdisjoint(names):
            raise NotCovered(f"queue attributes {names}")
        told = held if "All" in names else {name: value for name, value in held.items() if name in names}
        return {"Attributes": told} if told else {}

    def _set_attributes(self, request: Request) -> Answer:
        queue = self._queue(request["QueueUrl"])
        changed = changed_settings(queue.fifo, queue.settings, request["Attributes"], self._kind)
        self._forbid_chain(queue.name, changed)
        queue.settings = changed
        queue.retention_changed()
        return {}

    def _purge(self, request: Request) -> Answer:
        queue, now_ms = self._queue(request["QueueUrl"]), self._now_ms()
        if now_ms < self._purged_ms.get(queue.url, -_PURGE_MS) + _PURGE_MS:
            raise rules.namespaced(
                "PurgeQueueInProgress",
                f"Only one PurgeQueue operation on {queue.name} is allowed every 60 seconds.",
                403,
            )
        self._purged_ms[queue.url] = now_ms
        queue.clear()
        return {}

    def _send(self, request: Request) -> Answer:
        return self._sender.send(self._queue(request["QueueUrl"]), request, self._now_ms())

    def _send_batch(self, request: Request) -> Answer:
        return self._sender.send_batch(self._queue(request["QueueUrl"]), request["Entries"], self._now_ms())

    def _receive(self, request: Request) -> Answer:
        queue, now_ms = self._queue(request["QueueUrl"]), self._now_ms()
        hidden_ms = queue.settings.hidden_ms
        if "VisibilityTimeout" in request:
            hidden_ms = rules.within(request["VisibilityTimeout"], 0, _LONGEST_S, "VisibilityTimeout") * 1000
        most = rules.within(request.get("MaxNumberOfMessages", 1), 1, 10, "MaxNumberOfMessages")
        rules.within(request.get("WaitTimeSeconds", 0), 0, 20, "WaitTimeSeconds")

        def bury(message: Message) -> None:
            grave = self._by_arn[queue.settings.dead_letter_arn]
            message.source_arn, message.visible_ms = arn_of(queue.name), now_ms
            if grave.fifo:
                message.kept_since_ms = now_ms
            grave.add(message)

        received = queue.receive(now_ms, most, hidden_ms, bury)
        if not received:
            return {}
        system = request.get("MessageSystemAttributeNames") or request.get("AttributeNames") or ()
        own = request.get("MessageAttributeNames", ())
        return {"Messages": [delivered(message, queue.name, system, own) for message in received]}

    def _delete(self, request: Request) -> Answer:
        queue = self._queue(request["QueueUrl"])
        self._delete_one(queue, request["ReceiptHandle"])
        return {}

    def _delete_one(self, queue: Queue, handle: str) -> None:
        message, latest = self._handed_out(queue, handle)
        if message is None:
            return
        if queue.fifo and (not latest or message.visible_ms <= self._now_ms()):
            raise rules.expired_handle(handle)
        if latest or self.old_handle_deletes():
            queue.remove(message)

    def _delete_batch(self, request: Request) -> Answer:
        queue, entries = self._queue(request["QueueUrl"]), request["Entries"]
        checked_entries(entries, "DeleteMessageBatchRequestEntry", frozenset({"ReceiptHandle"}))
        answer: Answer = {"Successful": [], "Failed": []}
        for entry in entries:
            try:
                self._delete_one(queue, entry["ReceiptHandle"])
            except Refused as refused:
                answer["Failed"].append(failed(entry["Id"], refused))
            else:
                answer["Successful"].append({"Id": entry["Id"]})
        return answer

    def _change_visibility(self, request: Request) -> Answer:
        queue, now_ms, handle = self._queue(request["QueueUrl"]), self._now_ms(), request["ReceiptHandle"]
        hidden_s = rules.within(request["VisibilityTimeout"], 0, _LONGEST_S, "VisibilityTimeout")
        message, latest = self._handed_out(queue, handle)
        if message is None or (queue.fifo and (not latest or message.visible_ms <= now_ms)):
            raise rules.not_in_flight(handle)
        if now_ms + hidden_s * 1000 > message.received_ms + _LONGEST_S * 1000:
            raise rules.invalid_parameter(
                hidden_s,
                "VisibilityTimeout",
                f"Total VisibilityTimeout for the message is beyond the limit [{_LONGEST_S} seconds]",
            )
        message.visible_ms = now_ms + hidden_s * 1000
        queue.plan(message)
        return {}

    @staticmethod
    def _handed_out(queue: Queue, handle: str) -> tuple[Message | None, bool]:
        """The message a handle was given out with, if it is still there; whether the handle is its latest."""
        name, _, rest = handle.partition("|")
        message_id, _, receives = rest.partition("|")
        if name != queue.name or not receives.isdecimal():
            raise rules.no_handle(handle)
        message = queue.messages.get(message_id)
        return message, message is not None and message.receives == int(receives)


_RECEIVE = frozenset(
    {
        "QueueUrl",
        "MaxNumberOfMessages",
        "VisibilityTimeout",
        "WaitTimeSeconds",
        "AttributeNames",
        "MessageSystemAttributeNames",
        "MessageAttributeNames",
    }
)
