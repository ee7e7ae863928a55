"""Calls the API by operation, and a browser's leg without a browser."""

from typing import Any

from tests.journeys.document import BY_ID, conforms
from tests.journeys.outside import Outside, until
from tests.journeys.scene import Agent, Scene


class Caller:
    """Sends operations by their id, and keeps which ones succeeded."""

    def __init__(self, outside: Outside) -> None:
        self.outside = outside
        self.done: set[str] = set()

    def send(self, name: str, token: str, body: Any = None, query: str = "", **ids: str) -> Any:
        """The answer, which is a success of the documented shape."""
        method, path, operation = BY_ID[name]
        answer = self.outside.api(method.upper(), path.format(**ids) + query, token, body)
        conforms(answer, operation)
        assert answer.is_success, answer.text
        self.done.add(name)
        return answer.json() if answer.content and "json" in answer.headers["Content-Type"] else answer.text


def come_in(scene: Scene, voice: str, attempt_id: str, **party: str) -> None:
    """A browser's leg joins."""
    params = {"attempt": attempt_id, **party}
    scene.outside.twin("POST", "/clients", {"token": voice, "params": params})


def in_state(caller: Caller, agent: Agent, ids: dict[str, str], state: str) -> None:
    """Waits for it."""
    until(state, lambda: caller.send("readAttempt", agent.token, **ids)["state"] == state)
