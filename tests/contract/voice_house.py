"""A twin and a small application side by side on loopback, for tests that need both."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from typing import Any

import aiohttp
from aiohttp import web
from twilio.jwt.access_token import AccessToken
from twilio.jwt.access_token.grants import VoiceGrant

from local.twilio.core.settings import Settings
from local.twilio.server import make_app
from tests.contract.conftest import SETTINGS

TWIML = (
    '<Response><Dial><Conference participantLabel="agent" beep="false" waitUrl="">{}</Conference></Dial>'
    "</Response>"
)
API = f"/2010-04-01/Accounts/{SETTINGS.account_sid}"


@dataclass
class House:
    """A twin with an application beside it, and a client for both."""

    http: aiohttp.ClientSession
    base: str
    application: str

    async def post(self, path: str, **form: str) -> dict[str, Any]:
        auth = aiohttp.encode_basic_auth(SETTINGS.account_sid, SETTINGS.auth_token)
        async with self.http.post(self.base + path, data=form, headers={"Authorization": auth}) as answer:
            assert answer.status < 300, await answer.text()
            return dict(await answer.json())

    async def calls(self) -> list[dict[str, Any]]:
        async with self.http.get(f"{self.base}/twin/calls") as answer:
            return list(await answer.json())


def token(settings: Settings = SETTINGS, ttl_s: int = 3600, incoming: bool = True) -> str:
    made = AccessToken(
        settings.account_sid, settings.api_key_sid, settings.api_key_secret, identity="agent-1", ttl=ttl_s
    )
    made.add_grant(VoiceGrant(outgoing_application_sid=settings.application_sid, incoming_allow=incoming))
    return str(made.to_jwt())


@asynccontextmanager
async def open_house(*pages: web.RouteDef) -> AsyncIterator[House]:
    """`pages` are further routes of the application."""

    async def voice(request: web.Request) -> web.Response:
        room = (await request.post())["attempt"]
        return web.Response(text=TWIML.format(room), content_type="text/xml")

    application = web.Application()
    application.router.add_routes(pages)
    application.router.add_post("/voice", voice)
    runners = [web.AppRunner(application, shutdown_timeout=0.1)]
    voice_url = await start(runners[0])
    settings = replace(SETTINGS, voice_url=f"{voice_url}/voice", number_voice_url=f"{voice_url}/called")
    twin = make_app(settings, grace_s=0.3)
    runners.append(web.AppRunner(twin, shutdown_timeout=0.1))
    base = await start(runners[1])
    try:
        async with aiohttp.ClientSession() as http:
            yield House(http, base, voice_url)
    finally:
        for runner in reversed(runners):
            await runner.cleanup()


async def start(runner: web.AppRunner) -> str:
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    return f"http://127.0.0.1:{runner.addresses[0][1]}"


async def until(holds: Callable[[], Awaitable[bool]]) -> None:
    async with asyncio.timeout(8):
        while not await holds():
            await asyncio.sleep(0.05)
