"""The process dies at every moment of asking in, accepting, talking apart, handing over: everybody comes out
whole, and nobody is left with music for nobody."""

from collections.abc import Callable

import pytest

from tests.cuts import CutHouse, every_cut
from tests.people import Agent
from tests.scene import ANSWERS
from tests.unit.telephony.company import Company
from tests.unit.telephony.test_other_side import THEIRS

Act = Callable[[Company], object]


def talking(h: CutHouse) -> Company:
    return Company(h, ANSWERS, order=THEIRS)


def rung(h: CutHouse) -> Company:
    s = talking(h)
    s.ask(s.carla)
    return s


def left_to(h: CutHouse) -> Company:
    s = talking(h)
    s.ask(s.carla, transfer=True)
    return s


def apart(h: CutHouse) -> Company:
    s = talking(h)
    s.talk(s.consult())
    return s


def with_seller(h: CutHouse) -> Company:
    s = talking(h)
    asking_seller(s)
    s.house.wait(4)
    s.talk("seller-1")
    return s


def asking(s: Company) -> object:
    return s.ask(s.carla)


def asking_seller(s: Company) -> object:
    return s.agent.send("POST", f"/attempts/{s.id}/participants", {"kind": "seller"})


def leaving_to(s: Company) -> object:
    return s.ask(s.carla, transfer=True)


def accepting(s: Company) -> object:
    return s.accept(s.carla) if s.rings(s.carla) else None


def declining(s: Company) -> object:
    return s.decline(s.carla) if s.rings(s.carla) else None


def handing_over(s: Company) -> object:
    return s.hand_over("specialist-1")


def talking_with_both(s: Company) -> object:
    return s.talk("customer", "specialist-1")


def dropping(s: Company) -> object:
    return s.drop("specialist-1")


def dropping_seller(s: Company) -> object:
    return s.drop("seller-1")


def hanging_up(s: Company) -> object:
    return s.hang_up()


def seconds(number: float) -> Act:
    return lambda s: s.house.wait(number)


def nothing(s: Company) -> None:
    """Whoever saw it break has gone."""


def an_hour(s: Company) -> None:
    """More than every timer. Whoever has a call ends it, and who waits for an agent hangs up; nobody
    hears music for nobody before."""
    s.house.wait(66)
    assert not s.music() or "agent" in s.inside() or s.music() < s.inside(), (s.music(), s.inside())
    for who in (s.agent, s.carla):
        _end(s, who)
    if s.callback()["status"] in ("received", "queued") and not s.customer().over:
        assert s.customer().listening, "in the waiting loop"
        s.house.world.exchange.hang_up(s.customer())
    s.house.wait(95)
    assert (s.agent.activity(), s.carla.activity()) == ("available", "available")
    assert s.callback()["status"] in ("queued", "completed")
    s.nobody_is_on_the_line()


def _end(s: Company, who: Agent) -> None:
    attempt_id = who.send("GET", "/me")[1]["attempt_id"]
    if attempt_id and who.send("GET", f"/attempts/{attempt_id}")[1]["agent_id"] == who.id:
        assert who.send("POST", f"/attempts/{attempt_id}/hangup")[0] == 200
        s.house.wait(1)


CASES: dict[str, tuple[Callable[[CutHouse], Company], Act, tuple[Act, ...], int]] = {
    "asking a specialist": (talking, asking, (nothing, asking), 4),
    "asking the seller": (talking, asking_seller, (nothing, asking_seller), 5),
    "accepting": (rung, accepting, (nothing, accepting), 3),
    "declining": (rung, declining, (nothing, declining), 4),
    "silence": (rung, seconds(22), (nothing,), 4),
    "talking with both": (apart, talking_with_both, (nothing, talking_with_both), 4),
    "dropping": (apart, dropping, (nothing, dropping), 4),
    "dropping the seller": (with_seller, dropping_seller, (nothing, dropping_seller), 4),
    "handing over": (apart, handing_over, (nothing, handing_over), 5),
    "leaving the customer to a specialist": (talking, leaving_to, (nothing, leaving_to), 6),
    "accepting a transfer": (left_to, accepting, (nothing, accepting), 3),
    "declining a transfer": (left_to, declining, (nothing, declining), 5),
    "a transfer nobody takes": (left_to, seconds(40), (nothing,), 5),
    "hanging up on a consultation": (apart, hanging_up, (nothing, hanging_up), 4),
    "hanging up with the seller there": (with_seller, hanging_up, (nothing, hanging_up), 4),
}


@pytest.mark.parametrize("case", CASES)
def test_a_process_that_dies_in(case: str) -> None:
    make, act, ways, least = CASES[case]
    cuts = every_cut(make, act, ways, an_hour)
    print(f"{case}: {cuts} cuts")
    assert cuts >= least
