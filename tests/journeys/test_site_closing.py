"""A supervisor closes the site for a day: no customer can choose it, and all are told why."""

from collections.abc import Iterator
from datetime import date, timedelta

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.journeys.cast import Customer
from tests.journeys.desk import LONG_MS, Desk, Words
from tests.journeys.outside import Json
from tests.journeys.scene import Scene

TOLD = {
    "pt-BR": "Neste dia a equipe está em treinamento.",
    "es": "Ese día el equipo está en capacitación.",
    "en": "The team is in training on that day.",
}


@pytest.fixture
def token(scene: Scene) -> Iterator[str]:
    """The supervisor's. Whatever a test leaves closed is opened again: by those before this one, too."""
    signed = scene.outside.sign_in(f"{scene.site}-supervisor@journeys.example".lower())
    reopened(scene, signed)
    yield signed
    reopened(scene, signed)


def test_a_day_is_closed_and_opened_again_and_customers_see_it(scene: Scene, token: str) -> None:
    customer = scene.customer(locale="en")
    page = chooser(scene, customer)
    day = working_day(scene, token)
    desk = opened(scene)
    close(desk, row(desk, day))
    expect(row(desk, day)).to_have_attribute("data-state", "closed", timeout=LONG_MS)

    page.locator("#day").fill(day["date"])
    expect(page.get_by_text(TOLD["en"])).to_be_visible(timeout=LONG_MS)
    expect(page.locator(".slot")).to_have_count(0)
    told = previewed(scene, customer, day)
    assert (told["reason"], told["slots"], told["message"]) == ("closed", [], TOLD["en"])
    other = scene.customer()
    form = {"question": scene.casting.question(), "topic": scene.topic, "phone": other.phone}
    form["window"] = day["slots"][0]
    refused = scene.outside.api("POST", "/callbacks", scene.outside.portal_token(other), form)
    assert (refused.status_code, refused.json()["fields"]) == (422, [{"name": "window", "code": "closed"}])

    desk.page.locator("[data-closing]").get_by_role("button").click()
    dialog = desk.page.get_by_role("dialog")
    dialog.get_by_role("button", name=desk.words("hours.reopen.go"), exact=True).click()
    desk.says(desk.words("hours.no_closings"))
    expect(row(desk, day)).to_have_attribute("data-state", "open", timeout=LONG_MS)
    assert previewed(scene, customer, day)["slots"] == day["slots"]
    page.get_by_role("button", name=Words("en", "customer")("day_before")).click()
    page.locator("#day").fill(day["date"])
    expect(page.locator(".slot")).to_have_count(len(day["slots"]), timeout=LONG_MS)


def test_a_closing_that_is_over_is_refused_at_its_field(scene: Scene, token: str) -> None:
    desk = opened(scene)
    desk.page.get_by_role("button", name=desk.words("hours.close"), exact=True).press("Enter")
    dialog = desk.page.get_by_role("dialog")
    dialog.get_by_label(desk.words("hours.close.from")).fill("2026-01-02T08:00")
    dialog.get_by_label(desk.words("hours.close.until")).fill("2026-01-02T12:00")
    tell(desk)
    dialog.get_by_role("button", name=desk.words("hours.close.go")).press("Enter")
    expect(dialog.get_by_role("alert")).to_contain_text(errors(desk)("field.in_past"), timeout=LONG_MS)
    desk.page.keyboard.press("Escape")
    expect(dialog).to_have_count(0)
    assert scene.outside.api("GET", "/closings", token).json()["closings"] == []


def reopened(scene: Scene, token: str) -> None:
    """Nothing is closed by hand."""
    for one in scene.outside.api("GET", "/closings", token).json()["closings"]:
        scene.outside.api("DELETE", f"/closings/{one['from_ms']}", token)


def opened(scene: Scene) -> Desk:
    """The page of the site's hours."""
    desk = scene.supervisors_desk()
    desk.page.get_by_role("link", name=desk.words("nav.hours")).click()
    desk.says(desk.words("hours.no_closings"))
    return desk


def chooser(scene: Scene, customer: Customer) -> Page:
    """A customer who waits and would choose another time."""
    page = scene.windows.page(scene.ask(customer).link)
    page.get_by_role("button", name=Words("en", "customer")("another_time")).click()
    expect(page.locator(".slot").first).to_be_visible(timeout=LONG_MS)
    return page


def working_day(scene: Scene, token: str) -> Json:
    """The next day, from tomorrow on, on which a time can be chosen."""
    for days in range(1, 7):
        asked = date.today() + timedelta(days=days)
        day = dict(scene.outside.api("GET", f"/hours?date={asked}", token).json())
        if day["slots"]:
            return day
    raise AssertionError("a week without a working day")


def previewed(scene: Scene, customer: Customer, day: Json) -> Json:
    """The day as the form asks for it."""
    query = f"country={customer.country}&topic={scene.topic}&date={day['date']}"
    return dict(scene.outside.api("GET", f"/windows?{query}", scene.outside.portal_token(customer)).json())


def row(desk: Desk, day: Json) -> Locator:
    """A day in the table, once it is there."""
    found = desk.page.locator(f'[data-date="{day["date"]}"]')
    expect(found).to_be_visible(timeout=LONG_MS)
    return found


def close(desk: Desk, day: Locator) -> None:
    """The whole of a day."""
    day.get_by_role("button").click()
    desk.page.get_by_role("button", name=desk.words("hours.close_day")).click()
    tell(desk)
    desk.page.get_by_role("dialog").get_by_role("button", name=desk.words("hours.close.go")).click()
    expect(desk.page.locator("[data-closing]")).to_be_visible(timeout=LONG_MS)


def tell(desk: Desk) -> None:
    """What customers read, in every language."""
    for locale, sentence in TOLD.items():
        desk.page.get_by_role("dialog").get_by_label(desk.words(f"own_language.{locale}")).fill(sentence)


def errors(desk: Desk) -> Words:
    """The API's sentences in the language of a desk."""
    return Words(str(desk.page.evaluate("document.documentElement.lang")), "errors")
