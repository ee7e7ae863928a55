"""What people hear: Twilio's own world against the attempts."""

from collections import Counter
from collections.abc import Iterator
from typing import TYPE_CHECKING

from local.twilio.core.hearing import hearing
from local.twilio.core.model import Conference
from tests.simulation.invariants.company import Call, Company, away, barges, wanted
from tests.simulation.invariants.ledger import Ledger
from tests.simulation.invariants.violation import Violation

if TYPE_CHECKING:
    from tests.simulation.world import World

AT_MOST_MS = 600_000
"""Under faults: a return time, then a sweep that fails and is tried again each minute."""
SILENCE_MS = 90_000
"""The same where reports arrive: a look after four seconds, and a sweep where that failed."""
AT_ONCE_MS = 5_000
"""Where little goes wrong: from what was decided to what the carrier has made of it."""
CUSTOMER = "customer"
GONE = "should have gone and is"
HEARD = "is heard by the customer and wants it no more"
SUPERVISOR = "supervisor-"
INVARIANT = {GONE: "all-gone", HEARD: "unheard"}


class Calls:
    """Looks at every leg that is up."""

    def __init__(self, world: "World", ledger: Ledger, company: Company) -> None:
        self._world, self._ledger, self._company = world, ledger, company
        self._known = 0
        self._dialled: Counter[tuple[str, str]] = Counter()
        self._since_ms: dict[tuple[str, str, str], int] = {}
        """(conference, what is wrong, whose leg) → since when"""
        smooth = world.faults.smooth
        self._soon_ms = AT_ONCE_MS if smooth else AT_MOST_MS
        told = not world.faults.odds["webhook_lost"]
        self._silence_ms = AT_ONCE_MS if smooth else SILENCE_MS if told else AT_MOST_MS

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
                        invariant = INVARIANT.get(what, "not-alone")
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

    def _heard(self, room: Conference, call: Call | None) -> Iterator[tuple[str, str, int]]:
        """Supervisors whom a customer hears: never one who did not ever ask for it, and no longer than they
        want it."""
        customer = next((one for one in room.joined if one.label == CUSTOMER), None)
        if customer is None:
            return
        voices = hearing(self._world.twin, self._world.twin.calls[customer.call_sid]).voices
        for one in room.joined:
            if one.label.startswith(SUPERVISOR) and one.call_sid in voices and not barges(call, one.label):
                if one.label not in self._company.loud(room.name):
                    raise Violation(
                        "unheard", f"the customer of {room.name} hears {one.label}, who never asked"
                    )
                yield HEARD, one.label, self._soon_ms

    def _wrong(self, room: Conference) -> Iterator[tuple[str, str, int]]:
        """What must not last, whose leg, and how long it may."""
        call = self._company.live(room.name)
        agents = any(
            self._world.twin.calls[one.call_sid].kind == "client"
            and (
                not one.label.startswith(SUPERVISOR)
                or (call is not None and one.label == call.get("agent_label"))
            )
            for one in room.joined
        )
        yield from self._heard(room, call)
        for one in room.people.values():
            if not wanted(call, one.label):
                yield GONE, one.label, self._soon_ms
            if one.label == CUSTOMER and one.joined_ms is not None and not agents:
                yield "is alone", CUSTOMER, AT_MOST_MS
                if not one.hold and call is not None and call.get("state") == "connected":
                    yield "is alone without music", CUSTOMER, self._silence_ms
            if one.hold and call is not None and one.label not in call.get("held", ()) and not away(call):
                yield "hears music although nobody wants that", one.label, self._soon_ms
