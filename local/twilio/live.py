"""Server-sent events for the console: the whole state, again after every change."""

import asyncio
import json

from aiohttp import web

from local.twilio import snapshot
from local.twilio.control import TWIN

PAUSE_S = 0.15
KEEP_ALIVE_S = 10.0
_LISTENERS = web.AppKey("listeners", set[asyncio.Event])
_CLOSING = web.AppKey("closing", asyncio.Event)


def attach(app: web.Application) -> None:
    app[_LISTENERS] = set()
    app[_CLOSING] = asyncio.Event()
    app[TWIN].watch(lambda _event, _sid: _wake(app))
    app.router.add_get("/twin/events", _events)
    app.on_shutdown.append(_close)


async def _events(request: web.Request) -> web.StreamResponse:
    headers = {"Content-Type": "text/event-stream", "Cache-Control": "no-store"}
    response = web.StreamResponse(headers=headers)
    await response.prepare(request)
    changed = asyncio.Event()
    changed.set()
    request.app[_LISTENERS].add(changed)
    try:
        while not request.app[_CLOSING].is_set():
            if changed.is_set():
                changed.clear()
                state = json.dumps(snapshot.state(request.app[TWIN].touch()))
                await response.write(f"data: {state}\n\n".encode())
            else:
                await response.write(b": still here\n\n")
            await asyncio.sleep(PAUSE_S)
            try:
                await asyncio.wait_for(changed.wait(), KEEP_ALIVE_S)
            except TimeoutError:
                continue
    except ConnectionResetError:
        return response
    finally:
        request.app[_LISTENERS].discard(changed)
    return response


async def _close(app: web.Application) -> None:
    app[_CLOSING].set()
    _wake(app)


def _wake(app: web.Application) -> None:
    for changed in app[_LISTENERS]:
        changed.set()
