"""What a message may be, and the attributes it travels with."""

from collections.abc import Iterator

from tests.conformance.sqs_cases import case
from tests.conformance.sqs_queues import Queues, refused


def _text(value: str) -> dict[str, str]:
    return {"DataType": "String", "StringValue": value}


@case
def test_an_empty_body_is_refused(queues: Queues) -> Iterator[float]:
    with refused("MissingParameter"):
        queues.send(queues.make(), "")
    yield from ()


@case
def test_characters_outside_xml_are_refused(queues: Queues) -> Iterator[float]:
    url = queues.make()
    queues.send(url, "\t\r\n olá \U0001f4de")
    for wrong in ("\x00", "\x08", "\x1f", "\uffff"):
        with refused("InvalidMessageContents", "InvalidMessageContents"):
            queues.send(url, wrong)
    yield from ()


@case
def test_the_largest_body(queues: Queues) -> Iterator[float]:
    """Bytes count, not characters."""
    url = queues.make(MaximumMessageSize=1024)
    queues.send(url, "é" * 512)
    with refused("InvalidParameterValue"):
        queues.send(url, "é" * 512 + "e")
    standard = queues.make()
    queues.send(standard, "x" * 1_048_576)
    with refused("InvalidParameterValue"):
        queues.send(standard, "x" * 1_048_577)
    yield from ()


@case
def test_attributes_count_towards_the_size(queues: Queues) -> Iterator[float]:
    url = queues.make(MaximumMessageSize=1024)
    queues.send(url, "x" * (1024 - len("kStringv")), MessageAttributes={"k": _text("v")})
    with refused("InvalidParameterValue"):
        queues.send(url, "x" * (1024 - len("kStringv") + 1), MessageAttributes={"k": _text("v")})
    yield from ()


@case
def test_delays_are_up_to_fifteen_minutes(queues: Queues) -> Iterator[float]:
    url = queues.make()
    queues.send(url, "a", DelaySeconds=900)
    for wrong in (-1, 901):
        with refused("InvalidParameterValue"):
            queues.send(url, "a", DelaySeconds=wrong)
    yield from ()


@case
def test_a_deduplication_id_of_a_standard_queue_is_refused(queues: Queues) -> Iterator[float]:
    with refused("InvalidParameterValue"):
        queues.send(queues.make(), "a", MessageDeduplicationId="d")
    yield from ()


@case
def test_attributes_come_when_asked_for(queues: Queues) -> Iterator[float]:
    """With a digest of those that come. The one of a single known attribute was taken from AWS."""
    url = queues.make()
    own = {"Hello": _text("There"), "General": _text("Kenobi"), "Help.Me": _text("Me")}
    sent = queues.send(url, "msg", MessageAttributes=own)
    assert sent["MD5OfMessageAttributes"] == "4c360f3fdafd970e05fae2f149d997f5"
    for names, expected, digest in (
        (["All"], own.keys(), "4c360f3fdafd970e05fae2f149d997f5"),
        ([".*"], own.keys(), "4c360f3fdafd970e05fae2f149d997f5"),
        (["Foo", "Hello"], {"Hello"}, "a311262e065454b75da111d535b8dacd"),
        (["Hel.*"], {"Hello", "Help.Me"}, "83fee93c1bcd8b9a5a923ffacdc636c7"),
    ):
        (message,) = queues.receive(url, VisibilityTimeout=0, MessageAttributeNames=names)
        assert message["MessageAttributes"] == {name: own[name] for name in expected}
        assert message["MD5OfMessageAttributes"] == digest
    for none in ([], ["Foo", "Help"]):
        (message,) = queues.receive(url, VisibilityTimeout=0, MessageAttributeNames=none)
        assert "MessageAttributes" not in message and "MD5OfMessageAttributes" not in message
    yield from ()


@case
def test_a_star_asks_for_all_attributes(queues: Queues) -> Iterator[float]:
    url = queues.make()
    queues.send(url, "msg", MessageAttributes={"a": _text("b")})
    (message,) = queues.receive(url, MessageAttributeNames=["*"])
    assert message["MessageAttributes"] == {"a": _text("b")}
    yield from ()


@case
def test_numbers_travel_as_they_were_written(queues: Queues) -> Iterator[float]:
    url = queues.make()
    number = {"DataType": "Number", "StringValue": "1614717034367"}
    queues.send(url, "msg", MessageAttributes={"timestamp": number})
    (message,) = queues.receive(url, MessageAttributeNames=["timestamp"])
    assert message["MessageAttributes"] == {"timestamp": number}
    yield from ()


@case
def test_an_attribute_without_a_value_is_refused(queues: Queues) -> Iterator[float]:
    with refused("InvalidParameterValue"):
        queues.send(queues.make(), "a", MessageAttributes={"a": _text("")})
    yield from ()


@case
def test_more_than_ten_attributes_are_refused(queues: Queues) -> Iterator[float]:
    with refused("InvalidParameterValue"):
        queues.send(queues.make(), "a", MessageAttributes={f"a{n}": _text("b") for n in range(11)})
    yield from ()


@case
def test_system_attributes_come_when_asked_for(queues: Queues) -> Iterator[float]:
    url = queues.make()
    queues.send(url, "a")
    (message,) = queues.receive(url, VisibilityTimeout=0)
    assert "Attributes" not in message
    (message,) = queues.receive(url, VisibilityTimeout=0, AttributeNames=["SentTimestamp"])
    assert message["Attributes"].keys() == {"SentTimestamp"}
    (message,) = queues.receive(url, VisibilityTimeout=0, MessageSystemAttributeNames=["All"])
    assert message["Attributes"].keys() == {
        "SenderId",
        "SentTimestamp",
        "ApproximateReceiveCount",
        "ApproximateFirstReceiveTimestamp",
    }
    assert message["Attributes"]["ApproximateReceiveCount"] == "3"
    yield from ()


@case
def test_the_first_receive_and_the_sending_stay_what_they_were(queues: Queues) -> Iterator[float]:
    url = queues.make()
    queues.send(url, "a")
    yield 0.05
    (first,) = queues.receive(url, VisibilityTimeout=0, MessageSystemAttributeNames=["All"])
    yield 0.05
    (second,) = queues.receive(url, VisibilityTimeout=0, MessageSystemAttributeNames=["All"])
    for name in ("SentTimestamp", "ApproximateFirstReceiveTimestamp"):
        assert first["Attributes"][name] == second["Attributes"][name]
    sent_ms = int(first["Attributes"]["SentTimestamp"])
    assert int(first["Attributes"]["ApproximateFirstReceiveTimestamp"]) >= sent_ms + 50


@case
def test_what_a_receive_asks_for_has_limits(queues: Queues) -> Iterator[float]:
    url = queues.make()
    queues.send(url, "a")
    for wrong in ({"MaxNumberOfMessages": 0}, {"MaxNumberOfMessages": 11}):
        with refused("InvalidParameterValue"):
            queues.receive(url, **wrong)
    yield from ()


@case
def test_times_a_receive_asks_for_have_limits(queues: Queues) -> Iterator[float]:
    url = queues.make()
    queues.send(url, "a")
    for wrong in ({"VisibilityTimeout": 43_201}, {"VisibilityTimeout": -1}, {"WaitTimeSeconds": 21}):
        with refused("InvalidParameterValue"):
            queues.receive(url, **wrong)
    yield from ()
