"""What the carrier does not hear, does not tell, or tells twice."""

from typing import Any

import pytest

from local.twilio.core.faults import Faults
from local.twilio.core.webhooks import Outcome, WebhookRequest
from tests.house import House, house
from tests.unit.recording.studio import Studio


def test_a_notice_nobody_fetches_is_asked_for_again_and_then_given_up() -> None:
    with house() as h:
        scene = Studio(h)
        asked = broken(h, "AnnounceUrl")
        scene.connected().stream.wait(40)
        assert len(asked) == 3
        assert scene.state() == "failed" and scene.at_carrier() == []
        assert [item["reason"] for item in scene.story() if item["kind"] == "recording.failed"] == [
            "notice_failed"
        ]


def test_words_that_were_fetched_and_never_arrived_are_not_taken_for_said() -> None:
    with house() as h:
        scene = Studio(h)
        answers = unanswered(h, "/twilio/notice?")
        scene.connected().stream.wait(25)
        assert len(answers) == 6, "asked for twice, each with two repeats"
        assert scene.state() == "notice" and scene.at_carrier() == []
        answers.stop()
        scene.stream.wait(30)
        assert scene.state() == "on" and scene.told() == ["announced", "started"]


def test_a_report_that_is_lost_is_looked_for() -> None:
    with house() as h:
        scene = Studio(h).recorded()
        h.world.faults = Faults(lose=1.0, lose_kinds=("recording-completed",))
        scene.over()
        scene.stream.wait(40)
        scene.fetch()
        assert scene.state() == "stored"


def test_a_report_twice_and_late_changes_nothing() -> None:
    with house() as h:
        scene = Studio(h).recorded()
        h.world.faults = Faults(duplicate=1.0, delay_ms=(5_000, 40_000))
        scene.over()
        scene.stream.wait(90)
        scene.fetch()
        scene.stream.wait(90)
        assert scene.told() == ["announced", "started", "stored"] and scene.at_carrier() == []


@pytest.mark.parametrize("lost", ["start", "pause", "go on", "stop", "discard"])
def test_a_carrier_that_did_not_hear_is_told_again(lost: str) -> None:
    with house() as h:
        scene = Studio(h)
        if lost == "start":
            silence = deaf(h, "POST", "/Recordings")
        scene.connected().stream.wait(8)
        if lost == "start":
            silence.clear()
            scene.stream.wait(15)
        assert scene.state() == "on" and [one.status for one in scene.at_carrier()] == ["in-progress"]
        if lost in ("pause", "go on"):
            if lost == "go on":
                scene.put("paused")
            silence = deaf(h, "POST", "/Recordings/RE")
            status, answer = scene.put("paused" if lost == "pause" else "on")
            assert (status, answer["code"]) == (502, "carrier_unavailable")
            silence.clear()
            scene.stream.wait(12)
            assert scene.at_carrier()[0].status == ("paused" if lost == "pause" else "in-progress")
        if lost == "discard":
            silence = deaf(h, "DELETE", "/Recordings")
        scene.over().fetch()
        if lost == "discard":
            assert scene.at_carrier()
            silence.clear()
            scene.stream.wait(62)
        assert scene.state() == "stored" and scene.at_carrier() == []


def deaf(h: House, method: str, part: str) -> list[bool]:
    """The carrier hears no such request and answers none, until what is answered here is emptied."""
    rest, on = h.world.rest, [True]

    def silent(verb: str, path: str, *more: Any) -> tuple[int, dict[str, Any]]:
        if on and verb == method and part in path:
            return 0, {}
        return rest(verb, path, *more)

    h.world.rest = silent  # type: ignore[method-assign]  # the wire itself is what fails
    return on


class Unanswered(list[str]):
    """Requests that were served and whose answers were lost."""

    lost = True

    def stop(self) -> None:
        """From now on answers arrive."""
        self.lost = False


def unanswered(h: House, part: str) -> Unanswered:
    """Twilio asks, we serve it, and the process dies before it can answer."""
    answer, served = h.answer, Unanswered()

    def died(request: WebhookRequest) -> Outcome:
        outcome = answer(request)
        if part in request.url and served.lost:
            served.append(request.url)
            return Outcome(502)
        return outcome

    h.answer = died  # type: ignore[method-assign]  # the wire itself is what fails
    return served


def broken(h: House, parameter: str) -> list[str]:
    """Requests with that parameter are refused; which they were."""
    rest, asked = h.world.rest, list[str]()

    def unable(verb: str, path: str, form: Any = None, *more: Any) -> tuple[int, dict[str, Any]]:
        if parameter in (form or {}):
            asked.append(path)
            return 503, {"code": 20503, "message": "later", "status": 503}
        return rest(verb, path, form, *more)

    h.world.rest = unable  # type: ignore[method-assign]  # the wire itself is what fails
    return asked
