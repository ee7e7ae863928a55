"""Twilio's REST API as the code's own client reaches it: the twin's core, and what goes wrong on the way."""

from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs, urlencode, urlsplit

import msgspec
from requests import Timeout
from twilio.http import HttpClient
from twilio.http.response import Response

if TYPE_CHECKING:
    from tests.simulation.world import World

RESOURCES = ("Calls", "Conferences", "Messages", "Participants", "Summary")
LATENCY_MS = (40, 250)
GIVEN_UP_MS = 8_000
REFUSALS = {"carrier_busy": (429, 20429), "carrier_broken": (503, 20503)}


class Carrier(HttpClient):
    """twilio-python's way out."""

    def __init__(self, world: "World") -> None:
        super().__init__(None, False, None)
        self._world = world
        self._latency = world.dice.of("carrier")

    def request(self, method: str, url: str, params: Any = None, data: Any = None, **_: Any) -> Response:
        """Raises requests' Timeout when no answer comes."""
        world, path = self._world, urlsplit(url).path
        running = world.running
        if running is None:
            raise AssertionError("Twilio is called outside any invocation")
        operation = f"{method} {_resource(path)}"
        site = world.outside.before(running, operation)
        running.wait(self._latency.randint(*LATENCY_MS))
        for kind, (status, code) in REFUSALS.items():
            if world.faults.hit(kind):
                world.tell("fault", f"Twilio answers {status} to {operation}")
                return Response(status, f'{{"code": {code}, "message": "later", "status": {status}}}')
        silent, deaf = world.faults.hit("carrier_silent"), False
        if silent:
            deaf = self._latency.random() < 0.3
        if not deaf:
            status, answer = world.twin.rest(method, path, _wire(data), _wire(params))
            world.outside.after(running, operation, site)
        if silent:
            done = "has not done it" if deaf else "has done it"
            world.tell("fault", f"Twilio never answers {operation}; it {done}")
            running.wait(GIVEN_UP_MS)
            raise Timeout
        return Response(status, msgspec.json.encode(answer).decode())


def _resource(path: str) -> str:
    """The resource of a path, without what identifies one."""
    names = [part.removesuffix(".json") for part in path.split("/")[4:]]
    return next(name for name in reversed(names) if name in RESOURCES)


def _wire(values: Any) -> dict[str, list[str]]:
    """What is left of Python values after a form was encoded and decoded."""
    given = {name: value for name, value in (values or {}).items() if value is not None}
    return parse_qs(urlencode(given, doseq=True), keep_blank_values=True) if given else {}
