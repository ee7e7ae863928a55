"""Webhook to the desk's screen: through the deployed local stack, over HTTP and the live channel.

Twilio's signed webhook is sent, the table's stream tells the desk, the desk reads the attempt again: from the
sending to that answer are three invocations, one behind the other. Compared with one of a function that does
nothing, interleaved in the same run, both p95. The detail also names the least that a webhook takes through
the same doors.
"""

import asyncio
import io
import json
import statistics
import tempfile
import time
import zipfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import aiohttp
from twilio.request_validator import RequestValidator

from bench.ratio import Ratio
from local import credentials, emulator
from local.config import Config, Ports
from local.journey import Call, Json
from local.portal.server import people
from local.stack import Stack

CUSTOMER, AGENT = "rafael-s", "ana@alo.example"
WARM_UP, ROUNDS = 10, 60
LIMIT = 3.0
NOTHING = "def handler(event, context):\n    return {}\n"
ROLE = "arn:aws:iam::000000000000:role/nothing"


@dataclass
class Measured:
    """Seconds."""

    answered: list[float] = field(default_factory=list)
    pushed: list[float] = field(default_factory=list)
    shown: list[float] = field(default_factory=list)
    nothing: list[float] = field(default_factory=list)
    refused: list[float] = field(default_factory=list)


def ratios() -> list[Ratio]:
    """One: what the desk waits, over what the emulator takes to do nothing."""
    with (
        tempfile.TemporaryDirectory() as folder,
        Stack(Path(folder), Ports.free(), pages=False, report=lambda _: None) as stack,
    ):
        found = asyncio.run(_measure(stack))
    shown, own = _p95(found.shown), _p95(found.nothing)
    detail = (
        f"p95 {shown * 1e3:.0f} ms over {own * 1e3:.1f} ms; answered after {_p95(found.answered) * 1e3:.0f},"
        f" told after {_p95(found.pushed) * 1e3:.0f}; a webhook refused unsigned takes"
        f" {_p95(found.refused) * 1e3:.0f}"
    )
    return [Ratio("webhook to screen, in empty invocations", shown / own, LIMIT, detail)]


def _p95(values: list[float]) -> float:
    return statistics.quantiles(values, n=20)[-1]


async def _measure(stack: Stack) -> Measured:
    found = Measured()
    nothing = _Nothing(stack.config)
    async with (
        aiohttp.ClientSession(skip_auto_headers=("Content-Type",)) as http,
        _on_call(stack, http) as (call, socket, attempt),
    ):
        twilio = _Webhooks(stack.config, http, attempt)
        for number in range(WARM_UP + ROUNDS):
            found = Measured() if number == WARM_UP else found
            found.nothing.append(await asyncio.to_thread(nothing.invoked))
            found.refused.append(await twilio.refused())
            await _one(number, call, socket, twilio, found)
    return found


async def _one(
    number: int, call: Call, socket: aiohttp.ClientWebSocketResponse, twilio: "_Webhooks", found: Measured
) -> None:
    on_hold = number % 2 == 0
    began = time.perf_counter()
    found.answered.append(await twilio.held(on_hold, 1_000 + number) - began)
    async for message in socket:
        said = message.json()
        if said.get("what") != "attempt":
            continue
        found.pushed.append(time.perf_counter() - began)
        seen = await call.api("GET", f"/attempts/{twilio.attempt['id']}")
        if seen["customer"]["on_hold"] == on_hold:
            break
        found.pushed.pop()
    found.shown.append(time.perf_counter() - began)
    # What the change itself sets off is over before the next begins.
    with suppress(asyncio.TimeoutError):
        while True:
            await socket.receive(timeout=0.3)


@asynccontextmanager
async def _on_call(
    stack: Stack, http: aiohttp.ClientSession
) -> AsyncIterator[tuple[Call, aiohttp.ClientWebSocketResponse, Json]]:
    """An agent and a customer who talk."""
    call, twin = Call(stack.config, http), f"{stack.config.twin_url}/twin"
    person = next(one for one in stack.sign_ins() if one["email"] == AGENT)
    await call.sign_in(person["email"], person["password"])
    await call.api("PUT", "/me/presence", {"presence": "available"})
    phone = next(one for one in people()["people"] if one["id"] == CUSTOMER)["phone"]
    await call.ask(f"{twin}/people/{phone}", {"script": "answers", "answer_after_ms": 100}, "PUT")
    form = {"question": "Quando recebo o repasse?", "topic": "payments", "phone": phone}
    await call.api("POST", "/callbacks", form, await call.portal_token(CUSTOMER))
    voice = await call.api("POST", "/voice-tokens")
    attempt: Json | None = None
    while attempt is None:
        attempt = (await call.api("POST", "/claims"))["attempt"]
    await call.ask(f"{twin}/clients", {"token": voice["token"], "params": {"attempt": attempt["id"]}})
    attempt = await call.attempt(attempt["id"], "connected")
    socket = await call.listen()
    yield call, socket, attempt
    await socket.close()


class _Webhooks:
    """Twilio's, signed."""

    def __init__(self, config: Config, http: aiohttp.ClientSession, attempt: Json) -> None:
        self.attempt = attempt
        self._config, self._http = config, http
        self._validator = RequestValidator(credentials.of(config.folder).twilio_auth_token)

    async def held(self, on_hold: bool, sequence: int) -> float:
        """The customer is on hold, or no more; when that was answered."""
        form = {
            "StatusCallbackEvent": "participant-hold" if on_hold else "participant-unhold",
            "FriendlyName": self.attempt["id"],
            "ConferenceSid": "CF" + "0" * 32,
            "CallSid": "CA" + "0" * 32,
            "ParticipantLabel": "customer",
            "SequenceNumber": str(sequence),
        }
        url = f"{self._config.api_url}/twilio/conference"
        signature = self._validator.compute_signature(url, form)
        status = await self._posted(url, urlencode(form), {"X-Twilio-Signature": signature})
        assert status == 204, status
        return time.perf_counter()

    async def refused(self) -> float:
        """How long one takes that nobody signed: through the same doors, and no further."""
        began = time.perf_counter()
        assert await self._posted(f"{self._config.api_url}/twilio/conference", "", {}) == 403
        return time.perf_counter() - began

    async def _posted(self, url: str, body: str, more: dict[str, str]) -> int:
        headers = {"Content-Type": "application/x-www-form-urlencoded", **more}
        async with self._http.post(url, data=body, headers=headers) as answer:
            return answer.status


class _Nothing:
    """A deployed function that does nothing."""

    def __init__(self, config: Config) -> None:
        self._client: Any = emulator.client(config, "lambda")
        packed = io.BytesIO()
        with zipfile.ZipFile(packed, "w") as archive:
            archive.writestr("nothing.py", NOTHING)
        self._client.create_function(
            FunctionName="nothing",
            Runtime="python3.11",
            Role=ROLE,
            Handler="nothing.handler",
            Code={"ZipFile": packed.getvalue()},
        )
        self._client.get_waiter("function_active_v2").wait(FunctionName="nothing")

    def invoked(self) -> float:
        """How long that took."""
        began = time.perf_counter()
        answer = self._client.invoke(FunctionName="nothing", Payload=json.dumps({}))
        answer["Payload"].read()
        return time.perf_counter() - began
