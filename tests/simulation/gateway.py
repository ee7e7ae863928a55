"""API Gateway: proxy events for the HTTP function, the WebSocket API's connections."""

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode, urlsplit

from greenlet import getcurrent

from local.twilio.core.agenda import Appointment
from local.twilio.core.webhooks import Outcome, WebhookRequest
from tests import gateway
from tests.simulation.processes import Result

if TYPE_CHECKING:
    from tests.simulation.world import World

HTTP = "app.app"
SOCKET = "chalicelib.realtime.events"
NETWORK_MS = (5, 80)
GIVEN_UP_MS = 29_000
WEBHOOK_LATE_MS = (500, 90_000)
FORM = {"content-type": "application/x-www-form-urlencoded"}
JSON = {"content-type": "application/json"}


@dataclass(slots=True)
class Answer:
    """What a caller gets. Status 502 or 504 with no code: the gateway, because the function gave none."""

    status: int
    text: str = ""
    media: str = ""
    body: Any = None
    code: str = ""


@dataclass(slots=True)
class Exchange:
    """A request and its answer, as the invariants look at them. `who` is an agent's id."""

    method: str
    resource: str
    answer: Answer
    who: str = ""


class RestApi:
    """The REST API in front of app.app."""

    def __init__(self, world: "World") -> None:
        self._world = world
        self._network = world.dice.of("network")
        self._postal = world.dice.of("webhooks")
        self.exchanges: list[Exchange] = []
        self.on_the_way = 0
        """Webhooks that have not arrived yet."""

    def send(
        self,
        who: str,
        method: str,
        path: str,
        body: Any = None,
        token: str = "",
        claims: dict[str, str] | None = None,
        query: str = "",
    ) -> Answer:
        """A person's request; waits for the answer."""
        world, mine = self._world, getcurrent()
        headers = JSON | ({"authorization": f"Bearer {token}"} if token else {})
        text = "" if body is None else json.dumps(body)
        event = gateway.event(world.current_code.app, method, path, text, headers, query, claims)
        answers: list[Answer] = []
        patience: list[Appointment] = []

        def answered(answer: Answer) -> None:
            if not answers:
                answers.append(answer)
                patience[0].cancel()
                mine.switch()

        def arrive() -> None:
            world.tell(who, f"{method} {path}")
            patience.append(world.agenda.after(GIVEN_UP_MS, lambda: answered(Answer(504))))
            self._call(event, answered, (claims or {}).get("sub", ""))

        world.agenda.after(self._network.randint(*NETWORK_MS), arrive)
        world.hub.switch()
        said = answers[0]
        world.tell(who, f"hears {said.status} {said.code} of {method} {path}")
        return said

    def webhook(self, request: WebhookRequest) -> None:
        """Twilio's request, on a network that may lose, double and delay reports."""
        faults, report = self._world.faults, request.kind != "twiml"
        if report and faults.hit("webhook_lost"):
            self._world.tell("fault", f"Twilio's {request.kind} never arrives")
            return
        if request.kind == "participant-leave" and faults.hit("leave_lost"):
            self._world.tell("fault", "the conference's word of who left never arrives")
            return
        copies = 2 if report and faults.hit("webhook_twice") else 1
        for copy in range(copies):
            late = report and faults.hit("webhook_late")
            delay = self._postal.randint(*(WEBHOOK_LATE_MS if late else NETWORK_MS))
            self.on_the_way += 1
            self._world.agenda.after(delay, partial(self._post, request, copy == 0))

    def _post(self, request: WebhookRequest, first: bool) -> None:
        self.on_the_way -= 1
        url = urlsplit(request.url)
        event = gateway.event(
            self._world.current_code.app,
            request.method,
            url.path,
            urlencode(request.params),
            FORM | _lower(request.headers),
            url.query,
            None,
        )
        told = [not first]

        def outcome(result: Outcome) -> None:
            patience.cancel()
            if not told[0]:
                told[0] = True
                self._world.twin.deliver(request, result)

        self._world.tell("Twilio", f"{request.kind} {request.params.get('CallStatus', '')}")
        patience = self._world.agenda.after(request.timeout_ms, lambda: outcome(Outcome(error="timeout")))
        self._call(event, lambda answer: outcome(Outcome(answer.status, answer.text, answer.media)))

    def _call(self, event: dict[str, Any], answered: Callable[[Answer], None], who: str = "") -> None:
        def done(result: Result) -> None:
            answer = _read(result)
            self.exchanges.append(Exchange(event["httpMethod"], event["resource"], answer, who))
            answered(answer)

        self._world.invoke(HTTP, event, done)


def _read(result: Result) -> Answer:
    if result.failed:
        return Answer(502)
    raw = result.answer
    headers = raw["headers"]
    media = headers.get("Content-Type", "")
    text = raw["body"]
    answer = Answer(raw["statusCode"], text, media)
    if "json" in media and text:
        answer.body = json.loads(text)
        if answer.status >= 400:
            answer.code = answer.body.get("code", "")
    return answer


def _lower(headers: dict[str, str]) -> dict[str, str]:
    return {name.lower(): text for name, text in headers.items()}


@dataclass
class Connection:
    """An open WebSocket."""

    hear: Callable[[Any], None]
    open: bool = field(default=False)


class WebSockets:
    """The WebSocket API: handshake, @connections, and what happens when a browser goes."""

    def __init__(self, world: "World") -> None:
        self._world = world
        self._network = world.dice.of("sockets")
        self._made = 0
        self._known: dict[str, Connection] = {}
        self.pushed: list[bytes] = []
        """Every message a desk has had."""

    def connect(self, ticket: str, hear: Callable[[Any], None]) -> str | None:
        """A desk's handshake: the connection's id, or None when it is refused. `hear` gets each message."""
        world, mine = self._world, getcurrent()
        self._made += 1
        connection_id = f"conn-{self._made}"
        connection = self._known[connection_id] = Connection(hear)
        event = _socket_event(connection_id, "CONNECT") | {"queryStringParameters": {"ticket": ticket}}

        def done(result: Result) -> None:
            connection.open = not result.failed and result.answer["statusCode"] == 200
            mine.switch()

        world.agenda.after(
            self._network.randint(*NETWORK_MS), lambda: world.invoke(f"{SOCKET}.connect", event, done)
        )
        world.hub.switch()
        return connection_id if connection.open else None

    def ping(self, connection_id: str) -> None:
        """The desk asks whether anybody is there."""
        self._run("message", connection_id, "MESSAGE")

    def close(self, connection_id: str, noticed: bool) -> None:
        """The browser has gone; AWS may not notice for a while."""
        self._known[connection_id].open = False
        if noticed:
            self._run("disconnect", connection_id, "DISCONNECT")

    def post(self, connection_id: str, message: bytes) -> bool:
        """@connections: False when nobody is there."""
        connection = self._known.get(connection_id)
        if connection is None or not connection.open:
            return False
        self.pushed.append(message)
        connection.hear(json.loads(message))
        return True

    def open_ones(self) -> list[str]:
        """Ids of the connections that are open now."""
        return [name for name, connection in self._known.items() if connection.open]

    def _run(self, handler: str, connection_id: str, kind: str) -> None:
        event = _socket_event(connection_id, kind)
        self._world.agenda.after(
            self._network.randint(*NETWORK_MS),
            lambda: self._world.invoke(f"{SOCKET}.{handler}", event, lambda _: None),
        )


def _socket_event(connection_id: str, kind: str) -> dict[str, Any]:
    return {"requestContext": {"connectionId": connection_id, "eventType": kind}, "isBase64Encoded": False}
