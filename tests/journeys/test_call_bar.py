"""The call bar in every state, at three widths, light and dark: nothing cut off, no axe violation."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from local.bar_beside import BESIDE, CALLED_AGAIN, RECORDED, STORIES, message
from local.bar_pictures import INTERRUPTED
from local.bar_states import FAILED, LIVE, OVER, RINGS, Change
from local.bar_told import Told
from tests.journeys.desk import LONG_MS, Desk
from tests.journeys.looks import DESKTOP, LAPTOP, SMALL, looked_at
from tests.journeys.scene import Scene
from tests.journeys.test_line_quality import MICROPHONE
from tests.journeys.test_microphone import refusing

__all__ = ["refusing"]

# What a state with a bar says of itself.
PHASES = {
    "joining": "joining",
    "dialling": "dialling",
    "ringing": "ringing",
    "held": "held",
    "asked": "held",
    "consulting": "consulting",
    "seller-rings": "held",
    "two-sides": "consulting",
    "everybody": "consulting",
    "line-lost": "line_lost",
    "guest-held": "held",
    "left-to-me": "joining",
    "on-line": "joining",
    "supervisor-coming": "joining",
}
# Whatever sticks out of the bar or the strip under it.
CUT_OFF = """() => [...document.querySelectorAll('.on-bar, [data-testid=parties], header')]
  .filter((one) => one.scrollWidth > one.clientWidth + 1 || one.scrollHeight > one.clientHeight + 1)
  .map((one) => `${one.className.slice(0, 30)}: ${one.scrollWidth} px in ${one.clientWidth}`)"""


class Looked:
    """All that is wrong, told at the end."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.wrong = folder, list[str]()

    def at(self, page: Page, name: str, *sizes: tuple[int, int]) -> None:
        """In every size and scheme."""
        self.wrong += looked_at(page, f"bar-{name}", self.folder, *(sizes or (SMALL, LAPTOP, DESKTOP)))
        for width, height in (SMALL, LAPTOP, DESKTOP):
            page.set_viewport_size({"width": width, "height": height})
            self.wrong += [f"{name} at {width}: {one}" for one in page.evaluate(CUT_OFF)]


@pytest.fixture
def looked(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Looked]:
    """Asserts once, so that one run shows everything there is to mend."""
    shown = Looked(Path(tmp_path_factory.mktemp("bar")))
    yield shown
    assert not shown.wrong, "\n".join([*shown.wrong, f"pictures: {shown.folder}"])


def talking(scene: Scene) -> tuple[Desk, Told]:
    """A desk on a real call, and the hand that changes what it is told."""
    scene.ask(scene.customer("platinum"), script="answers", answer_after_ms=300)
    desk = scene.desk(scene.agent())
    desk.take_next()
    desk.is_in("on_call")
    expect(desk.button("call.mute")).to_be_enabled(timeout=LONG_MS)
    return desk, Told(desk.page)


def test_the_bar_while_there_is_a_call(scene: Scene, looked: Looked) -> None:
    desk, told = talking(scene)
    for name, change in LIVE.items():
        told.becomes(change)
        desk.is_in(PHASES.get(name, "on_call"))
        looked.at(desk.page, name)
    told.becomes(LIVE["on-call"])
    desk.page.locator("body").press("m")
    expect(desk.button("call.mute")).to_have_attribute("aria-pressed", "true")
    looked.at(desk.page, "muted")


def test_the_bar_with_a_supervisor_a_message_a_recording_and_what_the_browser_does(
    scene: Scene, looked: Looked
) -> None:
    desk, told = talking(scene)
    for name, change in BESIDE.items():
        told.becomes(change)
        desk.is_in(PHASES.get(name, "on_call"))
        looked.at(desk.page, name)
    told.becomes(message)
    expect(desk.page.get_by_test_id("messages")).to_be_visible()
    looked.at(desk.page, "message")
    for name, recording in RECORDED.items():
        told.records(**recording)
        expect(desk.page.get_by_test_id("recording")).to_have_attribute("data-state", recording["state"])
        looked.at(desk.page, name)
    told.becomes(LIVE["two-sides"])
    expect(desk.page.get_by_test_id("stories")).to_have_attribute("data-view", "both")
    looked.at(desk.page, "both-sides")
    told.becomes(LIVE["on-call"])
    desk.page.locator("body").press("d")
    looked.at(desk.page, "keypad")
    desk.page.keyboard.press("Escape")
    told.tells(**CALLED_AGAIN)
    told.becomes(LIVE["dialling"])
    desk.is_in("dialling")
    looked.at(desk.page, "called-again")
    told.tells()
    told.becomes(LIVE["on-call"])
    desk.page.evaluate(INTERRUPTED)
    desk.says(desk.words("quality.reconnecting"))
    looked.at(desk.page, "reconnecting", LAPTOP)
    desk.page.evaluate("window.network_is_back()")
    expect(desk.button("call.mute")).to_be_enabled(timeout=LONG_MS)


def test_the_desk_after_a_call_and_while_something_rings(scene: Scene, looked: Looked) -> None:
    desk, told = talking(scene)
    for name, (change, item) in STORIES.items():
        told.tells(**item)
        told.becomes(change)
        desk.timeline_has(item["kind"])
        looked.at(desk.page, name)
    told.tells()
    for name, change in OVER.items():
        told.becomes(change)
        if name.startswith("ended"):
            desk.is_in("ended")
        else:
            desk.idle()
        looked.at(desk.page, name)
    for name, change in FAILED.items():
        _again(desk, told, change)
        desk.says(desk.outcome(name.removeprefix("failed-").replace("-", "_")))
        looked.at(desk.page, name, LAPTOP)
    for name, change in RINGS.items():
        told.becomes(change)
        expect(desk.page.get_by_test_id(name.removesuffix("-cold"))).to_be_visible(timeout=LONG_MS)
        looked.at(desk.page, name)


def _again(desk: Desk, told: Told, change: Change) -> None:
    """The desk says what became of a call only after it has seen one."""
    told.becomes(OVER["ended-by-agent"])
    desk.is_in("ended")
    told.becomes(change)
    desk.idle()


def test_the_bar_of_a_line_that_is_poor_in_another_tab_or_on_another_device(
    scene: Scene, looked: Looked
) -> None:
    scene.ask(scene.customer("platinum"), script="answers", answer_after_ms=300)
    agent = scene.agent()
    desk = scene.desk(agent)
    desk.take_next()
    desk.is_in("on_call")
    desk.page.evaluate(MICROPHONE, False)
    expect(desk.page.get_by_test_id("line-advice")).to_be_visible(timeout=LONG_MS)
    looked.at(desk.page, "poor-line")
    tab = Desk(desk.page.context.new_page(), scene.windows.config, agent.locale)
    tab.sign_in(agent.email, scene.outside.keys.demo_password)
    tab.says(tab.words("line.elsewhere"))
    looked.at(tab.page, "another-tab")
    elsewhere = scene.desk(agent)
    elsewhere.says(elsewhere.words("line.other_device"))
    looked.at(elsewhere.page, "another-device")
    desk.press("call.hang_up")


def test_the_bar_of_a_microphone_that_is_refused(scene: Scene, looked: Looked, refusing: Browser) -> None:
    scene.ask()
    desk = scene.desk(scene.agent(), browser=refusing, permissions=[])
    desk.take_next()
    desk.says(desk.words("line.fault.microphone_denied"))
    looked.at(desk.page, "microphone-refused")
    desk.press("call.hang_up")
