"""A site that is closed, somebody who leaves a message, and what is done with it."""

import json
from functools import partial
from typing import Any

from chalicelib.queue import service as queue
from chalicelib.queue.service import CallbackRow, Sentences
from chalicelib.recording import service as recording
from local.twilio.core.incoming import call_in
from local.twilio.core.model import Call
from tests.house import House
from tests.people import JSON, Agent
from tests.stream import Stream
from tests.unit.recording.studio import files

OURS, THEIRS = "+551130001000", "+5511987654321"
DAY_MS = 86_400_000
BEEP_S = 10
"""By then the menu and the words before the beep are over."""


class Closed:
    """BR, until the evening of the next day."""

    def __init__(self, h: House) -> None:
        self.house, self.stream = h, Stream(h)
        now = h.ctx.now_ms()
        told = Sentences("Hoje é feriado.", "Hoy es feriado.", "Today is a holiday.")
        queue.close_site(h.ctx, "BR", now, now + DAY_MS, told, "sofia")
        self.agent = Agent(h, lanes=("BR:account",)).ready()
        self.stream.run()

    def call(self, keys: str = "2", seconds: int = 45) -> Call:
        """Somebody calls; as long as it takes to leave a message."""
        call = call_in(self.house.world, THEIRS, OURS, keys)
        self.stream.wait(seconds)
        return call

    def fetch(self) -> None:
        """What waits to be fetched."""
        waiting = self.house.queues.recordings
        while waiting:
            if self.house.invoke(partial(recording.file, self.house.ctx, waiting[0])):
                waiting.popleft()
        self.stream.run()

    def kept(self) -> Call:
        """A message, in the bucket; its call."""
        call = self.call()
        self.stream.wait(10)
        self.fetch()
        self.stream.wait(5)
        return call

    def requests(self) -> list[CallbackRow]:
        """All there are."""
        ids = [one["pk"]["S"][9:] for one in self.house.items() if one["entity"]["S"] == "callback"]
        return [queue.find(one) for one in sorted(ids)]

    def story(self) -> list[dict[str, Any]]:
        """Of the one who called, oldest first."""
        customer = self.requests()[0].request.customer_id
        return list(reversed(self.agent.send("GET", f"/customers/{customer}/timeline")[1]["items"]))

    def kinds(self, prefix: str = "") -> list[str]:
        """What the timeline tells, oldest first."""
        return [item["kind"] for item in self.story() if item["kind"].startswith(prefix)]

    def row(self) -> dict[str, Any]:
        """The recording, as it is stored."""
        (item,) = [one for one in self.house.items() if one["entity"]["S"] == "recording"]
        row: dict[str, Any] = json.loads(item["recording"]["S"])
        return row

    def at_carrier(self) -> list[str]:
        """The statuses of what Twilio has."""
        return [one.status for one in self.house.world.recordings.kept.values()]

    def files(self) -> dict[str, bytes]:
        """What is in the bucket."""
        return files()

    def play(self, who: str, groups: str = "agent") -> tuple[int, dict[str, Any]]:
        """The button on the timeline."""
        return self._ask(who, groups, "POST", "/recordings/plays", {})

    def hold(self, held: bool) -> tuple[int, dict[str, Any]]:
        """A supervisor's button."""
        return self._ask("ana", "supervisor", "PUT", "/recordings/holds", {"held": held})

    def _ask(self, who: str, groups: str, method: str, path: str, more: Any) -> tuple[int, dict[str, Any]]:
        claims = {"sub": who, "token_use": "id", "cognito:groups": groups}
        body = json.dumps({"recording_id": self.row()["call_sid"], **more})
        status, _, answer = self.house.http(method, path, body, JSON, "", claims)
        return status, json.loads(answer)

    def at_peace(self) -> None:
        """Nothing surprised anybody."""
        assert not self.house.surprises, self.house.surprises
        assert not self.house.world.network.errors, list(self.house.world.network.errors)
