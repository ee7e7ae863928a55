"""What holds when the world has come to rest."""

from collections import Counter
from typing import TYPE_CHECKING

from tests.simulation.invariants.ledger import Ledger, decode, number, text
from tests.simulation.invariants.violation import Violation
from tests.simulation.people.customer import Customer

if TYPE_CHECKING:
    from tests.simulation.people.person import Person
    from tests.simulation.world import World

SETTLED = ("queued", "completed", "unanswered", "cancelled", "expired")
FREE = ("available", "offline", "break")
COUNTED = {
    "callback.requested": "requested",
    "callback.cancelled": "cancelled",
    "callback.returned": "returned",
    "callback.unanswered": "unanswered",
    "attempt.dialled": "due",
    "attempt.quality": "heard",
}


class Rest:
    """Looks at everything once."""

    def __init__(self, world: "World", people: "list[Person]", ledger: Ledger) -> None:
        self._world, self._people, self._ledger = world, people, ledger

    def check(self) -> None:
        """Raises Violation."""
        self._kept()
        self._nothing_is_live()
        self._settled()
        self._told_once()
        if self._world.thorough:
            self._reported()

    def _kept(self) -> None:
        for person in self._people:
            if isinstance(person, Customer):
                for callback_id in person.accepted:
                    if callback_id not in self._ledger.requests:
                        raise Violation(
                            "kept", f"{person.name} was told of {callback_id}, which is not there"
                        )

    def _settled(self) -> None:
        for item in self._world.table.items.values():
            entity = text(item, "entity")
            later = "due_at_ms" in item and number(item, "due_at_ms") > self._world.now_ms
            if entity == "callback" and text(item, "status") not in SETTLED and not later:
                raise Violation("at-rest", f"{item['pk']['S']} is {text(item, 'status')} for ever")
            if entity == "notice" and text(item, "state") == "sending":
                raise Violation("at-rest", f"nobody knows whether {item['pk']['S']} was told")
            if entity == "quality" and self._world.thorough and text(item, "state") == "waiting":
                raise Violation("at-rest", f"nobody knows how {item['pk']['S']} sounded")
            if entity == "agent" and text(item, "activity") not in FREE:
                raise Violation("at-rest", f"{text(item, 'agent_id')} is {text(item, 'activity')} for ever")
            if entity == "attempt" and decode(text(item, "call")).get("state") != "ended":
                raise Violation("at-rest", f"{text(item, 'attempt_id')} never ended")
        for room in self._world.twin.rooms.conferences.values():
            if room.status != "completed":
                raise Violation("at-rest", f"the conference of {room.name} never ended")

    def _nothing_is_live(self) -> None:
        """The guard counts the calls that go on. Code without a guard ends calls and does not say so."""
        mixed = self._world.faults.odds["deploy"]
        for item in self._world.table.items.values():
            if text(item, "entity") in ("budget", "guard"):
                live, spent = number(item, "live"), number(item, "spent_cents")
                if live < 0 or spent < 0 or (live and not mixed):
                    raise Violation("counters", f"{item['pk']['S']} counts {live} calls and {spent} cents")

    def _told_once(self) -> None:
        """A mark that says sent has its message, and no message is there without a mark."""
        marks: Counter[str] = Counter()
        for item in self._world.table.items.values():
            if text(item, "entity") == "notice":
                marks[text(item, "phone")] += 1
                if (
                    text(item, "state") == "sent"
                    and text(item, "message_sid") not in self._world.twin.messages
                ):
                    raise Violation("one-message", f"{item['pk']['S']} says it was told and was not")
        sent = Counter(message.to for message in self._world.twin.messages.values())
        for phone, count in sent.items():
            if count > marks[phone]:
                raise Violation("one-message", f"somebody got {count} messages for {marks[phone]} notices")

    def _reported(self) -> None:
        told: Counter[str] = Counter()
        built: Counter[str] = Counter()
        for item in self._world.table.items.values():
            if text(item, "entity") == "event":
                event = decode(text(item, "event"))
                if event["kind"] in COUNTED:
                    told[COUNTED[event["kind"]]] += 1
                # A conversation says how long it was waited for; a transfer that nobody took has none.
                data = event["data"] if event["kind"] == "attempt.ended" else {}
                talked = data.get("outcome") in ("completed", "agent_lost", "transferred")
                told["handled"] += talked and "waited_ms" in data
            if text(item, "entity") == "report" and item["sk"]["S"].startswith("HOUR#"):
                for _, _, _, sums in decode(text(item, "rows")):
                    for name in (*COUNTED.values(), "handled"):
                        built[name] += sums.get(name, 0)
        if +built != +told:
            raise Violation("reports", f"built {dict(+built)}, told {dict(+told)}")
