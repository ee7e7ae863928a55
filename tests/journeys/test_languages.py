"""Everybody reads the desk in their own language, and may choose another."""

import pytest
from playwright.sync_api import expect

from tests.journeys.desk import LONG_MS, Desk, Words
from tests.journeys.scene import Scene


@pytest.mark.parametrize("locale", ["en", None], ids=["English", "the site's own"])
def test_the_desk_speaks_the_agents_language_from_the_profile(scene: Scene, locale: str | None) -> None:
    agent = scene.agent(locale=locale)
    desk = scene.desk(agent)
    desk.says(desk.words("idle.nobody_lead"))
    assert desk.evaluate("document.documentElement.lang") == agent.locale


def test_a_chosen_language_stays_after_a_reload(scene: Scene) -> None:
    agent = scene.agent()
    desk = scene.desk(agent)
    other = "en" if agent.locale != "en" else "es"
    desk.page.get_by_role("button", name=desk.words("settings")).click()
    desk.page.get_by_role("menuitemcheckbox", name=desk.words(f"own_language.{other}")).click()
    for _ in range(2):
        said = Words(other)("idle.nobody")
        expect(desk.page.get_by_role("heading", name=said)).to_be_visible(timeout=LONG_MS)
        desk.page.reload()


def test_a_customers_question_is_shown_as_written_with_their_language(scene: Scene) -> None:
    asked = scene.ask(scene.customer(locale="en"))
    agent = scene.agent()
    desk: Desk = scene.desk(agent)
    desk.take_next()
    desk.says(f"“{asked.question}”")
    desk.says(desk.words("language.en"))
