"""The small parts of signalling: a tab's connection, a leg it holds, and its heartbeat."""

import asyncio
from dataclasses import dataclass
from typing import Any

from aiohttp import web

from local.twilio.access import Bearer
from local.twilio.core.model import Call
from local.twilio.media.legs import Leg

HEARTBEAT_S = 5.0
WIRE_VERSION = "1.6"


class Line:
    """One signalling connection of one browser tab."""

    def __init__(self, ws: web.WebSocketResponse) -> None:
        self.ws = ws
        self.bearer: Bearer | None = None
        self.registered = False

    async def send(self, kind: str, payload: dict[str, Any]) -> None:
        if not self.ws.closed:
            await self.ws.send_json({"type": kind, "payload": payload, "version": WIRE_VERSION})

    async def refuse(self, code: int, message: str, call_sid: str = "") -> None:
        payload: dict[str, Any] = {"error": {"code": code, "message": message}}
        await self.send("error", payload | ({"callsid": call_sid} if call_sid else {}))


@dataclass
class BrowserLeg:
    """A call and the tab that holds it; `answer_sdp` waits to be sent until the call is up."""

    call: Call
    line: Line
    media: Leg
    token: str
    answer_sdp: str = ""
    told: bool = False
    losing: asyncio.Task[None] | None = None

    async def connect(self) -> None:
        """Tell the tab, once, that its call is up."""
        if self.told or not self.answer_sdp:
            return
        self.told = True
        answer = {"callsid": self.call.sid, "sdp": self.answer_sdp, "reconnect": self.token}
        await self.line.send("answer", answer)

    async def end(self) -> None:
        """Tell the tab that its call is over: cancelled if it never picked up."""
        payload: dict[str, Any] = {"callsid": self.call.sid}
        unanswered = self.call.direction == "outbound-api" and not self.told
        if self.call.status == "failed":
            payload["error"] = {"code": 31000, "message": f"The call failed: {self.call.ended_by}"}
        await self.line.send("cancel" if unanswered else "hangup", payload)
        await measure(self.call, self.media)


async def measure(call: Call, media: Leg) -> None:
    """Closes a leg's media. How it sounded is kept, unless somebody has said so already."""
    sounded = await media.close()
    call.quality = call.quality or sounded


async def beat(ws: web.WebSocketResponse) -> None:
    while not ws.closed:
        await asyncio.sleep(HEARTBEAT_S)
        await ws.send_str("\n")


def fingerprint(sdp: str) -> str:
    return next((row for row in sdp.splitlines() if row.startswith("a=fingerprint:")), "")


async def insights(_request: web.Request) -> web.Response:
    anyone = {name: "*" for name in ("Access-Control-Allow-Origin", "Access-Control-Allow-Headers")}
    return web.Response(headers=anyone | {"Access-Control-Allow-Methods": "*"})
