"""The table's stream as a source of events."""

import zlib
from typing import TYPE_CHECKING, Any

from tests.simulation.aws.dynamodb import Change
from tests.simulation.cloud import ACCOUNT, REGION
from tests.simulation.processes import Result
from tests.simulation.sources.lateness import LATE_MS, SOON_MS

if TYPE_CHECKING:
    from tests.simulation.world import World

BATCH = 50
TRIES = 11
POLLED_MS = (200, 2_000)
TRIED_AGAIN_MS = 1_000


class StreamSource:
    """One shard of the table's stream, read in order by one function."""

    def __init__(self, world: "World", function: str, shard: int, shards: int) -> None:
        self._world, self._function, self._shard, self._shards = world, function, shard, shards
        self._dice = world.dice.of(f"stream {function} {shard}")
        self._seen = 0
        self._waiting: list[Change] = []
        self._scheduled = False
        self._limit, self._failures = BATCH, 0
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
            self._read_in(self._dice.randint(*(LATE_MS if self._world.faults.hit("late") else POLLED_MS)))

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
            if self._failures < TRIES and not self._world.faults.hit("dead"):
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
        self._limit, self._failures = BATCH, 0
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
