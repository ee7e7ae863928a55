"""A supervisor comes to the help of an agent, with real desks and the real SDK: who hears them is heard."""

from playwright.sync_api import Page, expect

from tests.journeys.desk import LONG_MS
from tests.journeys.outside import until
from tests.journeys.scene import Scene
from tests.journeys.test_first_call import silent, somebody_is_heard
from tests.journeys.test_warm_transfer import OnStage, party

QUIET = """() => window.peers.forEach((peer) => peer.getSenders().forEach((sender) => {
  if (sender.track) sender.track.enabled = false;
}))"""
SUPERVISOR = "supervisor-1"


def quiet(*pages: Page) -> None:
    """Their microphones are off, so that what is heard is somebody else."""
    for page in pages:
        page.evaluate(QUIET)


def test_listen_whisper_barge_and_take_over(scene: Scene) -> None:
    on = OnStage(scene)
    boss = scene.supervisors_desk()
    agent, phone = on.desk.page, on.phone.page
    agent.locator("body").press("a")
    expect(agent.get_by_test_id("help")).to_have_attribute("aria-pressed", "true", timeout=LONG_MS)
    asking = boss.page.get_by_test_id("help-alert")
    expect(asking).to_contain_text(on.agent.name, timeout=LONG_MS)
    asking.click()
    call = boss.page.locator("[data-call]").filter(has_text=on.asked.customer.name)
    call.get_by_role("button").click()

    boss.is_in("on_call")
    expect(asking).to_have_count(0, timeout=LONG_MS)
    expect(agent.get_by_test_id("help")).to_have_attribute("aria-pressed", "false", timeout=LONG_MS)
    expect(party(on.desk, SUPERVISOR)).to_have_count(0)
    somebody_is_heard(boss.page)
    quiet(agent, phone)
    for page in (agent, phone):
        until("silence while they listen", lambda page=page: silent(page))

    boss.page.locator("body").press("w")
    somebody_is_heard(agent)
    expect(party(on.desk, SUPERVISOR)).to_have_attribute("data-state", "talk", timeout=LONG_MS)
    assert silent(phone), "the customer hears a whisper"
    boss.page.locator("body").press("b")
    somebody_is_heard(phone)
    boss.page.locator("body").press("l")
    until("silence at the phone", lambda: silent(phone))

    boss.page.locator("body").press("Shift+O")
    on.desk.is_in("ended")
    boss.is_in("on_call")
    somebody_is_heard(phone)
    on.desk.wrap_up("solved", "")
    boss.press("call.hang_up")
    on.phone.is_over()
    boss.wrap_up("solved", "")
    scene.becomes(on.asked, "completed")
    scene.free(on.agent)


def test_a_word_to_an_agent_and_a_break_for_them(scene: Scene) -> None:
    agent = scene.agent()
    desk, boss = scene.desk(agent), scene.supervisors_desk()
    boss.page.get_by_role("link", name=boss.words("nav.board")).click()
    line = boss.page.locator("[data-agent]").filter(has_text=agent.name)
    line.get_by_role("button").click()
    boss.page.get_by_role("menuitem", name=boss.words("board.message.open")).click()
    words = scene.casting.note("Bom trabalho hoje.")
    boss.page.get_by_role("textbox").fill(words)
    boss.page.get_by_role("button", name=boss.words("board.message.send")).click()
    shown = desk.page.get_by_test_id("messages")
    expect(shown).to_contain_text(words, timeout=LONG_MS)
    shown.get_by_role("button").click()
    expect(shown).to_have_count(0, timeout=LONG_MS)
    line.get_by_role("button").click()
    boss.page.get_by_role("menuitemcheckbox", name=boss.words("break.meal")).click()
    desk.says(desk.words("break.meal"))
