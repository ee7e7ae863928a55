"""Buyers and sellers: they fill the form, look at their page, change their mind, answer the phone or not."""

from typing import TYPE_CHECKING, Any

from local.twilio.core.people import Script
from tests.simulation.cloud import PORTAL_KEY
from tests.simulation.people.person import LATER, Person

if TYPE_CHECKING:
    from tests.simulation.world import World

TOPICS = ("payments", "returns")
KINDS = (("buyer", ""), ("buyer", ""), ("seller", "platinum"), ("seller", "gold"), ("seller", ""))
TIMES_SENT = 3
MANY = 12
"""Numbers that somebody tries one after the other: more than the guard lets one person ask for."""
SOON_MS, HOUR_MS = 20_000, 3_600_000
PHONES = ("answers",) * 9 + ("busy", "no_answer", "machine", "rejects", "fails", "invalid")


class Customer(Person):
    """One who asks for calls. `accepted` are the callbacks they were told of."""

    def __init__(self, world: "World", number: int) -> None:
        super().__init__(world, f"customer {number}")
        self.number = number
        self.role, self.level = self.dice.choice(KINDS)
        self.customer_id = f"{self.role}-{number}"
        self.phone = f"+551198765{1000 + number}"
        self.topic = self.dice.choice(TOPICS)
        self.country = "BR"
        if self.chance(0.2):
            # To the lane that offers.
            self.phone, self.topic, self.country = f"+52558765{1000 + number}", "account", "MX"
        self.other_phone = f"{self.phone[:-5]}{'6' if self.country == 'BR' else '4'}{self.phone[-4:]}"
        self.order = f"order-{number}" if self.chance(0.8 if world.company else 0.4) else ""
        self.second_order = f"order-{number}-b" if self.chance(0.25) else ""
        self.question = f"Onde está o meu pedido número {number}?"
        self.called = f"Marta Ríos de Tal {number}"
        self.counterpart = f"+551197654{2000 + number}" if self.chance(0.8) else ""
        """Who is on the other side of their orders."""
        self.accepted: dict[str, str] = {}
        # Where more than two shall meet somebody must be there, and for long enough.
        patient = 3 if world.company else 1
        phones = PHONES + ("answers",) * 12 if world.company else PHONES
        for phone in (self.phone, self.other_phone, self.counterpart):
            world.twin.people.scripts[phone] = Script(
                self.dice.choice(phones),
                answer_after_ms=self.dice.randint(300, 5_000),
                hangup_after_ms=self.dice.randint(500, 12_000) * patient if self.chance(0.6) else None,
                line=self.dice.choice(("good", "poor")),
            )

    def run(self) -> None:
        """Asks, watches, perhaps cancels; may come back another time."""
        while not self.world.closing:
            self._ask()
            for _ in range(2 if self.will("impatience") else 0):
                self.meanwhile(self._cancel, self.dice.randint(0, 1_500))
            for _ in range(self.dice.randint(0, 2)):
                self.pause(1_000, 10_000)
                if self.world.closing:
                    return
                self._look()
                if self.chance(0.2):
                    self._change()
            if self.will("impatience"):
                self._cancel()
            elif self.chance(0.5):
                return
            self.pause(500, 8_000)

    def _ask(self) -> None:
        """Some have two orders to ask about, some fingers click twice."""
        if self.second_order:
            self.meanwhile(lambda: self._send_form(self.second_order), self.dice.randint(0, 300))
        if self.will("impatience"):
            self.meanwhile(lambda: self._send_form(self.order), self.dice.randint(0, 300))
        if self.chance(0.08):
            self._send_rubbish()
        self._send_form(self.order)

    def _send_form(self, order: str) -> None:
        form: dict[str, Any] = {"question": self.question, "topic": self.topic, "phone": self.phone}
        if order:
            form["order_id"] = order
        for _ in range(TIMES_SENT):
            answer = self.send("POST", "/callbacks", form, self._token(order))
            if answer.status in (200, 201):
                self.accepted[answer.body["callback"]["id"]] = answer.body["token"]
            if answer.status not in LATER:
                return
            self.pause(500, 5_000)

    def _send_rubbish(self) -> None:
        """A question that says nothing, or a token nobody has signed."""
        form = {"question": self.question, "topic": self.topic, "phone": self.phone}
        if self.chance(0.5):
            answer = self.send("POST", "/callbacks", form | {"question": "?"}, self._token(""))
        else:
            answer = self.send("POST", "/callbacks", form, self._token("") + "forged")
        assert answer.status >= 400, answer

    def _look(self) -> None:
        for callback_id, token in list(self.accepted.items())[-1:]:
            self.send("GET", f"/callbacks/{callback_id}", token=token)

    def _change(self) -> None:
        """Another number, another time, or as soon as possible after all; two at once sometimes."""
        number: dict[str, Any] = {"phone": self.other_phone}
        window = {"from_ms": self.world.now_ms + SOON_MS, "until_ms": self.world.now_ms + SOON_MS + HOUR_MS}
        wanted = self.dice.choice((number, {"window": window}, {"window": None}, {"window": window} | number))
        if self.will("impatience"):
            self.meanwhile(lambda: self._send_change({"window": None}), self.dice.randint(0, 500))
        self._send_change(wanted)
        for other in range(MANY if self.chance(0.05) else 0):
            self._send_change({"phone": f"+5521987{self.number:02}{other:04}"})

    def _send_change(self, wanted: dict[str, Any]) -> None:
        for callback_id, token in list(self.accepted.items())[-1:]:
            self.send("PATCH", f"/callbacks/{callback_id}", wanted, token)

    def _cancel(self) -> None:
        for callback_id, token in list(self.accepted.items())[-1:]:
            self.send("DELETE", f"/callbacks/{callback_id}", token=token)

    def _token(self, order: str) -> str:
        """As the portal signs it: each time anew."""
        now_s = self.world.now_ms // 1000
        claims: dict[str, Any] = {
            "aud": "alo",
            "iss": "demo",
            "sub": str(self.number),
            "role": self.role,
            "name": self.called,
            "locale": "pt-BR",
            "country": self.country,
            "iat": now_s,
            "exp": now_s + 600,
            "jti": f"{self.name}-{now_s}",
        }
        if self.level:
            claims["level"] = self.level
        if order:
            claims["order"] = {"id": order, "title": "Bicicleta azul", "status": "paid"}
            if self.counterpart:
                claims["order"] |= {"counterpart_name": "Loja", "counterpart_phone": self.counterpart}
        sign = self.world.current_code.module("chalicelib.kernel.tokens").sign
        token: str = sign(claims, PORTAL_KEY, {"kid": "demo"})
        return token
