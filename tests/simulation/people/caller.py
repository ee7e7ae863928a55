"""People who call our numbers: they choose a topic or do not, wait, press keys, hang up at any time."""

from typing import TYPE_CHECKING

from local.twilio.core.incoming import call_in
from local.twilio.core.model import Call
from local.twilio.core.people import Script
from tests.simulation.people.person import Person

if TYPE_CHECKING:
    from tests.simulation.world import World

OURS = "+551130001000"
CALLS, CALLS_WHILE_CLOSED = 2, 5
LONGEST_MS = 300_000
"""Nobody waits longer, or talks longer."""


class Caller(Person):
    """One with a phone. They are called back at it, and at the other number they may give."""

    def __init__(self, world: "World", number: int, closed: bool) -> None:
        super().__init__(world, f"caller {number}")
        self.calls = self.dice.randint(1, CALLS_WHILE_CLOSED if closed else CALLS)
        self.phone = f"+551196543{3000 + number}"
        self.other = f"1196543{4000 + number}"
        for phone in (self.phone, f"+55{self.other}"):
            answers = Script("answers", answer_after_ms=1_000, hangup_after_ms=self.dice.randint(500, 9_000))
            world.twin.people.scripts[phone] = answers

    def run(self) -> None:
        """Calls, once or again."""
        for _ in range(self.calls):
            if self.world.closing:
                return
            self._call()
            self.pause(500, 8_000)

    def _call(self) -> None:
        self.world.begin()
        known = self.phone if self.chance(0.95) else ""
        topic = self.dice.choice(("1", "1", "2", "2", "3", "9", ""))
        call = call_in(self.world.twin, known, OURS, topic)
        self.world.tell(self.name, f"calls and presses {topic or 'nothing'}")
        until_ms = self.world.now_ms + self.dice.choice((2_000, 15_000, 60_000, LONGEST_MS))
        while not call.over and self.world.now_ms < until_ms and not self.world.closing:
            self.pause(1_000, 6_000)
            if call.listening and self.chance(0.06):
                self._choose(call)
        if not call.over:
            self.world.begin()
            self.world.tell(self.name, "hangs up")
            self.world.twin.exchange.hang_up(call)

    def _choose(self, call: Call) -> None:
        """To be called back, here or elsewhere; who has chosen hangs up without listening to the end."""
        self.world.begin()
        if self.chance(0.5):
            self._press(call, "1")
        else:
            self._press(call, "2")
            self.pause(1_000, 4_000)
            self._press(call, f"{self.dice.choice((self.other, self.other, '12'))}#")
        self.pause(2_000, 6_000)

    def _press(self, call: Call, keys: str) -> None:
        if not call.over and call.listening:
            self.world.tell(self.name, f"presses {keys[0]}")
            self.world.twin.press(call, keys)
