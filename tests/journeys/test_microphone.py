"""Without a microphone nobody can talk: the desk says what to do, and the customer is not lost."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Playwright

from tests.journeys.conftest import launch
from tests.journeys.outside import until
from tests.journeys.scene import Scene
from tests.journeys.windows import heard

# What is left of a microphone whose permission was taken back: tracks that have ended.
TAKEN_AWAY = "window.peers.at(-1).getSenders().forEach((one) => one.track.stop())"


@pytest.fixture(scope="module")
def refusing(playwright: Playwright) -> Iterator[Browser]:
    """A Chromium whose user says no to the microphone."""
    running = launch(playwright, "--use-fake-ui-for-media-stream=deny")
    yield running
    running.close()


def test_a_refused_microphone_is_explained_and_the_customer_goes_back_to_the_front(
    scene: Scene, refusing: Browser
) -> None:
    asked = scene.ask()
    agent = scene.agent()
    desk = scene.desk(agent, browser=refusing, permissions=[])
    desk.take_next()
    desk.says(desk.words("line.fault.microphone_denied"))
    desk.says(f"“{asked.question}”")
    assert scene.outside.calls_to(asked.customer.phone) == []
    desk.button("line.again").click()
    desk.says(desk.words("line.fault.microphone_denied"))
    assert scene.told(agent, asked, "attempt.ended")["outcome"] == "agent_never_joined"
    desk.idle()
    scene.free(agent)
    assert scene.becomes(asked, "queued")["position"] == 1
    assert scene.outside.calls_to(asked.customer.phone) == []


def test_the_next_desk_with_a_microphone_serves_who_was_left_waiting(scene: Scene, refusing: Browser) -> None:
    asked = scene.ask(script="answers", answer_after_ms=300)
    first, second = scene.agent(), scene.agent()
    deaf = scene.desk(first, browser=refusing, permissions=[])
    deaf.take_next()
    deaf.says(deaf.words("line.fault.microphone_denied"))
    deaf.press("call.hang_up")
    deaf.idle()
    scene.becomes(asked, "queued")
    hearing = scene.desk(second)
    hearing.take_next()
    hearing.is_in("on_call")
    hearing.says(f"“{asked.question}”")


def test_a_microphone_taken_away_in_mid_call_leaves_the_customer_with_music_until_there_is_one(
    scene: Scene,
) -> None:
    asked = scene.ask(script="answers", answer_after_ms=300)
    agent = scene.agent()
    desk = scene.desk(agent)
    desk.take_next()
    desk.is_in("on_call")
    until("the line's first samples", lambda: heard(desk.page) > 0.001)
    desk.evaluate(TAKEN_AWAY)
    desk.says(desk.words("line.fault.microphone_failed"))
    scene.told(agent, asked, "attempt.agent_left")
    scene.told(agent, asked, "attempt.held")
    desk.button("line.again").click()
    desk.is_in("on_call")
    scene.told(agent, asked, "attempt.resumed")
    assert len(scene.outside.calls_to(asked.customer.phone)) == 1
    desk.press("call.hang_up")
    desk.is_in("ended")
