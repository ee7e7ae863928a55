"""How many AWS calls the hot handlers make (docs/access-patterns.md): two."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest

from chalicelib.table import connection
from tests.people import Agent, ask
from tests.scene import scene
from tests.unit.telephony.company import Company, company
from tests.unit.telephony.test_other_side import about_an_order

INVITED = {"kind": "specialist", "agent_id": "carla"}


@contextmanager
def calls() -> Iterator[list[str]]:
    """The DynamoDB operations asked for meanwhile."""
    seen: list[str] = []

    def note(model: Any, **_: Any) -> None:
        seen.append(model.name)

    events = connection().connection.client.meta.events
    events.register("before-call.dynamodb", note, unique_id="budget")
    try:
        yield seen
    finally:
        events.unregister("before-call.dynamodb", unique_id="budget")


def test_a_claim_is_one_query_and_one_transaction() -> None:
    with scene() as s:
        other = Agent(s.house, "bruno").ready()
        ask(s.house, sub="8")
        s.house.draw()
        with calls() as seen:
            assert other.next()
        assert seen == ["Query", "TransactWriteItems"]


def test_a_status_webhook_that_moves_the_call_is_one_get_and_one_transaction() -> None:
    with scene("+5511987650003") as s:
        s.join()
        requests = []
        while not any(one.params.get("CallStatus") == "ringing" for one in requests):
            s.house.world.advance(100)
            requests += s.house.world.take()
        *earlier, ringing = requests
        for request in earlier:
            s.house.world.deliver(request, s.house.answer(request))
        with calls() as seen:
            assert s.house.answer(ringing).status == 204
        assert seen == ["GetItem", "TransactWriteItems"]
        with calls() as again:
            assert s.house.answer(ringing).status == 204
        assert again == ["GetItem"]


def test_the_form_is_one_transaction_the_callback_and_its_position() -> None:
    with scene() as s:
        with calls() as seen:
            assert ask(s.house, sub="9")["status_code"] == 201
        assert seen == ["TransactWriteItems", "GetItem", "Query"]


@contextmanager
def until_told(s: Company) -> Iterator[list[str]]:
    """The DynamoDB operations asked for before the carrier is, however often, told anything."""
    world, before = s.house.world, list[str]()
    rest = world.rest

    def told(*given: Any) -> tuple[int, Any]:
        before.extend(seen if not before else [])
        return rest(*given)

    # The twin's own front door: what is counted is what came before somebody was there.
    vars(world)["rest"] = told
    try:
        with calls() as seen:
            yield before
    finally:
        del vars(world)["rest"]


COMMANDS: list[tuple[str, str, Any]] = [
    ("PUT", "/hold", {"on_hold": True}),
    ("PUT", "/hold", {"on_hold": False}),
    ("PUT", "/talk", {"with": ["specialist-1"]}),
    ("POST", "/participants", {"kind": "seller"}),
    ("POST", "/participants", {"kind": "outside", "outside_id": "ombudsman"}),
    ("DELETE", "/participants/specialist-1", None),
    ("POST", "/handover", {"to": "specialist-1"}),
    ("POST", "/hangup", None),
]


@pytest.mark.parametrize(("method", "what", "body"), COMMANDS, ids=lambda one: json.dumps(one))
def test_a_command_is_at_most_one_get_and_one_transaction_and_then_the_carrier_is_told(
    method: str, what: str, body: Any
) -> None:
    with about_an_order() as s:
        s.consult()
        with until_told(s) as before:
            assert s.agent.send(method, f"/attempts/{s.id}{what}", body)[0] == 200
        # A wish that was remembered already is told once more, and not written.
        assert before in (["GetItem", "TransactWriteItems"], ["GetItem"])


def test_a_customer_is_left_to_a_specialist_after_one_get_and_one_transaction() -> None:
    with company() as s:
        with until_told(s) as before:
            assert s.ask(s.carla, transfer=True)[0] == 200
        # Who they are is kept for a minute: a process that has not met them reads it.
        assert before in (["GetItem", "TransactWriteItems"], ["GetItem", "GetItem", "TransactWriteItems"])


def test_an_invitation_is_one_get_and_one_transaction() -> None:
    with company() as s:
        s.ask(s.carla)
        s.decline(s.carla)
        with calls() as seen:
            assert s.agent.send("POST", f"/attempts/{s.id}/participants", INVITED)[0] == 200
        assert seen == ["GetItem", "TransactWriteItems"]
