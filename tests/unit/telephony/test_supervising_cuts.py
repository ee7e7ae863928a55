"""The process dies at every moment of coming into a call, being heard otherwise and taking it over: nobody
hears what was not meant for them, and everybody is free in the end."""

from collections.abc import Callable

import pytest

from tests.cuts import CutHouse, every_cut
from tests.unit.telephony.supervised import SOFIA, Supervised
from tests.unit.telephony.test_company_cuts import nothing

Act = Callable[[Supervised], object]


def talking(h: CutHouse) -> Supervised:
    return Supervised(h)


def whispering(h: CutHouse) -> Supervised:
    s = Supervised(h)
    s.come("whisper")
    return s


def coming(s: Supervised) -> object:
    return s.come("listen") if s.sofia.activity() == "offline" else None


def listening(s: Supervised) -> object:
    return s.supervise("listen")


def taking_over(s: Supervised) -> object:
    return s.take_over()


def an_hour(s: Supervised) -> None:
    """Once somebody has looked, who listens is heard by nobody; who took over is heard."""
    s.house.wait(14)
    if SOFIA in s.inside():
        calls = [one for one in s.sofia.send("GET", "/board")[1]["calls"] if one["agent_id"] == "sofia"]
        mode = next((one["mode"] for one in s.attempt()["participants"] if one["label"] == SOFIA), None)
        assert s.hear() == ({"customer"} if calls else {"agent"} if mode == "whisper" else set())
    for who in (s.agent, s.sofia):
        attempt_id = who.send("GET", "/me")[1]["attempt_id"]
        if attempt_id:
            who.send("POST", f"/attempts/{attempt_id}/hangup")
    s.house.wait(95)
    assert (s.agent.activity(), s.sofia.activity()) == ("available", "offline")
    s.nobody_is_on_the_line()


CASES: dict[str, tuple[Callable[[CutHouse], Supervised], Act, tuple[Act, ...], int]] = {
    "coming in": (talking, coming, (nothing,), 4),
    "being heard by nobody any more": (whispering, listening, (nothing, listening), 3),
    "taking over": (whispering, taking_over, (nothing,), 4),
}


@pytest.mark.parametrize("case", CASES)
def test_a_process_that_dies_in(case: str) -> None:
    make, act, ways, least = CASES[case]
    cuts = every_cut(make, act, ways, an_hour)
    print(f"{case}: {cuts} cuts")
    assert cuts >= least
