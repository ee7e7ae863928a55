"""Supervisors: they look at reports, see to the queue and to calls, and take calls too."""

from typing import Any

from tests.simulation.people.agent import LANES, Agent

TIERS = ("urgent", "high", "standard")
HOUR_MS = 3_600_000
MODES = ("listen", "whisper", "whisper", "barge")


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
        if self.world.company and self.attempt_id is None and self.chance(0.6):
            self._supervise()
        super()._work()

    def _supervise(self) -> None:
        """Whoever asks for help, else any call; a word to an agent, or a break for them."""
        board = self.ask("GET", "/board")
        if board.status != 200:
            return
        if board.body["agents"] and self.chance(0.2):
            path = f"/agents/{self.dice.choice(board.body['agents'])['id']}"
            self.ask("POST", f"{path}/messages", {"text": "Ofereça o frete"})
            if self.chance(0.3):
                chosen = self.dice.choice(
                    ({"presence": "available"}, {"presence": "break", "reason": "meal"})
                )
                self.ask("PUT", f"{path}/presence", chosen)
        if board.body["calls"] and self.chance(0.8):
            call = board.body["calls"][0 if self.chance(0.7) else -1]
            came = self.ask("PUT", f"/attempts/{call['id']}/supervision", {"mode": self.dice.choice(MODES)})
            if came.status == 200:
                self.attempt_id = came.body["attempt_id"]

    def _as_guest(self, shown: dict[str, Any]) -> None:
        """Beside what colleagues do who were asked in: heard otherwise, taken over, left."""
        super()._as_guest(shown)
        mine = [one for one in shown["participants"] if one["agent_id"] == self.name and not one["ended_as"]]
        if not mine or mine[0]["kind"] != "supervisor":
            return
        self.news, path = True, f"/attempts/{shown['id']}"
        match self.dice.randrange(8):
            case 0 | 1 | 2 | 3:
                self.ask("PUT", f"{path}/supervision", {"mode": self.dice.choice(MODES)})
            case 4:
                self.ask("DELETE", f"{path}/supervision")
            case 5:
                self.ask("POST", f"{path}/takeover")

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
        one = self.dice.choice(self.seen)
        path = f"/queue/callbacks/{one['id']}"
        match self.dice.randrange(4):
            case 0:
                self.ask("POST", f"{path}/cancellation", {"reason": "duplicate"})
            case 1:
                theirs = [
                    two for two in self.seen if two is not one and two["phone_masked"] == one["phone_masked"]
                ]
                into = self.dice.choice(theirs or self.seen)
                self.ask("POST", f"{path}/merge", {"into": into["id"]})
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
