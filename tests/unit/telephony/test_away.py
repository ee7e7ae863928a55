"""The agent's line is lost in mid-call: nobody is left in silence, and everybody hears why."""

from chalicelib.kernel.messages import text
from chalicelib.telephony.attempt import Attempt, Leg
from chalicelib.telephony.facts import TimedOut
from chalicelib.telephony.model import decide
from local.twilio.core.faults import Faults
from tests.people import Agent
from tests.scene import CONNECTED, Scene, scene
from tests.unit.telephony.company import company
from tests.unit.telephony.test_bad_webhooks import hook
from tests.unit.telephony.test_other_side import about_an_order, asked

MUSIC = "https://help.alo.example/hold.wav"
SOON_S = 5
COMING_BACK = [text("es", "twiml.coming_back"), MUSIC]
"""In the customer's language, not the agent's."""


def on_hold(s: Scene) -> bool:
    """Whether the customer hears music."""
    rooms = [one for one in s.house.world.rooms.conferences.values() if one.status != "completed"]
    return any(one.label == "customer" and one.hold for room in rooms for one in room.people.values())


def test_the_customer_hears_at_once_that_the_agent_is_coming_back_and_then_music() -> None:
    with scene() as s:
        s.talk().lose_browser()
        assert on_hold(s) and s.customer().heard[-2:] == COMING_BACK
        assert s.kinds() == [*CONNECTED, "attempt.agent_left", "attempt.held"]


def test_they_talk_again_when_the_browser_is_back() -> None:
    with scene() as s:
        s.talk().lose_browser()
        s.house.wait(10)
        s.join().house.wait(1)
        assert not on_hold(s)
        now = s.attempt()
        assert (now["customer"]["on_hold"], now["hold_ms"] > 9_000) == (False, True)
        assert s.kinds()[-2:] == ["attempt.agent_returned", "attempt.resumed"]


def test_a_customer_on_hold_stays_there_for_an_agent_who_comes_back() -> None:
    with scene() as s:
        s.talk().hold(True)
        s.house.wait(1)
        s.lose_browser()
        assert on_hold(s) and s.customer().heard == [MUSIC]
        s.join().house.wait(5)
        assert on_hold(s) and s.attempt()["customer"]["on_hold"]
        assert s.hold(False) == 200
        s.house.wait(1)
        assert not on_hold(s)


def test_a_button_pressed_while_the_line_is_lost_counts_when_it_is_back() -> None:
    with scene() as s:
        s.talk().lose_browser()
        assert s.hold(False) == 200
        s.house.wait(1)
        assert on_hold(s), "nobody is there to be heard"
        assert s.hold(True) == 200
        s.join().house.wait(5)
        assert on_hold(s)


def test_a_command_the_carrier_did_not_take_is_repeated_before_five_seconds_are_over() -> None:
    with scene() as s:
        s.talk()
        s.house.world.faults = Faults(rest_5xx=1)
        s.lose_browser()
        assert not on_hold(s)
        s.house.world.faults = Faults()
        s.house.wait(SOON_S)
        assert on_hold(s) and s.customer().heard[-2:] == COMING_BACK
        s.house.wait(10)
        assert s.attempt()["state"] == "connected", "the agent has their time to come back"


def test_a_lost_report_of_the_agents_leave_is_made_up_for_by_the_end_of_the_browsers_call() -> None:
    with scene() as s:
        s.talk()
        s.house.world.faults = Faults(lose=1, lose_kinds=("participant-leave",))
        s.lose_browser()
        s.house.world.faults = Faults()
        assert on_hold(s) and s.customer().heard[-2:] == COMING_BACK
        s.join().house.wait(2)
        assert not on_hold(s) and s.kinds()[-2:] == ["attempt.agent_returned", "attempt.resumed"]


def test_the_agent_is_lost_once_whichever_report_comes_first() -> None:
    with scene() as s:
        call = s.talk().agent.call
        assert call is not None
        form = {"CallSid": call.sid, "CallStatus": "completed", "From": call.from_}
        for _ in range(2):
            assert hook(s, "/twilio/status", form)[0] == 204
        s.lose_browser()
        assert s.kinds() == [*CONNECTED, "attempt.agent_left", "attempt.held"]


def test_an_agent_whom_only_a_look_has_found_back_is_lost_again_by_the_end_of_their_call() -> None:
    with scene() as s:
        s.talk().lose_browser()
        s.house.world.faults = Faults(lose=1, lose_kinds=("participant-join", "participant-leave"))
        s.join().house.wait(121)
        assert not on_hold(s) and s.attempt()["agent"]["state"] == "joined"
        s.lose_browser()
        assert on_hold(s) and s.attempt()["agent"]["state"] == "left"


def test_the_end_of_a_browsers_call_that_was_replaced_means_nothing() -> None:
    with scene() as s:
        before = s.talk().agent.call
        assert before is not None
        s.house.world.faults = Faults(lose=1)
        s.lose_browser()
        s.house.world.faults = Faults()
        s.join().house.wait(2)
        known = s.attempt(), s.kinds()
        form = {"CallSid": before.sid, "CallStatus": "completed", "From": before.from_}
        assert hook(s, "/twilio/status", form)[0] == 204
        assert (s.attempt(), s.kinds()) == known


def test_two_lost_reports_of_the_agents_leave_are_made_up_for_by_the_look() -> None:
    with scene() as s:
        s.talk()
        s.house.world.faults = Faults(lose=1)
        s.lose_browser()
        s.house.world.faults = Faults()
        assert not on_hold(s)
        s.house.wait(121)
        assert on_hold(s) and s.attempt()["agent"]["state"] == "left"
        s.join().house.wait(2)
        assert not on_hold(s) and s.attempt()["state"] == "connected"


def test_when_they_do_not_come_back_the_next_free_agent_gets_the_call() -> None:
    with scene() as s:
        s.talk().lose_browser()
        s.house.wait(31)
        assert (s.attempt()["outcome"], s.agent.activity()) == ("agent_lost", "wrap-up")
        assert not s.customer().over, "they wait on the line"
        s.house.draw()
        s.house.wait(2)
        assert s.callback()["position"] == 1
        next_agent = Agent(s.house, "bruno").ready()
        claimed = next_agent.next()
        assert claimed is not None and claimed["callback"]["id"] == s.asked["callback"]["id"]
        next_agent.join(claimed["id"])
        s.house.wait(2)
        assert next_agent.attempt(claimed["id"])["state"] == "connected"
        assert len(s.customers()) == 1, "nobody was dialled again"
        assert next_agent.send("POST", f"/attempts/{claimed['id']}/hangup")[0] == 200
        s.house.wait(2)
        assert s.callback()["status"] == "completed"
        s.nobody_is_on_the_line()


def test_who_is_still_in_the_conference_after_that_is_led_out_of_it_again() -> None:
    joined = Leg("joined", "CA1", join_seq=1, joined_at_ms=1)
    before = Attempt(state="ended", outcome="agent_lost", customer=joined, ended_at_ms=2)
    assert decide(before, TimedOut("CF1", None, "CA1"), 3).commands == ("keep_waiting",)
    assert decide(before, TimedOut("CF1", None, None), 3).commands == ()


def test_who_hangs_up_while_they_wait_for_the_next_agent_keeps_their_place() -> None:
    with scene() as s:
        s.talk().lose_browser()
        s.house.wait(31)
        s.house.draw()
        s.house.world.exchange.hang_up(s.customer())
        s.house.wait(5)
        s.house.draw()
        assert s.callback()["status"] == "queued"
        s.nobody_is_on_the_line()


def test_the_seller_in_the_talk_waits_with_music_too_and_is_back_with_the_agent() -> None:
    with about_an_order() as s:
        asked(s)
        s.house.wait(4)
        assert s.inside() == {"agent", "customer", "seller-1"}
        s.lose_browser()
        assert s.music() == {"customer", "seller-1"}
        s.join().house.wait(1)
        assert s.music() == set()


def test_a_specialist_who_comes_meanwhile_has_the_customer_to_talk_with() -> None:
    with company() as s:
        s.ask(s.carla)
        label = s.invitation(s.carla)["label"]
        s.lose_browser()
        assert s.music() == {"customer"}
        assert s.accept(s.carla)[0] == 200
        s.enter(s.carla, s.id, label)
        assert s.music() == set()
        s.leave(s.carla)
        assert s.music() == {"customer"}


def test_an_agent_who_leaves_while_a_third_leg_rings_leaves_nobody_in_silence() -> None:
    with about_an_order(script="no_answer") as s:
        asked(s)
        s.house.wait(1)
        s.lose_browser()
        assert s.music() == {"customer"}
        assert s.party("seller-1")["ended_as"] is None, "the ringing goes on"
        s.house.wait(31)
        assert s.attempt()["outcome"] == "agent_lost"
        s.house.wait(5)
        assert [call.over for call in s.customers()] == [False, True], "the ringing ends with the call"


def test_everybody_on_hold_and_the_agent_gone_ends_for_everybody() -> None:
    with company() as s:
        s.consult()
        s.talk("customer")
        s.hold(True)
        s.house.wait(1)
        assert s.music() == {"customer", "specialist-1"}
        s.lose_browser()
        assert s.music() == set(), "the specialist has the customer"


def test_no_leg_of_ours_ends_the_conference_by_leaving() -> None:
    with about_an_order() as s:
        s.consult()
        asked(s)
        s.house.wait(4)
        s.hold(True)
        s.hold(False)
        s.house.wait(1)
        (room,) = s.house.world.rooms.conferences.values()
        assert len(room.people) == 4
        assert not any(one.end_on_exit for one in room.people.values())


def test_a_conference_that_ends_under_ones_feet_is_the_end_of_the_call() -> None:
    with scene() as s:
        s.talk()
        (room,) = s.house.world.rooms.conferences.values()
        s.house.world.rooms.end(room)
        s.house.wait(2)
        now = s.attempt()
        assert (now["state"], now["outcome"], now["ended_by"]) == ("ended", "completed", "system")
        assert s.agent.activity() == "wrap-up"
        s.nobody_is_on_the_line()
