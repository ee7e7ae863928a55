"""From the form in the help portal to a finished call on the timeline and in the report."""

import csv
import io
import re
from pathlib import Path

from playwright.sync_api import Page, expect

from local.portal.server import people
from tests.journeys.desk import LONG_MS, Desk, Phone, Words
from tests.journeys.outside import until
from tests.journeys.scene import Agent, Scene
from tests.journeys.windows import heard

QUESTION = "A entrega consta como feita, mas o pagamento continua retido."
NOTE = "Pagamento liberado durante a ligação; cai amanhã cedo."
TOLD = [
    "callback.requested",
    "callback.queued",
    "callback.claimed",
    "attempt.agent_joined",
    "attempt.dialled",
    "attempt.ringing",
    "attempt.connected",
    "attempt.held",
    "attempt.resumed",
    "attempt.ended",
    "callback.completed",
    "attempt.wrapped_up",
]
SELLER = next(one for one in people()["people"] if one["level"] == "platinum" and one["country"] == "BR")
ORDER = SELLER["orders"][0]
SELLER_ID = f"seller-{SELLER['id']}"


def test_a_seller_asks_in_the_portal_and_an_agent_talks_to_them_and_everybody_sees_the_story(
    scene: Scene, tmp_path: Path
) -> None:
    scene.casting.said |= {QUESTION, NOTE, SELLER["name"], SELLER["phone"][1:]}
    agent = demo_agent(scene)
    desk = scene.desk(agent)
    desk.choose_presence("presence.available")
    phone = Phone(scene.windows.page(scene.phone_page(SELLER["phone"])))
    own_page = ask_in_the_portal(scene)
    desk.take_next()
    the_whole_picture_is_there_before_an_answer(desk)
    expect(own_page.locator("#page")).to_have_attribute(
        "data-scene", re.compile("claimed|dialling"), timeout=LONG_MS
    )
    phone.answer()
    desk.is_in("on_call")
    shows(own_page, "connected")
    both_hear_each_other(desk, phone)
    mute_and_hold(desk, phone)
    desk.press("call.hang_up")
    phone.is_over()
    desk.is_in("ended")
    shows(own_page, "completed")
    desk.wrap_up("solved", NOTE)
    desk.idle()
    expect(desk.next).to_be_enabled(timeout=LONG_MS)
    scene.free(agent)
    the_timeline_tells_all(scene, agent)
    everybody_gets_figures(scene, desk, tmp_path)


def shows(own_page: Page, status: str) -> None:
    """The customer's own page has this status."""
    expect(own_page.locator("#page")).to_have_attribute("data-scene", re.compile(status), timeout=LONG_MS)


def demo_agent(scene: Scene) -> Agent:
    """The demo's own agent, who serves the whole site of the demo's own seller."""
    email = "ana@alo.example"
    return Agent(email, "Ana Ribeiro", "pt-BR", scene.outside.sign_in(email))


def ask_in_the_portal(scene: Scene) -> Page:
    """Chooses to be the seller, fills the real element on the other origin, and opens their own page."""
    page = scene.windows.page(scene.windows.config.portal_url)
    page.locator(f'[data-person="{SELLER["id"]}"]').click()
    page.locator(f'[data-order="{ORDER["id"]}"]').click()
    words = Words("pt-BR", "help")
    page.get_by_label(words("topic")).select_option(label=words("payments"))
    page.get_by_label(words("question")).fill(QUESTION)
    page.get_by_label(words("phone"), exact=True).fill(SELLER["phone"])
    page.get_by_role("button", name=words("send")).click()
    with page.context.expect_page() as opened:
        page.get_by_role("link", name=words("link")).click(timeout=LONG_MS)
    own_page = opened.value
    shows(own_page, "queued")
    expect(own_page.get_by_text(QUESTION)).to_be_visible()
    return own_page


def the_whole_picture_is_there_before_an_answer(desk: Desk) -> None:
    """Question, profile, order and timeline, while it still rings."""
    desk.is_in("ringing")
    for text in (QUESTION, SELLER["name"], desk.words("level.platinum"), ORDER["title"]):
        desk.says(re.compile(re.escape(text)))
    desk.timeline_has("callback.requested")
    expect(desk.state).to_have_attribute("data-phase", "ringing")


def both_hear_each_other(desk: Desk, phone: Phone) -> None:
    """Audio, not signalling: energy keeps arriving on both sides."""
    for page in (desk.page, phone.page):
        somebody_is_heard(page)


def somebody_is_heard(page: Page) -> None:
    """More sound than there was."""
    before = heard(page)
    until("audio to arrive", lambda: heard(page) > before + 0.001)


def mute_and_hold(desk: Desk, phone: Phone) -> None:
    """Muted, the customer hears silence; held, music; then each other again."""
    desk.press("call.mute")
    expect(desk.button("call.mute")).to_have_attribute("aria-pressed", "true")
    until("silence at the phone", lambda: silent(phone.page))
    desk.press("call.mute")
    expect(desk.button("call.mute")).to_have_attribute("aria-pressed", "false")
    desk.press("call.hold")
    desk.is_in("held")
    until("silence at the desk", lambda: silent(desk.page))
    somebody_is_heard(phone.page)
    desk.press("call.resume")
    desk.is_in("on_call")
    both_hear_each_other(desk, phone)


def silent(page: Page) -> bool:
    """Nothing arrives for longer than the pause between two beeps of the test microphone."""
    before = heard(page)
    page.wait_for_timeout(1500)
    return heard(page) < before + 0.0001


def the_timeline_tells_all(scene: Scene, agent: Agent) -> None:
    """Every step once, in order, with what it carries."""

    def story() -> list[dict[str, object]]:
        return list(reversed(scene.say(agent, "GET", f"/customers/{SELLER_ID}/timeline?limit=100")["items"]))

    def steps() -> list[object]:
        """Without the text message and the recording, which come when they come."""
        kinds = [str(item["kind"]) for item in story()]
        return [kind for kind in kinds if not kind.startswith(("callback.notified", "recording."))]

    until("the whole story", lambda: steps()[-len(TOLD) :] == TOLD)
    told = {item["kind"]: item for item in story()}
    assert told["callback.requested"]["question"] == QUESTION
    assert told["callback.queued"]["tier"] == "urgent"
    assert told["attempt.wrapped_up"]["note"] == NOTE
    assert told["attempt.wrapped_up"]["disposition"] == "solved"
    ended = told["attempt.ended"]
    assert (ended["outcome"], ended["ended_by"], ended["agent_name"]) == ("completed", "agent", agent.name)
    assert all(int(str(ended[name])) > 0 for name in ("talk_ms", "hold_ms", "rang_ms"))


def everybody_gets_figures(scene: Scene, desk: Desk, folder: Path) -> None:
    """Built by the packaged function, as its schedule runs it."""
    scene.outside.run_function("BuildHours")
    # The desk reads its figures once a minute: a reload is quicker.
    desk.page.reload()
    desk.ready()
    desk.page.get_by_role("link", name=desk.words("nav.figures")).click()
    desk.says(desk.words("figures.title"))
    handled = desk.page.locator("dl div", has_text=desk.words("count_how.handled")).locator("dd").first
    expect(handled).to_have_text(re.compile("^[1-9]"), timeout=LONG_MS)
    sofia = Agent("sofia@alo.example", "Sofia Brandão", "pt-BR", "")
    report = scene.desk(sofia)
    report.page.get_by_role("link", name=report.words("nav.reports")).click()
    expect(report.page.get_by_role("img", name=report.words("report.chart"))).to_be_visible(timeout=LONG_MS)
    by = report.page.get_by_role("group", name=report.words("report.by"), exact=True)
    by.get_by_text(report.words("report.agent"), exact=True).click()
    row = report.page.get_by_role("row", name=re.compile("Ana Ribeiro"))
    expect(row).to_be_visible()
    with report.page.expect_download() as download:
        report.page.get_by_role("button", name=report.words("report.csv")).click()
    download.value.save_as(folder / "report.csv")
    rows = list(csv.DictReader(io.StringIO((folder / "report.csv").read_text())))
    hers = [one for one in rows if one["agent_name"] == "Ana Ribeiro"]
    assert sum(int(one["handled"]) for one in hers) >= 1
    assert all(int(one["talk_ms"]) > 0 for one in hers if int(one["handled"]))
