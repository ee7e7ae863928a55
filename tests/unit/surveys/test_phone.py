"""The agent hangs up and the customer stays for two questions, answered by key."""

from dataclasses import replace
from urllib.parse import urlencode, urlsplit

import pytest

from chalicelib.queue import policy
from chalicelib.surveys.model import ON_THE_PHONE_MS, QUESTION_MS
from local.twilio.signing import sign
from tests.house import API, FORM, SECRETS, House, house
from tests.scene import ANSWERS, Scene
from tests.unit.surveys.answers import LONG_S, ended, prompts, row, talked, told


def test_a_score_and_whether_it_was_solved_are_on_the_timeline() -> None:
    with house() as h:
        scene = talked(h, "9,1")
        assert scene.hang_up() == 200
        assert scene.agent.activity() == "wrap-up", "the agent does not wait for it"
        h.wait(1)
        assert not scene.customer().over, "the customer has stayed"
        h.wait(25)
        (said,) = told(scene)
        assert (said["score"], said["solved"], said["channel"]) == (9, True, "voice")
        assert (said["attempt_id"], said["agent_id"]) == (scene.id, "ana")
        assert scene.attempt()["ended_by"] == "agent" and scene.callback()["status"] == "completed"
        scene.nobody_is_on_the_line()
        assert row(h) is not None and not row(h)["watched"]
        ended(h, 40)
        assert not h.world.messages, "who was asked on the phone gets no message"
        assert not h.world.network.errors and not h.surprises


@pytest.mark.parametrize(
    ("keys", "score", "solved"),
    [("10,2", 10, False), ("0,1", 0, True), ("10#,1", 10, True), ("7#,2", 7, False), ("05,1", 5, True)],
)
def test_keys_that_are_an_answer(keys: str, score: int, solved: bool) -> None:
    with house() as h:
        scene = talked(h, keys)
        scene.hang_up()
        h.wait(30)
        (said,) = told(scene)
        assert (said["score"], said["solved"]) == (score, solved)
        scene.nobody_is_on_the_line()


@pytest.mark.parametrize(
    ("keys", "score", "again"), [("11,9,1", 9, 1), ("*,99,9,1", 9, 2), ("*,*,*,9", None, 2)]
)
def test_keys_nobody_understands_are_asked_again_twice(keys: str, score: int | None, again: int) -> None:
    with house() as h:
        scene = talked(h, keys)
        scene.hang_up()
        h.wait(60)
        assert [one["score"] for one in told(scene)] == ([] if score is None else [score])
        scene.nobody_is_on_the_line()
        assert sum("no te entendimos" in one for one in prompts(scene)) == again


def test_silence_is_asked_again_and_then_thanked() -> None:
    with house() as h:
        scene = talked(h)
        scene.hang_up()
        h.wait(90)
        assert not told(scene) and row(h)["state"] == "over"
        assert "Muchas gracias" in prompts(scene)[-1]
        scene.nobody_is_on_the_line()


def test_who_answers_the_first_question_only_has_answered() -> None:
    with house() as h:
        scene = talked(h, "8")
        scene.hang_up()
        h.wait(90)
        (said,) = told(scene)
        assert (said["score"], said["solved"]) == (8, None)


def test_who_hangs_up_in_the_middle_has_said_what_they_said() -> None:
    with house() as h:
        scene = talked(h, "8")
        scene.hang_up()
        h.wait(16)
        assert row(h)["state"] == "solved"
        h.world.exchange.hang_up(scene.customer())
        h.wait(QUESTION_MS // 1000 + 5)
        (said,) = told(scene)
        assert (said["score"], said["solved"]) == (8, None)
        assert row(h)["state"] == "over" and not row(h)["watched"]


def test_a_question_whose_answer_never_comes_ends_with_the_call() -> None:
    with house() as h:
        scene = talked(h)
        scene.hang_up()
        h.wait(1)
        h.answer = lambda request: (_ for _ in ()).throw(AssertionError)  # type: ignore[method-assign]
        h.world.take()
        h.world.agenda.advance_to(h.world.now_ms + ON_THE_PHONE_MS)
        h.world.take()
        del h.answer
        h.fire()
        assert row(h)["state"] == "over"
        assert scene.customer().over


def test_the_same_answer_twice_and_a_late_one_change_nothing() -> None:
    with house() as h:
        scene = talked(h, "9")
        scene.hang_up()
        h.wait(8)
        before = row(h)
        assert before["state"] == "solved"
        again = press(h, scene, "score-0", "2")
        assert row(h) == before and "resolvió" in again
        assert "resolvió" in press(h, scene, None, ""), "come to anew, they are asked what is open"
        assert "Hasta luego" in press(h, scene, "solved-0", "1")
        assert "Hasta luego" in press(h, scene, "solved-0", "2")
        assert "Hasta luego" in press(h, scene, "score-0", "3")
        (said,) = told(scene)
        assert (said["score"], said["solved"]) == (9, True)


def test_a_short_call_is_not_asked_about() -> None:
    with house() as h:
        scene = talked(h, "9,1", seconds=15)
        scene.hang_up()
        h.wait(3)
        scene.nobody_is_on_the_line()
        ended(h, 40)
        assert row(h) is None and not h.world.messages


def test_nobody_is_asked_twice_in_the_lanes_days() -> None:
    with house() as h:
        first = talked(h, "9,1")
        first.hang_up()
        h.wait(30)
        assert len(told(first)) == 1
        first.wrap_up()
        second = Scene(h, ANSWERS).talk(LONG_S)
        second.hang_up()
        h.wait(5)
        assert "Hasta luego" in prompts(second)[-1] and len(prompts(second)) == 4
        second.nobody_is_on_the_line()
        ended(h, 40)
        assert len(told(second)) == 1 and not h.world.messages
        second.wrap_up()
        h.world.advance(31 * 86_400_000)
        h.deliver()
        h.fire()
        third = Scene(h, ANSWERS).talk(LONG_S)
        third.hang_up()
        h.wait(30)
        assert len(told(third)) == 2


def test_a_lane_without_a_survey_and_a_share_of_nobody(monkeypatch: pytest.MonkeyPatch) -> None:
    for changed in (None, policy.Survey(share=0)):
        known = policy.policy_of("BR:payments")
        other = policy.msgspec.structs.replace(known, survey=changed)
        with monkeypatch.context() as patched, house() as h:
            # The lanes' policies are data; a test has no file of its own for them.
            patched.setattr(policy, "_policies", lambda other=other: {"default": other})
            scene = talked(h, "9,1")
            scene.hang_up()
            h.wait(3)
            scene.nobody_is_on_the_line()
            assert row(h) is None


def test_a_held_customer_and_one_with_company_come_too() -> None:
    with house() as h:
        scene = talked(h, "6,2")
        assert scene.hold(True) == 200
        h.wait(1)
        scene.hang_up()
        h.wait(30)
        assert [one["score"] for one in told(scene)] == [6]
        scene.nobody_is_on_the_line()


def test_a_carrier_that_does_not_redirect_ends_the_call_and_a_message_asks() -> None:
    with house() as h:
        scene = talked(h, "9,1")
        h.world.faults = replace(h.world.faults, rest_5xx=1.0)
        scene.hang_up()
        h.world.faults = replace(h.world.faults, rest_5xx=0.0)
        h.wait(15)
        scene.nobody_is_on_the_line()
        assert row(h) is None
        ended(h, 40)
        assert [message.to for message in h.world.messages.values()] == [ANSWERS]


@pytest.mark.parametrize("attempt", ["", "att-1", "att-01J9ZQ5W3M8B9C2D4E6F7G8H9J"])
def test_a_call_nobody_knows_hears_goodbye(attempt: str) -> None:
    with house() as h:
        assert "Goodbye" in signed(
            h, f"/twilio/survey?attempt={attempt}" if attempt else "/twilio/survey", {}
        )


def press(h: House, scene: Scene, step: str | None, keys: str) -> str:
    """The webhook itself, as Twilio would send it."""
    query = f"attempt={scene.id}" + (f"&step={step}" if step else "")
    return signed(h, f"/twilio/survey?{query}", {"CallSid": scene.customer().sid, "Digits": keys})


def signed(h: House, path: str, form: dict[str, str]) -> str:
    url, signature = sign(SECRETS.twilio_auth_token, "POST", f"{API}{path}", form)
    parts = urlsplit(url)
    headers = FORM | {"X-Twilio-Signature": signature}
    status, _, text = h.http("POST", parts.path, urlencode(form), headers, parts.query)
    assert status == 200, text
    return text
