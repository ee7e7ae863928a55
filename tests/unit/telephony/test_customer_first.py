"""A lane in which the customer is rung as soon as an agent has claimed them."""

from collections.abc import Iterator

import pytest

from local.twilio.core.faults import Faults
from tests.cuts import CutHouse, every_cut
from tests.scene import ANSWERS, ASKED, BUSY, SILENT, Scene, scene

LANE = "returns"
RUNG = [*ASKED, "attempt.dialled"]
RETURNED = ["attempt.ended", "callback.returned", "callback.queued"]
COMPLETED = ["attempt.ended", "callback.completed"]


@pytest.fixture
def answers() -> Iterator[Scene]:
    with scene(topic=LANE) as s:
        yield s


def said(s: Scene) -> list[str]:
    """What the customer was told by our TwiML."""
    return [one.attempts[-1]["answer"] for one in s.house.world.network.post.log if one.kind == "wait-music"]


def test_the_customer_rings_with_the_claim_and_talks_when_both_are_in(answers: Scene) -> None:
    assert answers.attempt()["state"] == "dialling"
    assert answers.kinds() == RUNG
    answers.talk()
    ringing = ["attempt.ringing", "attempt.connected"]
    assert answers.kinds() == [*RUNG, "attempt.agent_joined", *ringing]
    assert answers.hang_up() == 200
    answers.house.wait(1)
    story = [*RUNG, "attempt.agent_joined", *ringing, *COMPLETED]
    answers.ended("completed", "agent", "completed", "wrap-up", story)
    assert len(answers.customers()) == 1


def test_who_answers_before_the_agent_is_there_is_greeted_and_waits(answers: Scene) -> None:
    answers.house.wait(8)
    waiting = answers.attempt()
    assert (waiting["state"], waiting["customer"]["state"]) == ("dialling", "joined")
    assert answers.callback()["status"] == "claimed"
    (greeting,) = said(answers)
    assert "Gracias por contestar." in greeting and "<Redirect" in greeting
    answers.join().house.wait(1)
    assert answers.attempt()["state"] == "connected"
    connected = answers.story()[-1]
    assert (connected["kind"], connected["rang_ms"] < 4_000) == ("attempt.connected", True)


def test_an_agent_who_never_joins_leaves_nobody_waiting(answers: Scene) -> None:
    answers.house.wait(31)
    assert answers.attempt()["outcome"] == "agent_never_joined"
    assert answers.customer().activity == "<Say>", "the customer is told why"
    answers.house.wait(15)
    answers.ended(
        "agent_never_joined", "system", "queued", "available", [*RUNG, "attempt.ringing", *RETURNED]
    )


def test_a_carrier_that_will_not_tell_the_customer_ends_the_conference(answers: Scene) -> None:
    answers.house.wait(29)
    answers.house.world.faults = Faults(rest_timeout_before=1)
    answers.house.wait(2)
    answers.house.world.faults = Faults()
    answers.house.wait(25)
    answers.nobody_is_on_the_line()
    assert answers.attempt()["outcome"] == "agent_never_joined"


def test_a_customer_who_tires_of_waiting_is_called_again() -> None:
    with scene("+5511987650005", topic=LANE) as s:
        s.house.wait(20)
        s.ended(
            "agent_never_joined", "customer", "queued", "available", [*RUNG, "attempt.ringing", *RETURNED]
        )


def test_a_busy_customer_frees_the_agent_whether_or_not_they_have_joined() -> None:
    for joins in (True, False):
        with scene(BUSY, topic=LANE) as s:
            if joins:
                s.join()
            s.house.wait(5)
            story = [*RUNG, *["attempt.agent_joined"] * joins, "attempt.ended", "callback.returned"]
            s.ended("busy", "customer", "received", "available", story)


def test_a_customer_who_does_not_answer_frees_the_agent() -> None:
    with scene(SILENT, topic=LANE) as s:
        s.join().house.wait(60)
        assert s.attempt()["outcome"] == "no_answer"
        s.nobody_is_on_the_line()


def test_an_agent_who_hangs_up_stops_the_ringing() -> None:
    with scene(SILENT, topic=LANE) as s:
        s.house.wait(3)
        assert s.hang_up() == 200
        s.house.wait(1)
        s.ended("cancelled", "agent", "queued", "available", [*RUNG, "attempt.ringing", *RETURNED])


def test_a_number_twilio_refuses_ends_the_attempt_within_the_claim() -> None:
    with scene(script="invalid", topic=LANE) as s:
        story = [*RUNG, "attempt.ended", "callback.unanswered"]
        s.ended("invalid_number", "system", "unanswered", "available", story)


def test_claiming_twice_rings_once(answers: Scene) -> None:
    assert answers.claim() == answers.id
    answers.talk()
    assert len(answers.customers()) == 1


def test_every_webhook_lost_is_made_up_for_by_looking(answers: Scene) -> None:
    answers.house.world.faults = Faults(lose=1)
    answers.join().house.wait(31)
    assert answers.attempt()["state"] == "connected"
    assert answers.hang_up() == 200
    answers.house.wait(25)
    answers.nobody_is_on_the_line()


class Unclaimed(Scene):
    """A callback in line, and an agent who is about to press the button."""

    def claim(self) -> str:
        return ""

    def press(self) -> None:
        """Next customer, and the browser's line."""
        attempt = self.agent.next()
        self.id = str(attempt["id"]) if attempt else ""
        if attempt and attempt["state"] != "ended":
            self.join().house.wait(5)


def an_hour(s: Unclaimed) -> None:
    s.house.wait(46)
    s.id = s.id or str(s.agent.send("GET", "/me")[1]["attempt_id"] or "")
    if s.id and s.attempt()["state"] != "ended":
        assert s.hang_up() == 200
    s.house.wait(66)
    assert s.agent.activity() == "available"
    assert s.callback()["status"] in ("queued", "completed")


def test_a_process_that_dies_at_any_moment_of_the_claim_rings_once_and_leaves_nobody_alone() -> None:
    def nothing(_: Unclaimed) -> None:
        """The agent has gone home."""

    def make(h: CutHouse) -> Unclaimed:
        return Unclaimed(h, ANSWERS, LANE)

    assert every_cut(make, Unclaimed.press, (nothing, Unclaimed.press), an_hour) >= 20
