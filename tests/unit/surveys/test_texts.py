"""The customer hung up first: one question by text message, answered by a number."""

from dataclasses import replace

import pytest

from chalicelib.surveys.model import BY_TEXT_MS
from local.twilio.core.model import Message
from local.twilio.core.people import Script
from tests.house import House, house
from tests.scene import ANSWERS, Scene
from tests.unit.surveys.answers import LONG_S, ended, row, talked, told

OURS = "+551130001000"


def hung_up(h: House, reply: str = "", phone: str = ANSWERS, seconds: float = LONG_S) -> Scene:
    """The customer was first; what they answer to the message."""
    h.world.people.scripts[phone] = Script("answers", reply=reply)
    scene = Scene(h, phone).talk(seconds)
    h.world.exchange.hang_up(scene.customer())
    h.wait(1)
    assert scene.attempt()["ended_by"] == "customer"
    ended(h)
    return scene


def asked(h: House) -> list[Message]:
    """The questions that went out."""
    return [one for one in h.world.messages.values() if "0 al 10" in one.body]


def test_a_number_in_answer_is_the_score() -> None:
    with house() as h:
        scene = hung_up(h, "9")
        h.wait(6)
        (said,) = told(scene)
        assert (said["score"], said["solved"], said["channel"]) == (9, None, "text")
        assert (said["attempt_id"], said["agent_id"]) == (scene.id, "ana")
        (message,) = asked(h)
        assert (message.to, message.from_) == (ANSWERS, OURS)
        assert not row(h)["watched"] and not h.world.network.errors and not h.surprises
        ended(h)
        assert len(asked(h)) == 1


def test_the_first_answer_that_is_understood_counts() -> None:
    with house() as h:
        scene = hung_up(h)
        for body in ("gostei muito", "11", "nota 8", "2", "nota 8"):
            h.world.text(ANSWERS, OURS, body)
            h.wait(1)
        assert [one["score"] for one in told(scene)] == [8]


def test_nobody_answers_for_another_number() -> None:
    with house() as h:
        scene = hung_up(h)
        h.world.text("+5511987650009", OURS, "3")
        h.wait(1)
        assert not told(scene) and row(h)["state"] == "score"


def test_an_answer_that_is_days_late_is_none() -> None:
    with house() as h:
        scene = hung_up(h)
        h.world.advance(BY_TEXT_MS)
        h.deliver()
        h.fire()
        h.world.text(ANSWERS, OURS, "9")
        h.wait(1)
        assert not told(scene) and row(h)["state"] == "over" and not row(h)["watched"]


@pytest.mark.parametrize("word", ["STOP", "sair", "Parar.", " PARAR "])
def test_who_wants_no_messages_gets_none(word: str) -> None:
    with house() as h:
        h.world.text(ANSWERS, OURS, word)
        h.wait(0.2)
        scene = hung_up(h)
        assert not h.world.messages and row(h) is None
        h.world.text(ANSWERS, OURS, "start")
        h.wait(0.2)
        ended(h)
        assert len(asked(h)) == 1 and not told(scene)


def test_a_landline_and_a_number_that_is_not_texted_are_not_asked() -> None:
    with house() as h:
        hung_up(h, phone="+551133330001")
        assert not h.world.messages and row(h) is None


def test_in_the_night_the_question_waits_for_the_morning() -> None:
    with house() as h:
        h.world.advance(12 * 3_600_000)
        h.deliver()
        scene = hung_up(h, "10")
        assert not h.world.messages and row(h)["state"] == "later"
        h.world.text(ANSWERS, OURS, "3")
        h.wait(1)
        assert row(h)["state"] == "later", "what was not asked is not answered"
        h.world.advance(12 * 3_600_000)
        h.deliver()
        h.fire()
        h.wait(6)
        assert [one["score"] for one in told(scene)] == [10]
        assert len(asked(h)) == 1


def test_who_says_stop_in_the_night_is_not_asked_in_the_morning() -> None:
    with house() as h:
        h.world.advance(12 * 3_600_000)
        h.deliver()
        hung_up(h)
        h.world.text(ANSWERS, OURS, "SAIR")
        h.wait(0.2)
        h.world.advance(12 * 3_600_000)
        h.fire()
        assert not h.world.messages and row(h)["state"] == "over"


@pytest.mark.parametrize("fault", ["rest_5xx", "rest_429", "rest_timeout_before", "rest_timeout_after"])
def test_a_question_the_carrier_did_not_take_is_not_asked_again(fault: str) -> None:
    with house() as h:
        scene = talked(h)
        h.world.exchange.hang_up(scene.customer())
        h.wait(1)
        h.world.faults = replace(h.world.faults, **{fault: 1.0})
        ended(h)
        h.world.faults = replace(h.world.faults, **{fault: 0.0})
        ended(h)
        assert len(asked(h)) == (fault == "rest_timeout_after")
        assert row(h)["state"] == ("over" if fault in ("rest_5xx", "rest_429") else "score")


def test_a_short_call_is_not_asked_about() -> None:
    with house() as h:
        hung_up(h, seconds=10)
        assert not h.world.messages and row(h) is None


def test_who_was_asked_by_message_is_not_asked_on_the_phone() -> None:
    with house() as h:
        first = hung_up(h)
        first.wrap_up()
        second = Scene(h, ANSWERS).talk(LONG_S)
        second.hang_up()
        h.wait(5)
        second.nobody_is_on_the_line()
        assert len(asked(h)) == 1 and not told(second)
