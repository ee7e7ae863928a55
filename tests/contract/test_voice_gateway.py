"""The signalling endpoint, spoken to as the browser's Voice SDK speaks, with real WebRTC audio."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from typing import Any

import aiohttp
import pytest
from aiortc import AudioStreamTrack, RTCConfiguration, RTCPeerConnection, RTCSessionDescription

from tests.contract.conftest import SETTINGS
from tests.contract.voice_house import API, House, open_house, token, until


class Browser:
    """One signalling connection with a peer connection, as a tab has."""

    def __init__(self, ws: aiohttp.ClientWebSocketResponse) -> None:
        self.ws = ws
        self.peer = RTCPeerConnection(RTCConfiguration(iceServers=[]))
        self.loudest = 0
        self._hearing: asyncio.Task[None] | None = None
        self.peer.on("track", self._listen)

    async def say(self, kind: str, **payload: Any) -> None:
        await self.ws.send_str(json.dumps({"type": kind, "payload": payload, "version": "1.6"}))

    async def hear(self, kind: str) -> dict[str, Any]:
        async with asyncio.timeout(5):
            while True:
                message = await self.ws.receive_str()
                if message.strip() and (told := json.loads(message))["type"] == kind:
                    return dict(told["payload"])

    async def call(self, **params: str) -> str:
        self.peer.addTrack(AudioStreamTrack())
        await self.peer.setLocalDescription(await self.peer.createOffer())
        words = "&".join(f"{name}={value}" for name, value in params.items())
        await self.say(
            "invite", callsid="TJSone", sdp=self.peer.localDescription.sdp, twilio={"params": words}
        )
        answer = await self.hear("answer")
        await self.peer.setRemoteDescription(RTCSessionDescription(answer["sdp"], "answer"))
        return str(answer["callsid"])

    async def close(self) -> None:
        if self._hearing:
            self._hearing.cancel()
        await self.peer.close()
        await self.ws.close()

    def _listen(self, track: Any) -> None:
        self._hearing = asyncio.create_task(self._read(track))

    async def _read(self, track: Any) -> None:
        while True:
            frame = await track.recv()
            samples = memoryview(bytes(frame.planes[0])).cast("h")
            self.loudest = max(self.loudest, *samples)


@asynccontextmanager
async def tab(house: House, **given: Any) -> AsyncIterator[Browser]:
    browser = Browser(await house.http.ws_connect(f"{house.base}/signal"))
    await browser.say("listen", token=token(**given), browserinfo={})
    yield browser
    await browser.close()


def test_a_tab_registers_calls_hears_the_customer_and_is_hung_up_on() -> None:
    async def scenario() -> None:
        async with open_house() as house, tab(house) as browser:
            assert (await browser.hear("connected"))["token"]["identity"] == "agent-1"
            await browser.say("register", media={"audio": True})
            await browser.hear("ready")
            sid = await browser.call(attempt="att-1")
            dialled = await house.post(
                f"{API}/Conferences/att-1/Participants.json", From="+551133330000", To="+5511990000001"
            )

            async def customer_is_heard() -> bool:
                return browser.loudest > 1_000

            await until(customer_is_heard)
            await house.post(f"{API}/Conferences/{dialled['conference_sid']}.json", Status="completed")
            assert (await browser.hear("hangup"))["callsid"] == sid

    asyncio.run(scenario())


def test_a_tab_hangs_up() -> None:
    async def scenario() -> None:
        async with open_house() as house, tab(house) as browser:
            await browser.hear("connected")
            sid = await browser.call(attempt="att-1")
            await browser.say("hangup", callsid=sid)
            await browser.hear("hangup")
            (call,) = await house.calls()
            assert (call["sid"], call["status"], call["ended_by"]) == (sid, "completed", "person")

    asyncio.run(scenario())


def test_a_tab_is_called_and_answers() -> None:
    async def scenario() -> None:
        async with open_house() as house, tab(house) as browser:
            await browser.hear("connected")
            await browser.say("register", media={"audio": True})
            await browser.hear("ready")
            await house.post(
                f"{API}/Conferences/att-2/Participants.json",
                From="client:boss",
                To="client:agent-1?kind=consult",
            )
            invite = await browser.hear("invite")
            assert invite["parameters"]["Params"] == "kind=consult"
            await browser.peer.setRemoteDescription(RTCSessionDescription(invite["sdp"], "offer"))
            browser.peer.addTrack(AudioStreamTrack())
            await browser.peer.setLocalDescription(await browser.peer.createAnswer())
            sdp = browser.peer.localDescription.sdp
            await browser.say("answer", callsid=invite["callsid"], sdp=sdp)

            async def joined() -> bool:
                return (await house.calls())[0]["status"] == "in-progress"

            await until(joined)

    asyncio.run(scenario())


def test_a_lost_tab_leaves_after_its_grace_unless_it_comes_back() -> None:
    async def scenario() -> None:
        async with open_house() as house:
            async with tab(house) as browser:
                await browser.hear("connected")
                sid = await browser.call(attempt="att-1")
                offer = browser.peer.localDescription.sdp
                await browser.say("reinvite", callsid=sid, sdp=offer)
                reconnect = (await browser.hear("answer"))["reconnect"]
                await browser.ws.close()
                async with tab(house) as again:
                    await again.hear("connected")
                    await again.say("invite", callsid=sid, reconnect=reconnect, sdp=offer, twilio={})
                    assert (await again.hear("answer"))["callsid"] == sid
                    await asyncio.sleep(0.5)
                    assert (await house.calls())[0]["status"] == "in-progress"

            async def given_up() -> bool:
                return bool((await house.calls())[0]["status"] == "completed")

            await until(given_up)

    asyncio.run(scenario())


@pytest.mark.parametrize(
    ("given", "code"),
    [
        ({"ttl_s": -10}, 31205),
        ({"settings": replace(SETTINGS, api_key_secret="guess" * 7)}, 31204),
        ({"settings": replace(SETTINGS, account_sid="AC" + "f" * 32)}, 31204),
        ({"settings": replace(SETTINGS, application_sid="AP" + "f" * 32)}, 31204),
    ],
)
def test_a_token_that_is_over_or_forged_is_refused(given: dict[str, Any], code: int) -> None:
    async def scenario() -> None:
        async with open_house() as house, tab(house, **given) as browser:
            assert (await browser.hear("error"))["error"]["code"] == code
            await browser.say("invite", callsid="TJSone", sdp="", twilio={"params": ""})
            assert (await browser.hear("error"))["error"]["code"] == 31204
            assert await house.calls() == []

    asyncio.run(scenario())


def test_a_token_without_incoming_calls_cannot_register() -> None:
    async def scenario() -> None:
        async with open_house() as house, tab(house, incoming=False) as browser:
            await browser.hear("connected")
            await browser.say("register", media={"audio": True})
            assert (await browser.hear("error"))["error"]["code"] == 31204

    asyncio.run(scenario())
