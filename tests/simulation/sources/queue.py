"""A queue as a source of events."""

from typing import TYPE_CHECKING, Any

from tests.simulation.cloud import ACCOUNT, QUEUES, REGION, queue_url
from tests.simulation.processes import Result
from tests.simulation.sources.lateness import LATE_MS, SOON_MS

if TYPE_CHECKING:
    from tests.simulation.world import World

READERS = {
    "urgent": "chalicelib.queue.events.draw_urgent",
    "high": "chalicelib.queue.events.draw_high",
    "standard": "chalicelib.queue.events.draw_standard",
    "timers": "chalicelib.timers.events.fire",
    "recordings": "chalicelib.recording.events.file_recording",
}
BATCH = {"recordings": 1}
MOST = 10
AT_ONCE = 2
AGAIN_S = (0, 20)


class QueueSource:
    """A queue read in batches by one function; what failed comes back when its visibility is over."""

    def __init__(self, world: "World", name: str) -> None:
        self._world, self._name = world, name
        self._url, self._function = queue_url(name), READERS[name]
        self._dice = world.dice.of(f"queue {name}")
        self._poll_at_ms: int | None = None
        self.running = 0

    def look(self) -> None:
        """Polls when the next message is visible."""
        if self.running >= AT_ONCE:
            return
        due = self._world.sqs.next_visible_ms(self._url)
        if due is None:
            return
        now = self._world.now_ms
        late = self._dice.randint(*(LATE_MS if self._world.faults.hit("late") else SOON_MS))
        at = max(due, now) + late
        if self._poll_at_ms is None or at < self._poll_at_ms or self._poll_at_ms < now:
            self._poll_at_ms = at
            self._world.agenda.after(at - now, lambda: self._poll(at))

    def later(self, at_ms: int, message: str) -> None:
        """A schedule sends it, within the minute that EventBridge allows itself."""
        wait = max(0, at_ms - self._world.now_ms) + self._dice.randint(0, 60_000)
        self._world.agenda.after(wait, lambda: self._scheduled(message))

    def _scheduled(self, message: str) -> None:
        self._world.sqs.call("SendMessage", {"QueueUrl": self._url, "MessageBody": message})
        self.look()

    def quiet(self) -> bool:
        """Nothing is in it, visible or not."""
        return not self.running and self._world.sqs.depth(self._url) == 0

    def _poll(self, at_ms: int) -> None:
        if self._poll_at_ms != at_ms:
            return
        self._poll_at_ms = None
        asked = {
            "QueueUrl": self._url,
            "MaxNumberOfMessages": BATCH.get(self._name, MOST),
            "MessageSystemAttributeNames": ["All"],
        }
        messages = self._world.sqs.call("ReceiveMessage", asked).get("Messages", [])
        if messages:
            self.running += 1
            event = {"Records": [_message(message, self._name) for message in messages]}
            self._world.tell("queue", f"{len(messages)} messages to {self._function}")
            self._world.invoke(self._function, event, lambda result: self._handled(messages, result))
        self.look()

    def _handled(self, messages: list[dict[str, Any]], result: Result) -> None:
        self.running -= 1
        world, failed = self._world, set()
        if result.failed:
            failed = {message["MessageId"] for message in messages}
        else:
            failed = {one["itemIdentifier"] for one in result.answer["batchItemFailures"]}
        for message in messages:
            handle = {"QueueUrl": self._url, "ReceiptHandle": message["ReceiptHandle"]}
            if message["MessageId"] in failed:
                if world.faults.hit("dead"):
                    world.tell("fault", f"a message of {self._name} goes to the dead letters")
                    world.sqs.call("DeleteMessage", handle)
                continue
            if world.faults.hit("redeliver"):
                world.tell("fault", f"a message of {self._name} will come again")
                again = {**handle, "VisibilityTimeout": self._dice.randint(*AGAIN_S)}
                world.sqs.call("ChangeMessageVisibility", again)
            else:
                world.sqs.call("DeleteMessage", handle)
        self.look()


def _message(message: dict[str, Any], name: str) -> dict[str, Any]:
    return {
        "messageId": message["MessageId"],
        "receiptHandle": message["ReceiptHandle"],
        "body": message["Body"],
        "attributes": message["Attributes"],
        "messageAttributes": {},
        "md5OfBody": message["MD5OfBody"],
        "eventSource": "aws:sqs",
        "eventSourceARN": f"arn:aws:sqs:{REGION}:{ACCOUNT}:{QUEUES[name]}",
        "awsRegion": REGION,
    }
