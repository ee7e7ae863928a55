"""A specialist is asked in, talked with alone, with the customer, and leaves."""

import pytest

from tests.people import Agent
from tests.scene import CONNECTED
from tests.unit.telephony.company import LANE, company

COMPLETED = ["attempt.ended", "callback.completed"]
CAME = ["attempt.party_asked", "attempt.party_joined"]


def test_consult_swap_three_way_and_drop() -> None:
    with company() as s:
        label = s.consult()
        assert (label, s.carla.activity()) == ("specialist-1", "busy")
        assert s.inside() == {"agent", "customer", label} and s.music() == set()
        assert s.talk(label) == 200
        assert s.music() == {"customer"} and s.attempt()["customer"]["on_hold"] is True
        assert s.talk("customer") == 200
        assert s.music() == {label} and s.party(label)["on_hold"] is True
        assert s.talk("customer", label) == 200
        assert s.music() == set()
        assert s.drop(label) == 200
        assert s.inside() == {"agent", "customer"}
        assert (s.carla.activity(), s.party(label)["ended_as"]) == ("available", "dropped")
        assert s.hang_up() == 200
        s.house.wait(1)
        held = ["attempt.held", "attempt.resumed"]
        kinds = [*CONNECTED, *CAME, *held, "attempt.party_left", *COMPLETED]
        s.ended("completed", "agent", "completed", "wrap-up", kinds)


def test_an_invitation_tells_the_specialist_what_they_need_and_the_customer_hears_nothing_of_it() -> None:
    with company() as s:
        s.ask(lane=LANE)
        rung = s.invitation(s.carla)
        assert (rung["from_name"], rung["customer_name"], rung["lane"]) == ("Ana", "Marta Ríos", LANE)
        assert rung["question"] == "¿Dónde está mi dinero?" and rung["transfer"] is False
        assert s.music() == set() and s.inside() == {"agent", "customer"}
        assert s.party("specialist-1")["state"] == "absent"


def test_the_specialist_sees_the_call_once_they_have_accepted_and_not_before() -> None:
    with company() as s:
        s.ask(s.carla)
        assert s.carla.send("GET", f"/attempts/{s.id}")[1]["code"] == "attempt_not_yours"
        assert s.accept(s.carla)[0] == 200
        assert s.carla.send("GET", f"/attempts/{s.id}")[1]["agent_id"] == "ana"
        assert s.carla.send("GET", "/me")[1]["attempt_id"] == s.id


def test_declining_leaves_the_call_as_it_is() -> None:
    with company() as s:
        s.ask(s.carla)
        assert s.decline(s.carla) == 204
        assert (s.party("specialist-1")["ended_as"], s.carla.activity()) == ("declined", "available")
        assert not s.rings(s.carla)
        assert s.ask(s.carla)[0] == 200
        assert s.invitation(s.carla)["label"] == "specialist-2"


def test_an_invitation_nobody_answers_is_over_by_the_servers_clock() -> None:
    with company() as s:
        s.ask(s.carla)
        s.house.wait(22)
        assert (s.party("specialist-1")["ended_as"], s.rings(s.carla)) == ("silent", False)
        assert s.carla.activity() == "available"


def test_a_specialist_whose_browser_never_comes_is_free_again() -> None:
    with company() as s:
        s.ask(s.carla)
        s.accept(s.carla)
        s.house.wait(35)
        assert s.party("specialist-1")["ended_as"] == "failed"
        assert s.carla.activity() == "available"
        assert s.attempt()["state"] == "connected"


def test_a_specialist_who_leaves_in_private_gives_the_customer_back() -> None:
    with company() as s:
        label = s.consult()
        s.talk(label)
        s.leave(s.carla)
        assert s.music() == set() and s.inside() == {"agent", "customer"}
        assert (s.party(label)["ended_as"], s.carla.activity()) == ("left", "available")
        s.house.wait(1)
        assert s.attempt()["customer"]["on_hold"] is False


def test_a_specialist_may_leave_by_the_button() -> None:
    with company() as s:
        label = s.consult()
        assert s.carla.send("DELETE", f"/attempts/{s.id}/participants/{label}")[0] == 200
        s.house.wait(0.5)
        assert s.inside() == {"agent", "customer"} and s.carla.activity() == "available"
        assert s.carla.send("POST", f"/attempts/{s.id}/hangup")[1]["code"] == "attempt_not_yours"


def test_a_lane_is_asked_for_whoever_is_free_longest() -> None:
    with company() as s:
        s.house.wait(2)
        bruno = Agent(s.house, "bruno", (LANE,), (LANE,)).ready()
        assert s.ask()[0] == 200
        assert s.rings(s.carla) and not s.rings(bruno)
        s.house.wait(22)
        s.carla.send("PUT", "/me/presence", {"presence": "offline"})
        assert s.ask()[0] == 200
        assert s.rings(bruno)


def test_those_who_can_be_consulted_are_listed_with_what_they_do() -> None:
    with company() as s:
        Agent(s.house, "bruno", (LANE,)).ready()
        listed = s.agent.send("GET", "/specialists", query="lane=BR:payments")[1]["specialists"]
        assert listed == [{"id": "carla", "name": "Carla", "lanes": [LANE], "activity": "available"}]
        s.consult()
        (carla,) = s.agent.send("GET", "/specialists", query="lane=BR:payments")[1]["specialists"]
        assert carla["activity"] == "busy"
        assert s.agent.send("GET", "/specialists", query="lane=BR:returns")[1] == {"specialists": []}


def test_nobody_free_is_said_so() -> None:
    with company() as s:
        s.carla.send("PUT", "/me/presence", {"presence": "break", "reason": "meal"})
        for who in (s.carla, s.agent, None):
            assert s.ask(who)[1]["code"] == "specialist_unavailable"
        assert s.ask(agent_id="nobody-of-that-name")[1]["code"] == "specialist_unavailable"
        assert s.attempt()["participants"] == []


def test_next_customer_declines_what_rings() -> None:
    with company() as s:
        s.ask(s.carla)
        assert s.carla.next() is None
        assert s.party("specialist-1")["ended_as"] == "declined"
        assert s.carla.activity() == "available"


def test_each_command_twice_is_once() -> None:
    with company() as s:
        assert [s.ask(s.carla)[0], s.ask(s.carla)[0], s.ask()[0]] == [200, 200, 200]
        assert len(s.attempt()["participants"]) == 1
        rung = s.invitation(s.carla)
        body = {"attempt_id": rung["attempt_id"], "label": rung["label"]}
        assert [s.carla.send("POST", "/invitations/accept", body)[0] for _ in range(2)] == [200, 200]
        s.enter(s.carla, s.id, rung["label"])
        assert [s.talk(rung["label"]), s.talk(rung["label"])] == [200, 200]
        assert [s.drop(rung["label"]), s.drop(rung["label"])] == [200, 200]
        assert s.carla.send("POST", "/invitations/decline", body)[0] == 204
        for kind in ("attempt.party_asked", "attempt.party_joined", "attempt.party_left", "attempt.held"):
            assert s.kinds().count(kind) == 1


def test_commands_that_come_too_late_are_told_so() -> None:
    with company() as s:
        label = s.consult()
        s.hang_up()
        s.house.wait(1)
        s.nobody_is_on_the_line()
        assert s.carla.activity() == "available"
        assert s.ask(s.carla)[1]["code"] == "attempt_ended"
        assert (s.talk("customer"), s.hand_over(label)) == (409, 409)
        assert s.drop(label) == 200
        body = {"attempt_id": s.id, "label": label}
        assert s.carla.send("POST", "/invitations/accept", body)[1]["code"] == "invitation_gone"


@pytest.mark.parametrize("who", ["bruno", "carla"])
def test_commands_of_somebody_else_are_refused(who: str) -> None:
    with company() as s:
        label = s.consult()
        other = s.carla if who == "carla" else Agent(s.house, who, (LANE,)).ready()
        tries = [
            ("POST", "participants", {"kind": "specialist"}),
            ("PUT", "talk", {"with": ["customer"]}),
            ("POST", "handover", {"to": label}),
            ("PUT", "hold", {"on_hold": True}),
        ]
        if who == "bruno":
            tries.append(("DELETE", f"participants/{label}", None))
        for method, path, body in tries:
            code = other.send(method, f"/attempts/{s.id}/{path}", body)[1]["code"]
            assert code == "attempt_not_yours", path
        assert s.inside() == {"agent", "customer", label} and s.music() == set()


def test_who_is_not_there_cannot_be_talked_with_dropped_or_given_the_call() -> None:
    with company() as s:
        s.ask(s.carla)
        assert (s.talk("specialist-1"), s.talk("seller-9"), s.talk()) == (409, 409, 400)
        assert s.hand_over("specialist-1") == 409
        assert s.drop("specialist-7") == 409
        assert s.music() == set()


def test_a_browser_nobody_asked_is_not_let_in() -> None:
    with company() as s:
        label = s.consult()
        bruno = Agent(s.house, "bruno", (LANE,)).ready()
        s.enter(bruno, s.id, label)
        s.enter(bruno, s.id)
        s.enter(s.carla, s.id)
        s.house.wait(1)
        assert len(s._people()) == 3


def test_the_call_ends_for_everybody_when_the_customer_leaves_a_consultation() -> None:
    with company("+5511987650005") as s:
        s.consult()
        s.house.wait(5)
        assert (s.attempt()["outcome"], s.attempt()["ended_by"]) == ("completed", "customer")
        assert (s.carla.activity(), s.agent.activity()) == ("available", "wrap-up")
        s.house.wait(1)
        s.nobody_is_on_the_line()


def test_an_invitation_of_a_call_that_ends_rings_no_more() -> None:
    with company() as s:
        s.ask(s.carla)
        s.hang_up()
        assert not s.rings(s.carla)
        assert s.carla.activity() == "available"
