"""How many AWS calls the hot handlers make (docs/access-patterns.md): two."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from chalicelib.table import connection
from tests.people import Agent, ask
from tests.scene import scene
from tests.unit.telephony.company import company


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


def test_a_command_in_a_call_is_one_get_and_one_transaction_and_then_the_carrier() -> None:
    with company() as s:
        label = s.consult()
        path = f"/attempts/{s.id}"
        for method, what, body in (
            ("PUT", f"{path}/hold", {"on_hold": True}),
            ("PUT", f"{path}/talk", {"with": ["customer"]}),
            ("POST", f"{path}/handover", {"to": label}),
        ):
            with calls() as seen:
                assert s.agent.send(method, what, body)[0] == 200
            assert seen == ["GetItem", "TransactWriteItems"], what
