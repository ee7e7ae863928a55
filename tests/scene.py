"""One callback and one agent on stage: what a failure leaves behind is asked here, in one place."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from local.twilio.core.model import Call
from local.twilio.core.people import Script
from tests.house import House, house
from tests.people import JSON, Agent, ask

ASKED = ["callback.requested", "callback.queued", "callback.claimed"]
DIALLED = [*ASKED, "attempt.agent_joined", "attempt.dialled"]
CONNECTED = [*DIALLED, "attempt.ringing", "attempt.connected"]
ANSWERS, BUSY, SILENT = "+5511987650001", "+5511987650002", "+5511987650003"


class Scene:
    """A claimed callback; `id` is its attempt's."""

    def __init__(self, h: House, phone: str, topic: str = "payments", **claims: Any) -> None:
        self.house, self.agent = h, Agent(h, lanes=(f"BR:{topic}",)).ready()
        self.asked = ask(h, phone=phone, topic=topic, **claims)
        assert self.asked["status_code"] == 201, self.asked
        h.draw()
        self.id = self.claim()

    def claim(self) -> str:
        """Next customer; the attempt's id."""
        attempt = self.agent.next()
        assert attempt is not None
        return str(attempt["id"])

    def join(self) -> "Scene":
        """The agent's browser."""
        self.agent.join(self.id)
        return self

    def talk(self, seconds: float = 5) -> "Scene":
        """Joined, answered and talking."""
        self.join().house.wait(seconds)
        assert self.attempt()["state"] == "connected", self.attempt()
        return self

    def lose_browser(self) -> None:
        """The agent's leg is gone without a word to us."""
        assert self.agent.call is not None
        self.house.world.exchange.hang_up(self.agent.call)
        self.house.wait(0.5)

    def hang_up(self) -> int:
        """The agent's button; the status of the answer."""
        return self.agent.send("POST", f"/attempts/{self.id}/hangup")[0]

    def hold(self, on_hold: bool) -> int:
        """The agent's button; the status of the answer."""
        return self.agent.send("PUT", f"/attempts/{self.id}/hold", {"on_hold": on_hold})[0]

    def wrap_up(self, note: str = "") -> int:
        """Disposition and note; the status of the answer."""
        body = {"disposition": "solved", "note": note}
        return self.agent.send("PUT", f"/attempts/{self.id}/wrap-up", body)[0]

    def attempt(self) -> dict[str, Any]:
        """As the desk sees it."""
        return self.agent.attempt(self.id)

    def callback(self) -> dict[str, Any]:
        """As the customer sees it."""
        headers = JSON | {"Authorization": f"Bearer {self.asked['token']}"}
        status, _, text = self.house.http("GET", f"/callbacks/{self.asked['callback']['id']}", "", headers)
        assert status == 200, text
        return dict(json.loads(text))

    def kinds(self) -> list[str]:
        """The timeline, oldest first."""
        return self.agent.kinds("buyer-7")

    def story(self) -> list[dict[str, Any]]:
        """The timeline with what each item tells, oldest first."""
        return list(reversed(self.agent.send("GET", "/customers/buyer-7/timeline")[1]["items"]))

    def customer(self) -> Call:
        """The newest leg to the customer."""
        return self.customers()[-1]

    def customers(self) -> list[Call]:
        """Every leg to the customer ever dialled."""
        return [call for call in self.house.world.calls.values() if call.kind == "phone"]

    def ended(self, outcome: str, by: str, callback: str, activity: str, kinds: list[str]) -> None:
        """The whole end state: attempt, callback, agent, timeline, and nobody on the line."""
        attempt = self.attempt()
        assert (attempt["state"], attempt["outcome"], attempt["ended_by"]) == ("ended", outcome, by)
        assert self.callback()["status"] == callback
        assert self.agent.activity() == activity
        assert self.kinds() == kinds
        self.nobody_is_on_the_line()

    def nobody_is_on_the_line(self) -> None:
        """In Twilio's own world, which is what people hear and pay for."""
        living = {sid: call.status for sid, call in self.house.world.calls.items() if not call.over}
        assert not living
        rooms = self.house.world.rooms.conferences.values()
        assert {room.status for room in rooms} <= {"completed"}


@contextmanager
def scene(phone: str = ANSWERS, script: str | None = None, topic: str = "payments") -> Iterator[Scene]:
    """A scene of its own; `script` tells how the phone behaves (local/twilio/core/people.py). The lane of
    `returns` is customer first."""
    with house() as h:
        if script:
            h.world.people.scripts[phone] = Script(script)
        on_stage = Scene(h, phone, topic)
        yield on_stage
        assert not h.surprises, h.surprises
