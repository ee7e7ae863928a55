"""What people hear: Twilio's own world against the attempts."""

from collections import Counter
from typing import TYPE_CHECKING

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
        with_agent: Counter[str] = Counter()
        agents = {c.seat.room for c in calls.values() if c.kind == "client" and not c.over and c.seat}
        for call in calls.values():
            if call.kind != "phone" or call.over or not call.answered_ms or not call.seat:
                self._alone_since_ms.pop(call.sid, None)
                continue
            if call.seat.room in agents:
                callback_id = self._ledger.callback_of[call.seat.room]
                with_agent[callback_id] += 1
                self._alone_since_ms.pop(call.sid, None)
                if with_agent[callback_id] > 1:
                    raise Violation("one-call", f"two agents talk to the customer of {callback_id}")
                continue
            since = self._alone_since_ms.setdefault(call.sid, self._world.now_ms)
            if self._world.now_ms - since > ALONE_AT_MOST_MS:
                raise Violation("not-alone", f"the customer of {call.seat.room} is alone for ten minutes")
