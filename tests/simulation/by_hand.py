"""Somebody changes an agent in the table by hand: the code never leaves one and a call disagreeing."""

from typing import TYPE_CHECKING

from tests.simulation.aws.dynamodb import Item
from tests.simulation.states import state_of

if TYPE_CHECKING:
    from tests.simulation.world import World

EVERY_MS = (500, 6_000)
UNKNOWING = ("deploy", "dead")
"""Where the stream may lose what it has to tell, or code runs that tells no board, they are found only when
they change next."""


class Hand:
    """`wrong`: agents who were changed so and do not agree with the calls since."""

    def __init__(self, world: "World") -> None:
        self._world = world
        self._dice = world.dice.of("hand")
        self.wrong: set[str] = set()
        self.transactions: set[int] = set()
        if not any(world.faults.odds[kind] for kind in UNKNOWING):
            self._again()

    def _again(self) -> None:
        if self._world.faults.odds["by_hand"]:
            self._world.agenda.after(self._dice.randint(*EVERY_MS), self._perhaps)

    def _perhaps(self) -> None:
        wrong = [one for item in self._agents() if (one := self._mistaken(item)) is not None]
        if wrong and self._world.faults.hit("by_hand"):
            self._put(self._dice.choice(wrong))
        self._again()

    def _agents(self) -> list[Item]:
        items = self._world.table.items
        return [items[key] for key in sorted(items) if key[1] == "AGENT"]

    def _mistaken(self, item: Item) -> Item | None:
        """Free in the middle of a call, or busy with one that is over; None for who is neither."""
        left = {name: value for name, value in item.items() if name != "attempt_id"}
        activity, free = item["activity"]["S"], "attempt_id" not in item
        if item["agent_id"]["S"] in self.wrong or "offer" in item or "invited_to" in item:
            return None
        if activity == "busy":
            return left | {"activity": item["presence"]}
        ended = self._ended(item["agent_id"]["S"]) if free else ""
        return item | {"activity": {"S": "busy"}, "attempt_id": {"S": ended}} if ended else None

    def _ended(self, agent_id: str) -> str:
        theirs = (
            item["attempt_id"]["S"]
            for item in self._world.table.items.values()
            if item["entity"]["S"] == "attempt"
            and item["agent_id"]["S"] == agent_id
            and state_of(item) == "ended"
        )
        return max(theirs, default="")

    def _put(self, item: Item) -> None:
        agent_id = item["agent_id"]["S"]
        self._world.tell("fault", f"by hand {agent_id} is {item['activity']['S']}")
        self.wrong.add(agent_id)
        version = {"N": str(int(item["version"]["N"]) + 1)}
        self.transactions.add(self._world.outside.by_hand(item | {"version": version}))
