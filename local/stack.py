"""One whole local stack: emulator, deployed package, edge, portal, telephony twin, demo people.

    with Stack(folder, Ports.free()) as stack:
        stack.config.api_url, stack.sign_ins(), …

`make run`, `make smoke` and the journeys all use this.
"""

import contextlib
import sys
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from types import TracebackType

from local import credentials, deployer, emulator, people, web
from local.config import ROOT, Config, Ports
from local.processes import Child, plain_env

WARM = 3


class Stack:
    """Started by `start` or as a context manager. State stays in `folder` after `stop`.

    timers: lengths in seconds by CloudFormation parameter, e.g. {"WrapUpSeconds": 3}.
    pages: whether the web pages are built when they are stale.
    report: told each step as it starts and ends.
    source: the folder of the app, ours unless another is told.
    """

    def __init__(
        self,
        folder: Path,
        ports: Ports,
        timers: dict[str, int] | None = None,
        pages: bool = True,
        report: Callable[[str], None] = print,
        source: Path = ROOT,
    ) -> None:
        self._source = source
        self.folder = folder.absolute()
        self.config = Config(ports, self.folder)
        self._timers = timers or {}
        self._pages = pages
        self._report = report
        self._children: list[Child] = []

    def start(self) -> "Stack":
        """Raises CannotStart with a sentence; nothing is left running then."""
        self.config.ports.ensure_free()
        self.folder.mkdir(parents=True, exist_ok=True)
        try:
            self._start()
        except BaseException:
            self.stop()
            raise
        return self

    def stop(self) -> None:
        """Ends every process, the emulator last: it saves its state."""
        while self._children:
            self._children.pop().stop()

    def watch(self) -> str:
        """Waits for ever; answers the name of the first server that ended by itself."""
        while True:
            for child in self._children:
                if not child.running():
                    return child.name
            time.sleep(0.5)

    def sign_ins(self) -> list[dict[str, str]]:
        """The demo's agents, each with their password."""
        password = credentials.of(self.folder).demo_password
        return [{**person, "password": password} for person in people.agents()]

    def _start(self) -> None:
        pages = _InBackground(web.build if self._pages else list)
        with self._step("AWS emulator on loopback"):
            self._children.append(emulator.start(self.config))
        secret = credentials.of(self.folder)
        with self._step("Package and deploy") as say:
            made, changed = deployer.deploy(self.config, secret, self._timers, self._source)
            say("deployed" if changed else "nothing changed")
        self.config = replace(self.config, outputs=made)
        path = self.config.save()
        with self._step("Demo agents") as say:
            say("seeded" if people.seed_once(self.config) else "there already")
        with self._step("Web pages") as say:
            built = pages.result()
            say("built " + ", ".join(built) if built else "nothing changed")
        with self._step("Telephony twin, help portal, edge"):
            self._serve("Telephony twin", "local.twilio", self._twin_arguments(), self._twin_env(secret))
            self._serve("Help portal", "local.portal.server", [str(path)], plain_env())
            self._serve("Edge", "local.edge", [str(path)], plain_env())
            for child, url in zip(self._children[-3:], self._health(), strict=True):
                child.wait_until_healthy(url)
        with self._step("First cold starts"):
            self._warm()

    def _warm(self) -> None:
        """The emulator starts one process for each request under way: have a few before people come."""
        with ThreadPoolExecutor(WARM) as several:
            list(several.map(self._knock, range(WARM)))

    def _knock(self, _number: int) -> None:
        # Refused for want of a token, by the function itself.
        with contextlib.suppress(urllib.error.HTTPError):
            urllib.request.urlopen(f"{self.config.api_url}/callbacks/none", timeout=30)

    def _serve(self, name: str, module: str, arguments: list[str], env: dict[str, str]) -> None:
        log = self.folder / "logs" / f"{module.split('.')[1]}.log"
        command = [sys.executable, "-m", module, *arguments]
        self._children.append(Child(name, command, log, {**env, "PYTHONPATH": str(ROOT)}))

    def _twin_arguments(self) -> list[str]:
        return ["--port", str(self.config.ports.twin), "--state", str(self.folder / "twin")]

    def _twin_env(self, secret: credentials.Credentials) -> dict[str, str]:
        numbers = [one for several in deployer.CALLER_IDS.values() for one in several]
        return plain_env(
            TWILIO_ACCOUNT_SID=secret.twilio_account_sid,
            TWILIO_AUTH_TOKEN=secret.twilio_auth_token,
            TWILIO_API_KEY_SID=secret.twilio_api_key_sid,
            TWILIO_API_KEY_SECRET=secret.twilio_api_key_secret,
            TWILIO_APPLICATION_SID=secret.twilio_application_sid,
            TWIN_VOICE_URL=f"{self.config.api_url}/twilio/voice",
            TWIN_STATUS_URL=f"{self.config.api_url}/twilio/status",
            TWIN_NUMBER_VOICE_URL=f"{self.config.api_url}/twilio/inbound",
            TWIN_NUMBER_STATUS_URL=f"{self.config.api_url}/twilio/inbound-status",
            TWIN_SMS_URL=f"{self.config.api_url}/twilio/message",
            TWIN_NUMBERS=",".join(numbers),
        )

    def _health(self) -> list[str]:
        config = self.config
        return [
            f"{config.twin_url}/twin/health",
            f"{config.portal_url}/portal/health",
            f"{config.edge_url}/edge/health",
        ]

    @contextmanager
    def _step(self, title: str) -> Iterator[Callable[[str], None]]:
        said: list[str] = []
        began = time.monotonic()
        self._report(f"· {title} …")
        yield said.append
        outcome = said[0] if said else "ready"
        self._report(f"  {outcome}, {time.monotonic() - began:.1f} s")

    def __enter__(self) -> "Stack":
        return self.start()

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.stop()


class _InBackground:
    """A call on a thread of its own, its answer or error collected later."""

    def __init__(self, work: Callable[[], list[str]]) -> None:
        self._answer: list[str] = []
        self._error: BaseException | None = None
        self._thread = threading.Thread(target=self._run, args=(work,), daemon=True)
        self._thread.start()

    def result(self) -> list[str]:
        self._thread.join()
        if self._error:
            raise self._error
        return self._answer

    def _run(self, work: Callable[[], list[str]]) -> None:
        try:
            self._answer = work()
        except BaseException as error:  # handed to the thread that asks for the result
            self._error = error
