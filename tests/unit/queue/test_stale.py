"""What was read is old by the time it is written: somebody else acts in between, every time."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest

from chalicelib.kernel.ports import NotSent
from chalicelib.queue import service as queue
from chalicelib.queue.model import ENQUEUE_WITHIN_S
from chalicelib.table import connection
from chalicelib.telephony import claims, service
from chalicelib.telephony.facts import Joined, TimedOut
from tests.house import House, house
from tests.people import Agent, ask
from tests.scene import Scene
from tests.whole import whole


@contextmanager
def meanwhile(act: Callable[[], object]) -> Iterator[None]:
    """Runs `act` when the next transaction is about to be sent: after whatever it rests on was read."""
    events, done = connection().connection.client.meta.events, []

    def before(**_: Any) -> None:
        if not done:
            done.append(True)
            act()

    events.register("before-call.dynamodb.TransactWriteItems", before, unique_id="meanwhile")
    try:
        yield
    finally:
        events.unregister("before-call.dynamodb.TransactWriteItems", unique_id="meanwhile")
    assert done, "no transaction was sent"


class Line:
    """One callback, and agents who claim it and let it go again."""

    def __init__(self, h: House) -> None:
        self.house = h
        self.callback_id = str(ask(h)["callback"]["id"])

    def draw(self) -> None:
        """A consumer of the tier's queue."""
        queue.take_place(self.house.ctx, self.callback_id)

    def claim_and_return(self, name: str) -> None:
        """Claimed by somebody who then hangs up before the customer is dialled: it comes back."""
        agent = Agent(self.house, name).ready()
        attempt = agent.next()
        assert attempt is not None
        assert agent.send("POST", f"/attempts/{attempt['id']}/hangup")[0] == 200
        agent.send("PUT", "/me/presence", {"presence": "offline"})

    def row(self) -> Any:
        """The callback."""
        return queue.find(self.callback_id)


@pytest.fixture
def line() -> Iterator[Line]:
    with house() as h:
        yield Line(h)


def test_a_place_drawn_before_another_attempt_is_not_taken_after_it(line: Line) -> None:
    def another_attempt() -> None:
        line.draw()
        line.claim_and_return("bruno")

    with meanwhile(another_attempt):
        line.draw()

    assert (line.row().status, int(line.row().attempts)) == ("received", 1)
    line.draw()
    assert line.row().place.startswith("4#"), "it has lost its place ahead of fresh ones"
    whole(line.house)


def test_a_claim_begun_before_another_attempt_does_not_count_it_away(line: Line) -> None:
    line.draw()
    line.claim_and_return("bruno")
    line.draw()

    def another_attempt() -> None:
        line.claim_and_return("carla")
        line.draw()

    ana = Agent(line.house).ready()
    with meanwhile(another_attempt):
        claims.claim(line.house.ctx, ana.id)

    assert (line.row().status, int(line.row().attempts)) == ("queued", 2)
    attempt = ana.next()
    assert attempt is not None
    assert attempt["callback"]["attempts"] == int(line.row().attempts) == 3


def test_a_picture_older_than_what_was_heard_ends_nothing() -> None:
    with house() as h:
        scene = Scene(h, "+5511987650003")
        joined = Joined("agent", "CA1", "CF1", 1)
        h.world.advance(h.ctx.settings.agent_join_s * 1000 + 1)

        with meanwhile(lambda: service.apply(h.ctx, scene.id, joined)):
            service.apply(h.ctx, scene.id, TimedOut("CF1", "CA1", None))

        assert scene.attempt()["state"] == "dialling"
        assert scene.callback()["status"] == "dialling"
        assert scene.hang_up() == 200
        assert scene.callback()["status"] == "received"
        whole_but_waiting(h)


def whole_but_waiting(h: House) -> None:
    h.draw()
    h.wait(30)
    whole(h)


def test_a_form_is_accepted_although_its_message_is_not_sent() -> None:
    with house() as h:
        deaf = Deaf()
        hears, h.ctx.queues = h.ctx.queues, deaf
        asked = ask(h)
        h.ctx.queues = hears
        assert (asked["status_code"], deaf.asked) == (201, 1)
        assert asked["callback"]["status"] == "received"
        h.wait(ENQUEUE_WITHIN_S + 2)
        assert queue.find(asked["callback"]["id"]).status == "queued"
        whole(h)


class Deaf:
    """SQS, throttled."""

    asked = 0

    def enqueue(self, tier: str, lane: str, dedupe: str, body: str) -> None:
        """Refused."""
        self.asked += 1
        raise NotSent

    def remind(self, delay_s: int, body: str) -> None:
        """Refused."""
        raise NotSent
