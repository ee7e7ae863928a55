"""Lends a world the real clock and real HTTP."""

import asyncio
import json
import random
import time
from collections.abc import Callable
from pathlib import Path

import aiohttp
from yarl import URL

from local.twilio.core.faults import Faults
from local.twilio.core.people import Script
from local.twilio.core.settings import Settings
from local.twilio.core.webhooks import Outcome, WebhookRequest
from local.twilio.core.world import World


class Twin:
    """Runs a world in real time; `shift_ms` is how far its clock was moved ahead."""

    def __init__(self, settings: Settings, state_dir: Path | None = None) -> None:
        self.settings = settings
        self.shift_ms = 0
        self._state_file = state_dir / "twin.json" if state_dir else None
        self._wake = asyncio.Event()
        self._sending: set[asyncio.Task[None]] = set()
        self._watchers: list[Callable[[str, str], None]] = []
        self._http: aiohttp.ClientSession | None = None
        self._driver: asyncio.Task[None] | None = None
        self.world = self._fresh_world()
        self._recall()

    async def start(self) -> None:
        connector = aiohttp.TCPConnector(limit=100)
        self._http = aiohttp.ClientSession(connector=connector, auto_decompress=True)
        self._driver = asyncio.create_task(self._drive())
        self._driver.add_done_callback(_report_death)

    @property
    def alive(self) -> bool:
        """False once the driver has died of an error: nothing more would happen."""
        return self._driver is not None and not self._driver.done()

    async def stop(self) -> None:
        tasks = [task for task in (self._driver, *self._sending) if task]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        if self._http:
            await self._http.close()

    def watch(self, watcher: Callable[[str, str], None]) -> None:
        """Have `watcher(event, sid)` told of every change, across resets."""
        self._watchers.append(watcher)

    def touch(self) -> World:
        """The world, brought up to the present; its consequences are sent shortly."""
        self.world.agenda.advance_to(self._now_ms())
        self._wake.set()
        return self.world

    def advance(self, ms: int) -> None:
        """Move the clock; what falls due on the way happens at once."""
        self.shift_ms += ms
        self.touch()
        self._tell("clock", "")

    def reset(self) -> None:
        """Forget calls, conferences, messages, faults, scripts; the clock stays where it is."""
        for call in self.world.calls.values():
            self.world.exchange.finish(call, "canceled", "reset")
        online = self.world.network.online
        self.world = self._fresh_world()
        self.world.network.online = online
        self.remember()
        self._tell("reset", "")
        self._wake.set()

    def remember(self) -> None:
        """Keep scripts and fault switches over a restart, and let watchers know of them."""
        self._tell("settings", "")
        if self._state_file is None:
            return
        kept = {
            "people": {n: s.as_json() for n, s in self.world.people.scripts.items()},
            "faults": self.world.faults.as_json(),
        }
        self._state_file.parent.mkdir(parents=True, exist_ok=True)
        self._state_file.write_text(json.dumps(kept, indent=1))

    def _recall(self) -> None:
        if self._state_file and self._state_file.exists():
            kept = json.loads(self._state_file.read_text())
            self.world.faults = Faults.parse(kept["faults"])
            self.world.people.scripts = {n: Script.parse(s) for n, s in kept["people"].items()}

    def _fresh_world(self) -> World:
        world = World(self.settings, random.Random(), self._now_ms())
        world.network.observers.append(self._tell)
        return world

    def _tell(self, event: str, sid: str) -> None:
        self._wake.set()
        for watcher in self._watchers:
            watcher(event, sid)

    def _now_ms(self) -> int:
        return time.time_ns() // 1_000_000 + self.shift_ms

    async def _drive(self) -> None:
        while True:
            self._wake.clear()
            self.touch()
            self._wake.clear()
            for request in self.world.take():
                task = asyncio.create_task(self._send(self.world, request))
                self._sending.add(task)
                task.add_done_callback(self._sending.discard)
            due_ms = self.world.agenda.next_due_ms()
            idle_s = 60.0 if due_ms is None else max(0, due_ms - self._now_ms()) / 1_000
            try:
                await asyncio.wait_for(self._wake.wait(), idle_s)
            except TimeoutError:
                continue

    async def _send(self, world: World, request: WebhookRequest) -> None:
        began = time.monotonic()
        outcome = await self._call_out(request)
        latency_ms = int((time.monotonic() - began) * 1_000)
        world.agenda.advance_to(self._now_ms())
        world.deliver(
            request,
            Outcome(outcome.status, outcome.body, outcome.content_type, outcome.error, latency_ms),
        )

    async def _call_out(self, request: WebhookRequest) -> Outcome:
        if self._http is None:
            raise RuntimeError("the twin is not started")
        timeout = aiohttp.ClientTimeout(total=request.timeout_ms / 1_000, connect=5)
        form = aiohttp.FormData(request.params) if request.method == "POST" else None
        # As signed, byte for byte: left alone, the client would requote the query.
        url = URL(request.url, encoded=True)
        try:
            async with self._http.request(
                request.method, url, data=form, headers=request.headers,
                timeout=timeout, allow_redirects=False,
            ) as answer:  # fmt: skip
                body = await answer.text(errors="replace")
                return Outcome(answer.status, body, answer.headers.get("Content-Type", ""))
        except aiohttp.ClientConnectorError:
            return Outcome(error="connect")
        except TimeoutError:
            return Outcome(error="timeout")
        except aiohttp.ClientError:
            return Outcome(error="connect")


def _report_death(driver: asyncio.Task[None]) -> None:
    if not driver.cancelled() and (error := driver.exception()):
        context = {"message": "the twin's driver died", "exception": error, "task": driver}
        asyncio.get_running_loop().call_exception_handler(context)
