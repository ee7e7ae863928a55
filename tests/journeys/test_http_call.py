"""Over HTTP alone: every operation succeeds once, in its documented shape."""

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from websockets.exceptions import InvalidStatus
from websockets.sync.client import connect

from tests.journeys.document import BY_ID, conforms, is_shaped
from tests.journeys.outside import Json, Outside, until
from tests.journeys.scene import Agent, Scene

TWILIO = "/twilio"
"""Webhooks are sent by the twin, which signs them; every call here goes through them."""
POOR = "/poor-calls"
"""Needs the carrier's summary, which comes minutes after a call: tests/unit/quality has it succeed."""


class Caller:
    """Sends operations by their id, and keeps which ones succeeded."""

    def __init__(self, outside: Outside) -> None:
        self.outside = outside
        self.done: set[str] = set()

    def send(self, name: str, token: str, body: Any = None, query: str = "", **ids: str) -> Any:
        """The answer, which is a success of the documented shape."""
        method, path, operation = BY_ID[name]
        answer = self.outside.api(method.upper(), path.format(**ids) + query, token, body)
        conforms(answer, operation)
        assert answer.is_success, answer.text
        self.done.add(name)
        return answer.json() if answer.content and "json" in answer.headers["Content-Type"] else answer.text


def test_every_operation_answers_in_its_documented_shape(scene: Scene, ringing: Scene) -> None:
    caller = Caller(scene.outside)
    supervisor = scene.outside.sign_in(scene.supervisor)
    agent = one_call(caller, scene)
    the_numbers(caller, scene, agent, supervisor)
    the_queue(caller, scene, supervisor)
    the_calendar(caller, scene, supervisor)
    more_than_two(caller, scene)
    an_offer(caller, ringing)
    the_guard(caller, ringing.outside.sign_in(ringing.supervisor))
    assert caller.done == {
        name for name, (_, path, _) in BY_ID.items() if not path.startswith((TWILIO, POOR))
    }


def one_call(caller: Caller, scene: Scene) -> Agent:
    """From the form to the wrap-up, and what the desk reads meanwhile; answers who made it."""
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
    voice = caller.send("issueVoiceToken", agent.token)["token"]
    attempt = caller.send("claimNext", agent.token)["attempt"]
    ids = {"attempt_id": attempt["id"]}
    come_in(scene, voice, attempt["id"])
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
    caller.send("issueRealtimeTicket", agent.token)
    return agent


def come_in(scene: Scene, voice: str, attempt_id: str, **party: str) -> None:
    """A browser's leg joins."""
    params = {"attempt": attempt_id, **party}
    scene.outside.twin("POST", "/clients", {"token": voice, "params": params})


def in_state(caller: Caller, agent: Agent, ids: dict[str, str], state: str) -> None:
    """Waits for it."""
    until(state, lambda: caller.send("readAttempt", agent.token, **ids)["state"] == state)


def is_held(caller: Caller, agent: Agent, ids: dict[str, str], on_hold: bool) -> None:
    """Waits until the customer hears music, or no longer does."""
    until("hold", lambda: caller.send("readAttempt", agent.token, **ids)["customer"]["on_hold"] is on_hold)


def the_numbers(caller: Caller, scene: Scene, agent: Agent, supervisor: str) -> None:
    """Reports of yesterday to tomorrow, so that no midnight falls between a call and its day."""
    scene.outside.run_function("BuildHours")
    scene.outside.run_function("BuildDays")
    now = datetime.now(UTC)
    days = [(now + timedelta(days=shift)).date().isoformat() for shift in (-1, 1)]
    for grain in ("hour", "day"):
        query = f"?from={days[0]}&until={days[1]}&grain={grain}"
        report = caller.send("readCallReport", supervisor, query=query)
        mine = [row["figures"] for row in report["rows"] if row["agent_name"] == agent.name]
        assert sum(row["handled"] for row in mine) >= 1
        assert agent.name in caller.send("exportCallReport", supervisor, query=query)
    assert caller.send("readMyFigures", agent.token)["figures"]["handled"] >= 1


def the_queue(caller: Caller, scene: Scene, supervisor: str) -> None:
    """Two requests from one phone: found, moved, merged and cancelled; their lane drained and opened."""
    first = scene.ask()
    second = scene.ask(replace(scene.customer(), phone=first.customer.phone))
    listed = caller.send("listWaiting", supervisor, query=f"?topic={scene.topic}")
    assert [one["id"] for one in listed["items"]] == [first.id, second.id]
    moved = caller.send("moveTier", supervisor, {"tier": "urgent"}, callback_id=second.id)
    assert (moved["tier"], moved["position"]) == ("urgent", 1)
    found = caller.send("searchQueue", supervisor, {"phone": first.customer.phone})
    assert {one["id"] for one in found["items"]} == {first.id, second.id}
    kept = caller.send("mergeWaiting", supervisor, {"into": first.id}, callback_id=second.id)
    assert (kept["id"], kept["tier"]) == (first.id, "urgent")
    gone = caller.send("cancelWaiting", supervisor, {"reason": "customer_asked"}, callback_id=first.id)
    assert gone["status"] == "cancelled"
    for state in ("draining", "open"):
        lanes = caller.send("setLane", supervisor, {"state": state}, topic=scene.topic)
        assert caller.send("readLanes", supervisor)["items"] == lanes["items"]
        assert [one["state"] for one in lanes["items"] if one["lane"] == scene.lane] == [state]


def the_calendar(caller: Caller, scene: Scene, supervisor: str) -> None:
    """A site closed for an hour of a day that no other journey looks at; a customer who got through another
    way."""
    begins = datetime.now(UTC).replace(minute=0, second=0, microsecond=0) + timedelta(days=300)
    from_ms = int(begins.timestamp() * 1000)
    told = {"pt-BR": "Inventário", "es": "Inventario", "en": "Stocktaking"}
    closing = {"from_ms": from_ms, "until_ms": from_ms + 3_600_000, "message": told}
    assert closing in caller.send("closeSite", supervisor, closing)["closings"]
    assert closing in caller.send("readClosings", supervisor)["closings"]
    day = f"?date={begins.date()}"
    assert caller.send("readHours", supervisor, query=day)["slots"] == []
    assert closing not in caller.send("reopenSite", supervisor, from_ms=str(from_ms))["closings"]
    asked = scene.ask()
    portal = scene.outside.portal_token(asked.customer)
    where = f"{day}&country={asked.customer.country}&topic={scene.topic}"
    assert caller.send("previewWindows", portal, query=where)["slots"] == []
    assert caller.send("recordContact", portal, {})["cancelled"] == [asked.id]


def more_than_two(caller: Caller, scene: Scene) -> None:
    """A specialist, who declines at first, is talked with apart; the other side of the order and an outside
    number come and go; then the call is the specialist's."""
    agent, specialist = scene.agent(), scene.specialist()
    customer = scene.customer()
    assert customer.order is not None
    scene.outside.person(customer.order["counterpart_phone"], script="answers", answer_after_ms=200)
    scene.ask(customer, script="answers", answer_after_ms=200)
    attempt = caller.send("claimNext", agent.token)["attempt"]
    ids = {"attempt_id": attempt["id"]}
    come_in(scene, caller.send("issueVoiceToken", agent.token)["token"], attempt["id"])
    in_state(caller, agent, ids, "connected")
    listed = caller.send("listSpecialists", agent.token, query=f"?lane={scene.lane}")["specialists"]
    assert [one["name"] for one in listed] == [specialist.name]
    declined = asked_in(caller, agent, specialist, ids)
    assert caller.send("declineInvitation", specialist.token, declined) == ""
    in_company(caller, agent, ids, declined["label"], "left", "absent")

    invited = asked_in(caller, agent, specialist, ids)
    assert caller.send("acceptInvitation", specialist.token, invited)["attempt"]["id"] == attempt["id"]
    voice = caller.send("issueVoiceToken", specialist.token)["token"]
    come_in(scene, voice, attempt["id"], party=invited["label"])
    in_company(caller, agent, ids, invited["label"], "joined")
    caller.send("talk", agent.token, {"with": [invited["label"]]}, **ids)
    is_held(caller, agent, ids, True)
    caller.send("talk", agent.token, {"with": ["customer", invited["label"]]}, **ids)
    is_held(caller, agent, ids, False)
    (outside,) = caller.send("listOutside", agent.token)["outside"]
    for other in ({"kind": "seller"}, {"kind": "outside", "outside_id": outside["id"]}):
        company = caller.send("askParticipant", agent.token, other, **ids)["participants"]
        label = company[-1]["label"]
        in_company(caller, agent, ids, label, "joined")
        caller.send("dropParticipant", agent.token, label=label, **ids)
        in_company(caller, agent, ids, label, "left")

    mine = caller.send("handOver", agent.token, {"to": invited["label"]}, **ids)
    theirs = {"attempt_id": mine["next_id"]}
    in_state(caller, specialist, theirs, "connected")
    caller.send("hangUp", specialist.token, **theirs)
    in_state(caller, specialist, theirs, "ended")
    for who, which in ((agent, ids), (specialist, theirs)):
        caller.send("wrapUp", who.token, {"disposition": "solved"}, **which)


def asked_in(caller: Caller, agent: Agent, specialist: Agent, ids: dict[str, str]) -> Json:
    """Whoever knows the call's lane; what rings at their desk, as it is answered."""
    caller.send("askParticipant", agent.token, {"kind": "specialist"}, **ids)
    rung = until("an invitation", lambda: caller.send("readMe", specialist.token)["invitation"])
    return {"attempt_id": rung["attempt_id"], "label": rung["label"]}


def in_company(caller: Caller, agent: Agent, ids: dict[str, str], label: str, *states: str) -> None:
    """Waits until a participant's leg is so."""

    def look() -> bool:
        company = caller.send("readAttempt", agent.token, **ids)["participants"]
        return next(one for one in company if one["label"] == label)["state"] in states

    until(f"{label} to be {states}", look)


def an_offer(caller: Caller, scene: Scene) -> None:
    """Declined by the first agent it rings at, accepted by the next."""
    agents = [scene.agent() for _ in range(2)]
    asked = scene.ask()
    first = until("an offer", lambda: next((one for one in agents if rings(scene, one)), None))
    second = next(one for one in agents if one is not first)
    assert caller.send("declineOffer", first.token, {"callback_id": asked.id})["offer"] is None
    until("the offer to go on", lambda: rings(scene, second))
    accepted = caller.send("acceptOffer", second.token, {"callback_id": asked.id})
    assert accepted["attempt"]["customer_id"] == f"{asked.customer.role}-{asked.customer.id}"


def rings(scene: Scene, agent: Agent) -> bool:
    """Whether somebody is offered to them."""
    return scene.say(agent, "GET", "/me")["offer"] is not None


def the_guard(caller: Caller, supervisor: str) -> None:
    """A budget is raised once a day: one that nobody raised yet, where a stack is used again."""
    budgets = caller.send("readGuard", supervisor)["budgets"]
    country = next(one["country"] for one in budgets if one["raised_at_ms"] is None)
    raised = caller.send("resetBudget", supervisor, country=country)
    assert raised["country"] == country and raised["raised_minor"] > 0


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
