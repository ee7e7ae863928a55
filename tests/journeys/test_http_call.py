"""One whole call over HTTP alone: every operation succeeds once, in its documented shape."""

import json
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from websockets.exceptions import InvalidStatus
from websockets.sync.client import connect

from tests.journeys.document import BY_ID, conforms, is_shaped
from tests.journeys.outside import Json, until
from tests.journeys.scene import Agent, Scene

ELSEWHERE = (
    "/twilio",
    "/contacts",
    "/windows",
    "/offers",
    "/queue/",
    "/lanes",
    "/guard",
    "/hours",
    "/closings",
)
"""What no single call needs: test_offers.py, test_supervisor_queue.py and test_http_contract.py have it."""


class Caller:
    """Sends operations by their id, and keeps which ones succeeded."""

    def __init__(self, scene: Scene) -> None:
        self.scene = scene
        self.done: set[str] = set()

    def send(self, name: str, token: str, body: Any = None, query: str = "", **ids: str) -> Any:
        """The answer, which is a success of the documented shape."""
        method, path, operation = BY_ID[name]
        answer = self.scene.outside.api(method.upper(), path.format(**ids) + query, token, body)
        conforms(answer, operation)
        assert answer.is_success, answer.text
        self.done.add(name)
        return answer.json() if "json" in answer.headers["Content-Type"] else answer.text


def test_every_operation_answers_in_its_documented_shape_during_one_call(scene: Scene) -> None:
    caller = Caller(scene)
    customer, agent = scene.customer("gold"), scene.agent(available=False)
    scene.outside.person(customer.phone, script="answers", answer_after_ms=200)
    portal = scene.outside.portal_token(customer)
    form = {"question": scene.casting.question(), "topic": scene.topic, "phone": customer.phone}
    first = caller.send("requestCallback", portal, form)
    again = caller.send("requestCallback", portal, form)
    assert (again["existing"], again["callback"]["id"]) == (True, first["callback"]["id"])
    mine = {"callback_id": first["callback"]["id"]}
    assert caller.send("readWindows", first["token"], query="?date=2026-01-01", **mine)["slots"] == []
    assert caller.send("changeCallback", first["token"], {"window": None}, **mine)["changeable"] is True
    caller.send("cancelCallback", first["token"], **mine)
    created = caller.send("requestCallback", scene.outside.portal_token(customer), form)
    callback = {"callback_id": created["callback"]["id"]}
    until(
        "a place in line",
        lambda: caller.send("readCallback", created["token"], **callback)["status"] == "queued",
    )

    caller.send("setPresence", agent.token, {"presence": "available"})
    assert caller.send("readQueue", agent.token)["waiting"] == 1
    voice = caller.send("issueVoiceToken", agent.token)
    attempt = caller.send("claimNext", agent.token)["attempt"]
    ids = {"attempt_id": attempt["id"]}
    joining = {"token": voice["token"], "params": {"attempt": attempt["id"]}}
    scene.outside.twin("POST", "/clients", joining)
    in_state(caller, agent, ids, "connected")
    assert caller.send("revealPhone", agent.token, **ids)["phone"] == customer.phone
    for on_hold in (True, False):
        caller.send("holdCustomer", agent.token, {"on_hold": on_hold}, **ids)
        is_held(caller, agent, ids, on_hold)
    caller.send("hangUp", agent.token, **ids)
    in_state(caller, agent, ids, "ended")
    note = scene.casting.note("Por telefone, sem navegador.")
    caller.send("wrapUp", agent.token, {"disposition": "solved", "note": note}, **ids)
    assert caller.send("readMe", agent.token)["presence"]["activity"] == "available"

    who = {"customer_id": attempt["customer_id"]}
    assert customer.order is not None
    assert caller.send("readCustomer", agent.token, **who)["orders"][0]["id"] == customer.order["id"]
    page = caller.send("readTimeline", agent.token, query="?limit=3", **who)
    older = caller.send("readTimeline", agent.token, query=f"?limit=100&cursor={page['next_cursor']}", **who)
    kinds = [item["kind"] for item in page["items"] + older["items"]]
    assert kinds.count("attempt.phone_revealed") == 1 and kinds[-1] == "callback.requested"
    the_numbers(caller, scene, agent)
    caller.send("issueRealtimeTicket", agent.token)
    assert caller.done == {name for name, (_, path, _) in BY_ID.items() if not path.startswith(ELSEWHERE)}


def in_state(caller: Caller, agent: Agent, ids: dict[str, str], state: str) -> None:
    """Waits for it."""
    until(state, lambda: caller.send("readAttempt", agent.token, **ids)["state"] == state)


def is_held(caller: Caller, agent: Agent, ids: dict[str, str], on_hold: bool) -> None:
    """Waits until the customer hears music, or no longer does."""
    until("hold", lambda: caller.send("readAttempt", agent.token, **ids)["customer"]["on_hold"] is on_hold)


def the_numbers(caller: Caller, scene: Scene, agent: Agent) -> None:
    """Reports of yesterday to tomorrow, so that no midnight falls between a call and its day."""
    scene.outside.run_function("BuildHours")
    scene.outside.run_function("BuildDays")
    supervisor = scene.outside.sign_in(f"{scene.site}-supervisor@journeys.example".lower())
    now = datetime.now(UTC)
    days = [(now + timedelta(days=shift)).date().isoformat() for shift in (-1, 1)]
    for grain in ("hour", "day"):
        query = f"?from={days[0]}&until={days[1]}&grain={grain}"
        report = caller.send("readCallReport", supervisor, query=query)
        mine = [row["figures"] for row in report["rows"] if row["agent_name"] == agent.name]
        assert sum(row["handled"] for row in mine) >= 1
        assert agent.name in caller.send("exportCallReport", supervisor, query=query)
    assert caller.send("readMyFigures", agent.token)["figures"]["handled"] >= 1


def test_the_live_channel_opens_once_with_a_ticket_and_tells_what_changed(scene: Scene) -> None:
    agent = scene.agent()
    url = scene.say(agent, "POST", "/realtime-tickets")["url"]
    with connect(url) as socket:
        scene.ask()
        told: Json = json.loads(socket.recv(timeout=45))
        assert (told["type"], told["what"]) == ("changed", "queue")
        is_shaped(told["version"], {"type": "integer"})
        with pytest.raises(InvalidStatus) as refused:
            connect(url)
    assert refused.value.response.status_code == 403
    with pytest.raises(InvalidStatus) as forged:
        connect(url.split("?")[0] + "?ticket=nonsense")
    assert forged.value.response.status_code == 403
