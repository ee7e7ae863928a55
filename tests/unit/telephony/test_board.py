"""What supervisors see of a site, what they choose for its agents, and what they write to them."""

from typing import Any

import pytest

from chalicelib.agents import board as projection
from chalicelib.agents import store
from tests.people import Agent
from tests.stream import Stream
from tests.unit.telephony.company import LANE
from tests.unit.telephony.supervised import SOFIA, Supervised, supervised

MEAL = {"presence": "break", "reason": "meal"}


def board(s: Supervised, who: Agent | None = None) -> dict[str, Any]:
    """As it is, once the stream has told."""
    Stream(s.house).run()
    status, found = (who or s.sofia).send("GET", "/board")
    assert status == 200, found
    return found


def agent(s: Supervised, name: str) -> dict[str, Any]:
    """One line of it."""
    return next(one for one in board(s)["agents"] if one["id"] == name)


def test_every_agent_and_every_call_of_the_site_is_on_it_and_nothing_of_another_site() -> None:
    with supervised() as s:
        Agent(s.house, "abril", ("AR:payments",))
        found = board(s)
        told = [(one["id"], one["activity"], one["attempt_id"]) for one in found["agents"]]
        assert told == [("ana", "busy", s.id), ("carla", "available", None), ("sofia", "offline", None)]
        (call,) = found["calls"]
        assert (call["id"], call["agent_name"], call["customer_name"]) == (s.id, "Ana", "Marta Ríos")
        assert (call["lane"], call["state"], call["on_hold"]) == (LANE, "connected", False)
        assert call["connected_at_ms"] and call["participants"] == []
        s.hang_up()
        s.house.wait(1)
        assert board(s)["calls"] == [] and agent(s, "ana")["activity"] == "wrap-up"


def test_who_is_in_a_call_is_told_with_how_supervisors_are_in_it() -> None:
    with supervised() as s:
        s.consult()
        s.come("whisper")
        (call,) = board(s)["calls"]
        people = [(one["name"], one["kind"], one["mode"], one["state"]) for one in call["participants"]]
        assert people == [
            ("Carla", "specialist", None, "joined"),
            ("Sofia", "supervisor", "whisper", "joined"),
        ]


def test_a_call_is_on_it_at_whatever_moment_somebody_looks() -> None:
    with supervised() as s:
        for _ in range(14):
            s.house.wait(9)
            assert [one["id"] for one in board(s)["calls"]] == [s.id]


def test_whoever_asks_for_help_comes_first() -> None:
    with supervised() as s:
        s.agent.send("PUT", f"/attempts/{s.id}/help", {"wanted": True})
        assert board(s)["calls"][0]["help_since_ms"] is not None
        s.come("listen", s.sofia)
        assert board(s)["calls"][0]["help_since_ms"] is None


def test_what_the_stream_told_before_never_replaces_what_it_told_last() -> None:
    with supervised() as s:
        older = next(item for item in s.house.items() if item["pk"]["S"] == "AGENT#sofia")
        s.sofia.ready()
        board(s)
        projection.note(older, None)
        assert agent(s, "sofia")["activity"] == "available"


def test_an_agent_who_moves_to_another_site_is_on_the_board_of_that_site_alone() -> None:
    with supervised() as s:
        stream = Stream(s.house)
        stream.run()
        Agent(s.house, "carla", ("AR:payments",))
        stream.run()
        assert [one["id"] for one in s.sofia.send("GET", "/board")[1]["agents"]] == ["ana", "sofia"]
        abroad = Agent(s.house, "abril", ("AR:payments",))
        assert "carla" in [one["id"] for one in board(s, abroad)["agents"]]


def test_a_presence_chosen_for_an_agent_holds_at_once_or_after_their_call() -> None:
    with supervised() as s:
        for name in ("carla", "ana"):
            assert s.sofia.send("PUT", f"/agents/{name}/presence", MEAL)[0] == 204
        assert (agent(s, "carla")["activity"], agent(s, "carla")["set_by"]) == ("break", "Sofia")
        assert (agent(s, "ana")["activity"], agent(s, "ana")["presence"]) == ("busy", "break")
        assert s.agent.send("GET", "/me")[1]["presence"]["set_by"] == "Sofia"
        s.hang_up()
        s.house.wait(1)
        s.wrap_up()
        assert s.agent.activity() == "break"
        assert s.agent.ready().send("GET", "/me")[1]["presence"]["set_by"] is None


def test_nobody_is_made_available_who_is_not_at_work() -> None:
    with supervised() as s:
        path = "/agents/carla/presence"
        assert s.sofia.send("PUT", path, {"presence": "offline"})[0] == 204
        assert s.sofia.send("PUT", path, {"presence": "available"})[1]["code"] == "agent_not_at_work"
        assert s.carla.activity() == "offline"
        assert s.sofia.send("PUT", path, MEAL)[0] == 204
        assert s.sofia.send("PUT", path, {"presence": "available"})[0] == 204
        assert s.carla.activity() == "available"
        assert [row.sk for row in store.read_present("BR")] == ["ana", "carla"]


def test_a_presence_chosen_while_an_invitation_rings_is_taken_after_the_call() -> None:
    with supervised() as s:
        s.ask(s.carla)
        assert s.sofia.send("PUT", "/agents/carla/presence", MEAL)[0] == 204
        label = str(s.invitation(s.carla)["label"])
        s.accept(s.carla)
        s.enter(s.carla, s.id, label)
        s.drop(label)
        assert s.carla.activity() == "break"


def test_a_message_is_on_the_agents_screen_until_they_have_read_it() -> None:
    with supervised() as s:
        for text in ("Ofereça o frete.", "Pode encerrar."):
            assert s.sofia.send("POST", "/agents/ana/messages", {"text": text})[0] == 204
        first, second = s.agent.send("GET", "/me")[1]["messages"]
        assert (first["text"], first["from_name"], second["text"]) == (
            "Ofereça o frete.",
            "Sofia",
            "Pode encerrar.",
        )
        assert agent(s, "ana")["unread"] == 2
        path = f"/messages/{first['id']}/acknowledgement"
        assert [s.agent.send("POST", path)[0], s.carla.send("POST", path)[0]] == [200, 200]
        assert s.agent.send("POST", path)[1]["messages"] == [second]
        assert agent(s, "ana")["unread"] == 1 and agent(s, "ana")["activity"] == "busy"


def test_of_many_messages_the_newest_are_kept() -> None:
    with supervised() as s:
        for number in range(7):
            s.sofia.send("POST", "/agents/ana/messages", {"text": f"Aviso {number}"})
        kept = [one["text"] for one in s.agent.send("GET", "/me")[1]["messages"]]
        assert kept == [f"Aviso {number}" for number in range(2, 7)]


@pytest.mark.parametrize("text", ["", "x" * 201])
def test_a_message_is_a_few_words(text: str) -> None:
    with supervised() as s:
        assert s.sofia.send("POST", "/agents/ana/messages", {"text": text})[1]["code"] == "invalid_request"


@pytest.mark.parametrize("name", ["abril", "nobody"])
def test_an_agent_of_another_site_does_not_exist(name: str) -> None:
    with supervised() as s:
        Agent(s.house, "abril", ("AR:payments",))
        assert s.sofia.send("POST", f"/agents/{name}/messages", {"text": "Olá"})[0] == 404
        assert s.sofia.send("PUT", f"/agents/{name}/presence", MEAL)[0] == 404


def test_a_supervisor_on_a_call_is_told_of_it_on_the_board() -> None:
    with supervised() as s:
        s.come("listen")
        assert agent(s, "sofia")["attempt_id"] == s.id
        assert [one["label"] for one in board(s)["calls"][0]["participants"]] == [SOFIA]
