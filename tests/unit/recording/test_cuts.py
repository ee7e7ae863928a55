"""The process dies at every moment of a recording: it is announced first, kept once, and left nowhere."""

from collections.abc import Callable

import pytest

from tests.cuts import CutHouse, every_cut
from tests.unit.recording.studio import Studio


def talking(h: CutHouse) -> Studio:
    return Studio(h).connected()


def recorded(h: CutHouse) -> Studio:
    return Studio(h).recorded()


def paused(h: CutHouse) -> Studio:
    scene = recorded(h)
    scene.put("paused")
    return scene


def over(h: CutHouse) -> Studio:
    return recorded(h).over()


def notice_said(scene: Studio) -> None:
    scene.stream.wait(12)


def pause(scene: Studio) -> None:
    scene.house.knife.begin()
    scene.put("paused")


def go_on(scene: Studio) -> None:
    scene.house.knife.begin()
    scene.put("on")


def refuse(scene: Studio) -> None:
    scene.house.knife.begin()
    scene.put("off")


def hang_up(scene: Studio) -> None:
    scene.over()


def fetch(scene: Studio) -> None:
    scene.fetch()


def later(scene: Studio) -> None:
    scene.stream.wait(15)


def settled(scene: Studio) -> None:
    """The call ends, and everything about it comes to rest."""
    if scene.attempt()["state"] != "ended":
        scene.stream.wait(15)
        scene.over()
    for _ in range(4):
        scene.stream.wait(35)
        scene.fetch()
    refused = scene.state() == "refused"
    assert scene.state() in ("stored", "refused"), scene.row()
    assert len(scene.files()) == (0 if refused else 1)
    assert scene.at_carrier() == []
    told = scene.told()
    assert told[0] == "announced" and told[-1] == scene.state() and len(set(told)) == len(told)


Act = Callable[[Studio], None]
CASES: dict[str, tuple[Callable[[CutHouse], Studio], Act, int]] = {
    "the notice is said": (talking, notice_said, 4),
    "pause": (recorded, pause, 3),
    "go on": (paused, go_on, 3),
    "refuse": (recorded, refuse, 3),
    "the call ends": (recorded, hang_up, 4),
    "fetch": (over, fetch, 5),
}


@pytest.mark.parametrize("case", CASES)
def test_a_process_that_dies_while_it_records(case: str) -> None:
    make, act, least = CASES[case]
    assert every_cut(make, act, (later,), settled) >= least
