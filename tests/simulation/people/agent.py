"""Agents at their desks. A desk knows only what the API told it, and does what web/desk does with that."""

from typing import TYPE_CHECKING, Any

from local.twilio.core.model import Call
from tests.simulation.gateway import Answer
from tests.simulation.people.person import Person

if TYPE_CHECKING:
    from tests.simulation.world import World

LANES = ("BR:payments", "BR:returns")
NOTE = "Cliente muito gentil, voltar a ligar amanhã cedo"
DONE = ("offline", "break")


class Agent(Person):
    """One agent, one or two tabs."""

    roles = "agent"

    def __init__(self, world: "World", number: int) -> None:
        super().__init__(world, f"agent-{number}")
        self.lanes = list(LANES) if self.chance(0.6) else [self.dice.choice(LANES)]
        self.line: Call | None = None
        self.sockets: list[str] = []
        self.heard = 0
        self.attempt_id: str | None = None

    def enrol(self) -> None:
        """As the operator's tool does, before anything begins."""
        world = self.world
        at = world.current_code.module
        ctx = world.setup_context()
        at("chalicelib.agents.service").enrol(ctx, self.name, "Ana Clara Prado", "BR", self.lanes, "pt-BR")

    def run(self) -> None:
        """A shift: open the desk, take calls, go."""
        self._open_desk()
        self._choose("available")
        while not self.world.closing:
            if self.will("browser"):
                self._misbehave()
            self._work()
            self.pause(300, 5_000)
        self._finish()

    def ask(self, method: str, path: str, body: Any = None, query: str = "") -> Answer:
        """With the ID token the gateway has checked."""
        claims = {"sub": self.name, "token_use": "id", "cognito:groups": self.roles}
        return self.send(method, path, body, claims=claims, query=query)

    def _open_desk(self) -> None:
        self._look_again()
        ticket = self.ask("POST", "/realtime-tickets")
        if ticket.status == 200 or ticket.status == 201:
            token = ticket.body["url"].partition("ticket=")[2]
            for _ in range(2 if self.will("browser") else 1):
                socket = self.world.websockets.connect(token, self._hear)
                if socket:
                    self.sockets.append(socket)

    def _hear(self, message: Any) -> None:
        self.heard += 1

    def _close_desk(self) -> None:
        for socket in self.sockets:
            self.world.websockets.close(socket, noticed=self.chance(0.5))
        self.sockets.clear()
        self._drop_line()

    def _drop_line(self) -> None:
        if self.line is not None and not self.line.over:
            self.world.begin()
            self.world.tell(self.name, "loses the browser's line")
            self.world.twin.exchange.hang_up(self.line)
            self.line = None

    def _misbehave(self) -> None:
        match self.dice.randrange(4):
            case 0:
                self._close_desk()
                self.pause(1_000, 60_000)
                self._open_desk()
            case 1:
                self._drop_line()
                self._open_desk()
            case 2:
                self.meanwhile(lambda: self.ask("POST", "/claims"))
            case _:
                self.meanwhile(self._work, self.dice.randint(0, 2_000))

    def _work(self) -> None:
        """What the desk shows is to be done."""
        if self.attempt_id is not None:
            self._in_call(self.attempt_id)
            return
        claim = self.ask("POST", "/claims")
        if claim.status == 200 and claim.body["attempt"]:
            self.attempt_id = claim.body["attempt"]["id"]
            self._join(self.attempt_id)
        elif claim.code == "agent_not_available":
            self._look_again()

    def _look_again(self) -> None:
        """What the server says of them is what counts."""
        me = self.ask("GET", "/me")
        if me.status != 200:
            return
        self.attempt_id = me.body["attempt_id"]
        if me.body["presence"]["activity"] in DONE and self.chance(0.7):
            self._choose("available")

    def _join(self, attempt_id: str) -> None:
        if self.chance(0.1):
            self.ask("POST", "/voice-tokens")
        if self.line is None or self.line.over:
            self.world.begin()
            self.line = self.world.twin.connect_client(self.name, {"attempt": attempt_id})
            self.world.tell(self.name, "joins by the browser's line")

    def _in_call(self, attempt_id: str) -> None:
        attempt = self.ask("GET", f"/attempts/{attempt_id}")
        if attempt.status != 200:
            return
        state = attempt.body["state"]
        if state == "ended":
            self._wrap_up(attempt.body)
            return
        if self.line is None or self.line.over:
            self._join(attempt_id)
        match self.dice.randrange(12):
            case 0 | 1 if state == "connected":
                held = attempt.body["customer"]["on_hold"]
                self.ask("PUT", f"/attempts/{attempt_id}/hold", {"on_hold": not held})
            case 2:
                self.ask("POST", f"/attempts/{attempt_id}/phone")
            case 3:
                self._choose(self.dice.choice(("break", "offline", "available")))
            case 4 | 5 | 6 | 7 if state == "connected":
                self.ask("POST", f"/attempts/{attempt_id}/hangup")
            case 8:
                self.ask("POST", f"/attempts/{attempt_id}/hangup")
            case 9:
                self.ask("GET", f"/customers/{attempt.body['customer_id']}")
                self.ask("GET", f"/customers/{attempt.body['customer_id']}/timeline")
            case 10:
                self.ask("GET", "/queue")

    def _wrap_up(self, attempt: Any) -> None:
        """Disposition and note; or nothing, and the server ends it."""
        if attempt["wrap_up_until_ms"] and self.chance(0.7):
            body = {"disposition": "solved", "note": NOTE if self.chance(0.5) else ""}
            self.ask("PUT", f"/attempts/{attempt['id']}/wrap-up", body)
        self.attempt_id = None

    def _choose(self, presence: str) -> None:
        body = {"presence": presence} | ({"reason": "meal"} if presence == "break" else {})
        self.ask("PUT", "/me/presence", body)

    def _finish(self) -> None:
        """The shift ends: what is in hand is brought to an end, then offline."""
        me = self.ask("GET", "/me")
        if me.body["presence"]["activity"] == "busy":
            self.ask("POST", f"/attempts/{me.body['attempt_id']}/hangup")
        self._choose("offline")
        for socket in self.sockets:
            self.world.websockets.close(socket, noticed=True)
        self._drop_line()


class Supervisor(Agent):
    """Looks at reports, and takes calls too."""

    roles = "agent,supervisor"

    def _work(self) -> None:
        if self.chance(0.3):
            day = "2027-01-15"
            self.ask("GET", "/reports/calls", query=f"from={day}&until={day}&grain=hour")
            self.ask("GET", "/reports/calls.csv", query=f"from={day}&until={day}&grain=day")
            self.ask("GET", "/me/figures")
        super()._work()
