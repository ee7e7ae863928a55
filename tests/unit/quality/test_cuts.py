"""The process dies at every moment of a fetch: what is known is told once, whoever comes again."""

import pytest

from tests.cuts import CutHouse, every_cut
from tests.scene import Scene
from tests.unit.quality.summaries import later, over, post, rows, told


def talked(h: CutHouse) -> Scene:
    return over(h)


def waited_for(h: CutHouse) -> Scene:
    scene = over(h)
    post(h)
    h.world.advance(240_000)
    return scene


def begin(scene: Scene) -> None:
    post(scene.house)


def look(scene: Scene) -> None:
    scene.house.fire()


def again(scene: Scene) -> None:
    """The message comes once more, or the sweep."""
    post(scene.house)
    scene.house.fire()


def settled(scene: Scene) -> None:
    post(scene.house)
    for _ in range(4):
        later(scene.house, 240)
    (row,) = rows(scene.house)
    assert row["state"]["S"] == "known" and "due_pk" not in row
    assert len(told(scene)) == 1


CASES = {"begin to wait": (talked, begin, 3), "look": (waited_for, look, 5)}


@pytest.mark.parametrize("case", CASES)
def test_a_process_that_dies_while_it_fetches(case: str) -> None:
    make, act, least = CASES[case]
    assert every_cut(make, act, (again,), settled) >= least
