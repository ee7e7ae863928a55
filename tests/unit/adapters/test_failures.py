"""What passes is answered as busy, with the advice to come again; what does not is said to be a defect."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import SimpleNamespace
from typing import Any

import pytest
from botocore.exceptions import ConnectTimeoutError, ReadTimeoutError

from chalicelib.table import connection
from tests.house import house
from tests.people import Agent

Failure = Callable[[], Any]


def refused(code: str, status: int = 400) -> Failure:
    answer = {"Error": {"Code": code, "Message": ""}, "ResponseMetadata": {"HTTPStatusCode": status}}
    return lambda: (SimpleNamespace(status_code=status), answer)


def lost(error: Exception) -> Failure:
    def fail() -> Any:
        raise error

    return fail


PASSES = {
    "throttled": refused("ThrottlingException"),
    "capacity": refused("ProvisionedThroughputExceededException"),
    "server": refused("SomethingNew", 500),
    "unreachable": lost(ConnectTimeoutError(endpoint_url="dynamodb")),
    "no answer": lost(ReadTimeoutError(endpoint_url="dynamodb")),
}


@pytest.mark.parametrize("failure", PASSES.values(), ids=PASSES)
def test_what_passes_is_busy(failure: Failure) -> None:
    with house() as h:
        agent = Agent(h)
        with failing(failure):
            status, headers, body = h.http(
                "GET", "/me", claims={"sub": agent.id, "token_use": "id", "cognito:groups": "agent"}
            )
        assert (status, headers["Retry-After"]) == (503, "1")
        assert '"code": "busy"' in body
        assert agent.send("GET", "/me")[0] == 200
        assert not h.surprises


def test_what_does_not_pass_is_unexpected() -> None:
    with house() as h:
        agent = Agent(h)
        with failing(refused("ValidationException")):
            assert agent.send("GET", "/me")[0] == 500


@contextmanager
def failing(failure: Failure) -> Iterator[None]:
    """Every call to the table fails so."""
    events = connection().connection.client.meta.events
    events.register_first("before-call.dynamodb", lambda **_: failure(), unique_id="failing")
    try:
        yield
    finally:
        events.unregister("before-call.dynamodb", unique_id="failing")
