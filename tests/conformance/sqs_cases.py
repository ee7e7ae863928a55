"""Cases that SQS in memory and an emulator are both put to.

A case is a generator: it yields the seconds that shall pass. In memory they pass at once. The emulator really
waits, and since its cases all wait together, one sleep serves them all.
"""

import time
from collections.abc import Callable, Iterator
from functools import cache
from typing import Any

import botocore.session
import pytest
from botocore.config import Config

from tests.conformance.sqs_differs import EMULATOR_DIFFERS
from tests.conformance.sqs_queues import Queues
from tests.simulation.aws import wire
from tests.simulation.aws.sqs import Sqs

Case = Callable[[Queues], Iterator[float]]
START_MS = 1_800_000_000_000

_CASES: dict[str, Case] = {}


def case(case: Case) -> Callable[..., None]:
    """Makes two tests of a case, one in memory and one against the emulator."""
    name = case.__name__
    assert name not in _CASES
    _CASES[name] = case

    @pytest.mark.parametrize("where", ["fake", "emulator"])
    def test(where: str, request: pytest.FixtureRequest) -> None:
        if where == "fake":
            _run_in_memory(case)
        else:
            _judge(name, _at_emulator(request.getfixturevalue("emulator_url"))[name])

    test.__name__, test.__doc__ = name, case.__doc__
    return test


def in_memory(case: Case) -> Callable[[], None]:
    """Makes one test of a case that takes too long, or is about what only the fake promises."""

    def test() -> None:
        _run_in_memory(case)

    test.__name__, test.__doc__ = case.__name__, case.__doc__
    return test


def _run_in_memory(case: Case) -> None:
    now_ms = [START_MS]
    numbers = iter(range(1_000_000))
    sqs = Sqs(lambda: now_ms[0], lambda: f"{next(numbers):08d}-0000-4000-8000-000000000000")
    client = _client("https://sqs.sa-east-1.amazonaws.com")
    wire.attach(client, lambda _, operation, params: sqs.call(operation, wire.body(params)))
    for pause_s in case(Queues(client, case.__name__, sqs)):
        now_ms[0] += round(pause_s * 1000)


def _judge(name: str, outcome: Exception | None) -> None:
    if name in EMULATOR_DIFFERS:
        assert outcome is not None, f"the emulator does as AWS: take {name} out of EMULATOR_DIFFERS"
    elif outcome is not None:
        raise outcome


@cache
def _at_emulator(url: str) -> dict[str, Exception | None]:
    """Every case's end: None, or what it failed with."""
    client = _client(url)
    ends: dict[str, Exception | None] = {}
    due: list[tuple[float, str, Iterator[float]]] = [
        (0.0, name, case(Queues(client, name))) for name, case in _CASES.items()
    ]
    while due:
        due.sort(key=lambda entry: entry[0])
        at_s, name, running = due.pop(0)
        time.sleep(max(0.0, at_s - time.monotonic()))
        try:
            due.append((next(running) + time.monotonic(), name, running))
        except StopIteration:
            ends[name] = None
        except Exception as error:
            ends[name] = error
    return ends


def _client(url: str) -> Any:
    client: Any = _session().create_client(
        "sqs",
        region_name="sa-east-1",
        endpoint_url=url,
        aws_access_key_id="test",
        aws_secret_access_key="test",
        config=Config(retries={"total_max_attempts": 1}),
    )
    return client


@cache
def _session() -> Any:
    return botocore.session.Session()
