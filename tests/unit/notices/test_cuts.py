"""The process dies at every moment of a notice: the customer is told once, or the mark says they were not."""

import pytest

from tests.cuts import CutHouse, every_cut
from tests.scene import ANSWERS, Scene
from tests.unit.notices.posts import messages, notices, post


def claimed(h: CutHouse) -> Scene:
    return Scene(h, ANSWERS)


def not_reached(h: CutHouse) -> Scene:
    scene = Scene(h, "+5511987650007").join()
    scene.house.wait(5)
    return scene


def tell(scene: Scene) -> None:
    post(scene.house)


def nothing(scene: Scene) -> None:
    """The message went to the dead letters; the mark is looked at when it is due."""


def settled(scene: Scene) -> None:
    """The stream tells once more, as it may, and every timer comes."""
    post(scene.house)
    scene.house.wait(130)
    marks = notices(scene.house)
    assert {mark["state"]["S"] for mark in marks.values()} <= {"sent", "failed"}
    assert not any("due_pk" in mark for mark in marks.values())
    sent = [notice for notice, mark in marks.items() if mark["state"]["S"] == "sent"]
    assert len(messages(scene.house)) == len(sent)
    assert scene.kinds().count("callback.notified") == len(sent)


def told(scene: Scene) -> None:
    settled(scene)
    assert len(messages(scene.house)) == 1


CASES = {"before the first": (claimed, settled, 5), "after the last": (not_reached, told, 5)}


@pytest.mark.parametrize("case", CASES)
def test_a_process_that_dies_while_it_tells(case: str) -> None:
    make, settle, least = CASES[case]
    cuts = every_cut(make, tell, (nothing, tell), settle)
    assert cuts >= 2 * least
