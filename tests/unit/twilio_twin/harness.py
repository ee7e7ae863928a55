"""A network with a hand-driven clock and an application that answers TwiML and keeps what it is told."""

import random
from collections.abc import Callable
from typing import Any

from twilio.request_validator import RequestValidator

from local.twilio.core.settings import Settings
from local.twilio.core.webhooks import Outcome, WebhookRequest
from local.twilio.core.world import World

FROM = "+551133330000"
ANSWERS, BUSY, NEVER, MACHINE = "+5511990000001", "+5511990000002", "+5511990000003", "+5511990000004"
SHORT, DECLINES, DEAD, PERSON = "+5511990000005", "+5511990000006", "+5511990000007", "+5511990001234"
ALL_CALL_EVENTS = "initiated ringing answered completed"
STEP_MS = 10
START_MS = 1_700_000_000_000


def room_twiml(name: str, label: str, **attributes: str) -> str:
    given = {
        "participantLabel": label,
        "beep": "false",
        "waitUrl": "",
        "statusCallback": "https://app.test/conference",
        "statusCallbackEvent": "start end join leave mute hold modify",
    } | attributes
    words = " ".join(f'{key}="{value}"' for key, value in given.items())
    return f"<Response><Dial><Conference {words}>{name}</Conference></Dial></Response>"


class Laptop:
    """`pages` maps URL to TwiML; everything else gets 204. `hooks` keeps what was reported, in order."""

    def __init__(self, seed: int = 7, **settings: Any) -> None:
        given = {"voice_url": "https://app.test/voice", "auth_token": "token"} | settings
        self.world = World(Settings(**given), random.Random(seed), START_MS)
        self.pages: dict[str, str] = {"https://app.test/voice": room_twiml("att-1", "agent")}
        self.hooks: list[dict[str, str]] = []
        self.asked: list[WebhookRequest] = []
        self.answer: Callable[[WebhookRequest], Outcome] = self._answer

    def run(self, seconds: float) -> None:
        for _ in range(int(seconds * 1_000 / STEP_MS)):
            self.world.advance(STEP_MS)
            for request in self.world.take():
                self._check_signature(request)
                self.asked.append(request)
                self.world.deliver(request, self.answer(request))

    def rest(self, method: str, path: str, **form: str | list[str]) -> tuple[int, dict[str, Any]]:
        root = f"/2010-04-01/Accounts/{self.world.settings.account_sid}"
        given = ({}, form) if method == "GET" else (form, None)
        return self.world.rest(method, f"{root}{path}.json", *given)

    def agent(self, name: str = "agent-1", **params: str) -> str:
        """A browser joins the conference its TwiML names; returns the call SID."""
        call = self.world.connect_client(name, params)
        self.run(0.1)
        return call.sid

    def dial(self, to: str, label: str = "customer", room: str = "att-1", **form: str | list[str]) -> str:
        status, body = self.rest(
            "POST", f"/Conferences/{room}/Participants",
            From=FROM, To=to, Label=label, StatusCallback="https://app.test/call",
            StatusCallbackEvent=ALL_CALL_EVENTS, **form,
        )  # fmt: skip
        assert status == 201, body
        return body["call_sid"]

    def steps(self, call_sid: str) -> list[str]:
        """The call statuses reported for a call, in order of arrival."""
        return [h["CallStatus"] for h in self.hooks if h.get("CallSid") == call_sid and "CallbackSource" in h]

    def room_events(self) -> list[str]:
        return [self._event(hook) for hook in self.hooks if "StatusCallbackEvent" in hook]

    def conference_sid(self, name: str = "att-1") -> str:
        rooms = self.world.rooms.conferences.values()
        return next(room.sid for room in rooms if room.name == name)

    def errors(self) -> list[int]:
        return [error["code"] for error in self.world.network.errors]

    def _answer(self, request: WebhookRequest) -> Outcome:
        if request.url in self.pages:
            return Outcome(200, self.pages[request.url], "text/xml")
        self.hooks.append(request.params)
        return Outcome(204)

    def _check_signature(self, request: WebhookRequest) -> None:
        validator = RequestValidator(self.world.settings.auth_token)
        assert validator.validate(request.url, request.params, request.headers["X-Twilio-Signature"])

    @staticmethod
    def _event(hook: dict[str, str]) -> str:
        who = hook.get("ParticipantLabel")
        event = hook["StatusCallbackEvent"].removeprefix("participant-").removeprefix("conference-")
        return f"{who} {event}" if who else event
