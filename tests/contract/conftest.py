"""A twin of its own on loopback, and Twilio's own client talking to it."""

import asyncio
import json
import socket
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
import requests
from aiohttp import web
from twilio.http.http_client import TwilioHttpClient
from twilio.http.response import Response
from twilio.rest import Client

from infra.numbers.account import Account
from local.twilio.core.settings import Settings
from local.twilio.server import make_app
from tests.contract.twilio_document import Document, fetch

SETTINGS = Settings(
    account_sid="AC" + "a" * 32,
    auth_token="token",
    api_key_sid="SK" + "b" * 32,
    api_key_secret="secret" * 6,
    voice_url="http://127.0.0.1:9/voice",
    numbers=("+551133330000", "+541133330000"),
)
PATIENCE_S = 30
"""The first call that is answered makes the twin load its media engine."""


class LoopbackClient(TwilioHttpClient):
    """Sends Twilio's requests to the twin and has both directions checked against the document."""

    def __init__(self, base: str, document: Document) -> None:
        super().__init__(timeout=PATIENCE_S)
        self._base = base
        self._document = document
        self.checked: list[str] = []

    def request(self, method: str, url: str, *args: Any, **kwargs: Any) -> Response:
        path, query = urlsplit(url).path, urlsplit(url).query
        answer = super().request(method, f"{self._base}{path}?{query}", *args, **kwargs)
        given = kwargs.get("data") or {} if method == "POST" else kwargs.get("params") or {}
        words = {name: _words(value) for name, value in given.items()} | parse_qs(query)
        self._document.check_request(method, path, words)
        if answer.status_code in (200, 201):
            self._document.check_answer(method, path, answer.status_code, json.loads(answer.text))
        self.checked.append(f"{method} {path}")
        return answer


@pytest.fixture(scope="session")
def document() -> Document:
    return fetch()


@pytest.fixture(scope="session")
def twin() -> Iterator[str]:
    """The base URL of a running twin."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    loop, ready, ended = asyncio.new_event_loop(), threading.Event(), asyncio.Event()

    async def serve() -> None:
        runner = web.AppRunner(make_app(SETTINGS), access_log=None, shutdown_timeout=0.5)
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", port).start()
        ready.set()
        await ended.wait()
        await runner.cleanup()

    thread = threading.Thread(target=loop.run_until_complete, args=(serve(),))
    thread.start()
    assert ready.wait(10)
    yield f"http://127.0.0.1:{port}"
    loop.call_soon_threadsafe(ended.set)
    thread.join(10)
    loop.close()


@pytest.fixture
def wire(twin: str, document: Document) -> LoopbackClient:
    return LoopbackClient(twin, document)


@pytest.fixture
def client(wire: LoopbackClient) -> Client:
    return Client(SETTINGS.account_sid, SETTINGS.auth_token, http_client=wire)


@pytest.fixture
def fresh_market(twin: str) -> Iterator[None]:
    """What a test did to the account's numbers is forgotten after it."""
    yield
    requests.post(f"{twin}/twin/reset", timeout=5)


@pytest.fixture
def account(client: Client) -> Account:
    """For the tool that buys numbers."""
    return Account(client)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """Regions as infra/regions.json has them."""
    from tests.contract.number_shop import write  # which knows our SETTINGS

    return write(tmp_path / "regions.json")


def _words(value: Any) -> list[str]:
    values = value if isinstance(value, list) else [value]
    return [str(one) for one in values]
