"""The process dies at every moment of a survey: an answer is kept, and told once."""

import pytest

from tests.cuts import CutHouse, every_cut
from tests.scene import Scene
from tests.unit.surveys.answers import ended, row, talked, told


def talking(h: CutHouse) -> Scene:
    return talked(h, "9,1")


def on_the_phone(scene: Scene) -> None:
    """The agent hangs up, and both questions are answered."""
    scene.hang_up()
    scene.house.wait(25)


def again(scene: Scene) -> None:
    """The agent presses once more; what was said is said by the carrier's own retry."""
    scene.hang_up()


def hung_up_first(h: CutHouse) -> Scene:
    scene = talked(h, reply="9")
    h.world.exchange.hang_up(scene.customer())
    h.wait(1)
    return scene


def by_message(scene: Scene) -> None:
    ended(scene.house)
    scene.house.wait(6)


def settled(scene: Scene) -> None:
    scene.house.wait(60)
    ended(scene.house, 35)
    scene.house.wait(70)
    found = row(scene.house)
    scores = [one["score"] for one in told(scene)]
    if found is not None and found.get("score") is not None and found["state"] == "over":
        assert scores == [9]
    else:
        assert scores == []
    assert len(scene.house.world.messages) <= 1
    scene.nobody_is_on_the_line()


CASES = {"on the phone": (talking, on_the_phone, 12), "by message": (hung_up_first, by_message, 6)}


@pytest.mark.parametrize("case", CASES)
def test_a_process_that_dies_in_a_survey(case: str) -> None:
    make, act, least = CASES[case]
    assert every_cut(make, act, (again,), settled) >= least
