"""The call becomes another agent's: with the specialist there, left to them, or because a line was lost."""

from local.twilio.core.faults import Faults
from tests.people import Agent, ask
from tests.scene import CONNECTED
from tests.unit.telephony.company import LANE, company

CAME = ["attempt.party_asked", "attempt.party_joined"]
HANDED = ["attempt.ended", "attempt.transferred", "attempt.connected"]
COMPLETED = ["attempt.ended", "callback.completed"]
RETURNED = ["attempt.ended", "callback.returned", "callback.queued"]


def test_a_warm_transfer_leaves_the_two_talking_and_the_agent_in_wrap_up() -> None:
    with company() as s:
        label = s.consult()
        s.talk(label)
        assert s.hand_over(label) == 200
        s.house.wait(1)
        assert s.inside() == {"customer", label} and s.music() == set()
        mine, theirs = s.attempt(), s.linked()
        assert (mine["state"], mine["outcome"], s.agent.activity()) == ("ended", "transferred", "wrap-up")
        assert (theirs["state"], theirs["agent_id"], s.carla.activity()) == ("connected", "carla", "busy")
        assert (theirs["previous_id"], theirs["initial_id"]) == (s.id, s.id)
        assert s.callback()["status"] == "connected"
        assert s.carla.send("GET", "/me")[1]["attempt_id"] == theirs["id"]
        assert s.carla.send("POST", f"/attempts/{theirs['id']}/hangup")[0] == 200
        s.house.wait(1)
        s.nobody_is_on_the_line()
        assert s.callback()["status"] == "completed"
        assert s.carla.activity() == "wrap-up"
        wrap_up = {"disposition": "solved", "note": ""}
        assert s.carla.send("PUT", f"/attempts/{theirs['id']}/wrap-up", wrap_up)[0] == 200
        assert s.wrap_up() == 200
        assert (s.agent.activity(), s.carla.activity()) == ("available", "available")
        kinds = [*CONNECTED, *CAME, "attempt.held", *HANDED, "attempt.resumed", *COMPLETED]
        assert s.kinds() == [*kinds, "attempt.wrapped_up", "attempt.wrapped_up"]


def test_a_transfer_counts_no_try_and_no_second_call() -> None:
    with company() as s:
        label = s.consult()
        s.hand_over(label)
        linked = s.linked()
        assert linked["callback"]["attempts"] == 1 and linked["dialled_at_ms"] is not None
        assert len(s.customers()) == 1
        assert s.kinds().count("attempt.dialled") == 1


def test_what_the_customer_does_after_a_transfer_is_the_linked_attempts() -> None:
    with company() as s:
        s.hand_over(s.consult())
        linked = s.linked()
        assert s.carla.send("PUT", f"/attempts/{linked['id']}/hold", {"on_hold": True})[0] == 200
        s.house.wait(1)
        assert s.linked()["customer"]["on_hold"] is True
        s.house.world.exchange.hang_up(s.customer())
        s.house.wait(1)
        linked = s.linked()
        assert (linked["outcome"], linked["ended_by"]) == ("completed", "customer")
        assert s.attempt()["outcome"] == "transferred"
        s.nobody_is_on_the_line()


def test_the_new_agent_may_lose_their_line_and_come_back() -> None:
    with company() as s:
        s.hand_over(s.consult())
        linked = s.linked()
        s.leave(s.carla)
        assert s.linked()["agent"]["state"] == "left"
        s.enter(s.carla, linked["id"])
        s.house.wait(40)
        assert (s.linked()["state"], s.linked()["agent"]["state"]) == ("connected", "joined")


def test_a_call_is_handed_on_from_one_to_the_next_and_back() -> None:
    with company() as s:
        s.hand_over(s.consult())
        first = s.linked()
        assert s.wrap_up() == 200
        body = {"kind": "specialist", "agent_id": "ana"}
        assert s.carla.send("POST", f"/attempts/{first['id']}/participants", body)[0] == 200
        label = s.invitation(s.agent)["label"]
        assert label == "specialist-2"
        s.accept(s.agent)
        s.enter(s.agent, first["id"], label)
        assert s.carla.send("POST", f"/attempts/{first['id']}/handover", {"to": label})[0] == 200
        s.house.wait(1)
        last = s.agent.attempt(s.agent.send("GET", "/me")[1]["attempt_id"])
        assert (last["previous_id"], last["initial_id"], last["agent_id"]) == (first["id"], s.id, "ana")
        s.house.world.exchange.hang_up(s.customer())
        s.house.wait(1)
        assert s.agent.attempt(last["id"])["outcome"] == "completed"
        assert s.callback()["status"] == "completed"
        s.nobody_is_on_the_line()


def test_handing_over_twice_is_handing_over_once() -> None:
    with company() as s:
        label = s.consult()
        assert [s.hand_over(label), s.hand_over(label)] == [200, 200]
        assert s.kinds().count("attempt.transferred") == 1
        assert s.hang_up() == 200
        assert s.linked()["state"] == "connected"
        assert s.talk("customer") == 409


def test_a_cold_transfer_frees_the_agent_at_once_and_the_customer_hears_music() -> None:
    with company() as s:
        assert s.ask(s.carla, transfer=True)[0] == 200
        assert s.agent.activity() == "wrap-up" and s.attempt()["outcome"] == "transferred"
        assert s.inside() == {"customer"} and s.music() == {"customer"}
        rung = s.invitation(s.carla)
        assert rung["transfer"] is True
        status, answer = s.accept(s.carla)
        assert (status, answer["attempt"]["state"], answer["attempt"]["agent_id"]) == (
            200,
            "claimed",
            "carla",
        )
        s.enter(s.carla, answer["attempt"]["id"])
        s.house.wait(1)
        assert s.linked()["state"] == "connected" and s.music() == set()
        assert s.inside() == {"customer", "agent"}
        s.carla.send("POST", f"/attempts/{answer['attempt']['id']}/hangup")
        s.house.wait(1)
        s.nobody_is_on_the_line()
        assert s.callback()["status"] == "completed"


def test_a_cold_transfer_that_is_declined_leaves_the_customer_waiting_on_the_line_at_their_place() -> None:
    with company() as s:
        ask(s.house, sub="8", phone="+5511987650009")
        s.house.draw()
        s.ask(s.carla, transfer=True)
        assert s.decline(s.carla) == 204
        s.house.wait(25)
        assert s.callback()["status"] == "queued" and s.callback()["position"] == 1
        assert not s.customer().over, "they wait on the line"
        assert s.carla.activity() == "available"
        kinds = [*CONNECTED, "attempt.ended", "attempt.transferred"]
        assert s.kinds()[: len(kinds)] == kinds
        assert s.kinds()[-4:] == ["attempt.ended", "callback.returned", "callback.on_line", "callback.queued"]
        ended = [one for one in s.story() if one["kind"] == "attempt.ended"]
        assert [one["outcome"] for one in ended] == ["transferred", "transfer_failed"]
        claimed = s.carla.next()
        assert claimed is not None and claimed["callback"]["id"] == s.asked["callback"]["id"]
        s.carla.join(claimed["id"])
        s.house.wait(2)
        assert s.carla.attempt(claimed["id"])["state"] == "connected"
        assert len(s.customers()) == 1, "nobody was dialled again"


def test_a_cold_transfer_that_rings_out_is_over_by_the_servers_clock() -> None:
    with company() as s:
        s.ask(s.carla, transfer=True)
        s.house.wait(50)
        assert s.callback()["status"] == "queued"
        assert not s.rings(s.carla)
        assert not s.customer().over, "they wait on the line"


def test_a_specialist_who_accepts_and_does_not_come_puts_the_customer_back() -> None:
    with company() as s:
        s.ask(s.carla, transfer=True)
        assert s.accept(s.carla)[0] == 200
        s.house.wait(55)
        assert s.callback()["status"] == "queued"
        assert s.carla.activity() == "available"
        assert not s.customer().over, "they wait on the line"


def test_a_customer_who_does_not_wait_for_the_specialist_has_completed_the_call() -> None:
    with company() as s:
        s.ask(s.carla, transfer=True)
        s.house.world.exchange.hang_up(s.customer())
        s.house.wait(1)
        assert s.callback()["status"] == "completed"
        assert not s.rings(s.carla) and s.carla.activity() == "available"
        s.nobody_is_on_the_line()


def test_a_transfer_to_nobody_leaves_the_call_where_it_is() -> None:
    with company() as s:
        s.carla.send("PUT", "/me/presence", {"presence": "offline"})
        assert s.ask(transfer=True)[1]["code"] == "specialist_unavailable"
        assert s.attempt()["state"] == "connected" and s.music() == set()
        assert s.agent.activity() == "busy"


def test_leaving_the_customer_to_somebody_twice_is_told_as_ended() -> None:
    with company() as s:
        s.ask(s.carla, transfer=True)
        assert s.ask(s.carla, transfer=True)[1]["code"] == "attempt_ended"
        assert s.kinds().count("attempt.transferred") == 1


def test_an_agent_who_is_lost_leaves_the_customer_with_the_specialist() -> None:
    with company() as s:
        label = s.consult()
        s.talk(label)
        s.lose_browser()
        assert s.music() == set() and s.inside() == {"customer", label}
        s.house.wait(32)
        assert (s.attempt()["outcome"], s.linked()["agent_id"]) == ("transferred", "carla")
        assert (s.agent.activity(), s.carla.activity()) == ("wrap-up", "busy")
        assert s.inside() == {"customer", label}


def test_an_agent_who_comes_back_in_time_keeps_the_call() -> None:
    with company() as s:
        label = s.consult()
        s.lose_browser()
        s.house.wait(5)
        s.enter(s.agent, s.id)
        s.house.wait(40)
        assert s.attempt()["state"] == "connected"
        assert s.inside() == {"agent", "customer", label}


def test_an_agent_who_is_lost_while_a_specialist_is_rung_is_as_lost_as_ever() -> None:
    with company() as s:
        s.ask(s.carla)
        s.lose_browser()
        assert s.rings(s.carla)
        s.house.wait(45)
        assert s.attempt()["outcome"] == "agent_lost"
        assert not s.rings(s.carla) and s.carla.activity() == "available"
        assert [call.over for call in s.customers()] == [False], "they wait for the next agent"


def test_with_every_webhook_lost_a_transfer_is_found_out_by_asking() -> None:
    with company() as s:
        s.ask(s.carla, transfer=True)
        s.house.world.faults = Faults(lose=1)
        answer = s.accept(s.carla)[1]
        s.enter(s.carla, answer["attempt"]["id"])
        s.house.wait(60)
        assert s.linked()["state"] == "connected"
        assert s.music() == set()


def test_what_the_carrier_refused_of_a_transfer_is_done_by_the_look() -> None:
    with company() as s:
        label = s.consult()
        s.talk(label)
        s.house.world.faults = Faults(rest_5xx=1)
        assert s.hand_over(label) == 200
        s.house.wait(1)
        s.house.world.faults = Faults()
        assert s.inside() == {"agent", "customer", label} and s.music() == {"customer"}
        s.house.wait(13)
        assert s.inside() == {"customer", label} and s.music() == set()


def test_a_look_in_the_middle_of_a_lost_line_takes_nothing_from_the_agent() -> None:
    with company() as s:
        label = s.consult()
        s.house.world.faults = Faults(lose=1)
        s.lose_browser()
        s.drop(label)
        s.house.wait(12)
        s.house.world.faults = Faults()
        assert (s.attempt()["state"], s.attempt()["agent"]["state"]) == ("connected", "left")
        s.enter(s.agent, s.id)
        s.house.wait(40)
        assert s.attempt()["agent"]["state"] == "joined" and s.inside() == {"agent", "customer"}


def test_nobody_is_left_to_a_specialist_who_is_rung_or_there_already() -> None:
    with company() as s:
        assert s.ask(s.carla)[0] == 200
        status, problem = s.ask(s.carla, transfer=True)
        assert (status, problem["code"]) == (409, "specialist_unavailable")
        assert s.rings(s.carla)
        s.enter(s.carla, s.accept(s.carla)[1]["attempt"]["id"], "specialist-1")
        assert s.ask(s.carla, transfer=True)[1]["code"] == "specialist_unavailable"
        assert s.attempt()["state"] == "connected" and s.party("specialist-1")["state"] == "joined"


def test_a_call_handed_on_at_once_is_not_ended_for_the_sake_of_an_agent_who_has_not_gone() -> None:
    with company() as s:
        label = s.consult()
        s.house.world.faults = Faults(rest_5xx=1.0)
        s.hand_over(label)
        s.house.world.faults = Faults()
        first = s.linked()
        assert "agent" in s.inside()
        bruno = Agent(s.house, "bruno", (LANE,), (LANE,)).ready()
        body = {"kind": "specialist", "agent_id": "bruno", "transfer": True}
        assert s.carla.send("POST", f"/attempts/{first['id']}/participants", body)[0] == 200
        assert s.accept(bruno)[0] == 200
        last = bruno.send("GET", "/me")[1]["attempt_id"]
        s.enter(bruno, last)
        s.house.wait(60)
        assert bruno.attempt(last)["state"] == "connected" and s.music() == set()
        assert s.inside() == {"customer", "agent"} and len(s._people()) == 2
