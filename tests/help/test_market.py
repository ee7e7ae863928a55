"""The demo marketplace."""

import pytest
from playwright.sync_api import Page, expect

from tests.help.conftest import axe
from tests.help.stand import Stand


@pytest.mark.parametrize("width", [360, 1366])
def test_a_seller_chooses_an_order_and_asks_for_a_call(page: Page, stand: Stand, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 800})
    page.goto(stand.portal_url + "/")
    expect(page.get_by_role("heading", name="Quem você quer ser?")).to_be_visible()
    assert axe(page) == []
    page.get_by_role("link", name="Rafael Teixeira").click()
    page.locator("[data-order=BR-47821]").click()
    expect(page.locator("#order_id")).to_have_value("BR-47821")
    expect(page.locator("#phone")).to_have_value("21 98765-1002")
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert axe(page) == []
    page.locator("#topic").select_option("payments")
    page.locator("#question").fill("A disputa segura o repasse.")
    page.get_by_role("button", name="Quero que me liguem").click()
    expect(page.get_by_role("link", name="Abra o telefone simulado de Rafael")).to_be_visible()
    assert stand.asked("POST", "/token") == [{"customer": "rafael-s", "order": "BR-47821"}]


def test_the_page_speaks_the_language_of_the_person(page: Page, stand: Stand) -> None:
    page.goto(stand.portal_url + "/?as=joaquin-s")
    expect(page.get_by_role("heading", name="Hola, Joaquín")).to_be_visible()
    expect(page.get_by_role("heading", name="Pide una llamada")).to_be_visible()
    page.goto(stand.portal_url + "/?as=grace-b")
    expect(page.get_by_role("heading", name="Hello, Grace")).to_be_visible()
    expect(page.get_by_label("Topic").locator("option", has_text="Selling")).to_have_count(0)
