"""A call in which more than two can be: its agent is Ana, Carla and Bruno are specialists."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from local.twilio.core.model import Participant
from tests.house import House, house
from tests.people import Agent
from tests.scene import ANSWERS, Scene

LANE = "BR:payments"


class Company(Scene):
    """They talk. `rooms` is what the customer hears of it."""

    def __init__(self, h: House, phone: str = ANSWERS, **claims: Any) -> None:
        super().__init__(h, phone, **claims)
        self.carla = Agent(h, "carla", (LANE,), (LANE,)).ready()
        self.join()
        h.wait(5)
        assert self.attempt()["state"] == "connected"

    def ask(self, who: Agent | None = None, **more: Any) -> tuple[int, dict[str, Any]]:
        """A specialist: this one, or whoever knows the lane."""
        body = {"kind": "specialist", **({"agent_id": who.id} if who else {}), **more}
        answer = self.agent.send("POST", f"/attempts/{self.id}/participants", body)
        self.house.wait(0.5)
        return answer

    def consult(self, who: Agent | None = None) -> str:
        """Asked, accepted and there; the label."""
        who = who or self.carla
        assert self.ask(who)[0] == 200
        label = str(self.invitation(who)["label"])
        status, answer = self.accept(who)
        assert status == 200, answer
        self.enter(who, answer["attempt"]["id"], label)
        return label

    def invitation(self, who: Agent) -> dict[str, Any]:
        """What rings at their desk."""
        found: dict[str, Any] | None = who.send("GET", "/me")[1]["invitation"]
        assert found is not None, "nothing rings"
        return found

    def rings(self, who: Agent) -> bool:
        """Whether an invitation does."""
        return who.send("GET", "/me")[1]["invitation"] is not None

    def accept(self, who: Agent) -> tuple[int, dict[str, Any]]:
        """The button."""
        rung = self.invitation(who)
        return who.send(
            "POST", "/invitations/accept", {"attempt_id": rung["attempt_id"], "label": rung["label"]}
        )

    def decline(self, who: Agent) -> int:
        """The other button."""
        rung = self.invitation(who)
        body = {"attempt_id": rung["attempt_id"], "label": rung["label"]}
        status = who.send("POST", "/invitations/decline", body)[0]
        self.house.wait(0.5)
        return status

    def enter(self, who: Agent, attempt_id: str, party: str = "") -> None:
        """Their browser's leg."""
        who.call = self.house.world.connect_client(
            who.id, {"attempt": attempt_id, **({"party": party} if party else {})}
        )
        self.house.wait(0.5)

    def leave(self, who: Agent) -> None:
        """Their browser has gone."""
        assert who.call is not None
        self.house.world.exchange.hang_up(who.call)
        self.house.wait(0.5)

    def talk(self, *labels: str) -> int:  # type: ignore[override]  # the verb has that name here
        """With whom Ana talks; the status of the answer."""
        status = self.agent.send("PUT", f"/attempts/{self.id}/talk", {"with": list(labels)})[0]
        self.house.wait(0.5)
        return status

    def drop(self, label: str) -> int:
        """The status of the answer."""
        status = self.agent.send("DELETE", f"/attempts/{self.id}/participants/{label}")[0]
        self.house.wait(0.5)
        return status

    def hand_over(self, label: str) -> int:
        """The status of the answer."""
        status = self.agent.send("POST", f"/attempts/{self.id}/handover", {"to": label})[0]
        self.house.wait(0.5)
        return status

    def party(self, label: str) -> dict[str, Any]:
        """A participant, as Ana's desk sees them."""
        return next(one for one in self.attempt()["participants"] if one["label"] == label)

    def inside(self) -> set[str]:
        """The labels of who is in the conference; an agent's own leg is `agent`."""
        return {_short(one) for one in self._people() if one.joined_ms is not None}

    def music(self) -> set[str]:
        """Who hears it."""
        return {_short(one) for one in self._people() if one.hold}

    def linked(self) -> dict[str, Any]:
        """The attempt that has the call now, as its agent sees it."""
        next_id = self.attempt()["next_id"]
        assert next_id is not None
        for who in (self.carla, self.agent):
            status, found = who.send("GET", f"/attempts/{next_id}")
            if status == 200:
                return found
        raise AssertionError("nobody has it")

    def _people(self) -> list[Participant]:
        rooms = [one for one in self.house.world.rooms.conferences.values() if one.status != "completed"]
        assert len(rooms) <= 1
        return [one for room in rooms for one in room.people.values()]


def _short(one: Participant) -> str:
    return "agent" if one.label.startswith("agent") else one.label


@contextmanager
def company(phone: str = ANSWERS) -> Iterator[Company]:
    """One of its own."""
    with house() as h:
        on_stage = Company(h, phone)
        yield on_stage
        assert not h.surprises, h.surprises
