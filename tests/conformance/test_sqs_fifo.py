"""FIFO queues: order within a group, groups that wait, and duplicates."""

import hashlib
from collections.abc import Iterator

from tests.conformance.sqs_cases import case
from tests.conformance.sqs_queues import HOUR_S, Queues, refused


def _of(group: str, bodies: list[str]) -> list[str]:
    return [body for body in bodies if body[0] == group]


@case
def test_messages_of_a_group_come_in_order(queues: Queues) -> Iterator[float]:
    url = queues.make_fifo()
    queues.send_fifo(url, "a1", "b1", "a2", "b2", "a3")
    bodies = queues.bodies(url)
    assert _of("a", bodies) == ["a1", "a2", "a3"]
    assert _of("b", bodies) == ["b1", "b2"]
    yield from ()


@case
def test_as_many_messages_of_a_group_come_together_as_possible(queues: Queues) -> Iterator[float]:
    url = queues.make_fifo()
    queues.send_fifo(url, "a1", "b1", "a2", "b2", "a3")
    assert queues.bodies(url, 4) == ["a1", "a2", "a3", "b1"]
    yield from ()


@case
def test_a_group_waits_while_one_of_it_is_in_flight(queues: Queues) -> Iterator[float]:
    url = queues.make_fifo()
    queues.send_fifo(url, "a1", "a2", "b1")
    assert queues.bodies(url, 1) == ["a1"]
    queues.send_fifo(url, "a3")
    assert queues.bodies(url) == ["b1"]
    assert queues.bodies(url) == []
    yield from ()


@case
def test_a_group_goes_on_when_all_received_of_it_are_deleted(queues: Queues) -> Iterator[float]:
    url = queues.make_fifo()
    queues.send_fifo(url, "a1", "a2", "a3")
    first, second = queues.receive(url, 2)
    queues.delete(url, first)
    assert queues.bodies(url) == []
    queues.delete(url, second)
    assert queues.bodies(url) == ["a3"]
    yield from ()


@case
def test_a_group_comes_again_in_order_when_visibility_ends(queues: Queues) -> Iterator[float]:
    url = queues.make_fifo()
    queues.send_fifo(url, "a1", "a2", "a3")
    assert queues.bodies(url, 2, VisibilityTimeout=1) == ["a1", "a2"]
    yield 1.1
    assert queues.bodies(url) == ["a1", "a2", "a3"]


@case
def test_no_visibility_leaves_the_group_open(queues: Queues) -> Iterator[float]:
    url = queues.make_fifo()
    queues.send_fifo(url, "a1", "a2")
    for _ in range(2):
        assert queues.bodies(url, 1, VisibilityTimeout=0) == ["a1"]
    assert queues.bodies(url) == ["a1", "a2"]
    yield from ()


@case
def test_one_of_a_group_visible_again_comes_alone(queues: Queues) -> Iterator[float]:
    """Those behind it that are in flight do not hold it back; it holds back the rest."""
    url = queues.make_fifo()
    queues.send_fifo(url, "a1", "a2", "a3")
    first, _ = queues.receive(url, 2)
    queues.hide(url, first, 0)
    assert queues.bodies(url) == ["a1"]
    yield from ()


@case
def test_one_visible_again_behind_one_in_flight_waits(queues: Queues) -> Iterator[float]:
    url = queues.make_fifo()
    queues.send_fifo(url, "a1", "a2")
    first, second = queues.receive(url, 2)
    queues.hide(url, second, 0)
    assert queues.bodies(url) == []
    queues.delete(url, first)
    assert queues.bodies(url) == ["a2"]
    yield from ()


@case
def test_the_delay_of_the_queue(queues: Queues) -> Iterator[float]:
    """A message may say that it has no delay of its own, and waits nevertheless."""
    url = queues.make_fifo(DelaySeconds=2)
    queues.send_fifo(url, "a1", "b1")
    queues.send(url, "a2", MessageGroupId="a", MessageDeduplicationId="a2", DelaySeconds=0)
    assert queues.bodies(url) == []
    yield 2.1
    bodies = queues.bodies(url)
    assert (_of("a", bodies), _of("b", bodies)) == (["a1", "a2"], ["b1"])


@case
def test_a_delay_of_its_own_is_refused(queues: Queues) -> Iterator[float]:
    url = queues.make_fifo()
    with refused("InvalidParameterValue"):
        queues.send(url, "a", MessageGroupId="a", MessageDeduplicationId="a", DelaySeconds=1)
    yield from ()


@case
def test_a_duplicate_is_accepted_and_never_comes(queues: Queues) -> Iterator[float]:
    """Its answer is the first one's, except for the digest of its own body. Deleting changes nothing."""
    url = queues.make_fifo()
    first = queues.send(url, "one", MessageGroupId="a", MessageDeduplicationId="d")
    second = queues.send(url, "two", MessageGroupId="b", MessageDeduplicationId="d")
    assert second["MessageId"] == first["MessageId"]
    assert second["SequenceNumber"] == first["SequenceNumber"]
    assert second["MD5OfMessageBody"] == hashlib.md5(b"two").hexdigest()
    (message,) = queues.receive(url)
    assert message["Body"] == "one"
    queues.delete(url, message)
    queues.send(url, "three", MessageGroupId="a", MessageDeduplicationId="d")
    assert queues.receive(url) == []
    yield from ()


@case
def test_duplicates_within_a_group_only(queues: Queues) -> Iterator[float]:
    url = queues.make_fifo(DeduplicationScope="messageGroup", FifoThroughputLimit="perMessageGroupId")
    for group in ("a", "b", "a"):
        queues.send(url, f"{group}1", MessageGroupId=group, MessageDeduplicationId="d")
    assert queues.bodies(url) == ["a1", "b1"]
    yield from ()


@case
def test_duplicates_by_content(queues: Queues) -> Iterator[float]:
    """An id that is given goes before the one that the body makes."""
    url = queues.make_fifo(ContentBasedDeduplication="true")
    queues.send(url, "same", MessageGroupId="a")
    queues.send(url, "same", MessageGroupId="b")
    queues.send(url, "same", MessageGroupId="c", MessageDeduplicationId="own")
    queues.send(url, "new", MessageGroupId="d", MessageDeduplicationId=hashlib.sha256(b"same").hexdigest())
    received = queues.receive(url, MessageSystemAttributeNames=["MessageDeduplicationId"])
    ids = [message["Attributes"]["MessageDeduplicationId"] for message in received]
    assert ids == [hashlib.sha256(b"same").hexdigest(), "own"]
    yield from ()


@case
def test_a_group_and_an_id_are_required(queues: Queues) -> Iterator[float]:
    url = queues.make_fifo()
    with refused("MissingParameter"):
        queues.send(url, "a", MessageDeduplicationId="d")
    with refused("InvalidParameterValue"):
        queues.send(url, "a", MessageGroupId="a")
    yield from ()


@case
def test_ids_are_up_to_128_characters_of_ascii_without_spaces(queues: Queues) -> Iterator[float]:
    url = queues.make_fifo()
    queues.send(url, "a", MessageGroupId="~" * 128, MessageDeduplicationId="!" * 128)
    for wrong in ("x" * 129, "a b", "ç"):
        with refused("InvalidParameterValue"):
            queues.send(url, "a", MessageGroupId=wrong, MessageDeduplicationId="d")
        with refused("InvalidParameterValue"):
            queues.send(url, "a", MessageGroupId="a", MessageDeduplicationId=wrong)
    yield from ()


@case
def test_what_a_received_message_tells(queues: Queues) -> Iterator[float]:
    url = queues.make_fifo()
    sent = queues.send(url, "a", MessageGroupId="BR:payments", MessageDeduplicationId="d")
    for count in ("1", "2"):
        (message,) = queues.receive(url, VisibilityTimeout=0, MessageSystemAttributeNames=["All"])
        told = message["Attributes"]
        assert told.keys() >= {"SenderId", "SentTimestamp", "ApproximateFirstReceiveTimestamp"}
        assert told["ApproximateReceiveCount"] == count
        assert told["SequenceNumber"] == sent["SequenceNumber"]
        assert (told["MessageGroupId"], told["MessageDeduplicationId"]) == ("BR:payments", "d")
    yield from ()


@case
def test_sequence_numbers_have_twenty_digits_and_ascend(queues: Queues) -> Iterator[float]:
    url = queues.make_fifo()
    numbers = [
        queues.send(url, body, MessageGroupId="a", MessageDeduplicationId=body)["SequenceNumber"]
        for body in ("a", "b", "c")
    ]
    assert all(len(number) == 20 and number.isdecimal() for number in numbers)
    assert numbers == sorted(set(numbers))
    yield from ()


@case
def test_a_handle_expires_with_its_visibility(queues: Queues) -> Iterator[float]:
    url = queues.make_fifo()
    queues.send_fifo(url, "a1")
    (message,) = queues.receive(url, VisibilityTimeout=0)
    with refused("InvalidParameterValue"):
        queues.delete(url, message)
    with refused("InvalidParameterValue"):
        queues.hide(url, message, HOUR_S)
    assert queues.bodies(url) == ["a1"]
    yield from ()


@case
def test_an_earlier_handle_of_a_fifo_queue_is_refused(queues: Queues) -> Iterator[float]:
    url = queues.make_fifo()
    queues.send_fifo(url, "a1")
    (earlier,) = queues.receive(url, VisibilityTimeout=0)
    (latest,) = queues.receive(url)
    for call in (queues.delete, lambda url, message: queues.hide(url, message, HOUR_S)):
        with refused("InvalidParameterValue"):
            call(url, earlier)
    queues.delete(url, latest)
    assert queues.depth(url) == 0
    yield from ()


@case
def test_a_group_goes_on_behind_what_went_to_the_dead_letters(queues: Queues) -> Iterator[float]:
    """There the messages keep their group, their ids and their order."""
    url, dead = queues.make_with_dead_letters(2, fifo=True)
    queues.send_fifo(url, "a1", "a2")
    for _ in range(2):
        assert queues.bodies(url, VisibilityTimeout=0) == ["a1", "a2"]
    queues.send_fifo(url, "a3", "b1")
    assert sorted(queues.bodies(url)) == ["a3", "b1"]
    first, second = queues.receive(dead, MessageSystemAttributeNames=["All"])
    assert [first["Body"], second["Body"]] == ["a1", "a2"]
    assert first["Attributes"]["MessageGroupId"] == "a"
    assert first["Attributes"]["MessageDeduplicationId"] == "d1"
    assert first["Attributes"]["DeadLetterQueueSourceArn"] == queues.arn(url)
    yield from ()


@case
def test_a_duplicate_of_a_dead_letter_is_still_a_duplicate(queues: Queues) -> Iterator[float]:
    url, dead = queues.make_with_dead_letters(1, fifo=True)
    queues.send(url, "a", MessageGroupId="a", MessageDeduplicationId="d")
    assert queues.bodies(url, VisibilityTimeout=0) == ["a"]
    assert queues.bodies(url) == []
    assert queues.depth(dead) == 1
    queues.send(url, "a", MessageGroupId="a", MessageDeduplicationId="d")
    assert queues.depth(url) == 0
    yield from ()
