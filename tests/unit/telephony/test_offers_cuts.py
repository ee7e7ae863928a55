"""The process dies at every moment of an offer: one desk rings, nobody is lost, nobody is kept for ever."""

from collections.abc import Callable

import pytest

from tests.cuts import CutHouse, every_cut
from tests.people import Agent
from tests.unit.telephony.ringing import LANE, RING_S, Ringing

Act = Callable[["Desk"], None]


class Desk(Ringing):
    """One agent, one customer."""

    def __init__(self, h: CutHouse) -> None:
        super().__init__(h)
        self.callback_id = self.asked()
        self.ana = Agent(h, "ana", (LANE,)).ready()


def ready(h: CutHouse) -> Desk:
    return Desk(h)


def rung(h: CutHouse) -> Desk:
    desk = Desk(h)
    desk.stream.run()
    assert desk.rings(desk.ana) == desk.callback_id
    return desk


def ringing(desk: Desk) -> None:
    desk.stream.run()


def accepting(desk: Desk) -> None:
    desk.ana.send("POST", "/offers/accept", {"callback_id": desk.callback_id})


def declining(desk: Desk) -> None:
    desk.ana.send("POST", "/offers/decline", {"callback_id": desk.callback_id})


def leaving(desk: Desk) -> None:
    desk.ana.send("PUT", "/me/presence", {"presence": "offline"})


def silence(desk: Desk) -> None:
    desk.house.world.advance((RING_S + 1) * 1000)
    desk.house.fire()


def nothing(desk: Desk) -> None:
    """Whoever saw it break has gone."""


def one_rings(desk: Desk) -> None:
    desk.stream.run()
    assert desk.rings(desk.ana) == desk.callback_id
    assert desk.told("callback.offered") == [None]


def one_is_taken(desk: Desk) -> None:
    desk.stream.run()
    assert (desk.ana.activity(), desk.row(desk.callback_id).status) == ("busy", "claimed")
    assert len([item for item in desk.house.items() if item["entity"]["S"] == "attempt"]) == 1


def taken_or_free(desk: Desk) -> None:
    desk.wait(RING_S + 35)
    waiting = desk.row(desk.callback_id).status in ("queued", "claimed")
    assert waiting and desk.ana.activity() in ("available", "busy")


def told_once(desk: Desk) -> None:
    desk.stream.run()
    assert desk.rings(desk.ana) is None
    assert len(desk.told("callback.offer_ended")) == 1
    assert desk.row(desk.callback_id).status == "queued"


CASES: dict[str, tuple[Callable[[CutHouse], Desk], Act, Act, Act, int]] = {
    "an offer": (ready, ringing, nothing, one_rings, 6),
    "accepting, and they press again": (rung, accepting, accepting, one_is_taken, 4),
    "accepting, and the desk is gone": (rung, accepting, nothing, taken_or_free, 4),
    "declining, and they press again": (rung, declining, declining, told_once, 4),
    "going offline, and they press again": (rung, leaving, leaving, told_once, 4),
    "silence": (rung, silence, silence, told_once, 4),
}


@pytest.mark.parametrize("case", CASES)
def test_a_process_that_dies_in(case: str) -> None:
    make, act, way, settle, least = CASES[case]
    cuts = every_cut(make, act, (way,), settle)
    print(f"{case}: {cuts} cuts")
    assert cuts >= least
