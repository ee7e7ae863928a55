"""The record of a call: its times, who hung up, and every other attempt of the request."""

import json
from typing import Any

from local.twilio.core.people import Script
from tests.house import house
from tests.people import JSON, Agent
from tests.scene import ANSWERS, Scene
from tests.unit.surveys.answers import talked


def records(scene: Scene, attempt_id: str = "", who: str = "ana", groups: str = "agent") -> tuple[int, Any]:
    claims = {"sub": who, "token_use": "id", "cognito:groups": groups}
    path = f"/attempts/{attempt_id or scene.id}/record"
    status, _, text = scene.house.http("GET", path, "", JSON, "", claims)
    return status, json.loads(text)


def test_a_call_has_every_time_and_who_hung_up() -> None:
    with house() as h:
        scene = talked(h, "9,1")
        scene.hold(True)
        h.wait(3)
        scene.hold(False)
        h.wait(1)
        scene.hang_up()
        h.wait(5)
        scene.wrap_up()
        h.wait(25)
        status, answer = records(scene)
        assert status == 200
        (one,) = answer["records"]
        times = [
            one[f"{name}_at_ms"]
            for name in (
                "initiated",
                "enqueued",
                "dequeued",
                "system_connected",
                "agent_connected",
                "ended",
                "wrapped_up",
            )
        ]
        assert None not in times and times == sorted(times)
        assert (one["link"], one["previous_id"], one["next_id"], one["initial_id"]) == (
            "initial", None, None, scene.id,
        )  # fmt: skip
        assert (one["outcome"], one["ended_by"], one["disposition"]) == ("completed", "agent", "solved")
        assert one["wait_ms"] == one["agent_connected_at_ms"] - one["requested_at_ms"]
        assert one["talk_ms"] + one["hold_ms"] == one["ended_at_ms"] - one["agent_connected_at_ms"]
        assert one["hold_ms"] >= 2_900 and one["rang_ms"] > 0
        assert [party["kind"] for party in one["parties"]] == ["agent", "customer"]
        assert (one["survey"]["score"], one["survey"]["solved"]) == (9, True)
        assert ANSWERS not in json.dumps(answer)


def test_a_request_that_was_tried_again_has_both_attempts_from_either() -> None:
    with house() as h:
        h.world.people.scripts[ANSWERS] = Script("no_answer")
        scene = Scene(h, ANSWERS).join()
        first = scene.id
        h.wait(45)
        assert scene.attempt()["outcome"] == "no_answer"
        h.world.people.scripts[ANSWERS] = Script("answers")
        h.wait(905)
        second = scene.id = scene.claim()
        scene.talk(5)
        scene.hang_up()
        h.wait(2)
        for asked in (first, second):
            found = records(scene, asked)[1]["records"]
            assert [(one["id"], one["link"], one["outcome"]) for one in found] == [
                (first, "initial", "no_answer"),
                (second, "retry", "completed"),
            ]
            assert [(one["previous_id"], one["next_id"]) for one in found] == [(None, second), (first, None)]
            assert found[1]["wait_ms"] > 900_000


def test_others_see_it_only_if_they_supervise_the_site() -> None:
    with house() as h:
        scene = talked(h)
        for name in ("bruno", "sofia"):
            Agent(h, name)
        assert records(scene, who="bruno")[1]["code"] == "attempt_not_yours"
        assert records(scene, who="sofia", groups="supervisor")[0] == 200
        assert records(scene, "att-01J9ZQ5W3M8B9C2D4E6F7G8H9J")[1]["code"] == "not_found"
