"""What happens on the agent's side of a call."""

from tests.people import ask
from tests.scene import ASKED, CONNECTED, DIALLED, SILENT, scene

RETURNED = ["attempt.ended", "callback.returned", "callback.queued"]
COMPLETED = ["attempt.ended", "callback.completed"]


def test_an_agent_who_never_joins_returns_the_customer_and_keeps_no_call() -> None:
    with scene() as s:
        s.house.wait(31)
        s.ended("agent_never_joined", "system", "queued", "available", [*ASKED, *RETURNED])
        assert s.customers() == []


def test_an_agent_who_drops_while_it_rings_stops_the_ringing() -> None:
    with scene(SILENT) as s:
        s.join().house.wait(3)
        s.lose_browser()
        s.house.wait(1)
        s.ended("agent_dropped", "agent", "queued", "available", [*DIALLED, "attempt.ringing", *RETURNED])


def test_hanging_up_while_it_rings_stops_the_ringing_and_returns_the_customer() -> None:
    with scene(SILENT) as s:
        s.join().house.wait(3)
        assert s.hang_up() == 200
        s.house.wait(1)
        s.ended("cancelled", "agent", "queued", "available", [*DIALLED, "attempt.ringing", *RETURNED])


def test_hanging_up_before_the_line_is_there_returns_the_customer() -> None:
    with scene() as s:
        assert s.hang_up() == 200
        s.house.draw()
        s.ended("cancelled", "agent", "queued", "available", [*ASKED, *RETURNED])
        s.join()
        s.house.wait(5)
        s.ended("cancelled", "agent", "queued", "available", [*ASKED, *RETURNED])
        assert s.customers() == []


def test_a_browser_that_comes_back_in_time_goes_on_with_the_call() -> None:
    with scene() as s:
        s.talk().lose_browser()
        assert s.attempt()["agent"]["state"] == "left"
        s.house.wait(10)
        s.join().house.wait(40)
        now = s.attempt()
        assert (now["state"], now["agent"]["state"], now["customer"]["state"]) == (
            "connected",
            "joined",
            "joined",
        )
        assert s.hang_up() == 200
        s.house.wait(1)
        away = ["attempt.agent_left", "attempt.held", "attempt.agent_returned", "attempt.resumed"]
        s.ended("completed", "agent", "completed", "wrap-up", [*CONNECTED, *away, *COMPLETED])


def test_a_browser_that_does_not_come_back_returns_the_customer_to_their_place() -> None:
    with scene() as s:
        s.talk().lose_browser()
        s.house.wait(31)
        s.house.draw()
        s.house.world.exchange.hang_up(s.customer())
        s.house.wait(5)
        s.house.draw()
        away = ["attempt.agent_left", "attempt.held", "attempt.ended", "callback.returned"]
        line = ["callback.on_line", "callback.queued", "callback.off_line"]
        s.ended("agent_lost", "agent", "queued", "wrap-up", [*CONNECTED, *away, *line])
        assert s.callback()["position"] == 1


def test_hanging_up_twice_is_hanging_up_once() -> None:
    with scene() as s:
        s.talk()
        assert [s.hang_up(), s.hang_up()] == [200, 200]
        s.house.wait(1)
        s.ended("completed", "agent", "completed", "wrap-up", [*CONNECTED, *COMPLETED])


def test_claiming_twice_answers_the_call_in_hand() -> None:
    with scene() as s:
        assert s.claim() == s.id
        assert s.kinds() == ASKED


def test_a_wrap_up_that_nobody_ends_is_ended_by_the_server() -> None:
    with scene() as s:
        s.talk().hang_up()
        s.house.wait(61)
        expired = "attempt.wrapped_up"
        s.ended("completed", "agent", "completed", "available", [*CONNECTED, *COMPLETED, expired])
        assert s.story()[-1]["reason"] == "expired"
        assert s.story()[-1]["wrap_up_ms"] == 60_000


def test_a_note_after_the_wrap_up_expired_is_kept_and_counts_no_time_twice() -> None:
    with scene() as s:
        s.talk().hang_up()
        s.house.wait(61)
        assert s.wrap_up("Chegou tarde, mas chegou.") == 200
        noted = [item for item in s.story() if item["kind"] == "attempt.wrapped_up"]
        assert [item["wrap_up_ms"] for item in noted] == [60_000, 0]
        assert noted[-1]["note"] == "Chegou tarde, mas chegou."
        assert s.agent.activity() == "available"


def test_a_late_note_leaves_the_agents_next_call_alone() -> None:
    with scene() as s:
        s.talk().hang_up()
        s.house.wait(61)
        ask(s.house, sub="8")
        s.house.draw()
        following = s.agent.next()
        assert following and s.wrap_up("Atrasada.") == 200
        assert s.agent.activity() == "busy"


def test_a_presence_chosen_during_a_call_is_taken_after_the_wrap_up() -> None:
    with scene() as s:
        s.talk()
        chosen = {"presence": "break", "reason": "meal"}
        assert s.agent.send("PUT", "/me/presence", chosen)[0] == 200
        assert s.agent.activity() == "busy"
        s.hang_up()
        assert s.agent.activity() == "wrap-up"
        assert s.wrap_up() == 200
        me = s.agent.send("GET", "/me")[1]["presence"]
        assert (me["activity"], me["reason"]) == ("break", "meal")
        assert s.agent.send("POST", "/claims")[1]["code"] == "agent_not_available"


def test_wrapping_up_twice_with_the_same_note_is_wrapping_up_once() -> None:
    with scene() as s:
        s.talk().hang_up()
        assert [s.wrap_up("Pronto."), s.wrap_up("Pronto.")] == [200, 200]
        assert s.kinds().count("attempt.wrapped_up") == 1


def test_wrapping_up_a_call_that_still_runs_is_refused() -> None:
    with scene() as s:
        s.talk()
        assert s.wrap_up() == 409
