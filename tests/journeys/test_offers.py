"""A lane that offers: the customer rings on one desk after another until somebody takes them."""

from playwright.sync_api import expect

from tests.journeys.desk import LONG_MS, Desk
from tests.journeys.outside import until
from tests.journeys.scene import Scene

DEAF_MS = 800


def answer(desk: Desk, key: str) -> None:
    """With the keyboard, as soon as the dialog listens to it."""
    desk.page.wait_for_timeout(DEAF_MS)
    desk.page.keyboard.press(key)


def test_a_customer_rings_on_a_desk_and_enter_takes_the_call(ringing: Scene) -> None:
    agent = ringing.agent()
    desk = ringing.desk(agent)
    asked = ringing.ask()
    expect(desk.offer).to_contain_text(asked.customer.name, timeout=LONG_MS)
    until("the tab to flash", lambda: asked.customer.name in desk.page.title())
    answer(desk, "Enter")
    desk.is_in("joining", "dialling", "ringing")
    desk.says(f"“{asked.question}”")
    assert "callback.offered" in ringing.kinds(agent, asked)


def test_declined_it_rings_on_the_next_desk_and_the_customer_loses_nothing(ringing: Scene) -> None:
    agents = [ringing.agent() for _ in range(2)]
    desks = [ringing.desk(agent) for agent in agents]
    asked = ringing.ask()
    first = until("a desk that rings", lambda: next((one for one in desks if one.offer.is_visible()), None))
    second = next(one for one in desks if one is not first)
    answer(first, "Escape")
    expect(first.offer).to_have_count(0, timeout=LONG_MS)
    expect(second.offer).to_be_visible(timeout=LONG_MS)
    seen = ringing.seen(asked)
    assert (seen["status"], seen["position"]) == ("queued", 1)
    answer(second, "Enter")
    second.is_in("joining", "dialling", "ringing")
    ended = ringing.told(agents[0], asked, "callback.offer_ended")
    assert ended["reason"] == "declined"
