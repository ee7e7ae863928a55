"""What people hear: Twilio's own world against the attempts."""

from collections import Counter
from typing import TYPE_CHECKING

from local.twilio.core.model import Conference
from tests.simulation.invariants.ledger import Ledger
from tests.simulation.invariants.violation import Violation

if TYPE_CHECKING:
    from tests.simulation.world import World

ALONE_AT_MOST_MS = 600_000
"""Under faults: a return time, then a sweep that fails and is tried again each minute."""


class Calls:
    """Looks at every leg that is up."""

    def __init__(self, world: "World", ledger: Ledger) -> None:
        self._world, self._ledger = world, ledger
        self._known = 0
        self._dialled: Counter[str] = Counter()
        self._alone_since_ms: dict[str, int] = {}

    def check(self) -> None:
        """Raises Violation."""
        calls = self._world.twin.calls
        if len(calls) > self._known:
            for call in list(calls.values())[self._known :]:
                if call.kind == "phone" and call.seat:
                    self._dialled[call.seat.room] += 1
                    if self._dialled[call.seat.room] > 1:
                        raise Violation("one-call", f"{call.seat.room} dialled its customer twice")
            self._known = len(calls)
        with_agent: dict[str, str] = {}
        for room in self._world.twin.rooms.conferences.values():
            if room.status != "completed":
                self._look_into(room, with_agent)

    def _look_into(self, room: Conference, with_agent: dict[str, str]) -> None:
        legs = [self._world.twin.calls[one.call_sid] for one in room.joined]
        agents = {leg.identity for leg in legs if leg.kind == "client"}
        customers = [leg for leg in legs if leg.kind == "phone"]
        if len(customers) > 1 or len(agents) > 1:
            raise Violation("one-call", f"{len(customers)} customers, agents {agents} in {room.name}")
        if not customers or agents:
            self._alone_since_ms.pop(room.sid, None)
        else:
            since = self._alone_since_ms.setdefault(room.sid, self._world.now_ms)
            if self._world.now_ms - since > ALONE_AT_MOST_MS:
                raise Violation("not-alone", f"the customer of {room.name} is alone for ten minutes")
        if customers and agents:
            callback_id = self._ledger.callback_of[room.name]
            if callback_id in with_agent:
                other = with_agent[callback_id]
                raise Violation("one-call", f"the customer of {callback_id} is in {room.name} and {other}")
            with_agent[callback_id] = room.name
