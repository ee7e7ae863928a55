"""More than two in a call, with real desks and the real SDK; the customer is never left alone on the line."""

import os
import re
from pathlib import Path

import pytest
from playwright.sync_api import Locator, expect

from tests.journeys.desk import LONG_MS, Desk, Phone
from tests.journeys.looks import DESKTOP, LAPTOP, looked_at
from tests.journeys.outside import until
from tests.journeys.scene import Agent, Asked, Scene
from tests.journeys.test_first_call import silent, somebody_is_heard
from tests.journeys.test_offers import answer

SMALL = (1024, 768)


class OnStage:
    """An agent who talks to a customer, both in pages of their own."""

    def __init__(self, scene: Scene) -> None:
        self.scene = scene
        self.agent = scene.agent()
        self.desk = scene.desk(self.agent)
        self.asked: Asked = scene.ask()
        self.phone = Phone(scene.windows.page(scene.phone_page(self.asked.customer.phone)))
        self.desk.take_next()
        self.phone.answer()
        self.desk.is_in("on_call")

    def is_never_alone(self) -> None:
        """The customer is still in their one call, and hears somebody, or music."""
        calls = self.scene.outside.calls_to(self.asked.customer.phone)
        assert [one["status"] for one in calls] == ["in-progress"]
        somebody_is_heard(self.phone.page)


@pytest.fixture
def pictures(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where they are."""
    return Path(os.environ.get("ALO_PICTURES") or tmp_path_factory.mktemp("live-call"))


def party(desk: Desk, label: str) -> Locator:
    """One chip under the call bar."""
    return desk.page.locator(f'[data-party="{label}"]')


def are(desk: Desk, **states: str) -> None:
    """What the desk says of each party: talk, held, coming or gone."""
    for label, state in states.items():
        chip = party(desk, label.replace("_", "-"))
        expect(chip).to_have_attribute("data-state", state, timeout=LONG_MS)


def consult(desk: Desk, search: str) -> None:
    """By keyboard alone: the dialog, a few letters, Enter."""
    choose(desk, search)
    desk.page.keyboard.press("Enter")
    expect(desk.page.get_by_test_id("ask")).to_have_count(0, timeout=LONG_MS)


def choose(desk: Desk, search: str) -> None:
    """Marked in the dialog, and not asked yet."""
    desk.page.locator("body").press("c")
    people = desk.page.get_by_role("listbox")
    expect(people.get_by_role("option").first).to_be_visible(timeout=LONG_MS)
    expect(desk.page.get_by_role("combobox", name=desk.words("ask.search"))).to_be_focused()
    desk.page.keyboard.type(search)
    option = people.get_by_role("option", selected=True)
    expect(option).to_contain_text(re.compile(re.escape(search), re.IGNORECASE), timeout=LONG_MS)


def invited(desk: Desk) -> Locator:
    """What rings at a specialist's desk."""
    return desk.page.get_by_test_id("invitation")


def test_consult_swap_together_and_hand_over(scene: Scene, pictures: Path) -> None:
    specialist = scene.specialist()
    colleague = scene.desk(specialist)
    on = OnStage(scene)
    desk, wrong = on.desk, []
    desk.page.locator("body").press("c")
    expect(desk.page.get_by_role("option", name=specialist.name)).to_be_visible(timeout=LONG_MS)
    wrong += looked_at(desk.page, "ask", pictures, SMALL, LAPTOP, DESKTOP)
    desk.page.keyboard.press("Escape")
    consult(desk, specialist.name)
    are(desk, customer="held", specialist_1="coming")
    on.is_never_alone()
    expect(invited(colleague)).to_contain_text(on.agent.name, timeout=LONG_MS)
    for told in (on.asked.customer.name, on.asked.question):
        expect(invited(colleague)).to_contain_text(told)
    wrong += looked_at(colleague.page, "invitation", pictures, LAPTOP)
    answer(colleague, "Enter")

    are(desk, customer="held", specialist_1="talk")
    desk.is_in("consulting")
    colleague.is_in("on_call")
    colleague.says(f"“{on.asked.question}”")
    are(colleague, customer="held", agent="talk")
    for page in (desk.page, colleague.page):
        somebody_is_heard(page)
    on.is_never_alone()
    wrong += looked_at(desk.page, "consulting", pictures, SMALL, LAPTOP, DESKTOP)
    wrong += looked_at(colleague.page, "guest", pictures, SMALL, LAPTOP)

    desk.page.locator("body").press("1")
    are(desk, customer="talk", specialist_1="held")
    colleague.is_in("held")
    desk.is_in("on_call")
    on.is_never_alone()
    desk.page.locator("body").press("0")
    are(desk, customer="talk", specialist_1="talk")
    expect(desk.page.get_by_test_id("talk-everybody")).to_have_attribute("aria-pressed", "true")
    wrong += looked_at(desk.page, "together", pictures, SMALL, LAPTOP)
    presses_keys(desk)
    on.is_never_alone()

    desk.page.locator("body").press("Shift+T")
    desk.is_in("ended")
    expect(desk.page.get_by_text(desk.outcome("transferred"))).to_be_visible()
    colleague.is_in("on_call")
    expect(colleague.button("call.hang_up")).to_be_visible(timeout=LONG_MS)
    until("the agent's line to close", lambda: silent(desk.page))
    somebody_is_heard(colleague.page)
    on.is_never_alone()
    desk.wrap_up("solved", "")
    wrong += looked_at(colleague.page, "handed-over", pictures, LAPTOP)
    ends_it(scene, on, colleague, specialist)
    assert not wrong, "\n".join(wrong)


def presses_keys(desk: Desk) -> None:
    """Of a telephone, through the SDK."""
    desk.page.locator("body").press("d")
    pad = desk.page.get_by_role("dialog")
    expect(pad).to_be_visible()
    desk.page.keyboard.press("5")
    pad.get_by_role("button", name="#", exact=True).click()
    expect(pad.get_by_role("status")).to_have_text("5#")
    desk.page.keyboard.press("Escape")
    expect(pad).to_have_count(0)


def ends_it(scene: Scene, on: OnStage, desk: Desk, agent: Agent) -> None:
    """The one who has the call now hangs up and wraps up; the timeline knows both."""
    desk.press("call.hang_up")
    on.phone.is_over()
    desk.is_in("ended")
    desk.wrap_up("solved", "")
    scene.becomes(on.asked, "completed")
    for one in (on.agent, agent):
        scene.free(one)
    told = scene.kinds(on.agent, on.asked)
    assert {"attempt.party_asked", "attempt.party_joined", "attempt.transferred"} <= set(told)
    assert told.count("attempt.wrapped_up") == 2


def test_a_cold_transfer_leaves_the_customer_with_music_until_the_specialist_is_there(scene: Scene) -> None:
    specialist = scene.specialist()
    colleague = scene.desk(specialist)
    on = OnStage(scene)
    choose(on.desk, specialist.name)
    on.desk.page.keyboard.press("Control+Enter")
    on.desk.is_in("ended")
    expect(invited(colleague)).to_contain_text(on.asked.customer.name, timeout=LONG_MS)
    on.is_never_alone()
    answer(colleague, "Enter")
    colleague.is_in("on_call")
    colleague.says(f"“{on.asked.question}”")
    on.is_never_alone()
    somebody_is_heard(colleague.page)
    on.desk.wrap_up("solved", "")
    colleague.press("call.hang_up")
    on.phone.is_over()
    colleague.wrap_up("solved", "")
    scene.becomes(on.asked, "completed")


def test_a_cold_transfer_that_is_declined_leaves_the_customer_on_the_line_for_the_next_agent(
    scene: Scene,
) -> None:
    specialist = scene.specialist()
    colleague = scene.desk(specialist)
    on = OnStage(scene)
    choose(on.desk, specialist.name)
    on.desk.page.keyboard.press("Control+Enter")
    on.desk.is_in("ended")
    expect(invited(colleague)).to_be_visible(timeout=LONG_MS)
    on.is_never_alone()
    answer(colleague, "Escape")
    scene.free(specialist)
    assert scene.becomes(on.asked, "queued")["position"] == 1
    assert scene.told(on.agent, on.asked, "attempt.ended")["outcome"] == "transfer_failed"
    on.is_never_alone()
    colleague.take_next()
    colleague.is_in("on_call")
    assert len(scene.outside.calls_to(on.asked.customer.phone)) == 1, "nobody was dialled again"
    on.is_never_alone()
    colleague.press("call.hang_up")
    on.phone.is_over()
    colleague.wrap_up("solved", "")
    on.desk.wrap_up("solved", "")
    scene.becomes(on.asked, "completed")
    scene.free(on.agent)


def test_who_declines_is_told_to_the_agent_and_the_customer_is_taken_back(scene: Scene) -> None:
    specialist = scene.specialist()
    colleague = scene.desk(specialist)
    on = OnStage(scene)
    consult(on.desk, specialist.name)
    expect(invited(colleague)).to_be_visible(timeout=LONG_MS)
    answer(colleague, "Escape")
    expect(invited(colleague)).to_have_count(0, timeout=LONG_MS)
    are(on.desk, specialist_1="gone")
    on.is_never_alone()
    on.desk.press("call.resume")
    on.desk.is_in("on_call")
    scene.free(specialist)
    on.desk.press("call.hang_up")
    on.phone.is_over()
