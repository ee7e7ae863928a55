"""The process dies at every moment between the form and the claim."""

import json
from collections.abc import Callable
from typing import Any

import pytest

from chalicelib.queue.policy import policy_of
from tests.cuts import CutHouse, every_cut
from tests.house import EPOCH_MS
from tests.people import JSON, Agent, ask
from tests.scene import Scene
from tests.unit.intake.test_windows import post

POLICY = policy_of("BR:payments")
PROMISE_MS = POLICY.promise_s["standard"] * 1000
EXPIRES_MS = PROMISE_MS + POLICY.expires_s * 1000
IN_AN_HOUR = {"from_ms": EPOCH_MS + 3_600_000, "until_ms": EPOCH_MS + 7_200_000}
AGES_MS = POLICY.ageing.before_s * 1000 if POLICY.ageing else 0


class Stage(Scene):
    """A scene that has not begun: an agent is ready, and somebody may ask."""

    def __init__(self, h: CutHouse) -> None:
        self.house, self.agent = h, Agent(h).ready()
        self.answers: list[dict[str, Any]] = []
        self.claims: list[str] = []

    def ask(self) -> None:
        """The form."""
        self.answers.append(ask(self.house))

    def press(self) -> None:
        """Next customer."""
        attempt = self.agent.next()
        if attempt:
            self.claims.append(attempt["id"])

    def cancel(self) -> None:
        """The customer's own page."""
        asked = self.answers[-1]
        headers = JSON | {"Authorization": f"Bearer {asked['token']}"}
        status = self.house.http("DELETE", f"/callbacks/{asked['callback']['id']}", "", headers)[0]
        assert status == 200

    def change(self, wanted: dict[str, Any]) -> None:
        """The customer's own page: another number, another time."""
        asked = self.answers[-1]
        headers = JSON | {"Authorization": f"Bearer {asked['token']}"}
        path = f"/callbacks/{asked['callback']['id']}"
        assert self.house.http("PATCH", path, json.dumps(wanted), headers)[0] == 200

    def another_number(self) -> None:
        """The one a neighbour has."""
        self.change({"phone": "+5511987650077"})

    def another_time(self) -> None:
        """In an hour."""
        self.change({"window": IN_AN_HOUR})

    def as_soon_as_possible(self) -> None:
        """After all."""
        self.change({"window": None})

    def statuses(self) -> list[str]:
        """Of every callback."""
        return [item["status"]["S"] for item in self.house.items() if item["entity"]["S"] == "callback"]


def empty(h: CutHouse) -> Stage:
    return Stage(h)


def asked(h: CutHouse) -> Stage:
    stage = Stage(h)
    stage.ask()
    return stage


def queued(h: CutHouse) -> Stage:
    stage = asked(h)
    h.draw()
    return stage


def scheduled(h: CutHouse) -> Stage:
    stage = Stage(h)
    stage.answers.append(post(h, IN_AN_HOUR)[1])
    return stage


def pass_time(stage: Stage) -> None:
    stage.house.wait(40)


def at_most_one_waits(stage: Stage) -> None:
    pass_time(stage)
    assert stage.statuses() in ([], ["queued"])


def one_waits(stage: Stage) -> None:
    pass_time(stage)
    assert stage.statuses() == ["queued"]
    assert stage.agent.activity() == "available"
    assert len(set(stage.claims)) <= 1


def one_is_cancelled_or_waits(stage: Stage) -> None:
    pass_time(stage)
    assert stage.statuses() in (["cancelled"], ["queued"])


def one_is_cancelled(stage: Stage) -> None:
    pass_time(stage)
    assert stage.statuses() == ["cancelled"]


def one_waits_at_the_new_number(stage: Stage) -> None:
    one_waits(stage)
    rows = [one for one in stage.house.items() if one["entity"]["S"] in ("callback", "waiting")]
    assert {json.loads(one["request"]["S"])["phone"] for one in rows} == {"+5511987650077"}


def one_waits_for_its_window(stage: Stage) -> None:
    pass_time(stage)
    (callback,) = (one for one in stage.house.items() if one["entity"]["S"] == "callback")
    assert (callback["status"]["S"], callback["why"]["S"]) == ("received", "window")
    assert [one for one in stage.house.items() if one["entity"]["S"] == "waiting"] == []


def one_waits_for_its_window_or_in_line(stage: Stage) -> None:
    pass_time(stage)
    (callback,) = (one for one in stage.house.items() if one["entity"]["S"] == "callback")
    found = (callback["status"]["S"], callback["why"]["S"])
    assert found in (("received", "window"), ("queued", "changed"))


def the_promise_breaks(stage: Stage) -> None:
    stage.house.world.advance(PROMISE_MS - AGES_MS)
    stage.house.fire()


def two_days_pass(stage: Stage) -> None:
    stage.house.world.advance(EXPIRES_MS)
    stage.house.fire()


def one_stands_a_tier_higher(stage: Stage) -> None:
    pass_time(stage)
    (row,) = (one for one in stage.house.items() if one["entity"]["S"] == "waiting")
    assert row["sk"]["S"].startswith("3#"), row["sk"]


def one_has_expired(stage: Stage) -> None:
    pass_time(stage)
    assert stage.statuses() == ["expired"]


def nothing(stage: Stage) -> None:
    """Whoever saw it break has gone."""


def draw(stage: Stage) -> None:
    stage.house.draw()


Act = Callable[[Stage], None]
CASES: dict[str, tuple[Callable[[CutHouse], Stage], Act, Act, Act, int]] = {
    "the form, and they go away": (empty, Stage.ask, nothing, at_most_one_waits, 4),
    "the form, and they send it again": (empty, Stage.ask, Stage.ask, one_waits, 4),
    "taking a place": (asked, draw, nothing, one_waits, 3),
    "a claim, and the desk is gone": (queued, Stage.press, nothing, one_waits, 3),
    "a claim, and they click again": (queued, Stage.press, Stage.press, one_waits, 3),
    "a cancellation before a place": (asked, Stage.cancel, nothing, one_is_cancelled_or_waits, 3),
    "a cancellation, and they go away": (queued, Stage.cancel, nothing, one_is_cancelled_or_waits, 3),
    "a cancellation, and they cancel again": (queued, Stage.cancel, Stage.cancel, one_is_cancelled, 3),
    "another number": (
        queued,
        Stage.another_number,
        Stage.another_number,
        one_waits_at_the_new_number,
        3,
    ),
    "another number before a place": (
        asked,
        Stage.another_number,
        Stage.another_number,
        one_waits_at_the_new_number,
        3,
    ),
    "another time": (queued, Stage.another_time, Stage.another_time, one_waits_for_its_window, 3),
    "back from another time, and they go away": (
        scheduled,
        Stage.as_soon_as_possible,
        nothing,
        one_waits_for_its_window_or_in_line,
        4,
    ),
    "back from another time, and they say it again": (
        scheduled,
        Stage.as_soon_as_possible,
        Stage.as_soon_as_possible,
        one_waits,
        4,
    ),
    "ageing": (queued, the_promise_breaks, nothing, one_stands_a_tier_higher, 2),
    "expiry in line": (queued, two_days_pass, nothing, one_has_expired, 2),
}


@pytest.mark.parametrize("case", CASES)
def test_a_process_that_dies_in(case: str) -> None:
    make, act, way, settle, least = CASES[case]
    cuts = every_cut(make, act, (way,), settle)
    print(f"{case}: {cuts} cuts")
    assert cuts >= least
