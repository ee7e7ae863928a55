"""Whoever called us and is on the line: never in silence, never hung up on, never dialled meanwhile."""

from typing import TYPE_CHECKING

from local.twilio.core.hearing import hearing
from local.twilio.core.model import Call
from tests.simulation.invariants.calls import AT_MOST_MS, AT_ONCE_MS, CUSTOMER
from tests.simulation.invariants.ledger import Ledger, decode, text
from tests.simulation.invariants.violation import Violation

if TYPE_CHECKING:
    from tests.simulation.world import World


SPEAKS = "<Record>"


class Callers:
    """Looks at every call to one of our numbers."""

    def __init__(self, world: "World", ledger: Ledger) -> None:
        self._world, self._ledger = world, ledger
        self._silent_since: dict[str, int] = {}
        self._listening: set[str] = set()
        """whom a menu of ours waited for when we looked last: the loop, the survey"""
        self._silence_ms = AT_ONCE_MS if world.faults.smooth else AT_MOST_MS

    def check(self) -> None:
        """Raises Violation."""
        calls = self._world.twin.calls.values()
        for call in calls:
            if call.over and call.ended_by == "api" and call.sid in self._listening:
                raise Violation("not-dropped", f"we hung up on {call.sid}, who waited on the line")
            if call.direction == "inbound" and call.kind == "phone":
                self._one(call)
            elif call.kind == "phone" and call.seat and call.seat.label == CUSTOMER and not call.over:
                self._dialled(call)
        self._listening = {call.sid for call in calls if call.listening}

    def _one(self, call: Call) -> None:
        if call.over and call.ended_by == "api":
            raise Violation("not-dropped", f"we hung up on {call.sid}, who waited on the line")
        heard = hearing(self._world.twin, call)
        silent = not call.over and call.answered_ms is not None and not (heard.voices or heard.tone)
        silent = silent and call.activity != SPEAKS
        if not silent:
            self._silent_since.pop(call.sid, None)
            return
        since = self._silent_since.setdefault(call.sid, self._world.now_ms)
        if self._world.now_ms - since > self._silence_ms:
            raise Violation("not-alone", f"{call.sid} called us and hears nothing, {call.activity}")

    def _dialled(self, call: Call) -> None:
        """Their own call, if they have one, is over: else their phone is engaged with us."""
        assert call.seat is not None
        item = self._ledger.items.get((f"ATTEMPT#{call.seat.room}", "ATTEMPT"))
        live = decode(text(item, "request")).get("live") if item else None
        own = self._world.twin.calls.get(live["call_sid"]) if live else None
        if own is not None and not own.over and own.sid != call.sid:
            raise Violation("one-call", f"{call.seat.room} dials somebody who waits on the line")
