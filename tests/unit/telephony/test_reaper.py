"""What no due time watches is found by key and set right within a period of the reaper."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest

from chalicelib.agents.store import AgentRow
from chalicelib.kernel.ports import CarrierRefused
from chalicelib.table import connection
from chalicelib.telephony.store import AttemptRow
from chalicelib.timers import events
from local.twilio.core.faults import Faults
from tests.cuts import CutHouse, every_cut
from tests.people import Agent, ask
from tests.scene import ANSWERS, Scene, scene
from tests.stream import Stream
from tests.unit.telephony.company import company
from tests.whole import whole

RULE = dict.fromkeys(("version", "account", "region", "source", "detail-type", "detail", "time", "id"), "")
RULE["resources"] = ""
SOMEBODY_ELSES = "att-01J9ZQ5W3M8B9C2D4E6F7G8H9J"


def reap(s: Scene) -> None:
    """The stream has told, and the period is over."""
    Stream(s.house).run()
    events.reap(RULE, None)
    s.house.wait(1)


def by_hand(agent_id: str, **values: Any) -> None:
    """Somebody changes an agent in the table, and nothing else."""
    row = AgentRow.get(f"AGENT#{agent_id}", "AGENT")
    for name, value in values.items():
        setattr(row, name, value)
    row.save()


def unwatched(attempt_id: str) -> None:
    """The same of an attempt: nobody looks at it again."""
    row = AttemptRow.get(f"ATTEMPT#{attempt_id}", "ATTEMPT")
    row.become(row.call, None)
    row.save()


def me(who: Agent) -> tuple[str, str | None]:
    """What their desk shows."""
    found = who.send("GET", "/me")[1]
    return found["presence"]["activity"], found["attempt_id"]


def over(s: Scene) -> Scene:
    """The call is, and so is its wrap-up."""
    s.talk().hang_up()
    s.house.wait(1)
    assert s.wrap_up() == 200 and me(s.agent) == ("available", None)
    return s


def stuck(s: Scene) -> Scene:
    by_hand("ana", activity="busy", attempt_id=s.id)
    return s


def free_on_a_call(s: Scene) -> Scene:
    by_hand("ana", activity="available", attempt_id=None)
    return s


@contextmanager
def late_joiner() -> Iterator[Scene]:
    """Ana's browser came when the attempt had ended, and Twilio's report of it was lost."""
    with scene() as s:
        s.house.world.faults = Faults(lose=1)
        s.agent.join(s.id)
        s.house.world.faults = Faults()
        s.hang_up()
        row = AttemptRow.get(f"ATTEMPT#{s.id}", "ATTEMPT")
        assert (row.call.state, row.call.agent.state, row.due_at_ms) == ("ended", "absent", None)
        yield s


def test_who_is_busy_with_a_call_that_is_over_is_as_they_chose() -> None:
    with scene() as s:
        stuck(over(s))
        reap(s)
        assert me(s.agent) == ("available", None)
        whole(s.house)


def test_a_wrap_up_that_was_not_had_is_had_first() -> None:
    with scene() as s:
        s.talk().hang_up()
        s.house.wait(1)
        row = AgentRow.get("AGENT#ana", "AGENT")
        by_hand("ana", activity="busy", wrap_up_until_ms=None, due_pk=None, due_at_ms=None)
        reap(s)
        again = AgentRow.get("AGENT#ana", "AGENT")
        assert (again.activity, again.wrap_up_until_ms) == ("wrap-up", row.wrap_up_until_ms)
        s.house.wait(60)
        assert me(s.agent) == ("available", None)
        assert s.kinds()[-1] == "attempt.wrapped_up"
        whole(s.house)


def test_who_is_busy_with_somebody_elses_call_is_free_of_it_and_the_call_goes_on() -> None:
    with scene() as s:
        s.talk()
        bruno = Agent(s.house, "bruno").ready()
        by_hand("bruno", activity="busy", attempt_id=s.id)
        reap(s)
        assert (me(bruno), me(s.agent)) == (("available", None), ("busy", s.id))
        assert s.attempt()["state"] == "connected"


def test_who_is_on_a_call_and_not_said_to_be_is_busy_with_it() -> None:
    with scene() as s:
        free_on_a_call(s.talk())
        reap(s)
        assert me(s.agent) == ("busy", s.id)
        s.hang_up()
        s.house.wait(1)
        assert s.agent.activity() == "wrap-up"
        whole(s.house)


def test_so_is_a_specialist_who_was_asked_in() -> None:
    with company() as s:
        s.consult()
        by_hand("carla", activity="available", attempt_id=None)
        reap(s)
        assert me(s.carla) == ("busy", s.id)


def test_what_rings_at_their_desk_meanwhile_rings_no_more() -> None:
    with company() as s:
        s.consult()
        by_hand("carla", activity="available", attempt_id=None)
        bruno = Agent(s.house, "bruno").ready()
        ask(s.house, phone="+5511987660001", sub="8")
        s.house.draw()
        second = bruno.next()
        assert second is not None
        bruno.join(second["id"])
        s.house.wait(5)
        body = {"kind": "specialist", "agent_id": "carla"}
        assert bruno.send("POST", f"/attempts/{second['id']}/participants", body)[0] == 200
        assert s.rings(s.carla)
        reap(s)
        assert (me(s.carla), s.rings(s.carla)) == (("busy", s.id), False)


def test_who_wraps_another_call_up_is_left_to_it_first() -> None:
    with scene() as s:
        s.talk()
        by_hand("ana", activity="wrap-up", attempt_id="att-other", wrap_up_until_ms=s.house.ctx.now_ms())
        reap(s)
        assert me(s.agent) == ("wrap-up", "att-other")


def test_a_conference_that_was_entered_when_the_call_was_over_is_ended() -> None:
    with late_joiner() as s:
        s.house.wait(30)
        assert s.agent.call is not None and not s.agent.call.over, "nobody looks"
        reap(s)
        s.nobody_is_on_the_line()


def test_a_call_that_goes_on_and_is_watched_by_nobody_is_watched_again() -> None:
    with scene() as s:
        s.talk()
        unwatched(s.id)
        reap(s)
        assert AttemptRow.get(f"ATTEMPT#{s.id}", "ATTEMPT").due_at_ms is not None
        assert s.attempt()["state"] == "connected" and not s.customer().over


def test_a_conference_of_another_deployment_is_let_alone() -> None:
    with scene() as s:
        world = s.house.world
        for name in (SOMEBODY_ELSES, "a party"):
            status, _ = world.rest(
                "POST",
                f"/2010-04-01/Accounts/{world.settings.account_sid}/Conferences/{name}/Participants.json",
                {"From": ["+551130001000"], "To": [ANSWERS], "Label": ["customer"]},
                {},
            )
            assert status == 201
        s.house.wait(5)
        reap(s)
        assert [call.over for call in s.customers()] == [False, False]


def test_where_nothing_is_amiss_nothing_is_written_and_the_carrier_is_asked_for_its_two_lists() -> None:
    with company() as s:
        s.consult()
        Stream(s.house).run()
        before, asked = s.house.items(), []
        rest = s.house.world.rest
        s.house.world.rest = lambda *given: asked.append(given[:2]) or rest(*given)  # type: ignore[func-returns-value,method-assign]  # notes and passes on
        events.reap(RULE, None)
        assert s.house.items() == before
        assert [path.rpartition("/")[2] for _, path in asked] == ["Conferences.json"] * 2


def test_agents_are_set_right_although_the_carrier_cannot_be_asked() -> None:
    with scene() as s:
        stuck(over(s))
        Stream(s.house).run()
        s.house.world.faults = Faults(rest_5xx=1)
        with pytest.raises(CarrierRefused):
            events.reap(RULE, None)
        assert me(s.agent) == ("available", None)


@pytest.mark.parametrize("moves", ["agent", "attempt"])
def test_whoever_moves_while_the_reaper_looks_is_let_alone(moves: str) -> None:
    with scene() as s:
        free_on_a_call(s.talk())
        Stream(s.house).run()
        wire, told = connection().connection.client.meta.events, list[str]()

        def meanwhile(**_: Any) -> None:
            if not told:
                told.append(moves)
                s.agent.send(
                    "PUT", "/me/presence", {"presence": "offline"}
                ) if moves == "agent" else s.hang_up()

        wire.register("before-call.dynamodb.TransactWriteItems", meanwhile, unique_id="meanwhile")
        try:
            events.reap(RULE, None)
        finally:
            wire.unregister("before-call.dynamodb.TransactWriteItems", unique_id="meanwhile")
        assert told and me(s.agent)[0] == ("offline" if moves == "agent" else "available")
        reap(s)
        assert me(s.agent)[0] == ("busy" if moves == "agent" else "available")


def made(h: CutHouse) -> Scene:
    return stuck(over(Scene(h, ANSWERS)))


def made_free(h: CutHouse) -> Scene:
    return free_on_a_call(Scene(h, ANSWERS).talk())


def done(s: Scene) -> None:
    reap(s)
    if s.attempt()["state"] != "ended":
        assert s.hang_up() == 200
        s.house.wait(70)


@pytest.mark.parametrize("make", [made, made_free])
def test_a_reaper_that_dies_comes_again(make: Any) -> None:
    assert every_cut(make, reap, (lambda _: None,), done) >= 6
