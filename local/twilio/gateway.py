"""The signalling endpoint the browser's Voice SDK speaks to, and the media behind it.

The wire is JSON `{type, payload, version}` over a WebSocket, as read off the SDK's own source
(pstream, call, peerconnection): the twin plays the server side.
"""

import asyncio
import json
import secrets
from collections.abc import Coroutine
from typing import Any
from urllib.parse import parse_qsl, urlencode

from aiohttp import WSMsgType, web

from local.twilio.access import Bearer, TokenRefused, check
from local.twilio.control import TWIN
from local.twilio.core.model import Call
from local.twilio.media.legs import Leg
from local.twilio.media.mixer import Mixer
from local.twilio.signalling import BrowserLeg, Line, beat, fingerprint, insights
from local.twilio.twin import Twin

MIXER = web.AppKey("mixer", Mixer)


def attach(app: web.Application, grace_s: float) -> None:
    """Serve `/signal` and swallow the SDK's insights posts under `/v4/`."""
    app[MIXER] = Mixer(lambda: app[TWIN].world)
    gateway = Gateway(app[TWIN], app[MIXER], grace_s)
    app[TWIN].watch(gateway.noticed)
    app.router.add_get("/signal", gateway.serve)
    app.router.add_route("*", "/v4/{path:.*}", insights)
    app.on_shutdown.append(gateway.close)


class Gateway:
    def __init__(self, twin: Twin, mixer: Mixer, grace_s: float) -> None:
        self._twin = twin
        self._mixer = mixer
        self._grace_s = grace_s
        self._lines: list[Line] = []
        self._legs: dict[str, BrowserLeg] = {}
        self._tasks: set[asyncio.Task[None]] = set()

    async def serve(self, request: web.Request) -> web.WebSocketResponse:
        ws = web.WebSocketResponse(max_msg_size=1 << 20)
        await ws.prepare(request)
        line = Line(ws)
        self._lines.append(line)
        heart = asyncio.create_task(beat(ws))
        try:
            async for message in ws:
                if message.type == WSMsgType.TEXT and message.data.strip():
                    told = json.loads(message.data)
                    await self._hear(line, str(told.get("type")), told.get("payload") or {})
        finally:
            heart.cancel()
            self._gone(line)
        return ws

    def noticed(self, event: str, sid: str) -> None:
        """The network changed: tell the browsers concerned."""
        if event == "reset":
            for held in list(self._legs.values()):
                self._do(self._end(held))
        if event != "call":
            return
        call = self._twin.world.calls.get(sid)
        leg = self._legs.get(sid)
        if call is None:
            return
        if leg is None:
            incoming = call.kind == "client" and call.direction == "outbound-api"
            if incoming and call.status == "ringing":
                self._do(self._ring(call))
        elif call.over:
            self._do(self._end(leg))
        elif call.status == "in-progress":
            self._do(leg.connect())

    async def close(self, _app: web.Application) -> None:
        for line in list(self._lines):
            await line.ws.close(code=1001)
        for leg in list(self._legs.values()):
            await leg.media.close()
        for task in list(self._tasks):
            task.cancel()

    async def _hear(self, line: Line, kind: str, payload: dict[str, Any]) -> None:
        if kind == "listen":
            await self._listen(line, str(payload.get("token", "")))
        elif line.bearer is None:
            await line.refuse(31204, "No valid access token was presented")
        elif kind == "register":
            await self._register(line, line.bearer, payload.get("media") or {})
        elif kind == "invite" and payload.get("reconnect"):
            await self._reconnect(line, payload)
        elif kind == "invite":
            await self._invite(line, line.bearer, payload)
        else:
            await self._about_call(line, kind, payload)

    async def _listen(self, line: Line, token: str) -> None:
        world = self._twin.touch()
        try:
            bearer = check(token, world.settings, world.now_ms)
        except TokenRefused as refusal:
            world.network.complain(refusal.code, refusal.message, "signalling")
            await line.refuse(refusal.code, refusal.message)
            return
        line.bearer = bearer
        ttl_s = (bearer.expires_at_ms - world.now_ms) // 1_000
        await line.send(
            "connected",
            {
                "edge": "ashburn",
                "region": "US_EAST_VIRGINIA",
                "home": "us1",
                "gateway": "twin",
                "token": {"identity": bearer.identity, "ttl": ttl_s},
            },
        )

    async def _register(self, line: Line, bearer: Bearer, media: dict[str, Any]) -> None:
        wanted = bool(media.get("audio", True))
        if wanted and not bearer.may_be_called:
            await line.refuse(31204, "The token does not allow incoming calls")
            return
        if wanted != line.registered:
            line.registered = wanted
            self._twin.touch().network.online[bearer.identity] += 1 if wanted else -1
        await line.send("ready" if wanted else "offline", {})

    async def _invite(self, line: Line, bearer: Bearer, payload: dict[str, Any]) -> None:
        temporary = str(payload.get("callsid", ""))
        world = self._twin.touch()
        if bearer.expires_at_ms <= world.now_ms:
            await line.refuse(31205, "AccessTokenExpired", temporary)
            return
        if not bearer.may_call or not world.application["voice_url"]:
            await line.refuse(31204, "The token or the TwiML app allows no calls", temporary)
            return
        params = dict(parse_qsl(payload.get("twilio", {}).get("params", ""), keep_blank_values=True))
        call = world.connect_client(bearer.identity, params)
        leg = self._leg(call, line)
        await line.send("ringing", {"callsid": call.sid})
        leg.answer_sdp = await leg.media.accept(str(payload["sdp"]))
        if call.over:
            await self._end(leg)
        elif call.status == "in-progress":
            await leg.connect()

    async def _reconnect(self, line: Line, payload: dict[str, Any]) -> None:
        """A tab came back, with the media it had or, in a new tab, with fresh media."""
        leg = next((x for x in self._legs.values() if x.token == payload["reconnect"]), None)
        if leg is None:
            call_sid = str(payload.get("callsid", ""))
            error = {"code": 31404, "message": "The call is over"}
            await line.send("hangup", {"callsid": call_sid, "error": error})
            return
        leg.line = line
        if leg.losing:
            leg.losing.cancel()
            leg.losing = None
        offer = str(payload.get("sdp", ""))
        if fingerprint(offer) != fingerprint(leg.media.offer_sdp):
            old, leg.media = leg.media, Leg(self._mixer, leg.call.sid, lambda: self._lose(leg))
            leg.answer_sdp = await leg.media.accept(offer)
            await old.close()
        answer = {"callsid": leg.call.sid, "sdp": leg.answer_sdp, "reconnect": leg.token}
        await line.send("answer", answer)

    async def _about_call(self, line: Line, kind: str, payload: dict[str, Any]) -> None:
        sid = str(payload.get("callsid", ""))
        leg = self._legs.get(sid) or self._only_leg(line, sid)
        if leg is None:
            return
        world = self._twin.touch()
        if kind == "hangup":
            world.exchange.hang_up(leg.call)
        elif kind == "reject":
            world.exchange.reject(leg.call)
        elif kind == "dtmf":
            world.press(leg.call, str(payload.get("dtmf", "")))
        elif kind == "answer":
            # They hear each other before this returns: who ends the call meanwhile hangs up.
            leg.told = True
            await leg.media.answered(str(payload["sdp"]))
            self._twin.touch().exchange.answer(leg.call)
        elif kind == "reinvite":
            sdp = await leg.media.accept(str(payload["sdp"]))
            await line.send("answer", {"callsid": sid, "sdp": sdp, "reconnect": leg.token})
        elif kind == "message":
            ack = {"acktype": "message", "callsid": sid}
            await line.send("ack", ack | {"voiceeventsid": payload.get("voiceeventsid")})
        self._twin.touch()

    async def _ring(self, call: Call) -> None:
        """Offer a call to the tab of that identity that registered last."""
        lines = [x for x in self._lines if x.registered and x.bearer]
        mine = [x for x in lines if x.bearer and x.bearer.identity == call.identity]
        if not mine:
            return
        leg = self._leg(call, mine[-1])
        parameters = {
            "From": call.from_,
            "To": call.to,
            "AccountSid": self._twin.settings.account_sid,
            "CallSid": call.sid,
            "Params": urlencode(call.params),
        }
        sdp = await leg.media.offer()
        invite = {"callsid": call.sid, "sdp": sdp, "reconnect": leg.token}
        await leg.line.send("invite", invite | {"parameters": parameters})

    async def _end(self, leg: BrowserLeg) -> None:
        if self._legs.pop(leg.call.sid, None) is not None:
            await leg.end()

    def _leg(self, call: Call, line: Line) -> BrowserLeg:
        media = Leg(self._mixer, call.sid, lambda: self._lose(leg))
        leg = BrowserLeg(call, line, media, secrets.token_urlsafe(16))
        self._legs[call.sid] = leg
        return leg

    def _only_leg(self, line: Line, sid: str) -> BrowserLeg | None:
        """Before it learns the real SID, the SDK hangs up by a name of its own."""
        mine = [leg for leg in self._legs.values() if leg.line is line]
        return mine[0] if len(mine) == 1 and not sid.startswith("CA") else None

    def _gone(self, line: Line) -> None:
        self._lines.remove(line)
        if line.registered and line.bearer:
            self._twin.touch().network.online[line.bearer.identity] -= 1
        for leg in self._legs.values():
            if leg.line is line:
                self._lose(leg)

    def _lose(self, leg: BrowserLeg) -> None:
        if leg.losing is None and leg.call.sid in self._legs:
            leg.losing = self._do(self._give_up(leg))

    async def _give_up(self, leg: BrowserLeg) -> None:
        await asyncio.sleep(self._grace_s)
        self._twin.touch().exchange.hang_up(leg.call)
        self._twin.touch()

    def _do(self, work: Coroutine[Any, Any, None]) -> asyncio.Task[None]:
        task = asyncio.get_running_loop().create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        return task
