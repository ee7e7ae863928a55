"""A supervisor listens, whispers, barges and takes over; the customer hears what was meant for them alone."""

import pytest

from local.twilio.core.faults import Faults
from tests.people import Agent
from tests.unit.telephony.company import LANE
from tests.unit.telephony.supervised import SOFIA, supervised
from tests.unit.telephony.test_call_budget import until_told

EVERYBODY = {"agent", "customer"}


def test_listen_whisper_barge_and_leave() -> None:
    with supervised() as s:
        assert s.come("listen") == SOFIA
        assert s.inside() == {"agent", "customer", SOFIA} and s.hear() == set()
        assert s.hear("customer") == {"agent", SOFIA}
        assert s.supervise("whisper")[0] == 200
        assert s.hear() == {"agent"}
        assert s.supervise("barge")[0] == 200
        assert s.hear() == EVERYBODY
        assert s.supervise("whisper")[0] == 200 and s.hear() == {"agent"}
        assert s.supervise("listen")[0] == 200 and s.hear() == set()
        assert s.go() == 204
        assert s.inside() == EVERYBODY and s.sofia.activity() == "offline"
        assert s.attempt()["state"] == "connected"


@pytest.mark.parametrize(("mode", "heard"), [("listen", set()), ("whisper", {"agent"}), ("barge", EVERYBODY)])
def test_whoever_comes_in_is_heard_as_they_wanted_once_they_are_there(mode: str, heard: set[str]) -> None:
    with supervised() as s:
        s.come(mode)
        assert s.hear() == heard


def test_a_wish_that_changes_on_the_way_in_is_the_last_one() -> None:
    with supervised() as s:
        label = s.supervise("barge")[1]["label"]
        s.supervise("listen")
        s.enter(s.sofia, s.id, label)
        assert s.hear() == set()


def test_a_whisper_goes_along_with_the_call_to_the_next_agent() -> None:
    with supervised() as s:
        s.come("whisper")
        label = s.consult()
        assert s.hear() == {"agent"}
        assert s.hand_over(label) == 200
        assert s.hear() == {label}
        assert s.linked()["agent_id"] == "carla"
        assert s.sofia.send("GET", "/me")[1]["attempt_id"] == s.linked()["id"]


def test_a_whisper_is_silent_while_the_agents_line_is_lost_and_finds_the_new_one() -> None:
    with supervised() as s:
        s.come("whisper")
        s.lose_browser()
        assert s.hear() == set()
        s.agent.join(s.id)
        assert s.hear() == {"agent"}


def test_a_supervisor_keeps_no_call_alive() -> None:
    with supervised() as s:
        s.come("barge")
        s.lose_browser()
        s.house.wait(40)
        assert s.attempt()["outcome"] == "agent_lost"
        assert SOFIA not in s.inside()
        assert s.sofia.activity() == "offline"


def test_the_end_of_a_call_is_the_end_for_its_supervisor() -> None:
    with supervised() as s:
        s.come("listen")
        assert s.hang_up() == 200
        s.house.wait(1)
        s.nobody_is_on_the_line()
        assert (s.sofia.activity(), s.sofia.send("GET", "/me")[1]["attempt_id"]) == ("offline", None)


def test_a_supervisor_is_no_party_of_the_talk() -> None:
    with supervised() as s:
        s.come("listen")
        assert s.hold(True) == 200
        s.house.wait(0.5)
        assert s.music() == {"customer"}
        assert s.talk(SOFIA) == 409 and s.talk("customer", SOFIA) == 409
        assert s.drop(SOFIA) == 409 and s.hand_over(SOFIA) == 409
        s.go()
        assert s.music() == {"customer"}, "their leaving takes nobody off hold"


def test_the_agent_is_shown_what_the_sites_policy_says() -> None:
    with supervised() as s:
        s.come("listen")
        assert s.shown() == [] and s.shown(s.sofia) == [SOFIA]
        s.supervise("whisper")
        assert s.shown() == [SOFIA]
        assert s.party(SOFIA)["mode"] == "whisper" and s.party(SOFIA)["name"] == "Sofia"


def test_the_timeline_tells_supervisors_and_nobody_else_who_supervised() -> None:
    with supervised() as s:
        s.come("listen")
        s.supervise("barge")
        s.go()
        told = [(one["kind"], one["mode"]) for one in s.story() if one["party_kind"] == "supervisor"]
        kinds = ("party_asked", "party_joined", "supervised", "party_left")
        assert [kind for kind, _ in told] == [f"attempt.{kind}" for kind in kinds]
        assert dict(told)["attempt.supervised"] == "barge"
        path, claims = "/customers/buyer-7/timeline", {"sub": "ana", "token_use": "id"}
        _, _, answer = s.house.http("GET", path, "", {}, "", claims | {"cognito:groups": "agent"})
        assert '"supervisor"' not in answer and "attempt.connected" in answer


def test_taking_over_makes_the_supervisor_the_agent() -> None:
    with supervised() as s:
        s.come("whisper")
        status, answer = s.take_over()
        assert status == 200
        assert (s.attempt()["outcome"], s.attempt()["next_id"]) == ("transferred", answer["attempt_id"])
        assert (s.agent.activity(), s.sofia.activity()) == ("wrap-up", "busy")
        assert s.inside() == {"customer", SOFIA} and s.hear() == {"customer"}
        assert s.take_over()[1] == answer, "done already"
        after = s.sofia.attempt(answer["attempt_id"])
        assert (after["agent_id"], after["previous_id"], after["state"]) == ("sofia", s.id, "connected")
        s.sofia.send("POST", f"/attempts/{answer['attempt_id']}/hangup")
        s.house.wait(1)
        s.nobody_is_on_the_line()
        assert s.sofia.activity() == "wrap-up"


def test_who_is_not_there_takes_nothing_over() -> None:
    with supervised() as s:
        assert s.take_over()[1]["code"] == "participant_unknown"
        s.supervise("listen")
        assert s.take_over()[1]["code"] == "participant_unknown"


def test_a_call_of_another_site_does_not_exist() -> None:
    with supervised() as s:
        abroad = Agent(s.house, "abril", ("AR:payments",))
        assert s.supervise("listen", abroad)[0] == 404
        assert s.take_over(abroad)[0] == 404
        assert abroad.send("DELETE", f"/attempts/{s.id}/supervision")[0] == 404


def test_who_is_on_a_call_or_rung_supervises_nothing() -> None:
    with supervised() as s:
        assert s.supervise("listen", s.agent)[1]["code"] == "agent_on_call"
        s.ask(s.carla)
        assert s.supervise("listen", s.carla)[1]["code"] == "agent_on_call"


def test_a_supervisor_is_offered_nothing_meanwhile_and_is_free_afterwards() -> None:
    with supervised() as s:
        s.sofia.ready()
        s.come("listen")
        assert s.sofia.activity() == "busy"
        assert s.sofia.send("POST", "/claims")[1]["attempt"]["id"] == s.id, "the call in hand"
        s.leave(s.sofia)
        assert s.sofia.activity() == "available"


def test_commands_on_what_is_over() -> None:
    with supervised() as s:
        s.come("listen")
        s.hang_up()
        s.house.wait(1)
        assert s.supervise("barge")[1]["code"] == "attempt_ended"
        assert s.take_over()[1]["code"] == "attempt_ended"
        assert s.go() == 204


def test_a_carrier_that_does_not_hear_is_told_again_until_it_does() -> None:
    with supervised() as s:
        s.come("barge")
        s.house.world.faults = Faults(rest_5xx=1)
        assert s.supervise("listen")[1]["code"] == "carrier_unavailable"
        assert s.hear() == EVERYBODY
        s.house.world.faults = Faults()
        s.house.wait(12)
        assert s.hear() == set()


def test_who_takes_over_is_heard_though_the_carrier_did_not_listen() -> None:
    with supervised() as s:
        s.come("listen")
        s.house.world.faults = Faults(rest_5xx=1)
        assert s.take_over()[0] == 200
        s.house.world.faults = Faults()
        s.house.wait(12)
        assert s.hear() == {"customer"} and s.inside() == {"customer", SOFIA}


def test_a_browser_that_never_comes_frees_the_supervisor() -> None:
    with supervised() as s:
        s.supervise("listen")
        assert s.sofia.activity() == "busy"
        s.house.wait(35)
        assert s.sofia.activity() == "offline"
        assert s.shown(s.agent) == []


def test_help_is_asked_for_until_a_supervisor_is_there() -> None:
    with supervised() as s:
        path = f"/attempts/{s.id}/help"
        assert s.agent.send("PUT", path, {"wanted": True})[1]["help_since_ms"] is not None
        assert s.agent.send("PUT", path, {"wanted": False})[1]["help_since_ms"] is None
        assert s.agent.send("PUT", path, {"wanted": True})[0] == 200
        assert s.carla.send("PUT", path, {"wanted": True})[1]["code"] == "attempt_not_yours"
        s.come("listen")
        assert s.attempt()["help_since_ms"] is None
        told = [(one["kind"], one["reason"]) for one in s.story() if "help" in one["kind"]]
        asked = ("attempt.help_asked", None)
        over = ("attempt.help_over", "cancelled"), ("attempt.help_over", "supervisor")
        assert told == [asked, over[0], asked, over[1]]


def test_a_cold_transfer_keeps_who_listens() -> None:
    with supervised() as s:
        s.come("whisper")
        s.ask(s.carla, transfer=True)
        assert s.inside() == {"customer", SOFIA} and s.hear() == set()
        status, answer = s.accept(s.carla)
        assert status == 200
        s.enter(s.carla, answer["attempt"]["id"])
        s.house.wait(1)
        assert s.hear() == {"agent"}


def test_a_second_supervisor_sees_the_first() -> None:
    with supervised() as s:
        s.come("listen")
        other = Agent(s.house, "silvio", (LANE,))
        assert s.come("listen", other) == "supervisor-2"
        assert s.shown(other) == [SOFIA, "supervisor-2"] and s.shown() == []


@pytest.mark.parametrize(
    ("method", "what", "body"),
    [
        ("PUT", "supervision", {"mode": "whisper"}),
        ("PUT", "supervision", {"mode": "barge"}),
        ("DELETE", "supervision", None),
        ("POST", "takeover", None),
    ],
)
def test_a_command_is_one_get_and_one_transaction_and_then_the_carrier(
    method: str, what: str, body: dict[str, str] | None
) -> None:
    with supervised() as s:
        s.come("listen")
        with until_told(s) as before:
            assert s.sofia.send(method, f"/attempts/{s.id}/{what}", body)[0] in (200, 204)
        assert before == ["GetItem", "TransactWriteItems"]
