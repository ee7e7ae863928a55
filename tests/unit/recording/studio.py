"""A recorded call on stage: what the customer was told, what the carrier and the bucket have."""

import json
from functools import partial
from typing import Any

from chalicelib.recording import service as recording
from local.twilio.core.recordings import Recording
from tests.house import SETTINGS, House, _aws
from tests.scene import ANSWERS, Scene
from tests.stream import Stream

NOTICE_S = 12
"""The notice is over by then."""


class Studio(Scene):
    """A scene whose changes are told by the stream."""

    def __init__(self, h: House, phone: str = ANSWERS, **claims: Any) -> None:
        super().__init__(h, phone, **claims)
        self.stream = Stream(h)

    def connected(self) -> "Studio":
        """Talking; the notice has begun."""
        self.join()
        self.stream.wait(5)
        assert self.attempt()["state"] == "connected"
        return self

    def recorded(self) -> "Studio":
        """Talking, and it is recorded."""
        self.connected().stream.wait(NOTICE_S)
        assert self.state() == "on"
        return self

    def over(self) -> "Studio":
        """The call has ended."""
        self.hang_up()
        self.stream.wait(5)
        return self

    def stored(self) -> "Studio":
        """In the bucket."""
        self.over().fetch()
        assert self.state() == "stored"
        return self

    def fetch(self) -> None:
        """What waits to be fetched."""
        queue = self.house.queues.recordings
        while queue:
            if self.house.invoke(partial(recording.file, self.house.ctx, queue[0])):
                queue.popleft()
        self.stream.run()

    def put(self, state: str) -> tuple[int, dict[str, Any]]:
        """The agent's button."""
        return self.agent.send("PUT", f"/attempts/{self.id}/recording", {"state": state})

    def state(self) -> str | None:
        """As the desk sees it."""
        shown = self.agent.send("GET", f"/attempts/{self.id}/recording")[1]
        state: str | None = shown["state"]
        return state

    def told(self, prefix: str = "recording.") -> list[str]:
        """What the timeline says of it, oldest first."""
        return [kind.removeprefix(prefix) for kind in self.kinds() if kind.startswith(prefix)]

    def row(self) -> dict[str, Any]:
        """The recording, as it is stored."""
        (item,) = [one for one in self.house.items() if one["entity"]["S"] == "recording"]
        row: dict[str, Any] = json.loads(item["recording"]["S"])
        return row

    def at_carrier(self) -> list[Recording]:
        """What Twilio has."""
        return list(self.house.world.recordings.kept.values())

    def heard(self) -> list[str]:
        """What was said to the customer."""
        return self.customer().heard

    def files(self) -> dict[str, bytes]:
        """What is in the bucket."""
        return files()


def files() -> dict[str, bytes]:
    """Key to content of everything in the bucket."""
    s3, bucket = _aws().s3, SETTINGS.recordings_bucket
    listed = s3.list_objects_v2(Bucket=bucket).get("Contents", [])
    return {one["Key"]: s3.get_object(Bucket=bucket, Key=one["Key"])["Body"].read() for one in listed}
