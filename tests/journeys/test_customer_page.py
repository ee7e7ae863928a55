"""The link a customer owns: live status, cancelling, and links that are nobody's."""

import re

import pytest
from playwright.sync_api import Page, Route, expect

from tests.journeys.cast import Customer
from tests.journeys.desk import LONG_MS, Words
from tests.journeys.scene import Asked, Scene


def own_page(scene: Scene, asked: Asked) -> Page:
    """As its customer opens it, on a phone."""
    page = scene.windows.page(asked.link, viewport={"width": 390, "height": 844})
    expect(page.locator("#page")).to_have_attribute("data-scene", "queued", timeout=LONG_MS)
    return page


def in_language(scene: Scene, locale: str) -> tuple[Customer, Words]:
    """A customer who reads that language, and what they should read."""
    return scene.customer(locale=locale), Words(locale, "customer")


@pytest.mark.parametrize("locale", ["pt-BR", "es", "en"])
def test_a_customer_who_cancels_leaves_every_queue_at_once(scene: Scene, locale: str) -> None:
    customer, words = in_language(scene, locale)
    asked = scene.ask(customer)
    agent = scene.agent()
    desk = scene.desk(agent)
    desk.says(re.compile(r"^1\b"))
    page = own_page(scene, asked)
    page.get_by_role("button", name=words("cancel")).click()
    page.get_by_role("button", name=words("no")).click()
    assert scene.seen(asked)["status"] == "queued"
    page.get_by_role("button", name=words("cancel")).click()
    page.get_by_role("button", name=words("yes")).click()
    expect(page.get_by_role("heading", name=words("cancelled"))).to_be_visible(timeout=LONG_MS)
    desk.says(desk.words("idle.nobody"))
    assert scene.told(agent, asked, "callback.cancelled")["reason"] == "customer"
    page.reload()
    expect(page.get_by_role("heading", name=words("cancelled"))).to_be_visible(timeout=LONG_MS)


def test_cancelling_after_an_agent_took_it_says_that_it_is_too_late(scene: Scene) -> None:
    customer, words = in_language(scene, "pt-BR")
    asked = scene.ask(customer, script="answers", answer_after_ms=300)
    page = own_page(scene, asked)
    page.get_by_role("button", name=words("cancel")).click()
    # The page has not heard yet: its next look is held up until after the click.
    page.route(re.compile(f"/callbacks/{asked.id}"), _only_deletes)
    desk = scene.desk(scene.agent())
    desk.take_next()
    desk.is_in("on_call")
    page.get_by_role("button", name=words("yes")).click()
    expect(page.get_by_text(Words("pt-BR", "errors")("callback_not_cancellable.detail"))).to_be_visible(
        timeout=LONG_MS
    )
    page.unroute_all(behavior="ignoreErrors")
    expect(page.locator("#page")).to_have_attribute("data-scene", "connected", timeout=LONG_MS)


def _only_deletes(route: Route) -> None:
    if route.request.method == "GET":
        route.abort()
    else:
        route.continue_()


def test_a_forged_link_shows_nothing_of_anybody(scene: Scene) -> None:
    words = Words("pt-BR", "customer")
    asked = scene.ask(scene.customer(locale="pt-BR"))
    address, token = asked.link.split("#")
    head, claims, signature = token.split(".")
    forged = "A" * 10 + signature[10:] if not signature.startswith("A" * 10) else "B" * 10 + signature[10:]
    for wrong in (f"{head}.{claims}.{forged}", "nonsense", ""):
        page = scene.windows.page(f"{address}#{wrong}")
        expect(page.get_by_role("heading", name=words("link_unknown"))).to_be_visible(timeout=LONG_MS)
        expect(page.get_by_text(asked.question)).to_have_count(0)


def test_the_link_of_one_customer_opens_no_other_callback(scene: Scene) -> None:
    mine, other = scene.ask(), scene.ask()
    for method in ("GET", "DELETE"):
        answer = scene.outside.api(method, f"/callbacks/{other.id}", mine.token)
        assert (answer.status_code, answer.json()["code"]) == (404, "not_found")
    assert scene.seen(other)["status"] == "queued"


def test_a_page_that_loses_the_network_says_since_when_and_comes_back_by_itself(scene: Scene) -> None:
    asked = scene.ask(scene.customer(locale="pt-BR"))
    page = own_page(scene, asked)
    page.context.set_offline(True)
    start = Words("pt-BR", "customer")("offline").split("{")[0]
    expect(page.get_by_text(re.compile(re.escape(start)))).to_be_visible(timeout=LONG_MS)
    page.context.set_offline(False)
    expect(page.get_by_text(re.compile(re.escape(start)))).to_have_count(0, timeout=LONG_MS)
