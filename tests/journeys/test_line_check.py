"""Before the shift the desk checks microphone, connection and speaker, and says what is wrong with each."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Locator, Playwright, expect

from tests.journeys.conftest import launch
from tests.journeys.desk import LONG_MS, Desk
from tests.journeys.scene import Scene

# A headset whose mute button is pressed: the browser gives a microphone that says nothing.
MUTED = """() => {
  const open = navigator.mediaDevices.getUserMedia.bind(navigator.mediaDevices);
  navigator.mediaDevices.getUserMedia = async (wanted) => {
    const stream = await open(wanted);
    stream.getTracks().forEach((track) => (track.enabled = false));
    return stream;
  };
}"""


@pytest.fixture(scope="module")
def refusing(playwright: Playwright) -> Iterator[Browser]:
    """A Chromium whose user says no to the microphone."""
    running = launch(playwright, "--use-fake-ui-for-media-stream=deny")
    yield running
    running.close()


def test_everything_is_checked_and_the_desk_remembers(scene: Scene) -> None:
    agent = scene.agent(available=False)
    desk = scene.desk(agent)
    desk.says(desk.words("check.never"))
    desk.press("check.open")
    desk.press("check.start")
    finds(desk, "microphone", "good")
    # Two cores carry the whole stack: whether its sound is steady is not for a test to say.
    measured = part(desk, "connection")
    expect(measured).to_have_attribute(
        "data-found", re.compile("^(good|unsteady|slow|poor)$"), timeout=LONG_MS
    )
    desk.says(desk.words("check.heard"))
    desk.button("check.yes").click()
    finds(desk, "speaker", "good")
    good = measured.get_attribute("data-found") == "good"
    desk.page.keyboard.press("Escape")
    sentence = desk.words("check.well" if good else "check.unwell").split("{")[0]
    desk.says(re.compile(re.escape(sentence)))
    desk.page.reload()
    desk.ready()
    desk.says(re.compile(re.escape(sentence)))
    calls = [call for call in scene.outside.twin("GET", "/calls") if call["params"].get("check") == "line"]
    assert calls and all(call["conference_sid"] is None for call in calls)


def test_a_muted_microphone_and_a_silent_speaker_are_explained(scene: Scene) -> None:
    desk = scene.desk(scene.agent(available=False))
    desk.page.evaluate(MUTED)
    desk.press("check.open")
    desk.press("check.start")
    finds(desk, "microphone", "silent")
    desk.says(desk.words("check.heard"))
    desk.button("check.no").click()
    finds(desk, "speaker", "unheard")


def test_a_refused_microphone_is_explained(scene: Scene, refusing: Browser) -> None:
    desk = scene.desk(scene.agent(available=False), browser=refusing, permissions=[])
    desk.press("check.open")
    desk.press("check.start")
    finds(desk, "microphone", "denied")
    expect(part(desk, "connection")).to_have_attribute("data-found", "microphone_denied", timeout=LONG_MS)


def part(desk: Desk, name: str) -> Locator:
    """One of the three."""
    return desk.page.locator(f'[data-part="{name}"]')


def finds(desk: Desk, name: str, found: str) -> None:
    """In plain words."""
    expect(part(desk, name)).to_have_attribute("data-found", found, timeout=LONG_MS)
    expect(part(desk, name)).to_contain_text(desk.words(f"check.found.{name}.{found}"))
