"""Making, finding, changing and emptying queues."""

import json
from collections.abc import Iterator

from tests.conformance.sqs_cases import case
from tests.conformance.sqs_queues import HOUR_S, Queues, refused

_GONE = "AWS.SimpleQueueService.NonExistentQueue"


@case
def test_a_queue_is_found_by_its_name(queues: Queues) -> Iterator[float]:
    name = queues.name()
    url = queues.client.create_queue(QueueName=name)["QueueUrl"]
    assert url.endswith(f"/000000000000/{name}")
    assert queues.client.get_queue_url(QueueName=name)["QueueUrl"] == url
    assert queues.arn(url) == f"arn:aws:sqs:sa-east-1:000000000000:{name}"
    yield from ()


@case
def test_a_queue_that_is_not_there(queues: Queues) -> Iterator[float]:
    url = queues.make() + "-not"
    with refused(_GONE, "QueueDoesNotExist"):
        queues.client.get_queue_url(QueueName="not-there")
    with refused(_GONE, "QueueDoesNotExist"):
        queues.send(url, "a")
    with refused(_GONE, "QueueDoesNotExist"):
        queues.receive(url)
    with refused(_GONE, "QueueDoesNotExist"):
        queues.delete(url, {"ReceiptHandle": "x"})
    yield from ()


@case
def test_making_a_queue_again(queues: Queues) -> Iterator[float]:
    """Attributes that are not given do not differ."""
    name = queues.name()
    given = {"VisibilityTimeout": "60", "DelaySeconds": "1"}
    url = queues.client.create_queue(QueueName=name, Attributes=given)["QueueUrl"]
    for same in ({}, given, {"DelaySeconds": "1"}):
        assert queues.client.create_queue(QueueName=name, Attributes=same)["QueueUrl"] == url
    with refused("QueueAlreadyExists", "QueueNameExists"):
        queues.client.create_queue(QueueName=name, Attributes={"DelaySeconds": "2"})
    yield from ()


@case
def test_names_of_fifo_queues_end_in_fifo(queues: Queues) -> Iterator[float]:
    with refused("InvalidParameterValue"):
        queues.client.create_queue(QueueName=queues.name(), Attributes={"FifoQueue": "true"})
    yield from ()


@case
def test_names_of_standard_queues_do_not_end_in_fifo(queues: Queues) -> Iterator[float]:
    with refused("InvalidParameterValue"):
        queues.client.create_queue(QueueName=queues.name(fifo=True))
    yield from ()


@case
def test_names_are_up_to_80_letters_digits_hyphens_and_underscores(queues: Queues) -> Iterator[float]:
    queues.client.create_queue(QueueName="a_-" + "9" * 77)
    for wrong in ("9" * 81, "a b", "a/b", "ação"):
        with refused("InvalidParameterValue"):
            queues.client.create_queue(QueueName=wrong)
    yield from ()


@case
def test_attributes_of_a_new_queue(queues: Queues) -> Iterator[float]:
    expected = {
        "VisibilityTimeout": "30",
        "DelaySeconds": "0",
        "MessageRetentionPeriod": "345600",
        "MaximumMessageSize": "1048576",
        "ReceiveMessageWaitTimeSeconds": "0",
        "ApproximateNumberOfMessages": "0",
        "ApproximateNumberOfMessagesNotVisible": "0",
        "ApproximateNumberOfMessagesDelayed": "0",
    }
    url = queues.make()
    assert queues.attributes(url, "All").items() >= expected.items()
    assert queues.attributes(url, "DelaySeconds", "VisibilityTimeout") == {
        "DelaySeconds": "0",
        "VisibilityTimeout": "30",
    }
    fifo = queues.attributes(queues.make_fifo(), "All")
    assert (fifo["FifoQueue"], fifo["ContentBasedDeduplication"]) == ("true", "false")
    yield from ()


@case
def test_scope_and_throughput_of_a_new_fifo_queue(queues: Queues) -> Iterator[float]:
    fifo = queues.attributes(queues.make_fifo(), "All")
    assert (fifo["DeduplicationScope"], fifo["FifoThroughputLimit"]) == ("queue", "perQueue")
    yield from ()


@case
def test_no_attributes_without_names(queues: Queues) -> Iterator[float]:
    assert "Attributes" not in queues.client.get_queue_attributes(QueueUrl=queues.make())
    yield from ()


@case
def test_values_of_attributes_have_limits(queues: Queues) -> Iterator[float]:
    for name, wrong in (
        ("VisibilityTimeout", "43201"),
        ("DelaySeconds", "901"),
        ("MessageRetentionPeriod", "59"),
        ("MaximumMessageSize", "1023"),
        ("ReceiveMessageWaitTimeSeconds", "21"),
        ("DelaySeconds", "soon"),
    ):
        with refused("InvalidAttributeValue", "InvalidAttributeValue"):
            queues.make(**{name: wrong})
    yield from ()


@case
def test_attributes_of_fifo_queues_are_unknown_to_others(queues: Queues) -> Iterator[float]:
    with refused("InvalidAttributeName", "InvalidAttributeName"):
        queues.make(ContentBasedDeduplication="true")
    yield from ()


@case
def test_changed_attributes_hold_from_then_on(queues: Queues) -> Iterator[float]:
    url = queues.make()
    queues.send(url, "a")
    changed = {"VisibilityTimeout": str(HOUR_S), "DelaySeconds": "900", "MaximumMessageSize": "1024"}
    queues.client.set_queue_attributes(QueueUrl=url, Attributes=changed)
    assert queues.attributes(url, *changed) == changed
    queues.send(url, "b")
    with refused("InvalidParameterValue"):
        queues.send(url, "c" * 1025)
    assert len(queues.client.receive_message(QueueUrl=url, MaxNumberOfMessages=10)["Messages"]) == 1
    assert queues.receive(url) == []
    yield from ()


@case
def test_content_based_deduplication_switched_on(queues: Queues) -> Iterator[float]:
    url = queues.make_fifo()
    queues.client.set_queue_attributes(QueueUrl=url, Attributes={"ContentBasedDeduplication": "true"})
    for _ in range(2):
        queues.send(url, "a", MessageGroupId="a")
    assert queues.bodies(url) == ["a"]
    yield from ()


@case
def test_the_kind_of_a_queue_stays(queues: Queues) -> Iterator[float]:
    with refused("InvalidAttributeName", "InvalidAttributeName"):
        queues.client.set_queue_attributes(QueueUrl=queues.make(), Attributes={"FifoQueue": "true"})
    with refused("InvalidAttributeValue", "InvalidAttributeValue"):
        queues.client.set_queue_attributes(QueueUrl=queues.make_fifo(), Attributes={"FifoQueue": "false"})
    yield from ()


@case
def test_a_dead_letter_queue_given_later(queues: Queues) -> Iterator[float]:
    url, dead = queues.make(), queues.make()
    queues.send(url, "a")
    assert queues.bodies(url, VisibilityTimeout=0) == ["a"]
    policy = json.dumps({"deadLetterTargetArn": queues.arn(dead), "maxReceiveCount": "1"})
    queues.client.set_queue_attributes(QueueUrl=url, Attributes={"RedrivePolicy": policy})
    assert queues.bodies(url) == []
    assert queues.bodies(dead) == ["a"]
    yield from ()


@case
def test_a_dead_letter_queue_taken_away(queues: Queues) -> Iterator[float]:
    url, _ = queues.make_with_dead_letters(1)
    queues.client.set_queue_attributes(QueueUrl=url, Attributes={"RedrivePolicy": ""})
    assert "RedrivePolicy" not in queues.attributes(url, "All")
    queues.send(url, "a")
    for _ in range(3):
        assert queues.bodies(url, VisibilityTimeout=0) == ["a"]
    yield from ()


@case
def test_a_policy_for_dead_letters_must_make_sense(queues: Queues) -> Iterator[float]:
    dead = queues.arn(queues.make())
    for wrong in (
        {"deadLetterTargetArn": dead},
        {"maxReceiveCount": 1},
        {"deadLetterTargetArn": dead, "maxReceiveCount": 0},
        {"deadLetterTargetArn": dead, "maxReceiveCount": 1001},
        {"deadLetterTargetArn": dead, "maxReceiveCount": "often"},
        {"deadLetterTargetArn": "dummy", "maxReceiveCount": 1},
        {"deadLetterTargetArn": dead + "-not", "maxReceiveCount": 1},
    ):
        with refused("InvalidParameterValue"):
            queues.make(RedrivePolicy=json.dumps(wrong))
    yield from ()


@case
def test_dead_letters_of_a_fifo_queue_need_one(queues: Queues) -> Iterator[float]:
    policy = {"deadLetterTargetArn": queues.arn(queues.make()), "maxReceiveCount": 1}
    with refused("InvalidParameterValue"):
        queues.make_fifo(RedrivePolicy=json.dumps(policy))
    yield from ()


@case
def test_counts_of_messages(queues: Queues) -> Iterator[float]:
    url = queues.make()
    for body in "abc":
        queues.send(url, body)
    queues.send(url, "later", DelaySeconds=900)
    assert len(queues.receive(url, 1)) == 1
    assert queues.attributes(url, "All").items() >= {
        ("ApproximateNumberOfMessages", "2"),
        ("ApproximateNumberOfMessagesNotVisible", "1"),
        ("ApproximateNumberOfMessagesDelayed", "1"),
    }
    yield from ()


@case
def test_a_purge_takes_all_messages(queues: Queues) -> Iterator[float]:
    """In flight and delayed ones, too."""
    url = queues.make()
    queues.send(url, "a")
    assert queues.bodies(url, VisibilityTimeout=1) == ["a"]
    queues.send(url, "b")
    queues.send(url, "c", DelaySeconds=1)
    queues.client.purge_queue(QueueUrl=url)
    queues.send(url, "d")
    yield 1.1
    assert queues.bodies(url) == ["d"]


@case
def test_a_purge_forgets_what_was_sent(queues: Queues) -> Iterator[float]:
    url = queues.make_fifo()
    queues.send(url, "a", MessageGroupId="a", MessageDeduplicationId="d")
    queues.client.purge_queue(QueueUrl=url)
    queues.send(url, "b", MessageGroupId="a", MessageDeduplicationId="d")
    assert queues.bodies(url) == ["b"]
    yield from ()


@case
def test_a_second_purge_within_a_minute_is_refused(queues: Queues) -> Iterator[float]:
    url = queues.make()
    queues.client.purge_queue(QueueUrl=url)
    with refused("AWS.SimpleQueueService.PurgeQueueInProgress", "PurgeQueueInProgress"):
        queues.client.purge_queue(QueueUrl=url)
    yield from ()
