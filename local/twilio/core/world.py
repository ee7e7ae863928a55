"""The whole simulated network behind one object.

world = World(Settings(voice_url=…), random.Random(seed), now_ms=0)
status, body = world.rest("POST", "/2010-04-01/Accounts/AC…/Calls.json", {"To": …})
world.advance(1_000)                  # virtual time; due events fire
for request in world.take():          # signed HTTP requests the driver must make
    world.deliver(request, Outcome(status=200, body="<Response/>", content_type="text/xml"))
"""

import hashlib
import json
import random
from collections import deque
from collections.abc import Mapping, Sequence
from typing import Any

from local.twilio.core import texts
from local.twilio.core.agenda import Agenda
from local.twilio.core.announcements import Announcer
from local.twilio.core.exchange import Exchange
from local.twilio.core.faults import Faults, happens
from local.twilio.core.flow import FlowPlayer
from local.twilio.core.market import Market
from local.twilio.core.model import Call, Message
from local.twilio.core.network import Network
from local.twilio.core.people import People
from local.twilio.core.recordings import Recording, Recordings
from local.twilio.core.rooms import Rooms
from local.twilio.core.settings import Settings
from local.twilio.core.sids import new_sid
from local.twilio.core.webhooks import Outcome, Postman, WebhookRequest
from local.twilio.rest import api, recordings
from local.twilio.rest.errors import TwilioError
from local.twilio.signing import split_overrides

Form = Mapping[str, str | Sequence[str]]
NO_ANSWER = 0


class World:
    """Deterministic: the same settings, dice, times and inputs give the same digest.

    Raises ValueError when a URL in the settings asks for impossible connection overrides.
    """

    def __init__(self, settings: Settings, dice: random.Random, now_ms: int = 0, keep: int = 500) -> None:
        for url in (
            settings.voice_url, settings.status_url, settings.number_voice_url, settings.number_status_url,
            settings.sms_url,
        ):  # fmt: skip
            split_overrides(url)
        self.settings = settings
        self.agenda = Agenda(now_ms)
        self._fault_dice = random.Random(dice.getrandbits(64))
        post = Postman(self.agenda, settings.auth_token, random.Random(dice.getrandbits(64)), keep)
        self.network = Network(settings, self.agenda, dice, post, People(), deque(maxlen=keep))
        self.exchange = Exchange(self.network)
        self.rooms = Rooms(self.network, self.exchange)
        self.recordings = Recordings(self.network, self.exchange.calls)
        self.player = FlowPlayer(self.network, self.exchange, self.rooms, self.recordings)
        self.exchange.rooms, self.exchange.player = self.rooms, self.player
        self.announcer = Announcer(self.network, self.rooms)
        self.messages: dict[str, Message] = {}
        self.market = Market(settings.numbers, now_ms)
        self.began_ms = now_ms
        self.application = {
            "friendly_name": "Browsers",
            "voice_url": settings.voice_url,
            "status_callback": settings.status_url,
        }
        self.requests: deque[dict[str, Any]] = deque(maxlen=keep)

    @property
    def now_ms(self) -> int:
        return self.agenda.now_ms

    @property
    def calls(self) -> dict[str, Call]:
        return self.exchange.calls

    @property
    def faults(self) -> Faults:
        return self.network.post.faults

    @faults.setter
    def faults(self, faults: Faults) -> None:
        self.network.post.faults = faults

    @property
    def people(self) -> People:
        return self.network.people

    def advance(self, ms: int) -> None:
        """Move the clock forward, firing what falls due."""
        self.agenda.advance_to(self.now_ms + ms)

    def take(self) -> list[WebhookRequest]:
        """Empty the outbox: requests whose time has come."""
        outbox = self.network.post.outbox
        taken = list(outbox)
        outbox.clear()
        return taken

    def deliver(self, request: WebhookRequest, outcome: Outcome) -> None:
        """Tell the network how a request went."""
        failure = self.network.post.deliver(request, outcome)
        if failure and request.kind != "twiml":
            what = outcome.error or f"HTTP {outcome.status}"
            self.network.complain(11200, f"{request.kind} callback failed ({what})", request.url)
        self.network.tell("webhook", str(request.dispatch_id))

    def rest(
        self, method: str, path: str, form: Form | None = None, query: Form | None = None
    ) -> tuple[int, dict[str, Any]]:
        """One REST call, already authenticated: (HTTP status, JSON).

        Status 0 means the answer never came; the JSON then tells whether the twin acted
        (`{"acted": true}`) before the connection was lost.
        """
        faults, dice = self.faults, self._fault_dice
        if happens(faults.rest_429, dice):
            status, body = TwilioError(20429, "Too Many Requests", 429).answer()
        elif happens(faults.rest_5xx, dice):
            status, body = TwilioError(20500, "Internal Server Error", 500).answer()
        elif happens(faults.rest_timeout_before, dice):
            status, body = NO_ANSWER, {"acted": False}
        else:
            status, body = api.handle(self, method, path, form or {}, query or {})
            if happens(faults.rest_timeout_after, dice):
                status, body = NO_ANSWER, {"acted": True}
        self._note(method, path, {**(query or {}), **(form or {})}, status, body)
        return status, body

    def media(self, path: str) -> Recording | None:
        """The file of a recording is asked for; None where there is none."""
        found = recordings.media(self, path)
        self._note("GET", path, {}, 200 if found else 404, {})
        return found

    def _note(self, method: str, path: str, params: Form, status: int, body: dict[str, Any]) -> None:
        self.requests.append(
            {
                "at_ms": self.now_ms,
                "method": method,
                "path": path,
                "params": dict(params),
                "status": status,
                "answer": body,
            }
        )
        self.network.tell("request", path)

    def connect_client(self, identity: str, params: Mapping[str, str]) -> Call:
        """A browser calls out through the TwiML app. Raises ValueError without a Voice URL."""
        if not self.application["voice_url"]:
            raise ValueError("The application has no VoiceUrl (TWIN_VOICE_URL): there is nothing to call")
        call = Call(
            new_sid("CA", self.network.dice), "client", "", f"client:{identity}", "inbound",
            self.now_ms, identity=identity, params=dict(params), twiml_url=self.application["voice_url"],
        )  # fmt: skip
        if self.application["status_callback"]:
            call.callback = api.status_callback(self.application["status_callback"])
        self.exchange.receive(call)
        return call

    def press(self, call: Call, digits: str) -> None:
        """Keys pressed on a leg."""
        self.player.digits(call, digits)

    def text(self, from_: str, to: str, body: str) -> str:
        """A person sends a text message to a number of the account; its SID."""
        return texts.receive(self, from_, to, body)

    def digest(self) -> str:
        """A fingerprint of everything that happened, to compare runs."""
        facts = {
            "now_ms": self.now_ms,
            "calls": [repr(call) for call in self.calls.values()],
            "conferences": [repr(room) for room in self.rooms.conferences.values()],
            "webhooks": [dispatch.as_json() for dispatch in self.network.post.log],
            "recordings": [repr(one) for one in self.recordings.kept.values()],
            "requests": list(self.requests),
            "errors": list(self.network.errors),
        }
        return hashlib.sha256(json.dumps(facts, sort_keys=True).encode()).hexdigest()
