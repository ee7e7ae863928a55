"""Signalling of the phone page: simulated phones that ring and call, in as many tabs as are open.

To the page: `numbers` (of the account, which can be called), `calls` (what rings now), `ringing`, `gone`,
`answered` (with SDP), `said` (what the person in a call is told), `ended`, `refused`, `texts` (the newest
text messages that were delivered), `text` (one more).
From the page: `answer` (sid, SDP offer), `call` (from, to, SDP offer), `reject`, `hangup`, `digits`.
"""

import asyncio
import json
from typing import Any

from aiohttp import WSMsgType, web

from local.twilio.control import TWIN
from local.twilio.core.incoming import call_in
from local.twilio.core.model import Call, Message
from local.twilio.gateway import MIXER
from local.twilio.media.legs import Leg
from local.twilio.media.mixer import Mixer
from local.twilio.signalling import measure
from local.twilio.twin import Twin


def attach(app: web.Application) -> None:
    phones = Phones(app[TWIN], app[MIXER])
    app[TWIN].watch(phones.noticed)
    app.router.add_get("/twin/phone", phones.serve)
    app.on_shutdown.append(phones.close)


TEXTS = 50


class Phones:
    def __init__(self, twin: Twin, mixer: Mixer) -> None:
        self._twin = twin
        self._mixer = mixer
        self._pages: list[web.WebSocketResponse] = []
        self._holder: dict[str, tuple[web.WebSocketResponse, Leg]] = {}
        self._said: dict[str, int] = {}
        self._tasks: set[asyncio.Task[None]] = set()

    async def serve(self, request: web.Request) -> web.WebSocketResponse:
        page = web.WebSocketResponse(heartbeat=20)
        await page.prepare(request)
        self._pages.append(page)
        world = self._twin.touch()
        await page.send_json({"type": "numbers", "numbers": sorted(world.market.held)})
        ringing = [c for c in world.calls.values() if _rings_here(c)]
        await page.send_json({"type": "calls", "calls": [_card(call) for call in ringing]})
        delivered = [_text(one) for one in self._twin.world.messages.values() if one.status == "delivered"]
        await page.send_json({"type": "texts", "texts": delivered[-TEXTS:]})
        try:
            async for message in page:
                if message.type == WSMsgType.TEXT:
                    await self._hear(page, json.loads(message.data))
        finally:
            self._pages.remove(page)
            for sid, (holder, _leg) in list(self._holder.items()):
                if holder is page:
                    self._twin.touch().exchange.hang_up(self._twin.world.calls[sid])
        return page

    def noticed(self, event: str, sid: str) -> None:
        self._tell_what_is_said()
        message = self._twin.world.messages.get(sid) if event == "message" else None
        if message is not None and message.status == "delivered":
            self._tell_all({"type": "text", "text": _text(message)})
        call = self._twin.world.calls.get(sid) if event == "call" else None
        if call is None or call.kind != "phone":
            return
        if _rings_here(call):
            self._tell_all({"type": "ringing", "call": _card(call)})
        elif call.over or call.status == "in-progress":
            self._tell_all({"type": "gone", "sid": sid, "status": call.status})
        if call.over and sid in self._holder:
            page, leg = self._holder.pop(sid)
            self._said.pop(sid, None)
            ended = {"type": "ended", "sid": sid, "status": call.status, "by": call.ended_by}
            self._send(page, ended | {"talk_s": call.talk_s})
            self._do(measure(call, leg))

    async def close(self, _app: web.Application) -> None:
        for page in list(self._pages):
            await page.close(code=1001)

    async def _hear(self, page: web.WebSocketResponse, told: dict[str, Any]) -> None:
        if told["type"] == "call":
            await self._call(page, str(told["from"]), str(told["to"]), str(told["sdp"]))
            return
        world = self._twin.touch()
        sid = str(told.get("sid", ""))
        call = world.calls.get(sid)
        if call is None or call.over:
            await page.send_json({"type": "gone", "sid": sid, "status": "over"})
            return
        if told["type"] == "answer":
            await self._answer(page, call, str(told["sdp"]))
        elif told["type"] == "reject":
            world.exchange.reject(call)
        elif told["type"] == "hangup":
            world.exchange.hang_up(call)
        elif told["type"] == "digits":
            world.press(call, str(told["digits"]))
        self._twin.touch()

    async def _answer(self, page: web.WebSocketResponse, call: Call, offer: str) -> None:
        leg = Leg(self._mixer, call.sid, lambda: None)
        sdp = await leg.accept(offer)
        if call.sid in self._holder or not self._twin.touch().exchange.answer(call):
            await leg.close()
            await page.send_json({"type": "refused", "sid": call.sid})
            return
        self._holder[call.sid] = (page, leg)
        await page.send_json({"type": "answered", "sid": call.sid, "sdp": sdp})

    async def _call(self, page: web.WebSocketResponse, from_: str, to: str, offer: str) -> None:
        try:
            call = call_in(self._twin.touch(), from_, to)
        except ValueError as error:
            await page.send_json({"type": "refused", "sid": "", "reason": str(error)})
            return
        leg = Leg(self._mixer, call.sid, lambda: None)
        sdp = await leg.accept(offer)
        self._holder[call.sid] = (page, leg)
        await page.send_json({"type": "answered", "sid": call.sid, "sdp": sdp})
        if self._twin.touch().calls[call.sid].over:
            self.noticed("call", call.sid)

    def _tell_what_is_said(self) -> None:
        for sid, (page, _leg) in self._holder.items():
            heard = self._twin.world.calls[sid].heard
            for text in heard[self._said.get(sid, 0) :]:
                self._send(page, {"type": "said", "sid": sid, "text": text})
            self._said[sid] = len(heard)

    def _tell_all(self, told: dict[str, Any]) -> None:
        for page in self._pages:
            self._send(page, told)

    def _send(self, page: web.WebSocketResponse, told: dict[str, Any]) -> None:
        if not page.closed:
            self._do(page.send_json(told))

    def _do(self, work: Any) -> None:
        task = asyncio.get_running_loop().create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)


def _rings_here(call: Call) -> bool:
    calls = call.direction == "inbound"
    return call.kind == "phone" and call.status == "ringing" and call.script == "person" and not calls


def _card(call: Call) -> dict[str, Any]:
    return {"sid": call.sid, "from": call.from_, "to": call.to, "since_ms": call.updated_ms}


def _text(message: Message) -> dict[str, Any]:
    return {
        "sid": message.sid,
        "from": message.from_,
        "to": message.to,
        "body": message.body,
        "at_ms": message.updated_ms,
    }
