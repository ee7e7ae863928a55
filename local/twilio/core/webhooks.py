"""Outgoing requests: signed, counted, retried, and spoiled on purpose by the fault switches."""

import random
import uuid
from collections import deque
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from local.twilio.core.agenda import Agenda
from local.twilio.core.faults import Faults, happens
from local.twilio.signing import Overrides, sign, split_overrides

RETRY_PAUSE_MS = 100


@dataclass(frozen=True)
class WebhookRequest:
    """One HTTP request for the driver to make; `params` is the form body of a POST."""

    dispatch_id: int
    kind: str
    method: str
    url: str
    params: dict[str, str]
    headers: dict[str, str]
    attempt: int
    timeout_ms: int


@dataclass(frozen=True)
class Outcome:
    """What came back: a status with a body, or `error` = `timeout` | `connect`."""

    status: int = 0
    body: str = ""
    content_type: str = ""
    error: str = ""
    latency_ms: int = 0

    @property
    def failure(self) -> str:
        """`ct`, `rt`, `4xx`, `5xx`, or empty when the answer is good."""
        if self.error:
            return "rt" if self.error == "timeout" else "ct"
        return f"{self.status // 100}xx" if self.status >= 400 else ""


@dataclass
class Dispatch:
    """The record of one webhook and every attempt at it, as the console shows it."""

    id: int
    kind: str
    subject: str
    method: str
    url: str
    params: dict[str, str]
    token: str
    created_ms: int
    fate: str = "pending"
    attempts: list[dict[str, Any]] = field(default_factory=list)
    overrides: Overrides = field(default_factory=Overrides)
    on_answer: Callable[[Outcome], None] | None = None

    def as_json(self) -> dict[str, Any]:
        names = ("id", "kind", "subject", "method", "url", "params", "created_ms", "fate")
        return {name: getattr(self, name) for name in names} | {
            "idempotency_token": self.token,
            "attempts": self.attempts,
        }


class Postman:
    """Queues what must be sent in `outbox`; learns of results through `deliver`."""

    def __init__(self, agenda: Agenda, auth_token: str, dice: random.Random, keep: int) -> None:
        self.outbox: deque[WebhookRequest] = deque()
        self.log: deque[Dispatch] = deque(maxlen=keep)
        self.faults = Faults()
        self._agenda = agenda
        self._auth_token = auth_token
        self._dice = dice
        self._sent = 0
        self._open: dict[int, Dispatch] = {}

    def notify(self, kind: str, subject: str, method: str, url: str, params: Mapping[str, str]) -> None:
        """Report an event; the answer's body is ignored and the fault switches apply."""
        dispatch = self._record(kind, subject, method, url, params)
        if self.faults.loses(kind, self._dice):
            dispatch.fate = "lost on purpose"
            return
        copies = 2 if happens(self.faults.duplicate, self._dice) else 1
        for _ in range(copies):
            self._agenda.after(self.faults.delay(self._dice), lambda: self._send(dispatch, 1))

    def fetch(
        self,
        kind: str,
        subject: str,
        method: str,
        url: str,
        params: Mapping[str, str],
        on_answer: Callable[[Outcome], None],
    ) -> None:
        """Ask for a document; `on_answer` gets the last outcome after any retries."""
        dispatch = self._record(kind, subject, method, url, params)
        dispatch.on_answer = on_answer
        low, high = self.faults.delay_ms
        self._agenda.after(self._dice.randint(low, high) if high else 0, lambda: self._send(dispatch, 1))

    def deliver(self, request: WebhookRequest, outcome: Outcome) -> str:
        """Feed back what happened to `request`; returns the final failure, or empty."""
        dispatch = self._open.get(request.dispatch_id)
        if dispatch is None:
            return ""
        dispatch.attempts.append(
            {
                "attempt": request.attempt,
                "at_ms": self._agenda.now_ms,
                "status": outcome.status,
                "error": outcome.error,
                "latency_ms": outcome.latency_ms,
                "answer": outcome.body[:4_000],
            }
        )
        overrides = dispatch.overrides
        if request.attempt <= overrides.retries and overrides.retries_after(outcome.failure):
            dispatch.fate = "retrying"
            self._agenda.after(RETRY_PAUSE_MS, lambda: self._send(dispatch, request.attempt + 1))
            return ""
        dispatch.fate = f"failed ({outcome.failure})" if outcome.failure else "delivered"
        answer, dispatch.on_answer = dispatch.on_answer, None
        if answer is not None:
            answer(outcome)
        return outcome.failure

    def _record(self, kind: str, subject: str, method: str, url: str, params: Mapping[str, str]) -> Dispatch:
        self._sent += 1
        bare, overrides = split_overrides(url)
        token = str(uuid.UUID(int=self._dice.getrandbits(128), version=4))
        dispatch = Dispatch(
            self._sent, kind, subject, method, bare, dict(params), token, self._agenda.now_ms,
            overrides=overrides,
        )  # fmt: skip
        self._open[dispatch.id] = dispatch
        if len(self.log) == self.log.maxlen:
            self._open.pop(self.log[0].id, None)
        self.log.append(dispatch)
        return dispatch

    def _send(self, dispatch: Dispatch, attempt: int) -> None:
        dispatch.fate = "in flight"
        url, signature = sign(self._auth_token, dispatch.method, dispatch.url, dispatch.params)
        headers = {
            "X-Twilio-Signature": signature,
            "I-Twilio-Idempotency-Token": dispatch.token,
            "User-Agent": "TwilioProxy/1.1",
            "Accept": "*/*",
        }
        body = {} if dispatch.method == "GET" else dispatch.params
        timeout_ms = dispatch.overrides.timeout_ms
        self.outbox.append(
            WebhookRequest(
                dispatch.id, dispatch.kind, dispatch.method, url, body, headers, attempt, timeout_ms
            )
        )
