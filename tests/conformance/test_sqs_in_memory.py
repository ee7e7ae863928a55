"""What takes too long to wait for, and what only SQS in memory promises."""

import json
from collections.abc import Callable, Iterator
from functools import partial

import pytest

from tests.conformance.sqs_cases import START_MS, in_memory
from tests.conformance.sqs_queues import HOUR_S, Queues, refused
from tests.simulation.aws.refusal import NotCovered

DAY_S = 24 * HOUR_S


@in_memory
def test_duplicates_are_known_for_five_minutes_from_the_first(queues: Queues) -> Iterator[float]:
    url = queues.make_fifo()

    def send(body: str) -> None:
        queues.send(url, body, MessageGroupId="a", MessageDeduplicationId="d")

    send("first")
    yield 200
    send("duplicate")
    yield 99.999
    send("late duplicate")
    yield 0.001
    send("new")
    yield 299
    send("duplicate of the new one")
    assert queues.bodies(url) == ["first", "new"]


@in_memory
def test_messages_are_kept_for_four_days(queues: Queues) -> Iterator[float]:
    """Receiving does not prolong it, and being in flight neither."""
    for url in (queues.make(), queues.make_fifo()):
        more = {"MessageGroupId": "a", "MessageDeduplicationId": "d"} if url.endswith("fifo") else {}
        queues.send(url, "a", **more)
        yield 4 * DAY_S - 1
        (message,) = queues.receive(url, VisibilityTimeout=HOUR_S)
        assert queues.depth(url) == 1
        yield 1
        assert queues.depth(url) == 0
        queues.delete(url, message)


@in_memory
def test_a_shorter_retention_holds_for_what_is_there(queues: Queues) -> Iterator[float]:
    url = queues.make()
    queues.send(url, "old")
    yield 61
    queues.send(url, "new")
    queues.client.set_queue_attributes(QueueUrl=url, Attributes={"MessageRetentionPeriod": "60"})
    assert queues.bodies(url) == ["new"]


@in_memory
def test_dead_letters_keep_their_age_unless_they_are_fifo(queues: Queues) -> Iterator[float]:
    for fifo, left in ((False, 0), (True, 1)):
        url, dead = queues.make_with_dead_letters(1, fifo=fifo)
        more = {"MessageGroupId": "a", "MessageDeduplicationId": "d"} if fifo else {}
        queues.send(url, "a", **more)
        assert queues.bodies(url, VisibilityTimeout=0) == ["a"]
        yield 3 * DAY_S
        assert queues.bodies(url) == []
        assert queues.depth(dead) == 1
        yield 2 * DAY_S
        assert queues.depth(dead) == left


@in_memory
def test_a_purge_may_be_repeated_after_a_minute(queues: Queues) -> Iterator[float]:
    url = queues.make()
    queues.client.purge_queue(QueueUrl=url)
    yield 59.999
    with refused("AWS.SimpleQueueService.PurgeQueueInProgress"):
        queues.client.purge_queue(QueueUrl=url)
    yield 0.001
    queues.client.purge_queue(QueueUrl=url)


@in_memory
def test_visibility_lasts_twelve_hours_at_most(queues: Queues) -> Iterator[float]:
    url = queues.make()
    queues.send(url, "a")
    (message,) = queues.receive(url)
    yield HOUR_S - 1
    with refused("InvalidParameterValue"):
        queues.hide(url, message, 11 * HOUR_S + 2)
    queues.hide(url, message, 11 * HOUR_S + 1)


@in_memory
def test_messages_come_in_the_order_of_becoming_visible(queues: Queues) -> Iterator[float]:
    url = queues.make()
    for body, delay_s in (("c", 3), ("a", 1), ("b", 2), ("now", 0), ("a too", 1)):
        queues.send(url, body, DelaySeconds=delay_s)
    (first,) = queues.receive(url, VisibilityTimeout=2)
    assert first["Body"] == "now"
    yield 3
    assert queues.bodies(url) == ["a", "a too", "b", "now", "c"]


@in_memory
def test_when_something_becomes_visible(queues: Queues) -> Iterator[float]:
    """Asked of the fake, not of the client: nobody polls in the simulation."""
    assert queues.sqs is not None
    standard, fifo = queues.make(), queues.make_fifo()

    def due(url: str) -> int | None:
        assert queues.sqs is not None
        at_ms = queues.sqs.next_visible_ms(url)
        return None if at_ms is None else at_ms - START_MS

    assert (due(standard), due(fifo)) == (None, None)
    queues.send(standard, "a", DelaySeconds=7)
    queues.send_fifo(fifo, "a1", "a2", "b1")
    assert (due(standard), due(fifo)) == (7000, 0)
    first, *_ = queues.receive(fifo, VisibilityTimeout=30)
    assert due(fifo) == 30_000
    queues.hide(fifo, first, 10)
    assert due(fifo) == 10_000
    queues.delete(fifo, first)
    assert due(fifo) == 30_000
    assert queues.sqs.depth(fifo) == 2
    yield 8
    (message,) = queues.receive(standard, VisibilityTimeout=5)
    assert due(standard) == 13_000
    queues.delete(standard, message)
    assert due(standard) is None
    assert queues.sqs.depth(standard) == 0


@in_memory
def test_a_message_received_too_often_is_due_until_a_receive_moves_it(queues: Queues) -> Iterator[float]:
    assert queues.sqs is not None
    for fifo in (False, True):
        url, dead = queues.make_with_dead_letters(1, fifo=fifo)
        more = {"MessageGroupId": "a", "MessageDeduplicationId": "d"} if fifo else {}
        queues.send(url, "a", **more)
        assert queues.bodies(url, VisibilityTimeout=1) == ["a"]
        assert queues.sqs.next_visible_ms(dead) is None
        due_ms = queues.sqs.next_visible_ms(url)
        yield 1.5
        assert queues.receive(url) == []
        assert (queues.sqs.next_visible_ms(url), queues.sqs.depth(dead)) == (None, 1)
        assert due_ms is not None and queues.sqs.next_visible_ms(dead) == due_ms + 500


@in_memory
def test_an_earlier_handle_may_leave_the_message(queues: Queues) -> Iterator[float]:
    assert queues.sqs is not None
    for deletes in (True, False):
        queues.sqs.old_handle_deletes = partial(bool, deletes)
        url = queues.make()
        queues.send(url, "a")
        (earlier,) = queues.receive(url, VisibilityTimeout=0)
        assert queues.bodies(url) == ["a"]
        queues.delete(url, earlier)
        assert queues.depth(url) == (0 if deletes else 1)
    yield from ()


@in_memory
def test_what_no_case_covers_is_not_answered(queues: Queues) -> Iterator[float]:
    client, url, fifo = queues.client, queues.make(), queues.make_fifo()
    source, dead = queues.make_with_dead_letters(1)

    def redrive(target: str) -> dict[str, str]:
        return {
            "RedrivePolicy": json.dumps({"deadLetterTargetArn": queues.arn(target), "maxReceiveCount": 1})
        }

    text = {"DataType": "String", "StringValue": "a"}
    binary = {"a": {"DataType": "Binary", "BinaryValue": b"b"}}
    calls: list[Callable[[], object]] = [
        lambda: client.delete_queue(QueueUrl=url),
        lambda: client.list_queues(),
        lambda: queues.receive(fifo, ReceiveRequestAttemptId="a"),
        lambda: queues.send(url, "a", MessageGroupId="fair"),
        lambda: queues.send(url, "a", MessageAttributes=binary),
        lambda: queues.send(url, "a", MessageAttributes={"a" * 257: text}),
        lambda: queues.send(url, "a", MessageAttributes={"AWS.a": text}),
        lambda: queues.make(Policy="{}"),
        lambda: queues.make(**redrive(source)),
        lambda: client.set_queue_attributes(QueueUrl=dead, Attributes=redrive(url)),
        lambda: client.set_queue_attributes(QueueUrl=url, Attributes=redrive(url)),
        lambda: queues.make_fifo(FifoThroughputLimit="perMessageGroupId"),
        lambda: queues.attributes(url, "CreatedTimestamp"),
    ]
    for call in calls:
        with pytest.raises(NotCovered):
            call()
    yield from ()
