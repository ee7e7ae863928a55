"""The phone page is told of text messages: those delivered before it was opened, and each new one."""

import asyncio
from typing import Any

import aiohttp

from tests.contract.voice_house import API, House, open_house

CUSTOMER = "+5511990001234"


async def send(house: House, body: str) -> None:
    await house.post(f"{API}/Messages.json", From="+551133330000", To=CUSTOMER, Body=body)


async def heard(page: aiohttp.ClientWebSocketResponse, kind: str) -> Any:
    """The next of this kind."""
    async with asyncio.timeout(5):
        while True:
            told = await page.receive_json()
            if told["type"] == kind:
                return told


def test_a_page_shows_what_was_delivered_and_what_comes() -> None:
    async def scenario() -> None:
        async with open_house() as house:
            async with house.http.ws_connect(f"{house.base}/twin/phone") as page:
                assert (await heard(page, "texts"))["texts"] == []
                await send(house, "Te llamamos ahora.")
                text = (await heard(page, "text"))["text"]
                assert (text["to"], text["body"]) == (CUSTOMER, "Te llamamos ahora.")
            async with house.http.ws_connect(f"{house.base}/twin/phone") as again:
                assert (await heard(again, "texts"))["texts"] == [text]

    asyncio.run(scenario())
