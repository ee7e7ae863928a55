"""SendMessageBatch and DeleteMessageBatch."""

from collections.abc import Iterator
from typing import Any

from tests.conformance.sqs_cases import case
from tests.conformance.sqs_queues import Queues, refused

_PREFIX = "AWS.SimpleQueueService."


def _send(queues: Queues, url: str, *entries: dict[str, Any]) -> Any:
    return queues.client.send_message_batch(QueueUrl=url, Entries=list(entries))


def _delete(queues: Queues, url: str, handles: dict[str, str]) -> Any:
    entries = [{"Id": entry, "ReceiptHandle": handle} for entry, handle in handles.items()]
    return queues.client.delete_message_batch(QueueUrl=url, Entries=entries)


def _bodies(*ids: str) -> list[dict[str, Any]]:
    return [{"Id": entry, "MessageBody": f"body of {entry}"} for entry in ids]


@case
def test_a_batch_is_sent_in_order(queues: Queues) -> Iterator[float]:
    url = queues.make_fifo()
    entries = [
        entry | {"MessageGroupId": "a", "MessageDeduplicationId": entry["Id"]} for entry in _bodies("x", "y")
    ]
    answer = _send(queues, url, *entries, entries[0] | {"Id": "z"})
    assert answer.get("Failed", []) == []
    sent = {entry["Id"]: entry for entry in answer["Successful"]}
    assert list(sent) == ["x", "y", "z"]
    assert sent["z"]["MessageId"] == sent["x"]["MessageId"]
    assert sent["x"]["SequenceNumber"] < sent["y"]["SequenceNumber"]
    assert queues.bodies(url) == ["body of x", "body of y"]
    yield from ()


@case
def test_each_message_of_a_batch_has_its_own_delay(queues: Queues) -> Iterator[float]:
    url = queues.make()
    now, later = _bodies("now", "later")
    _send(queues, url, now, later | {"DelaySeconds": 900})
    assert queues.bodies(url) == ["body of now"]
    assert queues.depth(url) == 2
    yield from ()


@case
def test_one_bad_body_fails_alone(queues: Queues) -> Iterator[float]:
    url = queues.make()
    answer = _send(queues, url, {"Id": "bad", "MessageBody": "\x01"}, *_bodies("good"))
    (failed,), (sent,) = answer["Failed"], answer["Successful"]
    assert (failed["Id"], failed["Code"], failed["SenderFault"]) == ("bad", "InvalidMessageContents", True)
    assert sent["Id"] == "good"
    assert queues.bodies(url) == ["body of good"]
    yield from ()


@case
def test_a_batch_without_entries_is_refused(queues: Queues) -> Iterator[float]:
    url = queues.make()
    with refused(_PREFIX + "EmptyBatchRequest", "EmptyBatchRequest"):
        _send(queues, url)
    with refused(_PREFIX + "EmptyBatchRequest", "EmptyBatchRequest"):
        _delete(queues, url, {})
    yield from ()


@case
def test_a_batch_of_more_than_ten_is_refused(queues: Queues) -> Iterator[float]:
    url = queues.make()
    _send(queues, url, *_bodies(*"abcdefghij"))
    with refused(_PREFIX + "TooManyEntriesInBatchRequest", "TooManyEntriesInBatchRequest"):
        _send(queues, url, *_bodies(*"abcdefghijk"))
    with refused(_PREFIX + "TooManyEntriesInBatchRequest", "TooManyEntriesInBatchRequest"):
        _delete(queues, url, dict.fromkeys("abcdefghijk", "x"))
    assert queues.depth(url) == 10
    yield from ()


@case
def test_ids_of_a_batch(queues: Queues) -> Iterator[float]:
    url = queues.make()
    _send(queues, url, *_bodies("a" * 80, "A-_9"))
    for wrong in ("", "a" * 81, "a:b"):
        with refused(_PREFIX + "InvalidBatchEntryId", "InvalidBatchEntryId"):
            _send(queues, url, *_bodies("fine", wrong))
    with refused(_PREFIX + "BatchEntryIdsNotDistinct", "BatchEntryIdsNotDistinct"):
        _send(queues, url, *_bodies("a", "a"))
    assert queues.depth(url) == 2
    yield from ()


@case
def test_a_batch_is_a_mebibyte_at_most(queues: Queues) -> Iterator[float]:
    url = queues.make()
    half = "x" * 524_288
    _send(queues, url, {"Id": "a", "MessageBody": half}, {"Id": "b", "MessageBody": half})
    with refused(_PREFIX + "BatchRequestTooLong", "BatchRequestTooLong"):
        _send(queues, url, {"Id": "a", "MessageBody": half}, {"Id": "b", "MessageBody": half + "x"})
    assert queues.depth(url) == 2
    yield from ()


@case
def test_a_batch_with_a_message_without_a_group_is_refused_as_a_whole(queues: Queues) -> Iterator[float]:
    url = queues.make_fifo()
    full = {"Id": "a", "MessageBody": "a", "MessageGroupId": "a", "MessageDeduplicationId": "a"}
    for missing in ("MessageGroupId", "MessageDeduplicationId"):
        partly = {key: value for key, value in full.items() if key != missing} | {"Id": "b"}
        with refused("InvalidParameterValue"):
            _send(queues, url, full, partly)
    assert queues.depth(url) == 0
    yield from ()


@case
def test_a_batch_is_deleted_one_by_one(queues: Queues) -> Iterator[float]:
    url = queues.make()
    _send(queues, url, *_bodies("a", "b"))
    handles = {f"m{n}": message["ReceiptHandle"] for n, message in enumerate(queues.receive(url))}
    answer = _delete(queues, url, {"bad": "nothing"} | handles)
    (failed,) = answer["Failed"]
    assert (failed["Id"], failed["Code"], failed["SenderFault"]) == ("bad", "ReceiptHandleIsInvalid", True)
    assert [entry["Id"] for entry in answer["Successful"]] == ["m0", "m1"]
    assert queues.depth(url) == 0
    yield from ()
