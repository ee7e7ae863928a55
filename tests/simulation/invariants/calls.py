"""What people hear: Twilio's own world against the attempts."""

from collections import Counter
from collections.abc import Iterator
from typing import TYPE_CHECKING

from local.twilio.core.model import Conference
from tests.simulation.invariants.company import Company, wanted
from tests.simulation.invariants.ledger import Ledger
from tests.simulation.invariants.violation import Violation

if TYPE_CHECKING:
    from tests.simulation.world import World

AT_MOST_MS = 600_000
"""Under faults: a return time, then a sweep that fails and is tried again each minute."""
AT_ONCE_MS = 5_000
"""Where little goes wrong: from what was decided to what the carrier has made of it."""
SMOOTH = ("browser", "impatience", "skew", "cold", "stale", "late", "redeliver")
"""What may go wrong all the same: none of it keeps a command from the carrier."""
CUSTOMER = "customer"
GONE = "should have gone and is"


class Calls:
    """Looks at every leg that is up."""

    def __init__(self, world: "World", ledger: Ledger, company: Company) -> None:
        self._world, self._ledger, self._company = world, ledger, company
        self._known = 0
        self._dialled: Counter[tuple[str, str]] = Counter()
        self._since_ms: dict[tuple[str, str, str], int] = {}
        """(conference, what is wrong, whose leg) → since when"""
        smooth = not any(odds for fault, odds in world.faults.odds.items() if fault not in SMOOTH)
        self._soon_ms = AT_ONCE_MS if smooth else AT_MOST_MS

    def check(self) -> None:
        """Raises Violation."""
        calls = self._world.twin.calls
        if len(calls) > self._known:
            for call in list(calls.values())[self._known :]:
                if call.kind == "phone" and call.seat:
                    self._rung(call.seat.room, call.seat.label)
            self._known = len(calls)
        with_agent: dict[str, str] = {}
        wrong: dict[tuple[str, str, str], int] = {}
        for room in self._world.twin.rooms.conferences.values():
            if room.status != "completed":
                self._look_into(room, with_agent)
                for what, label, most_ms in self._wrong(room):
                    since = self._since_ms.get((room.sid, what, label), self._world.now_ms)
                    if self._world.now_ms - since > most_ms:
                        invariant = "all-gone" if what == GONE else "not-alone"
                        raise Violation(invariant, f"{label} {what} in {room.name} for {most_ms} ms")
                    wrong[room.sid, what, label] = since
        self._since_ms = wrong

    def _rung(self, room: str, label: str) -> None:
        self._dialled[room, label] += 1
        if self._dialled[room, label] > 1:
            raise Violation("one-call", f"{room} dialled its {label} twice")
        if label not in self._company.dialled(room):
            raise Violation("one-call", f"{room} dialled a {label} nobody had asked for")

    def _look_into(self, room: Conference, with_agent: dict[str, str]) -> None:
        legs = [self._world.twin.calls[one.call_sid] for one in room.joined]
        agents = {leg.identity for leg in legs if leg.kind == "client"}
        customers = [one for one in room.joined if one.label == CUSTOMER]
        if len(customers) > 1 or agents - self._company.admitted(room.name):
            raise Violation("one-call", f"{len(customers)} customers, agents {agents} in {room.name}")
        if customers and agents:
            callback_id = self._ledger.callback_of[room.name]
            if callback_id in with_agent:
                other = with_agent[callback_id]
                raise Violation("one-call", f"the customer of {callback_id} is in {room.name} and {other}")
            with_agent[callback_id] = room.name

    def _wrong(self, room: Conference) -> Iterator[tuple[str, str, int]]:
        """What must not last, whose leg, and how long it may."""
        call = self._company.live(room.name)
        agents = any(self._world.twin.calls[one.call_sid].kind == "client" for one in room.joined)
        for one in room.people.values():
            if not wanted(call, one.label):
                yield GONE, one.label, self._soon_ms
            if one.label == CUSTOMER and one.joined_ms is not None and not agents:
                yield "is alone", CUSTOMER, AT_MOST_MS
            if one.hold and call is not None and one.label not in call.get("held", ()):
                yield "hears music although nobody wants that", one.label, self._soon_ms
