"""The form on the portal: what it refuses, in whose words, and that nothing typed is ever lost."""

import re

import pytest
from playwright.sync_api import Page, expect

from local.portal.server import people
from tests.journeys.desk import LONG_MS, Words
from tests.journeys.scene import Scene

WHO = {"pt-BR": "otavio-b", "es": "valentina-b", "en": "grace-b"}
PHONES = {one["id"]: one["phone"] for one in people()["people"]}


class Form:
    """The element on the demo portal, in the language of whoever is asking."""

    def __init__(self, scene: Scene, locale: str) -> None:
        self.scene, self.words, self.errors = scene, Words(locale, "help"), Words(locale, "errors")
        self.page: Page = scene.windows.page(
            f"{scene.windows.config.portal_url}/?as={WHO[locale]}", locale=locale
        )
        self.phone = self.page.get_by_label(self.words("phone"), exact=True)
        self.question = self.page.get_by_label(self.words("question"))
        self.send = self.page.get_by_role("button", name=self.words("send"))
        expect(self.send).to_be_visible(timeout=LONG_MS)

    def fill(self, phone: str, question: str | None = None) -> str:
        """Everything; answers the question."""
        asked = question or self.scene.casting.question()
        self.page.get_by_label(self.words("topic")).select_option(label=self.words("returns"))
        self.question.fill(asked)
        self.phone.fill(phone)
        return asked

    def says(self, text: str) -> None:
        """A sentence on the form, sooner or later."""
        expect(self.page.get_by_text(text).first).to_be_visible(timeout=LONG_MS)

    def is_sent(self) -> None:
        """The receipt is there, with the link."""
        expect(self.page.get_by_role("link", name=self.words("link"))).to_be_visible(timeout=LONG_MS)

    def is_cancelled(self) -> None:
        """So that the next one starts from nothing."""
        self.page.get_by_role("button", name=self.words("cancel")).click()
        self.page.get_by_role("button", name=self.words("sure")).click()
        self.says(self.words("cancelled"))


@pytest.mark.parametrize("locale", ["pt-BR", "es", "en"])
def test_what_is_missing_or_wrong_is_said_at_its_field_in_the_customers_language(
    scene: Scene, locale: str
) -> None:
    form = Form(scene, locale)
    form.send.click()
    form.says(form.errors("field.required"))
    expect(form.page.get_by_label(form.words("topic"))).to_be_focused()
    form.fill("11 9")
    form.phone.blur()
    form.says(form.errors("field.too_short"))
    form.fill("+1 202 555 0143")
    form.send.click()
    form.says(form.errors("field.not_served"))
    form.fill(PHONES[WHO[locale]])
    form.send.click()
    form.is_sent()
    form.is_cancelled()


@pytest.mark.parametrize("locale", ["pt-BR", "es", "en"])
def test_an_api_that_is_down_costs_nothing_of_what_was_typed(scene: Scene, locale: str) -> None:
    form = Form(scene, locale)
    question = form.fill(PHONES[WHO[locale]])
    form.page.route(re.compile("/api/callbacks"), lambda route: route.abort())
    form.send.click()
    form.says(form.words("network"))
    expect(form.question).to_have_value(question)
    form.page.unroute_all()
    form.page.get_by_role("button", name=form.words("send")).click()
    form.is_sent()
    form.is_cancelled()


@pytest.mark.parametrize("locale", ["pt-BR", "es", "en"])
def test_asking_twice_finds_the_first_request(scene: Scene, locale: str) -> None:
    first = Form(scene, locale)
    first.fill(PHONES[WHO[locale]])
    first.send.dblclick()
    first.is_sent()
    again = Form(scene, locale)
    again.fill(PHONES[WHO[locale]])
    again.send.click()
    again.is_sent()
    again.says(again.words("existing"))
    links = [
        one.page.get_by_role("link", name=one.words("link")).get_attribute("href") for one in (first, again)
    ]
    pages = [scene.windows.page(str(link)) for link in links]
    asked = [page.locator("blockquote").inner_text(timeout=LONG_MS) for page in pages]
    assert asked[0] == asked[1]
    again.is_cancelled()
