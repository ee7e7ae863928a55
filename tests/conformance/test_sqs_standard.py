"""Standard queues: visibility, delay, receipt handles, dead letters."""

import hashlib
from collections.abc import Iterator

from tests.conformance.sqs_cases import case
from tests.conformance.sqs_queues import HOUR_S, Queues, refused


@case
def test_what_was_sent_is_received(queues: Queues) -> Iterator[float]:
    url = queues.make()
    sent = queues.send(url, "olá")
    assert "SequenceNumber" not in sent
    md5 = hashlib.md5("olá".encode()).hexdigest()
    assert sent["MD5OfMessageBody"] == md5
    (message,) = queues.receive(url)
    assert message.keys() == {"MessageId", "ReceiptHandle", "MD5OfBody", "Body"}
    assert (message["MessageId"], message["MD5OfBody"], message["Body"]) == (sent["MessageId"], md5, "olá")
    yield from ()


@case
def test_an_empty_queue_gives_nothing(queues: Queues) -> Iterator[float]:
    assert queues.receive(queues.make(), WaitTimeSeconds=0) == []
    yield from ()


@case
def test_waiting_ends_when_there_is_a_message(queues: Queues) -> Iterator[float]:
    url = queues.make(ReceiveMessageWaitTimeSeconds=20)
    queues.send(url, "a")
    assert queues.bodies(url, WaitTimeSeconds=20) == ["a"]
    queues.send(url, "b")
    assert queues.bodies(url) == ["b"]
    yield from ()


@case
def test_a_received_message_is_hidden_and_comes_again_with_another_handle(queues: Queues) -> Iterator[float]:
    url = queues.make()
    queues.send(url, "a")
    (first,) = queues.receive(url)
    assert queues.receive(url) == []
    queues.hide(url, first, 1)
    yield 1.1
    (second,) = queues.receive(url)
    assert second["MessageId"] == first["MessageId"]
    assert second["ReceiptHandle"] != first["ReceiptHandle"]


@case
def test_the_queues_own_visibility_counts_when_none_is_asked_for(queues: Queues) -> Iterator[float]:
    short, long = queues.make(VisibilityTimeout=1), queues.make()
    for url in (short, long):
        queues.send(url, "a")
        assert len(queues.client.receive_message(QueueUrl=url)["Messages"]) == 1
    yield 1.1
    assert queues.bodies(short) == ["a"]
    assert queues.bodies(long) == []


@case
def test_no_visibility_hands_a_message_out_once_for_each_receive(queues: Queues) -> Iterator[float]:
    url = queues.make()
    queues.send(url, "a")
    assert queues.bodies(url, VisibilityTimeout=0) == ["a"]
    assert queues.bodies(url) == ["a"]
    assert queues.bodies(url) == []
    yield from ()


@case
def test_visibility_ended_by_hand(queues: Queues) -> Iterator[float]:
    """It holds for this once: the next receive hides the message as long as the queue says."""
    url = queues.make(VisibilityTimeout=HOUR_S)
    queues.send(url, "a")
    (message,) = queues.receive(url)
    queues.hide(url, message, 0)
    assert len(queues.client.receive_message(QueueUrl=url)["Messages"]) == 1
    assert queues.bodies(url) == []
    yield from ()


@case
def test_visibility_prolonged(queues: Queues) -> Iterator[float]:
    url = queues.make()
    queues.send(url, "a")
    (message,) = queues.receive(url, VisibilityTimeout=2)
    queues.hide(url, message, HOUR_S)
    yield 2.1
    assert queues.bodies(url) == []


@case
def test_visibility_that_ended_can_still_be_prolonged(queues: Queues) -> Iterator[float]:
    url = queues.make()
    queues.send(url, "a")
    (message,) = queues.receive(url, VisibilityTimeout=1)
    yield 1.1
    queues.hide(url, message, HOUR_S)
    assert queues.bodies(url) == []


@case
def test_visibility_beyond_twelve_hours_is_refused(queues: Queues) -> Iterator[float]:
    url = queues.make()
    queues.send(url, "a")
    (message,) = queues.receive(url)
    yield 1.1
    with refused("InvalidParameterValue"):
        queues.hide(url, message, 12 * HOUR_S)


@case
def test_an_earlier_handle_changes_visibility(queues: Queues) -> Iterator[float]:
    url = queues.make()
    queues.send(url, "a")
    (earlier,) = queues.receive(url, VisibilityTimeout=0)
    assert queues.bodies(url) == ["a"]
    queues.hide(url, earlier, 0)
    assert queues.bodies(url) == ["a"]
    yield from ()


@case
def test_visibility_of_a_deleted_message_is_refused(queues: Queues) -> Iterator[float]:
    url = queues.make()
    queues.send(url, "a")
    (message,) = queues.receive(url)
    queues.delete(url, message)
    with refused("InvalidParameterValue"):
        queues.hide(url, message, 1)
    yield from ()


@case
def test_delay(queues: Queues) -> Iterator[float]:
    """A message's own goes before the queue's, and may be none."""
    plain, delayed = queues.make(), queues.make(DelaySeconds=900)
    queues.send(plain, "short", DelaySeconds=2)
    queues.send(plain, "long", DelaySeconds=900)
    queues.send(delayed, "queue's")
    queues.send(delayed, "none", DelaySeconds=0)
    queues.send(delayed, "own", DelaySeconds=2)
    assert queues.bodies(plain) == []
    assert queues.bodies(delayed) == ["none"]
    yield 2.1
    assert queues.bodies(plain) == ["short"]
    assert queues.bodies(delayed) == ["own"]


@case
def test_a_deleted_message_does_not_come_again(queues: Queues) -> Iterator[float]:
    url = queues.make()
    queues.send(url, "a")
    (message,) = queues.receive(url)
    queues.delete(url, message)
    assert queues.depth(url) == 0
    yield from ()


@case
def test_deleting_again_succeeds(queues: Queues) -> Iterator[float]:
    url = queues.make()
    queues.send(url, "a")
    (message,) = queues.receive(url)
    queues.delete(url, message)
    queues.delete(url, message)
    yield from ()


@case
def test_a_message_visible_again_is_deleted_with_its_handle(queues: Queues) -> Iterator[float]:
    url = queues.make()
    queues.send(url, "a")
    (message,) = queues.receive(url, VisibilityTimeout=0)
    queues.delete(url, message)
    assert queues.depth(url) == 0
    yield from ()


@case
def test_deleting_with_an_earlier_handle_succeeds(queues: Queues) -> Iterator[float]:
    """Whether the message is gone then, AWS leaves open."""
    url = queues.make()
    queues.send(url, "a")
    (earlier,) = queues.receive(url, VisibilityTimeout=0)
    assert queues.bodies(url) == ["a"]
    queues.delete(url, earlier)
    yield from ()


@case
def test_what_is_no_handle_is_refused(queues: Queues) -> Iterator[float]:
    url = queues.make()
    nothing = {"ReceiptHandle": "nothing"}
    with refused("ReceiptHandleIsInvalid", "ReceiptHandleIsInvalid"):
        queues.delete(url, nothing)
    with refused("ReceiptHandleIsInvalid", "ReceiptHandleIsInvalid"):
        queues.hide(url, nothing, 1)
    yield from ()


@case
def test_a_handle_of_another_queue_is_refused(queues: Queues) -> Iterator[float]:
    url = queues.make()
    queues.send(url, "a")
    (message,) = queues.receive(url)
    with refused("ReceiptHandleIsInvalid"):
        queues.delete(queues.make(), message)
    yield from ()


@case
def test_as_many_messages_as_asked_for_and_one_otherwise(queues: Queues) -> Iterator[float]:
    url = queues.make()
    for number in range(13):
        queues.send(url, str(number))
    assert len(queues.client.receive_message(QueueUrl=url)["Messages"]) == 1
    assert len(queues.receive(url, 2)) == 2
    assert len(queues.receive(url, 10)) == 10
    assert queues.receive(url) == []
    yield from ()


@case
def test_a_message_received_too_often_goes_to_the_dead_letters(queues: Queues) -> Iterator[float]:
    """It keeps its id and goes on being counted; the receive that would have been one too many moves it."""
    url, dead = queues.make_with_dead_letters(2)
    sent = queues.send(url, "a")
    for _ in range(2):
        assert queues.bodies(url, VisibilityTimeout=0) == ["a"]
    queues.send(url, "b")
    assert queues.bodies(url) == ["b"]
    (message,) = queues.receive(dead, MessageSystemAttributeNames=["All"])
    assert (message["MessageId"], message["Body"]) == (sent["MessageId"], "a")
    assert message["Attributes"]["ApproximateReceiveCount"] == "3"
    assert message["Attributes"]["DeadLetterQueueSourceArn"] == queues.arn(url)
    assert (queues.depth(url), queues.depth(dead)) == (1, 1)
    queues.delete(dead, message)
    assert queues.depth(dead) == 0
    yield from ()


@case
def test_a_message_in_flight_for_the_last_time_stays(queues: Queues) -> Iterator[float]:
    url, dead = queues.make_with_dead_letters(1)
    queues.send(url, "a")
    (message,) = queues.receive(url, VisibilityTimeout=HOUR_S)
    assert queues.receive(url) == []
    assert queues.depth(dead) == 0
    queues.delete(url, message)
    assert queues.depth(url) == 0
    yield from ()
