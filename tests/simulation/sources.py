"""Lambda's event sources: the table's stream, the queues and the schedules call the functions."""

import zlib
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from tests.simulation.aws.dynamodb import Change
from tests.simulation.cloud import ACCOUNT, QUEUES, REGION, queue_url
from tests.simulation.processes import Result

if TYPE_CHECKING:
    from tests.simulation.world import World

STREAM_READERS = ("chalicelib.timers.events.arm", "chalicelib.realtime.events.fan_out")
QUEUE_READERS = {
    "urgent": "chalicelib.queue.events.draw_urgent",
    "high": "chalicelib.queue.events.draw_high",
    "standard": "chalicelib.queue.events.draw_standard",
    "timers": "chalicelib.timers.events.fire",
}
BUILD_HOURS = "chalicelib.reports.events.build_hours"
SCHEDULES = {
    "chalicelib.timers.events.sweep": 60_000,
    BUILD_HOURS: 60_000,
    "chalicelib.reports.events.build_days": 3_600_000,
}
SHARDS = (1, 1, 2)
STREAM_BATCH = 50
STREAM_TRIES = 11
QUEUE_BATCH = 10
AT_ONCE = 2
SOON_MS = (5, 60)
STREAM_MS = (200, 2_000)
"""Lambda asks a shard four times a second."""
LATE_MS = (1_000, 40_000)
TRIED_AGAIN_MS = 1_000
ASYNC_TRIES = 3


class Sources:
    """All event sources of the stack."""

    def __init__(self, world: "World") -> None:
        self._world = world
        shards = world.dice.of("shards").choice(SHARDS)
        self.streams = [
            StreamSource(world, reader, shard, shards) for reader in STREAM_READERS for shard in range(shards)
        ]
        self.queues = {queue_url(name): QueueSource(world, name) for name in QUEUES}
        self.timers = self.queues[queue_url("timers")]
        self.tiers = [queue for queue in self.queues.values() if queue is not self.timers]
        self.schedules = {name: Schedule(world, name, period) for name, period in SCHEDULES.items()}

    def look_at_stream(self) -> None:
        """Something may have been written."""
        for stream in self.streams:
            stream.look()

    def look_at_queue(self, url: str) -> None:
        """Something may have been sent."""
        self.queues[url].look()

    def quiet(self, reminders_too: bool) -> bool:
        """Whether nothing waits in any of them and no schedule is being served."""
        queues = self.queues.values() if reminders_too else self.tiers
        return (
            all(stream.quiet() for stream in self.streams)
            and all(queue.quiet() for queue in queues)
            and not self.timers.running
            and all(schedule.quiet() for schedule in self.schedules.values())
        )

    def reported(self) -> bool:
        """Whether the hourly report was built since the last event."""
        return self.schedules[BUILD_HOURS].served_ms > self._world.last_event_ms


class StreamSource:
    """One shard of the table's stream, read in order by one function."""

    def __init__(self, world: "World", function: str, shard: int, shards: int) -> None:
        self._world, self._function, self._shard, self._shards = world, function, shard, shards
        self._dice = world.dice.of(f"stream {function} {shard}")
        self._seen = 0
        self._waiting: list[Change] = []
        self._scheduled = False
        self._limit, self._failures = STREAM_BATCH, 0
        self.dead_letters: list[Change] = []

    def look(self) -> None:
        """Takes in what is new and reads it soon."""
        changes = self._world.db.changes
        if len(changes) > self._seen:
            for change in changes[self._seen :]:
                if zlib.crc32(change.key[0].encode()) % self._shards == self._shard:
                    self._waiting.append(change)
            self._seen = len(changes)
        if self._waiting and not self._scheduled:
            self._read_in(self._dice.randint(*(LATE_MS if self._world.faults.hit("late") else STREAM_MS)))

    def quiet(self) -> bool:
        """Everything is read."""
        return not self._waiting and not self._scheduled

    def _read_in(self, ms: int) -> None:
        self._scheduled = True
        self._world.agenda.after(ms, self._read)

    def _read(self) -> None:
        count = min(self._limit, len(self._waiting))
        event = {"Records": [_record(change) for change in self._waiting[:count]]}
        self._world.tell("stream", f"{count} records to {self._function}")
        self._world.invoke(self._function, event, lambda result: self._read_already(count, result))

    def _read_already(self, count: int, result: Result) -> None:
        self._scheduled = False
        if result.failed:
            self._failures += 1
            if self._failures < STREAM_TRIES and not self._world.faults.hit("dead"):
                # Bisected: the half that holds the culprit is found by trying the first one.
                self._limit = max(1, count // 2)
                self._read_in(TRIED_AGAIN_MS)
                return
            self.dead_letters += self._waiting[:count]
            self._world.tell("stream", f"{count} records go to the dead letters")
        elif self._world.faults.hit("redeliver"):
            self._world.tell("fault", f"{count} records will be read again by {self._function}")
            self._read_in(self._dice.randint(*SOON_MS))
            return
        del self._waiting[:count]
        self._limit, self._failures = STREAM_BATCH, 0
        self.look()


def _record(change: Change) -> dict[str, Any]:
    name = "INSERT" if change.old is None else "REMOVE" if change.new is None else "MODIFY"
    told: dict[str, Any] = {
        "ApproximateCreationDateTime": change.at_ms // 1000,
        "Keys": {"pk": {"S": change.key[0]}, "sk": {"S": change.key[1]}},
        "SequenceNumber": str(change.number),
        "SizeBytes": 100,
        "StreamViewType": "NEW_AND_OLD_IMAGES",
    }
    if change.old is not None:
        told["OldImage"] = change.old
    if change.new is not None:
        told["NewImage"] = change.new
    return {
        "eventID": str(change.number),
        "eventName": name,
        "eventVersion": "1.1",
        "eventSource": "aws:dynamodb",
        "awsRegion": REGION,
        "dynamodb": told,
        "eventSourceARN": f"arn:aws:dynamodb:{REGION}:{ACCOUNT}:table/{change.table}/stream/1",
    }


class QueueSource:
    """A queue read in batches by one function; what failed comes back when its visibility is over."""

    def __init__(self, world: "World", name: str) -> None:
        self._world, self._name = world, name
        self._url, self._function = queue_url(name), QUEUE_READERS[name]
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

    def quiet(self) -> bool:
        """Nothing is in it, visible or not."""
        return not self.running and self._world.sqs.depth(self._url) == 0

    def _poll(self, at_ms: int) -> None:
        if self._poll_at_ms != at_ms:
            return
        self._poll_at_ms = None
        asked = {
            "QueueUrl": self._url,
            "MaxNumberOfMessages": QUEUE_BATCH,
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
                again = {**handle, "VisibilityTimeout": self._dice.randint(0, 20)}
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


class Schedule:
    """An EventBridge rule: at least once each period, and tried again when the function fails."""

    def __init__(self, world: "World", function: str, period_ms: int) -> None:
        self._world, self._function, self._period_ms = world, function, period_ms
        self._dice = world.dice.of(f"schedule {function}")
        self._running = 0
        self.served_ms = 0
        """When the newest run that succeeded began."""
        self._next(self._dice.randrange(period_ms))

    def quiet(self) -> bool:
        """No run is under way."""
        return self._running == 0

    def _next(self, ms: int) -> None:
        self._world.agenda.after(ms, self._tick)

    def _tick(self) -> None:
        self._next(self._period_ms)
        late = self._world.faults.hit("late")
        for _ in range(2 if self._world.faults.hit("redeliver") else 1):
            self._start(self._dice.randint(*LATE_MS) if late else 0, 1)

    def _start(self, delay_ms: int, number: int) -> None:
        self._running += 1
        self._world.agenda.after(delay_ms, lambda: self._run(number))

    def _run(self, number: int) -> None:
        at = datetime.fromtimestamp(self._world.now_ms // 1000, UTC)
        rule = self._function.rpartition(".")[2]
        event = {
            "version": "0",
            "id": f"{rule}-{self._world.now_ms}",
            "detail-type": "Scheduled Event",
            "source": "aws.events",
            "account": ACCOUNT,
            "time": f"{at:%Y-%m-%dT%H:%M:%SZ}",
            "region": REGION,
            "resources": [f"arn:aws:events:{REGION}:{ACCOUNT}:rule/{rule}"],
            "detail": {},
        }
        began_ms = self._world.now_ms
        self._world.invoke(self._function, event, lambda result: self._ran(number, began_ms, result))

    def _ran(self, number: int, began_ms: int, result: Result) -> None:
        self._running -= 1
        if not result.failed:
            self.served_ms = max(self.served_ms, began_ms)
        elif number < ASYNC_TRIES:
            self._start(60_000 * number, number + 1)
