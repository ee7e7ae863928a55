"""A supervisor before the queue of their site: who waits and why, and what they do about it."""

from dataclasses import replace

from playwright.sync_api import Locator, expect

from tests.journeys.desk import LONG_MS, Desk
from tests.journeys.outside import until
from tests.journeys.scene import Asked, Scene


def opened(scene: Scene) -> Desk:
    """The queue page."""
    desk = scene.supervisors_desk()
    desk.page.get_by_role("link", name=desk.words("nav.queue")).click()
    desk.says(desk.words("manage.title", site=scene.site))
    return desk


def row(desk: Desk, asked: Asked) -> Locator:
    """A callback in the table, once it is there."""
    found = desk.page.locator(f'[data-callback="{asked.id}"]')
    expect(found).to_be_visible(timeout=LONG_MS)
    return found


def test_a_callback_is_moved_ahead_and_its_customer_sees_it(scene: Scene) -> None:
    first, second = scene.ask(), scene.ask()
    desk = opened(scene)
    expect(row(desk, first)).to_contain_text(desk.words("manage.why.waiting.asked"))
    row(desk, second).get_by_role("button").click()
    desk.page.get_by_role("menuitemcheckbox", name=desk.words("tier.urgent")).click()
    until("the second to be the first", lambda: scene.seen(second)["position"] == 1)
    assert scene.seen(first)["position"] == 2
    expect(row(desk, second)).to_contain_text(desk.words("manage.why.waiting.moved"))


def test_a_callback_is_found_by_phone_and_cancelled_for_a_reason(scene: Scene) -> None:
    asked = scene.ask()
    desk = opened(scene)
    desk.page.get_by_label(desk.words("manage.search.text")).fill(asked.customer.phone)
    desk.page.keyboard.press("Enter")
    row(desk, asked).get_by_role("button").click()
    desk.page.get_by_role("menuitem", name=desk.words("manage.cancel.open")).click()
    desk.page.get_by_role("radio", name=desk.words("manage.cancel.reason.duplicate")).check()
    desk.page.get_by_role("dialog").get_by_role("button", name=desk.words("manage.cancel.go")).click()
    scene.becomes(asked, "cancelled")
    told = scene.told(scene.agent(available=False), asked, "callback.cancelled")
    assert told["reason"] == "duplicate"
    expect(row(desk, asked)).to_contain_text(desk.words("manage.status.cancelled"))


def test_two_requests_of_one_customer_become_one(scene: Scene) -> None:
    customer = scene.customer()
    first = scene.ask(customer)
    second = scene.ask(replace(scene.customer(), phone=customer.phone))
    desk = opened(scene)
    for asked in (first, second):
        row(desk, asked).get_by_role("checkbox").check()
    desk.page.get_by_role("button", name=desk.words("manage.merge.go"), exact=True).click()
    dialog = desk.page.get_by_role("dialog")
    dialog.get_by_role("button", name=desk.words("manage.merge.go"), exact=True).click()
    scene.becomes(second, "cancelled")
    merged = scene.told(scene.agent(available=False), first, "callback.merged")
    assert merged["question"] == second.question
    assert scene.seen(first)["position"] == 1
