"""Who is next: tier first, then who asked first."""

from collections.abc import Iterator

import pytest

from tests.journeys.cast import KEEPING, Casting
from tests.journeys.outside import Outside
from tests.journeys.scene import Scene
from tests.journeys.windows import Windows


@pytest.fixture
def keeping(outside: Outside, casting: Casting, windows: Windows) -> Iterator[Scene]:
    """The lane that keeps customers for its specialists at first; nobody on stage is one."""
    made = Scene(outside, casting, windows, KEEPING, first=0)
    yield made
    made.clear()


def test_platinum_goes_ahead_of_gold_and_gold_of_standard_and_within_a_tier_who_asked_first(
    scene: Scene,
) -> None:
    arrived = [scene.ask(scene.customer(level)) for level in (None, "standard", "gold", "gold", "platinum")]
    buyer, seller, gold, second_gold, platinum = arrived
    expected = [platinum, gold, second_gold, buyer, seller]
    assert [scene.seen(one)["position"] for one in expected] == [1, 2, 3, 4, 5]
    agent = scene.agent()
    desk = scene.desk(agent)
    desk.says(desk.words("tier.urgent"))
    for place, asked in enumerate(expected):
        desk.take_next()
        desk.says(f"“{asked.question}”")
        behind = expected[place + 1 :]
        assert [scene.seen(one)["position"] for one in behind] == list(range(1, len(behind) + 1))
        scene.outside.ringing(asked.customer.phone)
        scene.outside.twin("POST", f"/calls/{scene.outside.ringing(asked.customer.phone)['sid']}/reject")
        desk.idle()
        scene.free(agent)


def test_two_agents_who_click_at_once_get_two_customers(scene: Scene) -> None:
    first, second = scene.ask(), scene.ask()
    desks = [scene.desk(scene.agent()) for _ in range(2)]
    for desk in desks:
        desk.next.click()
    for desk in desks:
        desk.is_in("joining", "dialling", "ringing")
    shown = [desk.page.locator("#question-title + p").inner_text() for desk in desks]
    assert sorted(shown) == sorted(f"“{one.question}”" for one in (first, second))


def test_next_customer_with_nobody_in_line_says_so(scene: Scene) -> None:
    desk = scene.desk(scene.agent())
    desk.next.click()
    desk.says(desk.words("next.nobody"))
    desk.idle()


def test_next_customer_says_so_where_those_who_wait_are_kept_for_somebody_else(keeping: Scene) -> None:
    desk = keeping.desk(keeping.agent())
    keeping.ask()
    desk.says(desk.words("tier.standard"))
    desk.next.click()
    desk.says(desk.words("next.kept"))
    desk.idle()


def test_a_new_request_shows_on_every_desk_of_the_lane_at_once(scene: Scene) -> None:
    desks = [scene.desk(scene.agent()) for _ in range(2)]
    for desk in desks:
        desk.says(desk.words("idle.nobody"))
    scene.ask(scene.customer("platinum"))
    for desk in desks:
        desk.says(desk.words("tier.urgent"))
