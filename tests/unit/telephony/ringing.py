"""A lane that offers, and the agents at whose desks it rings."""

from typing import Any

from chalicelib.queue import service as queue
from tests.house import House
from tests.people import Agent, ask
from tests.stream import Stream

LANE = "MX:account"
OFFERS = queue.policy_of(LANE).offers
assert OFFERS is not None
RING_S, MISSES = OFFERS.ring_s, OFFERS.misses


class Ringing:
    """A house whose stream and timers run."""

    def __init__(self, h: House) -> None:
        self.house, self.stream = h, Stream(h)

    def agent(self, name: str = "ana", *more: str) -> Agent:
        """Available, a second after the one before."""
        agent = Agent(self.house, name, (LANE, *more)).ready()
        self.house.world.advance(1_000)
        self.stream.run()
        return agent

    def asked(self, sub: str = "7", **claims: Any) -> str:
        """A callback with its place in line; its id."""
        phone = f"+52558{sub:0>3}0001"
        answer = ask(self.house, phone=phone, topic="account", sub=sub, country="MX", **claims)
        assert answer["status_code"] == 201, answer
        self.house.draw()
        self.stream.run()
        return str(answer["callback"]["id"])

    def wait(self, seconds: int) -> None:
        """Time passes."""
        self.stream.wait(seconds)

    def rings(self, agent: Agent) -> str | None:
        """What rings at a desk, as the desk is told."""
        offer = agent.send("GET", "/me")[1]["offer"]
        return None if offer is None else str(offer["callback_id"])

    def accept(self, agent: Agent, callback_id: str) -> tuple[int, dict[str, Any]]:
        """The button."""
        answer = agent.send("POST", "/offers/accept", {"callback_id": callback_id})
        self.stream.run()
        return answer

    def decline(self, agent: Agent, callback_id: str) -> None:
        """The other button."""
        assert agent.send("POST", "/offers/decline", {"callback_id": callback_id})[0] == 200
        self.stream.run()

    def row(self, callback_id: str) -> Any:
        """The callback."""
        return queue.find(callback_id)

    def told(self, kind: str) -> list[str | None]:
        """The reasons of all events of a kind, oldest first."""
        import json

        items = sorted(self.house.items(), key=lambda item: item["sk"]["S"])
        events = [json.loads(item["event"]["S"]) for item in items if item["entity"]["S"] == "event"]
        return [one.get("data", {}).get("reason") for one in events if one["kind"] == kind]
