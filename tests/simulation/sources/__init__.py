"""Lambda's event sources: the table's stream, the queues and the schedules call the functions."""

from typing import TYPE_CHECKING

from tests.simulation.cloud import QUEUES, queue_url
from tests.simulation.sources.queue import READERS as QUEUE_READERS
from tests.simulation.sources.queue import QueueSource
from tests.simulation.sources.schedule import Schedule
from tests.simulation.sources.stream import StreamSource

if TYPE_CHECKING:
    from tests.simulation.world import World

__all__ = ["QUEUE_READERS", "SCHEDULES", "STREAM_READERS", "Sources"]
STREAM_READERS = ("chalicelib.timers.events.arm", "chalicelib.realtime.events.fan_out")
BUILD_HOURS = "chalicelib.reports.events.build_hours"
SCHEDULES = {
    "chalicelib.timers.events.sweep": 60_000,
    "chalicelib.timers.events.reap": 60_000,
    BUILD_HOURS: 60_000,
    "chalicelib.reports.events.measure": 60_000,
    "chalicelib.reports.events.build_days": 3_600_000,
}
SHARDS = (1, 1, 2)


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
        self.recordings = self.queues[queue_url("recordings")]
        apart = (self.timers, self.recordings)
        self.tiers = [queue for queue in self.queues.values() if queue not in apart]
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
            and self.recordings.quiet()
            and all(schedule.quiet() for schedule in self.schedules.values())
        )

    def reported(self) -> bool:
        """Whether the hourly report was built since the last event."""
        return self.schedules[BUILD_HOURS].served_ms > self._world.outside.last_event_ms
