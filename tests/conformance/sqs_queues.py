"""What cases do with queues, through a botocore client."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from botocore.exceptions import ClientError

from tests.simulation.aws.sqs import Sqs

Message = dict[str, Any]
HOUR_S = 3600


class Queues:
    """The queues of one case. `sqs` is there only where the queues are in memory."""

    def __init__(self, client: Any, case: str, sqs: Sqs | None = None) -> None:
        self.client, self._case, self._made, self._sent = client, case.removeprefix("test_")[:60], 0, 0
        self.sqs = sqs

    def name(self, fifo: bool = False) -> str:
        """A name for a queue that no other case has."""
        self._made += 1
        return f"{self._case}-{self._made}" + (".fifo" if fifo else "")

    def make(self, **attributes: Any) -> str:
        """The URL of a new standard queue. Numbers may be given as such."""
        return self._create(self.name(), attributes)

    def make_fifo(self, **attributes: Any) -> str:
        """The URL of a new FIFO queue."""
        return self._create(self.name(fifo=True), {"FifoQueue": "true"} | attributes)

    def make_with_dead_letters(self, most: int, fifo: bool = False) -> tuple[str, str]:
        """The URLs of a queue and of the dead-letter queue behind it."""
        dead = self.make_fifo() if fifo else self.make()
        policy = json.dumps({"deadLetterTargetArn": self.arn(dead), "maxReceiveCount": most})
        return (self.make_fifo if fifo else self.make)(RedrivePolicy=policy), dead

    def arn(self, url: str) -> str:
        """A queue's ARN."""
        return str(self.attributes(url, "QueueArn")["QueueArn"])

    def attributes(self, url: str, *names: str) -> dict[str, str]:
        """A queue's attributes."""
        answer = self.client.get_queue_attributes(QueueUrl=url, AttributeNames=list(names))
        told: dict[str, str] = answer.get("Attributes", {})
        return told

    def send(self, url: str, body: str, **more: Any) -> Any:
        """SendMessage's answer."""
        return self.client.send_message(QueueUrl=url, MessageBody=body, **more)

    def send_fifo(self, url: str, *bodies: str) -> None:
        """Messages, each in the group that its first letter names, and none a duplicate."""
        for body in bodies:
            self._sent += 1
            self.send(url, body, MessageGroupId=body[0], MessageDeduplicationId=f"d{self._sent}")

    def receive(self, url: str, most: int = 10, **more: Any) -> list[Message]:
        """What ReceiveMessage returns; hidden for an hour unless told otherwise."""
        more = {"VisibilityTimeout": HOUR_S, "MaxNumberOfMessages": most} | more
        messages: list[Message] = self.client.receive_message(QueueUrl=url, **more).get("Messages", [])
        return messages

    def bodies(self, url: str, most: int = 10, **more: Any) -> list[str]:
        """The bodies of what ReceiveMessage returns."""
        return [message["Body"] for message in self.receive(url, most, **more)]

    def hide(self, url: str, message: Message, seconds: int) -> None:
        """ChangeMessageVisibility."""
        self.client.change_message_visibility(
            QueueUrl=url, ReceiptHandle=message["ReceiptHandle"], VisibilityTimeout=seconds
        )

    def delete(self, url: str, message: Message) -> None:
        """DeleteMessage."""
        self.client.delete_message(QueueUrl=url, ReceiptHandle=message["ReceiptHandle"])

    def depth(self, url: str) -> int:
        """Messages of a queue, visible or not."""
        counts = self.attributes(
            url,
            "ApproximateNumberOfMessages",
            "ApproximateNumberOfMessagesNotVisible",
            "ApproximateNumberOfMessagesDelayed",
        )
        return sum(int(count) for count in counts.values())

    def _create(self, name: str, attributes: dict[str, Any]) -> str:
        given = {key: str(value) for key, value in attributes.items()}
        return str(self.client.create_queue(QueueName=name, Attributes=given)["QueueUrl"])


@contextmanager
def refused(code: str, shape: str = "") -> Iterator[None]:
    """The call inside is refused with this code; `shape` is the class in client.exceptions, if it has one."""
    try:
        yield
    except ClientError as error:
        assert error.response["Error"]["Code"] == code
        assert not shape or type(error).__name__ == shape
    else:
        raise AssertionError(f"not refused with {code}")
