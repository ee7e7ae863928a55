"""After a call its summary is fetched until it is complete, and told once; a poor one can be called back."""

import json
from itertools import pairwise
from typing import Any

import pytest

from chalicelib.agents import service as agents
from chalicelib.quality import service as quality
from chalicelib.quality.model import FIRST_LOOK_MS
from local.twilio.rest.insights import COMPLETE_AFTER_MS
from tests.house import House, house
from tests.people import JSON, Agent
from tests.scene import ANSWERS, SILENT, Scene
from tests.unit.quality.summaries import POOR, asked, complete, later, over, post, rows, told

FIRST_S, DAY_S = FIRST_LOOK_MS // 1000, 86_400


def test_a_poor_call_is_told_once_its_summary_is_complete() -> None:
    with house() as h:
        scene = over(h)
        post(h)
        later(h, FIRST_S)
        assert asked(h) == ["complete"] and not told(scene)
        later(h, COMPLETE_AFTER_MS // 1000)
        (said,) = told(scene)
        assert said["poor"] is True and said["attempt_id"] == scene.id
        assert (said["jitter_ms"], said["loss_permille"], said["hung_up"]) == (46, 65, "us")
        assert (said["our_number"], said["country"]) == ("+551130001000", "BR")
        assert said["tags"] == ["high_jitter", "high_packet_loss"]
        assert said["mos_hundredths"] > 400, "the agent's own line was good"
        (row,) = rows(h)
        assert row["state"]["S"] == "known" and "due_pk" not in row
        assert POOR not in json.dumps(row)
        post(h)
        later(h, DAY_S)
        assert len(told(scene)) == 1


def test_a_good_call_is_told_too() -> None:
    with house() as h:
        scene = over(h, ANSWERS)
        complete(h)
        (said,) = told(scene)
        assert said["poor"] is False and said["tags"] is None


def test_who_was_never_talked_to_is_not_asked_for() -> None:
    with house() as h:
        scene = Scene(h, SILENT).join()
        h.wait(60)
        assert scene.attempt()["state"] == "ended"
        post(h)
        assert rows(h) == []


def test_each_look_is_twice_as_late_and_the_last_takes_what_there_is() -> None:
    with house() as h:
        scene = over(h)
        silence(h, 404)
        post(h)
        looks = []
        for _ in range(DAY_S // 60 + 10):
            before = len(asked(h))
            later(h, 60)
            if len(asked(h)) > before:
                looks.append(h.ctx.now_ms())
        ages = [round((at - int(rows(h)[0]["ended_at_ms"]["N"])) / 60_000) for at in looks]
        assert ages[0] == 2 and ages[-1] == DAY_S // 60
        assert all(following >= 2 * one for one, following in pairwise(ages[:-1]))
        assert asked(h)[-1] == "partial" and set(asked(h)[:-1]) == {"complete"}
        assert rows(h)[0]["state"]["S"] == "untold" and not told(scene)
        assert not h.due_sites()


def test_a_summary_that_never_completes_is_told_as_far_as_it_goes() -> None:
    with house() as h:
        scene = over(h)
        post(h)
        answer = silence(h, 404)
        for minutes in (2, 4, 8, 16, 32, 64, 128, 256, 512, 1024):
            later(h, minutes * 60)
            if minutes == 512:
                answer.append(200)
        assert asked(h)[-1] == "partial"
        assert len(told(scene)) == 1


@pytest.mark.parametrize("status", [401, 403])
def test_an_account_without_insights_is_asked_once(status: int) -> None:
    with house() as h:
        scene = over(h)
        post(h)
        silence(h, status)
        later(h, FIRST_S)
        later(h, DAY_S)
        assert asked(h) == ["complete"]
        assert rows(h)[0]["state"]["S"] == "untold" and not told(scene)


@pytest.mark.parametrize("status", [0, 404, 429, 500, 503])
def test_a_carrier_that_cannot_say_is_asked_again(status: int) -> None:
    with house() as h:
        scene = over(h)
        post(h)
        answer = silence(h, status)
        later(h, FIRST_S)
        assert rows(h)[0]["state"]["S"] == "waiting"
        answer.append(200)
        later(h, COMPLETE_AFTER_MS // 1000)
        assert len(told(scene)) == 1


def test_words_that_are_none_of_twilios_are_as_none() -> None:
    with house() as h:
        scene = over(h)
        rest = h.world.rest

        def odd(method: str, path: str, *more: Any) -> tuple[int, dict[str, Any]]:
            status, body = rest(method, path, *more)
            return status, body | {"carrier_edge": "loud", "tags": 3} if status == 200 else body

        h.world.rest = odd  # type: ignore[method-assign]  # the wire itself is what is odd
        complete(h)
        assert rows(h)[0]["state"]["S"] == "untold" and not told(scene)


def test_the_customer_of_a_poor_call_is_called_again_about_what_they_asked() -> None:
    with house() as h:
        scene = over(h)
        assert back(scene)[1]["code"] == "call_not_poor"
        complete(h)
        status, made = back(scene)
        assert (status, made["existing"]) == (200, False)
        assert back(scene) == (200, {**made, "existing": True})
        h.draw()
        asked_again = [item for item in scene.story() if item["kind"] == "callback.requested"][-1]
        assert asked_again["callback_id"] == made["callback_id"] != scene.asked["callback"]["id"]
        assert (asked_again["reason"], asked_again["agent_id"]) == ("poor_call", "ana")
        profile = scene.agent.send("GET", "/customers/buyer-7")[1]
        assert profile["requests"] == 2
        scene.wrap_up()
        attempt = scene.agent.next()
        assert attempt is not None and attempt["callback"]["id"] == made["callback_id"]
        assert attempt["callback"]["question"] == asked_again["question"]


def test_nobody_of_another_site_calls_back() -> None:
    with house() as h:
        scene = over(h)
        complete(h)
        agents.enrol(h.ctx, "clara", "Clara", "AR", ["AR:payments"], "es")
        claims = {"sub": "clara", "token_use": "id", "cognito:groups": "agent"}
        body = json.dumps({"attempt_id": scene.id})
        status, _, answer = h.http("POST", "/poor-calls/callbacks", body, JSON, "", claims)
        assert (status, json.loads(answer)["code"]) == (404, "not_found")


@pytest.mark.parametrize("attempt_id", ["", "att-1", "x" * 40])
def test_a_call_that_is_not_there(attempt_id: str) -> None:
    with house() as h:
        agent = Agent(h)
        status, answer = agent.send("POST", "/poor-calls/callbacks", {"attempt_id": attempt_id})
        assert (status, answer["code"]) == (404, "not_found")


def test_only_the_end_of_a_conversation_is_waited_for() -> None:
    def image(state: str, entity: str = "attempt", **more: Any) -> dict[str, dict[str, str]]:
        return {"entity": {"S": entity}, "call": {"S": json.dumps({"state": state, **more})}}

    talked = image("ended", connected_at_ms=5)
    assert quality.item_called_for(talked, image("connected", connected_at_ms=5)) == "QUALITY"
    assert quality.item_called_for(talked, talked) is None
    assert quality.item_called_for(image("ended"), image("dialling")) is None
    assert quality.item_called_for(image("connected", connected_at_ms=5), {}) is None
    assert quality.item_called_for(image("ended", "callback", connected_at_ms=5), {}) is None
    assert quality.item_called_for({}, talked) is None


def back(scene: Scene) -> tuple[int, dict[str, Any]]:
    """The one click."""
    return scene.agent.send("POST", "/poor-calls/callbacks", {"attempt_id": scene.id})


def silence(h: House, status: int) -> list[int]:
    """The carrier answers every summary so, until 200 is appended; 0 for not at all."""
    rest, answer = h.world.rest, [status]

    def unwilling(method: str, path: str, *more: Any) -> tuple[int, dict[str, Any]]:
        said = rest(method, path, *more)
        if not path.endswith("/Summary") or answer[-1] == 200:
            return said
        return answer[-1], {"code": 20000 + answer[-1], "message": "later", "status": answer[-1]}

    h.world.rest = unwilling  # type: ignore[method-assign]  # the wire itself is what fails
    return answer
