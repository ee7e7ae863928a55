"""The client that all pressed lanes of a test run share."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from random import Random
from typing import Any, TypeVar

from greenlet import getcurrent
from msgspec.structs import replace as changed

from chalicelib.adapters.aws import Aws
from chalicelib.queue import line, turns
from chalicelib.queue.policy import policy_of
from chalicelib.table import Row
from tests.house import SETTINGS
from tests.simulation.aws.wire import Answer, attach_bare
from tests.unit.queue.press import LANE, Lane

L = TypeVar("L", bound=Lane)


class _Pause:
    """Stands in for `time` in the code: a pause is a moment in which others go on."""

    def __init__(self, lane: Lane) -> None:
        self._lane = lane

    def sleep(self, seconds: float) -> None:
        self._lane.clock.ms += 1
        if getcurrent() is not self._lane.hub:
            self._lane.hub.switch()


class House:
    """What every lane of a test run shares: a client, whose calls the lane of the moment answers."""

    def __init__(self) -> None:
        aws = Aws(SETTINGS)
        aws.bind_table()
        self.answer: Answer = _nobody
        attach_bare(Row._get_connection().connection.client, lambda *call: self.answer(*call))

    def new(self, seed: int = 0, lane: str = LANE, shards: int = 1) -> Lane:
        """An empty lane, which answers from now on."""
        return self.open(Lane(Random(seed), lane=lane), shards)

    def open(self, made: L, shards: int) -> L:
        """This lane, in so many parts, answers from now on."""
        # Policies are data of the package; how many parts a line has is what a test is about.
        vars(line)["policy_of"] = lambda name: changed(policy_of(name), shards=shards)
        self.answer = made.answer
        # Nobody may wait for the machine's time here.
        pause_as(_Pause(made))
        return made


def pause_as(stand_in: Any) -> None:
    """What the code takes for `time` when it pauses."""
    vars(turns)["time"] = stand_in


def _nobody(*_: Any) -> dict[str, Any]:
    raise AssertionError("Nobody answers yet")


@contextmanager
def pressed_house() -> Iterator[House]:
    """The shared client, given back as it was."""
    os.environ |= {
        "AWS_ACCESS_KEY_ID": "test",
        "AWS_SECRET_ACCESS_KEY": "test",
        "AWS_DEFAULT_REGION": "sa-east-1",
    }
    bound, time = (Row._connection, Row.Meta.table_name), vars(turns)["time"]
    Row._connection = None
    try:
        yield House()
    finally:
        Row._connection, Row.Meta.table_name = bound
        vars(line)["policy_of"] = policy_of
        pause_as(time)
