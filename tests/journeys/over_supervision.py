"""Over HTTP alone: a supervisor sees a call, writes to its agent, listens, comes back and takes it over."""

from typing import Any, Protocol

from tests.journeys.outside import until
from tests.journeys.scene import Scene


class Sends(Protocol):
    """Sends operations by their id."""

    def send(self, name: str, token: str, body: Any = None, query: str = "", **ids: str) -> Any:
        """The answer, which is a success of the documented shape."""
        ...


def supervision(caller: Sends, scene: Scene, supervisor: str) -> None:
    """From the agent's call for help to the supervisor's wrap-up."""
    agent = scene.agent()
    scene.ask(scene.customer(), script="answers", answer_after_ms=200)
    attempt = caller.send("claimNext", agent.token)["attempt"]
    ids = {"attempt_id": attempt["id"]}
    _come_in(scene, caller.send("issueVoiceToken", agent.token)["token"], attempt["id"])
    until("a call", lambda: caller.send("readAttempt", agent.token, **ids)["state"] == "connected")
    assert caller.send("askHelp", agent.token, {"wanted": True}, **ids)["help_since_ms"]
    until("the call on the board", lambda: _helped(caller, supervisor, attempt["id"]))

    me = caller.send("readMe", agent.token)
    caller.send("writeTo", supervisor, {"text": scene.casting.note("Estou indo.")}, agent_id=me["agent_id"])
    (message,) = caller.send("readMe", agent.token)["messages"]
    assert caller.send("markRead", agent.token, message_id=message["id"])["messages"] == []
    caller.send("setPresenceOf", supervisor, {"presence": "break", "reason": "meal"}, agent_id=me["agent_id"])
    assert caller.send("readMe", agent.token)["presence"]["presence"] == "break"

    came = caller.send("supervise", supervisor, {"mode": "listen"}, **ids)
    caller.send("leaveSupervision", supervisor, **ids)
    came = caller.send("supervise", supervisor, {"mode": "listen"}, **ids)
    _come_in(scene, caller.send("issueVoiceToken", supervisor)["token"], came["attempt_id"], came["label"])
    until("the supervisor", lambda: _there(caller, supervisor, ids))
    taken = {"attempt_id": caller.send("takeOver", supervisor, **ids)["attempt_id"]}
    for token, which in ((supervisor, taken), (agent.token, ids)):
        caller.send("hangUp", token, **which)
        caller.send("wrapUp", token, {"disposition": "solved"}, **which)
    until("the agent's break", lambda: caller.send("readMe", agent.token)["presence"]["activity"] == "break")


def _come_in(scene: Scene, voice: str, attempt_id: str, party: str = "") -> None:
    params = {"attempt": attempt_id} | ({"party": party} if party else {})
    scene.outside.twin("POST", "/clients", {"token": voice, "params": params})


def _helped(caller: Sends, supervisor: str, attempt_id: str) -> bool:
    calls = caller.send("readBoard", supervisor)["calls"]
    return any(one["id"] == attempt_id and one["help_since_ms"] for one in calls)


def _there(caller: Sends, supervisor: str, ids: dict[str, str]) -> bool:
    people = caller.send("readAttempt", supervisor, **ids)["participants"]
    return any(one["kind"] == "supervisor" and one["state"] == "joined" for one in people)
