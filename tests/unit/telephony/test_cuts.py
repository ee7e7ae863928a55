"""The process dies at every moment of a call's life; the call, the callback and the agent come out whole."""

from collections.abc import Callable

import pytest

from tests.cuts import CutHouse, every_cut
from tests.scene import ANSWERS, SILENT, Scene

HANGS_UP = "+5511987650005"


def claimed(phone: str = ANSWERS) -> Callable[[CutHouse], Scene]:
    return lambda h: Scene(h, phone)


def talking(h: CutHouse) -> Scene:
    return Scene(h, ANSWERS).talk(3)


def about_to_hang_up(h: CutHouse) -> Scene:
    return Scene(h, HANGS_UP).talk(6)


def ringing(h: CutHouse) -> Scene:
    scene = Scene(h, SILENT).join()
    scene.house.wait(1)
    return scene


def in_wrap_up(h: CutHouse) -> Scene:
    scene = talking(h)
    scene.hang_up()
    scene.house.wait(1)
    return scene


def lost(h: CutHouse) -> Scene:
    scene = talking(h)
    scene.lose_browser()
    return scene


def cut_off(h: CutHouse) -> Scene:
    scene = talking(h)
    scene.house.world.exchange.hang_up(scene.customer())
    scene.house.wait(1)
    return scene


def call_again(scene: Scene) -> object:
    return scene.agent.send("POST", f"/attempts/{scene.id}/call-again")


def called_again(scene: Scene) -> None:
    """Whoever was asked for is somebody's next customer, once; nobody else is."""
    scene.house.draw()
    scene.house.wait(120)
    scene.house.draw()
    assert scene.agent.activity() == "available"
    asked = scene.kinds().count("callback.requested")
    assert asked in (1, 2)
    assert (scene.agent.next() is not None) == (asked == 2)


def nothing(scene: Scene) -> None:
    """Whoever saw it break has gone."""


def an_hour(scene: Scene) -> None:
    """More than every timer; the agent clicks what their screen shows them."""
    scene.house.wait(46)
    if scene.attempt()["state"] != "ended":
        assert scene.hang_up() == 200
        scene.house.wait(1)
    scene.house.wait(65)
    assert scene.agent.activity() == "available"
    assert scene.attempt()["state"] == "ended"
    assert scene.callback()["status"] in ("queued", "received", "completed", "unanswered")


def completed(scene: Scene) -> None:
    an_hour(scene)
    assert scene.callback()["status"] == "completed"
    assert scene.attempt()["outcome"] == "completed"


def returned(scene: Scene) -> None:
    an_hour(scene)
    assert scene.callback()["status"] == "queued"


def waits_on(scene: Scene) -> None:
    """On the line, as long as they like."""
    scene.house.wait(15)
    for one in scene.customers():
        scene.house.world.exchange.hang_up(one)
    scene.house.wait(5)
    scene.house.draw()
    returned(scene)


def call(scene: Scene) -> None:
    scene.join().house.wait(6)


def pass_time(seconds: float) -> Callable[[Scene], None]:
    return lambda scene: scene.house.wait(seconds)


Act = Callable[[Scene], object]
CASES: dict[str, tuple[Callable[[CutHouse], Scene], Act, tuple[Act, ...], Act, int]] = {
    "every webhook until they talk": (claimed(), call, (nothing,), an_hour, 12),
    "every webhook of a busy customer": (claimed("+5511987650002"), call, (nothing,), an_hour, 8),
    "the agent hangs up": (talking, Scene.hang_up, (nothing, Scene.hang_up), completed, 8),
    "the agent hangs up while it rings": (ringing, Scene.hang_up, (nothing, Scene.hang_up), an_hour, 8),
    "the customer hangs up": (about_to_hang_up, pass_time(3), (nothing,), completed, 4),
    "wrap-up": (in_wrap_up, Scene.wrap_up, (nothing, Scene.wrap_up), completed, 4),
    "wrap-up that expires": (in_wrap_up, pass_time(62), (nothing,), completed, 3),
    "an agent who never joins": (claimed(), pass_time(31), (nothing,), returned, 4),
    "an agent who is lost": (lost, pass_time(32), (nothing,), waits_on, 5),
    "calling again who was cut off": (cut_off, call_again, (nothing, call_again), called_again, 6),
    "a hold": (talking, lambda scene: scene.hold(True), (nothing,), an_hour, 2),
}


@pytest.mark.parametrize("case", CASES)
def test_a_process_that_dies_in(case: str) -> None:
    make, act, ways, settle, least = CASES[case]
    cuts = every_cut(make, act, ways, settle)
    print(f"{case}: {cuts} cuts")
    assert cuts >= least
