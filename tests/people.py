"""Scripted customers and agents for tests in the house: they speak HTTP only."""

import json
from typing import Any, Protocol

from chalicelib.agents import service as agents
from chalicelib.kernel import tokens
from chalicelib.kernel.context import Context
from chalicelib.kernel.words import Tier
from chalicelib.queue import service as queue
from chalicelib.queue.service import Request
from local.twilio.core.model import Call
from tests import privacy
from tests.house import SECRETS, House

LANES = ["BR:payments", "BR:returns"]
TIERS: tuple[Tier, ...] = ("standard", "urgent", "high")
JSON = {"Content-Type": "application/json"}


class HasContext(Protocol):
    """A house, or anything else with a context."""

    ctx: Context


def portal_token(house: HasContext, **claims: Any) -> str:
    """A token as the demo portal signs it."""
    now_s = house.ctx.now_ms() // 1000
    standard = {
        "aud": "alo",
        "iss": "demo",
        "sub": "7",
        "role": "buyer",
        "name": "Marta Ríos",
        "locale": "es",
        "country": "BR",
        "iat": now_s,
        "exp": now_s + 600,
        "jti": house.ctx.ids.new("jti"),
    }
    privacy.remember({**standard, **claims})
    return tokens.sign({**standard, **claims}, SECRETS.portal_keys["demo"], {"kid": "demo"})


def ask(
    house: House,
    phone: str = "+5511987650001",
    topic: str = "payments",
    question: str = "¿Dónde está mi dinero?",
    **claims: Any,
) -> dict[str, Any]:
    """The form, sent; its answer with `status_code`."""
    body = json.dumps({"question": question, "topic": topic, "phone": phone})
    headers = JSON | {"Authorization": f"Bearer {portal_token(house, **claims)}"}
    status, _, text = house.http("POST", "/callbacks", body, headers)
    return {"status_code": status, **json.loads(text)}


class Agent:
    """An agent with a desk."""

    def __init__(
        self,
        house: House,
        agent_id: str = "ana",
        lanes: tuple[str, ...] = ("BR:payments",),
        specialist_in: tuple[str, ...] = (),
    ) -> None:
        self.house, self.id = house, agent_id
        site: Any = lanes[0][:2]
        agents.enrol(house.ctx, agent_id, agent_id.title(), site, list(lanes), "pt-BR", specialist_in)
        self.call: Call | None = None

    def send(self, method: str, path: str, body: Any = None, query: str = "") -> tuple[int, dict[str, Any]]:
        """An authorised request."""
        claims = {"sub": self.id, "token_use": "id", "cognito:groups": "agent,supervisor"}
        text = "" if body is None else json.dumps(body)
        status, _, answer = self.house.http(method, path, text, JSON, query, claims)
        return status, json.loads(answer) if answer.startswith(("{", "[")) else {"text": answer}

    def ready(self) -> "Agent":
        """Available."""
        assert self.send("PUT", "/me/presence", {"presence": "available"})[0] == 200
        return self

    def next(self) -> dict[str, Any] | None:
        """Next customer."""
        status, answer = self.send("POST", "/claims")
        assert status == 200, answer
        attempt: dict[str, Any] | None = answer["attempt"]
        return attempt

    def join(self, attempt_id: str) -> None:
        """The browser's leg."""
        self.call = self.house.world.connect_client(self.id, {"attempt": attempt_id})
        self.house.wait(0.5)

    def attempt(self, attempt_id: str) -> dict[str, Any]:
        """As the desk sees it."""
        return self.send("GET", f"/attempts/{attempt_id}")[1]

    def activity(self) -> str:
        """What they are doing."""
        return str(self.send("GET", "/me")[1]["presence"]["activity"])

    def kinds(self, customer_id: str) -> list[str]:
        """The customer's timeline, oldest first."""
        items = self.send("GET", f"/customers/{customer_id}/timeline")[1]["items"]
        return [item["kind"] for item in reversed(items)]


def wait_in_line(ctx: Context, customer_id: str, number: int) -> Request:
    """A callback of this customer at its place in line; tiers and the two lanes of LANES take turns."""
    tier, now = TIERS[number % 3], ctx.now_ms()
    request = Request(
        callback_id=ctx.ids.new("cb"),
        customer_id=customer_id,
        customer_name="Ana Souza",
        role="seller",
        level=None,
        site="BR",
        topic="payments" if number % 2 else "returns",
        tier=tier,
        country="BR",
        locale="pt-BR",
        phone=f"+551198765{number % 10_000:04}",
        question="Quando recebo?",
        order_id=None,
        requested_at_ms=now,
        promised_until_ms=queue.promised_until_ms(ctx, "BR:payments", tier),
    )
    queue.request_callback(ctx, request, [])
    queue.take_place(ctx, request.callback_id)
    return request
