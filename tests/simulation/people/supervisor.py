"""Supervisors: they look at reports, see to the queue, and take calls too."""

from tests.simulation.people.agent import LANES, Agent

TIERS = ("urgent", "high", "standard")
HOUR_MS = 3_600_000


class Supervisor(Agent):
    """One with a site. `seen` are the callbacks on their screen."""

    roles = "agent,supervisor"
    seen: tuple[dict[str, str], ...] = ()

    def _work(self) -> None:
        if self.chance(0.1):
            day = "2027-01-15"
            self.ask("GET", "/reports/calls", query=f"from={day}&until={day}&grain=hour")
            self.ask("GET", "/reports/calls.csv", query=f"from={day}&until={day}&grain=day")
            self.ask("GET", "/me/figures")
        if self.chance(0.3):
            self.dice.choice((self._look, self._look, self._search, self._see_to_one, self._see_to_site))()
        super()._work()

    def _finish(self) -> None:
        """No lane is left closed."""
        for lane in LANES:
            for _ in range(3):
                state = {"state": "open", "message": None}
                if self.ask("PUT", f"/lanes/{lane.partition(':')[2]}/state", state).status == 200:
                    break
        super()._finish()

    def _look(self) -> None:
        listed = self.ask("GET", "/queue/callbacks", query=f"status={self.dice.choice(('waiting', 'later'))}")
        if listed.status == 200:
            self.seen = tuple(listed.body["items"])
        self.ask("GET", "/lanes")

    def _search(self) -> None:
        number = self.dice.randrange(3)
        wanted = (
            {"phone": f"+55119876{5 + number % 2}{1000 + number}"},
            {"customer_id": f"buyer-{number}"},
            {"order_id": f"order-{number}"},
        )
        self.ask("POST", "/queue/searches", self.dice.choice(wanted))

    def _see_to_one(self) -> None:
        if not self.seen:
            self._look()
            return
        path = f"/queue/callbacks/{self.dice.choice(self.seen)['id']}"
        match self.dice.randrange(4):
            case 0:
                self.ask("POST", f"{path}/cancellation", {"reason": "duplicate"})
            case 1:
                self.ask("POST", f"{path}/merge", {"into": self.dice.choice(self.seen)["id"]})
            case _:
                self.ask("PUT", f"{path}/tier", {"tier": self.dice.choice(TIERS)})

    def _see_to_site(self) -> None:
        match self.dice.randrange(4):
            case 0:
                message = {"pt-BR": "Festa da casa", "es": "Fiesta de la casa", "en": "House party"}
                begins = self.world.now_ms + 4 * HOUR_MS
                self.ask("POST", "/closings", {"from_ms": begins, "until_ms": begins + 1, "message": message})
                self.ask("DELETE", f"/closings/{begins}")
            case 1:
                self.ask("GET", "/guard")
                self.ask("POST", "/guard/BR/reset")
            case _:
                state = {"state": self.dice.choice(("open", "draining", "closed")), "message": None}
                self.ask("PUT", f"/lanes/{self.dice.choice(LANES).partition(':')[2]}/state", state)
