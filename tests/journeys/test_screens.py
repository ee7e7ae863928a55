"""Every screen in every state: no axe violation, nothing wider than its window, light and dark."""

import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from playwright.sync_api import Page, Route, expect

from local.portal.server import people
from tests.journeys.desk import LONG_MS, Desk, Phone, Words
from tests.journeys.looks import DESKTOP, LAPTOP, PHONE, looked_at
from tests.journeys.scene import Scene
from tests.journeys.test_site_closing import reopened

BUYER = next(one for one in people()["people"] if one["id"] == "marina-b")


LOCALES = ("pt-BR", "es", "en")
# How Swagger's viewer is built: a link inside a button, and its own idea of headings and regions.
VIEWERS_OWN = ("nested-interactive", "heading-order", "region")


class Gallery:
    """Screens one after the other; all that is wrong is told at the end."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.wrong: list[str] = []

    def desk(self, page: Page, name: str, *more: tuple[int, int]) -> None:
        """An agent's screen: a laptop's or a monitor's."""
        self.wrong += looked_at(page, f"desk-{name}", self.folder, *more, LAPTOP, DESKTOP)

    def public(self, page: Page, name: str, forgiven: tuple[str, ...] = ()) -> None:
        """A page for everybody, phones first; `forgiven` are axe's rules that do not count here."""
        self.wrong += looked_at(page, name, self.folder, PHONE, LAPTOP, forgiven=forgiven)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the pictures are."""
    return Path(tmp_path_factory.mktemp("screens"))


@pytest.fixture
def gallery(folder: Path) -> Iterator[Gallery]:
    """Asserts once, so that one run shows everything there is to mend."""
    shown = Gallery(folder)
    yield shown
    assert not shown.wrong, "\n".join([*shown.wrong, f"pictures: {folder}"])


def test_the_desk_before_during_and_after_a_call(scene: Scene, gallery: Gallery) -> None:
    agent = scene.agent()
    desk = scene.desk(agent)
    desk.says(desk.words("idle.nobody"))
    gallery.desk(desk.page, "empty")
    asked = scene.ask(scene.customer("platinum"))
    scene.ask(scene.customer("gold"))
    scene.ask()
    desk.says(desk.words("tier.urgent"))
    gallery.desk(desk.page, "waiting")
    phone = Phone(scene.windows.page(scene.phone_page(asked.customer.phone)))
    desk.take_next()
    desk.is_in("ringing")
    desk.timeline_has("attempt.ringing")
    gallery.desk(desk.page, "ringing")
    phone.answer()
    desk.is_in("on_call")
    gallery.desk(desk.page, "on-call")
    desk.press("call.hold")
    desk.is_in("held")
    gallery.desk(desk.page, "held")
    gallery.public(phone.page, "phone-in-call")
    desk.press("call.hang_up")
    desk.is_in("ended")
    gallery.desk(desk.page, "wrap-up")
    gallery.public(phone.page, "phone-ended")


def test_the_desk_that_is_loading_failing_or_signed_out(scene: Scene, gallery: Gallery) -> None:
    agent = scene.agent(available=False)
    context = scene.windows.open()
    page = context.new_page()
    page.goto(scene.windows.config.desk_url)
    words = Words("pt-BR")
    expect(page.get_by_role("button", name=words("sign_in.go"))).to_be_visible(timeout=LONG_MS)
    gallery.desk(page, "sign-in")
    desk = Desk(page, scene.windows.config, agent.locale)
    desk.words = words
    desk.sign_in(agent.email, scene.outside.keys.demo_password)
    desk = Desk(page, scene.windows.config, agent.locale)
    held: list[Route] = []
    page.route(re.compile("/api/me$"), lambda route: held.append(route))
    page.reload()
    expect(page.locator("[aria-busy=true]").first).to_be_visible(timeout=LONG_MS)
    gallery.desk(page, "loading")
    page.route(re.compile("/api/"), lambda route: route.fulfill(status=500, json={"code": "unexpected"}))
    for route in held:
        route.abort()
    page.reload()
    expect(page.get_by_role("alert").first).to_be_visible(timeout=LONG_MS)
    gallery.desk(page, "failed")
    page.unroute_all(behavior="ignoreErrors")
    page.reload()
    desk.ready()
    page.keyboard.press("?")
    expect(page.get_by_role("dialog")).to_be_visible()
    gallery.desk(page, "shortcuts")
    page.keyboard.press("Escape")
    page.get_by_role("button", name=desk.words("presence.menu")).click()
    gallery.desk(page, "presence")


def test_the_reports(scene: Scene, gallery: Gallery) -> None:
    asked = scene.ask(script="answers", answer_after_ms=200, hangup_after_ms=800)
    agent = scene.agent()
    desk = scene.desk(agent)
    desk.take_next()
    desk.is_in("ended")
    desk.wrap_up("solved", "")
    scene.becomes(asked, "completed")
    scene.outside.run_function("BuildHours")
    desk.page.get_by_role("link", name=desk.words("nav.figures")).click()
    desk.says(desk.words("figures.title"))
    gallery.desk(desk.page, "figures")
    report = scene.supervisors_desk()
    report.page.get_by_role("link", name=report.words("nav.reports")).click()
    expect(report.page.get_by_role("img", name=report.words("report.chart"))).to_be_visible(timeout=LONG_MS)
    gallery.desk(report.page, "report")
    for key in ("report.from", "report.until"):
        report.page.get_by_label(report.words(key), exact=True).fill("2026-01-02")
    report.says(report.words("report.empty"))
    gallery.desk(report.page, "report-empty")


def test_the_supervisors_queue(scene: Scene, gallery: Gallery) -> None:
    asked = scene.ask(scene.customer("platinum"))
    again = scene.ask(replace(scene.customer(), phone=asked.customer.phone))
    desk = scene.supervisors_desk()
    desk.page.get_by_role("link", name=desk.words("nav.queue")).click()
    row = desk.page.locator(f'[data-callback="{asked.id}"]')
    expect(row).to_be_visible(timeout=LONG_MS)
    gallery.desk(desk.page, "manage")
    row.get_by_role("button").click()
    gallery.desk(desk.page, "manage-menu")
    desk.page.get_by_role("menuitem", name=desk.words("manage.cancel.open")).click()
    gallery.desk(desk.page, "manage-cancel")
    desk.page.keyboard.press("Escape")
    for one in (asked, again):
        desk.page.locator(f'[data-callback="{one.id}"]').get_by_role("checkbox").check()
    desk.page.get_by_role("button", name=desk.words("manage.merge.go"), exact=True).click()
    gallery.desk(desk.page, "manage-merge")
    desk.page.keyboard.press("Escape")
    desk.page.get_by_role("button", name=desk.words("manage.lane.state.open")).first.click()
    gallery.desk(desk.page, "manage-lane")


def test_the_guard(scene: Scene, gallery: Gallery) -> None:
    desk = scene.supervisors_desk()
    page, guard = desk.page, re.compile("/api/guard$")
    held: list[Route] = []
    page.route(guard, lambda route: held.append(route))
    page.get_by_role("link", name=desk.words("nav.guard")).click()
    desk.says(desk.words("guard.lead"))
    gallery.desk(page, "guard-loading")
    page.route(guard, lambda route: route.fulfill(status=404, json={"code": "not_found"}))
    for route in held:
        route.abort()
    page.reload()
    expect(page.get_by_role("alert")).to_be_visible(timeout=LONG_MS)
    gallery.desk(page, "guard-failed")
    page.unroute_all(behavior="ignoreErrors")
    page.reload()
    desk.says(desk.words("guard.state.calm"))
    gallery.desk(page, "guard")
    page.route(guard, _spent)
    page.reload()
    expect(page.get_by_role("alert")).to_be_visible(timeout=LONG_MS)
    gallery.desk(page, "guard-stopped")


def _spent(route: Route) -> None:
    """The guard's answer on a day on which a country's budget is spent."""
    guard = route.fetch().json()
    budget = guard["budgets"][0]
    budget |= {"spent_minor": budget["budget_minor"], "breaker_open": True, "dials": 12_345, "barred": 678}
    guard["refusals"] = [{"why": "prefix", "count": 140}, {"why": "country_budget", "count": 3}]
    route.fulfill(json=guard)


def test_the_sites_hours(scene: Scene, gallery: Gallery) -> None:
    reopened(scene, scene.outside.sign_in(scene.supervisor))
    desk = scene.supervisors_desk()
    page, words = desk.page, desk.words
    held: list[Route] = []
    calendar = re.compile("/api/(hours|closings)")
    page.route(calendar, lambda route: held.append(route))
    page.get_by_role("link", name=words("nav.hours")).click()
    expect(page.locator("section[aria-busy=true]").first).to_be_visible(timeout=LONG_MS)
    gallery.desk(page, "hours-loading")
    page.route(calendar, lambda route: route.fulfill(status=404, json={"code": "not_found"}))
    for route in held:
        route.abort()
    page.reload()
    expect(page.get_by_role("alert")).to_have_count(2, timeout=LONG_MS)
    gallery.desk(page, "hours-failed")
    page.unroute_all(behavior="ignoreErrors")
    page.reload()
    desk.says(words("hours.no_closings"))
    gallery.desk(page, "hours")
    page.locator("[data-date]").last.get_by_role("button").click()
    page.get_by_role("button", name=words("hours.close_day")).click()
    gallery.desk(page, "hours-close")
    for locale in LOCALES:
        page.get_by_role("dialog").get_by_label(words(f"own_language.{locale}")).fill("Inventário. " * 12)
    page.get_by_role("dialog").get_by_role("button", name=words("hours.close.go")).click()
    expect(page.get_by_role("dialog")).to_have_count(0, timeout=LONG_MS)
    closing = page.locator("[data-closing]")
    gallery.desk(page, "hours-closed")
    closing.get_by_role("button").click()
    gallery.desk(page, "hours-reopen")
    page.get_by_role("dialog").get_by_role("button", name=words("hours.reopen.go"), exact=True).click()
    desk.says(words("hours.no_closings"))


def test_the_portal_and_the_form(scene: Scene, gallery: Gallery) -> None:
    words = Words("pt-BR", "help")
    page = scene.windows.page(scene.windows.config.portal_url)
    expect(page.locator("[data-person]").first).to_be_visible(timeout=LONG_MS)
    gallery.public(page, "portal")
    page.locator(f'[data-person="{BUYER["id"]}"]').click()
    expect(page.get_by_role("button", name=words("send"))).to_be_visible(timeout=LONG_MS)
    gallery.public(page, "form")
    page.get_by_role("button", name=words("send")).click()
    gallery.public(page, "form-errors")
    page.get_by_label(words("topic")).select_option(label=words("payments"))
    page.get_by_label(words("question")).fill(scene.casting.question())
    page.get_by_label(words("phone"), exact=True).fill(BUYER["phone"])
    page.get_by_role("button", name=words("send")).click()
    expect(page.get_by_role("link", name=words("link"))).to_be_visible(timeout=LONG_MS)
    gallery.public(page, "receipt")
    page.get_by_role("button", name=words("cancel")).click()
    page.get_by_role("button", name=words("sure")).click()
    expect(page.get_by_text(words("cancelled")).first).to_be_visible(timeout=LONG_MS)
    gallery.public(page, "receipt-cancelled")


def test_the_customers_own_page(scene: Scene, gallery: Gallery) -> None:
    asked = scene.ask(script="answers", answer_after_ms=200)
    page = scene.windows.page(asked.link)
    for status in ("queued", "connected", "completed"):
        if status == "connected":
            desk = scene.desk(scene.agent())
            desk.take_next()
        if status == "completed":
            desk.is_in("on_call")
            desk.press("call.hang_up")
        expect(page.locator("#page")).to_have_attribute("data-scene", status, timeout=LONG_MS)
        gallery.public(page, f"own-{status}")
    unknown = scene.windows.page(f"{scene.windows.config.customer_page_url}#nonsense")
    expect(unknown.get_by_role("heading")).to_be_visible(timeout=LONG_MS)
    gallery.public(unknown, "own-unknown")


def test_what_developers_open(scene: Scene, gallery: Gallery) -> None:
    config = scene.windows.config
    asked = scene.ask()
    console = scene.windows.page(config.twin_url)
    phone = Phone(scene.windows.page(scene.phone_page(asked.customer.phone)))
    gallery.public(phone.page, "phone-idle")
    desk = scene.desk(scene.agent())
    desk.take_next()
    expect(phone.page.get_by_role("button", name=re.compile("^Answer"))).to_be_visible(timeout=LONG_MS)
    gallery.public(phone.page, "phone-ringing")
    expect(console.get_by_text(asked.customer.phone).first).to_be_visible(timeout=LONG_MS)
    gallery.public(console, "console")
    docs = scene.windows.page(config.docs_url)
    expect(docs.get_by_text("/callbacks").first).to_be_visible(timeout=LONG_MS)
    gallery.public(docs, "docs", forgiven=VIEWERS_OWN)
