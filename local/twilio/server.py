"""The twin as a server on loopback: REST API, control API, pages, signalling."""

import asyncio
import base64
import binascii
import hmac
import signal
from pathlib import Path
from typing import Any

from aiohttp import web

from local.twilio import control, gateway, live, market, phones
from local.twilio.control import TWIN
from local.twilio.core.settings import Settings
from local.twilio.rest.errors import TwilioError
from local.twilio.twin import Twin

PAGES = Path(__file__).parent / "pages"


def make_app(settings: Settings, state_dir: Path | None = None, grace_s: float = 10.0) -> web.Application:
    """An application ready to serve; `grace_s` is how long a lost browser may stay in its call."""
    app = web.Application()
    app[TWIN] = Twin(settings, state_dir)
    for version in ("2010-04-01", "v1", "v2"):
        app.router.add_route("*", f"/{version}/{{path:.+}}", _rest)
    app.router.add_routes(control.routes)
    app.router.add_routes(market.routes)
    live.attach(app)
    gateway.attach(app, grace_s)
    phones.attach(app)
    app.router.add_get("/", _page("console.html"))
    app.router.add_get("/phone", _page("phone.html"))
    app.router.add_static("/pages", PAGES)
    app.on_startup.append(_start)
    app.on_cleanup.append(_stop)
    return app


async def serve(settings: Settings, port: int, state_dir: Path | None) -> None:
    """Serve until SIGTERM or SIGINT; prints one line when ready."""
    runner = web.AppRunner(make_app(settings, state_dir), access_log=None, shutdown_timeout=0.2)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", port).start()
    ended = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, ended.set)
    print(f"telephony twin ready on http://127.0.0.1:{port}", flush=True)
    await ended.wait()
    await runner.cleanup()


async def _rest(request: web.Request) -> web.StreamResponse:
    twin = request.app[TWIN]
    if not _authorised(request, twin.settings):
        status, body = TwilioError(20003, "Authenticate", 401).answer()
        return web.json_response(body, status=status)
    form = _grouped((await request.post()).items()) if request.method == "POST" else {}
    query = _grouped(request.query.items())
    world = twin.touch()
    status, body = world.rest(request.method, request.path, form, query)
    twin.touch()
    if status == 0:
        if request.transport is not None:
            request.transport.abort()
        raise web.HTTPServiceUnavailable(text="the connection was lost on purpose")
    return web.Response(status=204) if status == 204 else web.json_response(body, status=status)


def _authorised(request: web.Request, settings: Settings) -> bool:
    kind, _, encoded = request.headers.get("Authorization", "").partition(" ")
    if kind.lower() != "basic":
        return False
    try:
        user, _, password = base64.b64decode(encoded, validate=True).decode().partition(":")
    except (binascii.Error, UnicodeDecodeError):
        return False
    secrets = {
        settings.account_sid: settings.auth_token,
        settings.api_key_sid: settings.api_key_secret,
    }
    return user in secrets and hmac.compare_digest(secrets[user], password)


def _grouped(pairs: Any) -> dict[str, list[str]]:
    grouped: dict[str, list[str]] = {}
    for name, value in pairs:
        grouped.setdefault(name, []).append(str(value))
    return grouped


def _page(name: str) -> Any:
    async def show(_request: web.Request) -> web.FileResponse:
        return web.FileResponse(PAGES / name, headers={"Cache-Control": "no-cache"})

    return show


async def _start(app: web.Application) -> None:
    await app[TWIN].start()


async def _stop(app: web.Application) -> None:
    await app[TWIN].stop()
