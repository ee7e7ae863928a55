"""Agents at their desks. A desk knows only what the API told it, and does what web/desk does with that."""

from typing import TYPE_CHECKING, Any

from local.twilio.core.model import Call
from tests.simulation.gateway import Answer
from tests.simulation.people.company import Company
from tests.simulation.people.person import Person

if TYPE_CHECKING:
    from tests.simulation.world import World

LANES = ("BR:payments", "BR:returns")
RINGS = "MX:account"
"""The lane that offers."""
NOTE = "Cliente muito gentil, voltar a ligar amanhã cedo"
KNOWN_BY_MS = 250_000, 600_000
"""After so long it is told how a call sounded."""
DONE = ("offline", "break")


class Agent(Person):
    """One agent, one or two tabs."""

    roles = "agent"

    def __init__(self, world: "World", number: int) -> None:
        super().__init__(world, f"agent-{number}")
        self.lanes = list(LANES) if self.chance(0.6) else [self.dice.choice(LANES)]
        if self.chance(0.5):
            self.lanes.append(RINGS)
        self.best = [lane for lane in self.lanes if self.chance(0.6)]
        """Where others consult them."""
        self.only_asked = world.company > 0 and number > 0 and self.chance(0.5)
        """Whether they take nobody from the line: they are there for others to ask."""
        self.company = Company(self)
        self.line: Call | None = None
        self.sockets: list[str] = []
        self.attempt_id: str | None = None
        self.before: str | None = None
        self.shown: dict[str, Any] = {}
        """The attempt as the desk last read it."""
        self.news = True
        """Whether the live channel told of a change since."""

    def enrol(self) -> None:
        """As the operator's tool does. Most are at work already when a history begins."""
        self.world.operate(lambda ctx, agents: self._enrolled(ctx, agents), at_once=True)
        if self.chance(0.7):
            self.world.operate(
                lambda ctx, agents: agents.set_presence(ctx, self.name, "available", None), at_once=True
            )

    def run(self) -> None:
        """A shift: open the desk, take calls, go."""
        if self.chance(0.4):
            self._open_desk()
        else:
            self._choose("available")
        while not self.world.closing:
            if self.will("browser"):
                self._misbehave()
            elif self.chance(0.04):
                self._close_desk()
                self._open_desk()
            elif self.chance(0.02):
                self.world.operate(lambda ctx, agents: self._enrolled(ctx, agents))
            self._work()
            self.pause(200, 2_500)
        self._finish()

    def ask(self, method: str, path: str, body: Any = None, query: str = "") -> Answer:
        """With the ID token the gateway has checked."""
        claims = {"sub": self.name, "token_use": "id", "cognito:groups": self.roles}
        return self.send(method, path, body, claims=claims, query=query)

    def _enrolled(self, ctx: Any, agents: Any) -> None:
        best = [self.best] if "specialist_in" in agents.enrol.__annotations__ else []  # not in released code
        for site in ("MX", "BR") if self.chance(0.2) else ("BR",):
            agents.enrol(ctx, self.name, "Ana Clara Prado", site, self.lanes, "pt-BR", *best)

    def _open_desk(self) -> None:
        self._look_again()
        ticket = self.ask("POST", "/realtime-tickets")
        if ticket.status in (200, 201):
            token = ticket.body["url"].partition("ticket=")[2]
            for _ in range(2 if self.will("browser") else 1):
                socket = self.world.websockets.connect(token, self._hear)
                if socket:
                    self.sockets.append(socket)
                    if self.chance(0.1):
                        self.world.websockets.ping(socket)

    def _hear(self, message: Any) -> None:
        self.news = True

    def _close_desk(self) -> None:
        for socket in self.sockets:
            self.world.websockets.close(socket, noticed=self.chance(0.5))
        self.sockets.clear()
        self.drop_line()

    def drop_line(self) -> None:
        """The browser's line is gone."""
        if self.line is not None and not self.line.over:
            self.world.begin()
            self.world.tell(self.name, "loses the browser's line")
            self.world.twin.exchange.hang_up(self.line)
            self.line = None

    def _misbehave(self) -> None:
        match self.dice.randrange(5):
            case 0:
                self._close_desk()
                self.pause(1_000, 30_000)
                self._open_desk()
            case 1:
                self.drop_line()
                self.pause(0, 3_000)
            case 2:
                self.meanwhile(lambda: self.ask("POST", "/claims"), self.dice.randint(0, 300))
            case 3:
                self.meanwhile(self._work, self.dice.randint(0, 1_000))
            case _:
                self._open_desk()

    def _work(self) -> None:
        """What the desk shows is to be done."""
        if self.attempt_id is not None:
            self._in_call(self.attempt_id)
            return
        if self.only_asked or self.chance(0.7 if self.world.company else 0.5 * (RINGS in self.lanes)):
            self._listen()
            return
        claim = self.ask("POST", "/claims")
        if claim.status == 200 and claim.body["attempt"]:
            self.attempt_id, self.shown = claim.body["attempt"]["id"], claim.body["attempt"]
            self._join(self.attempt_id)
        elif claim.status == 200:
            self.news = False
            for _ in range(self.dice.randint(1, 12)):
                self.pause(500, 1_000)
                if self.news or self.world.closing:
                    return
        elif claim.code == "agent_not_available":
            self._look_again()

    def _listen(self) -> None:
        """No button is pressed: what rings is taken, declined, or not noticed."""
        me = self.ask("GET", "/me")
        offer, invitation = (
            me.body.get(what) if me.status == 200 else None for what in ("offer", "invitation")
        )
        if invitation:
            self.attempt_id = self.company.answer(invitation)
            return
        if not offer:
            self.pause(500, 3_000)
            return
        if self.chance(0.6):
            taken = self.ask("POST", "/offers/accept", {"callback_id": offer["callback_id"]})
            if taken.status == 200:
                self.attempt_id, self.shown = taken.body["attempt"]["id"], taken.body["attempt"]
                self._join(self.attempt_id)
        elif self.chance(0.5):
            self.ask("POST", "/offers/decline", {"callback_id": offer["callback_id"]})
        else:
            self.pause(1_000, 25_000)

    def _look_again(self) -> None:
        """What the server says of them is what counts."""
        me = self.ask("GET", "/me")
        if me.status != 200:
            return
        for message in me.body.get("messages", ()):
            self.ask("POST", f"/messages/{message['id']}/acknowledgement")
        self.attempt_id, self.news = me.body["attempt_id"], True
        if me.body["presence"]["activity"] in DONE and self.chance(0.7):
            self._choose("available")

    def _join(self, attempt_id: str, **party: str) -> None:
        if self.line is not None and not self.line.over:
            return
        if self.chance(0.1):
            self.ask("POST", "/voice-tokens")
        self.world.begin()
        self.line = self.world.twin.connect_client(self.name, {"attempt": attempt_id, **party})
        self.world.tell(self.name, "joins by the browser's line")

    def _in_call(self, attempt_id: str) -> None:
        if self.news or self.shown.get("id") != attempt_id or self.chance(0.2):
            self.news = False
            attempt = self.ask("GET", f"/attempts/{attempt_id}")
            if attempt.status in (403, 404):
                self._look_again()
            if attempt.status != 200:
                return
            self.shown = attempt.body
        shown, connected = self.shown, self.shown["state"] == "connected"
        if shown["agent_id"] != self.name:
            self._as_guest(shown)
            return
        if shown["state"] == "ended":
            self._wrap_up(shown)
            return
        self._join(attempt_id)
        if connected and self.company.wanted:
            self.company.act(shown)
            self.news = True
            return
        match self.dice.randrange(14):
            case 0 | 1 | 2 if connected:
                body = {"on_hold": not shown["customer"]["on_hold"]}
                self.ask("PUT", f"/attempts/{attempt_id}/hold", body)
            case 3:
                self.ask("POST", f"/attempts/{attempt_id}/phone")
            case 4:
                self._choose(self.dice.choice(("break", "offline", "available")))
            case 5 | 6 if connected and not (self.company.stays(shown) or self._waits_for_notice()):
                self.ask("POST", f"/attempts/{attempt_id}/hangup")
            case 7 if self.chance(0.4):
                self.ask("POST", f"/attempts/{attempt_id}/hangup")
            case 8:
                self.ask("GET", f"/customers/{shown['customer_id']}")
                self.ask("GET", f"/customers/{shown['customer_id']}/timeline")
            case 12 | 13 if connected and self.world.recorded:
                self.ask("GET", f"/attempts/{attempt_id}/recording")
                wish = self.dice.choice(("paused", "paused", "on", "on", "off"))
                self.ask("PUT", f"/attempts/{attempt_id}/recording", {"state": wish})
            case 10 | 11 if self.before:
                # The note of the call before, corrected in the middle of this one.
                self._save(self.before)
            case 9 if self.chance(0.3):
                self.ask("GET", "/queue")

    def _as_guest(self, shown: dict[str, Any]) -> None:
        """In somebody else's call, as long as they are wanted there; it may have become their own."""
        label = self.company.my_label(shown)
        if label is None or shown["state"] == "ended":
            self._look_again()
            return
        self._join(shown["id"], party=label)
        self.company.as_guest(shown, label)

    def _wrap_up(self, attempt: dict[str, Any]) -> None:
        """Disposition and note; or nothing, and the server ends it. Another tab may save them much later."""
        self.attempt_id = None
        if not attempt["wrap_up_until_ms"]:
            return
        self.before = attempt["id"]
        if attempt.get("can_call_again") and self.chance(0.3):
            self.ask("POST", f"/attempts/{attempt['id']}/call-again")
            self._look_again()
            return
        if self.will("browser"):
            self.meanwhile(lambda: self._save(attempt["id"]), self.dice.randint(0, 30_000))
        if self.chance(0.7):
            self._save(attempt["id"])

    def _save(self, attempt_id: str) -> None:
        disposition = self.dice.choice(("solved", "follow_up"))
        body = {"disposition": disposition, "note": NOTE if self.chance(0.5) else ""}
        self.ask("PUT", f"/attempts/{attempt_id}/wrap-up", body)

    def _waits_for_notice(self) -> bool:
        """A call that is recorded lasts until it is, more often than not."""
        return self.world.recorded and self.chance(0.7)

    def _listen_to(self, attempt: dict[str, Any]) -> None:
        """What was recorded of a call, if anything was; a supervisor has it kept, and not any more."""
        self.pause(10_000, 90_000)
        story = self.ask("GET", f"/customers/{attempt['customer_id']}/timeline")
        for item in story.body["items"] if story.status == 200 else ():
            if item["kind"] == "recording.stored":
                which = {"attempt_id": item.get("attempt_id"), "recording_id": item["recording_id"]}
                self.ask("POST", "/recordings/plays", which)
                if "supervisor" in self.roles:
                    for held in (True, False, False):
                        self.ask("PUT", "/recordings/holds", {**which, "held": held})

    def _choose(self, presence: str) -> None:
        body = {"presence": presence} | ({"reason": "meal"} if presence == "break" else {})
        self.ask("PUT", "/me/presence", body)

    def _finish(self) -> None:
        """The shift ends: what is in hand is brought to an end, or left to the server."""
        me = self.ask("GET", "/me")
        if me.status == 200 and me.body["presence"]["activity"] == "busy" and self.chance(0.4):
            self.pause(0, 10_000)
            self.ask("POST", f"/attempts/{me.body['attempt_id']}/hangup")
        elif self.chance(0.4):
            self.pause(0, 20_000)
        if self.chance(0.4):
            self._choose("offline")
        self._close_desk()
        if self.before and self.world.recorded:
            self._listen_to(self.shown)
        if self.before and self.chance(0.06):
            self.pause(*KNOWN_BY_MS)
            self.ask("POST", "/poor-calls/callbacks", {"attempt_id": self.before})
