"""What the emulator is mended for, seen through a stack that is stopped and started again."""

import asyncio
from collections.abc import Awaitable, Callable
from pathlib import Path

import aiohttp
import pytest

from local.config import Ports
from local.journey import Call, Json, until
from local.stack import Stack

EMAIL = "ana@alo.example"
Act = Callable[[Call], Awaitable[None]]


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Ports]:
    return tmp_path_factory.mktemp("kept"), Ports.free()


def test_who_asked_and_who_waits_survive_a_stop_and_a_start(place: tuple[Path, Ports]) -> None:
    asked: Json = {}

    async def ask(call: Call) -> None:
        await call.api("PUT", "/me/presence", {"presence": "available"})
        asked.update(await _ask_for_a_call(call, "marina-b", "+5511987651001"))
        await _until_queued(call, asked)

    async def find(call: Call) -> None:
        assert (await call.api("GET", "/me"))["presence"]["activity"] == "available"
        assert (await _callback(call, asked))["status"] == "queued"
        socket = await call.listen()
        pushes = asyncio.create_task(call.keep_pushes(socket))
        again = await _ask_for_a_call(call, "rafael-s", "+5521987651002")
        await call.pushed("queue", 0)
        await _until_queued(call, again)
        attempt = (await call.api("POST", "/claims"))["attempt"]
        assert attempt["callback"]["id"] == again["callback"]["id"], "the seller of a better tier is first"
        await socket.close()
        await pushes

    _run(place, ask)
    _run(place, find)


def test_a_renewed_sign_in_keeps_its_groups(place: tuple[Path, Ports]) -> None:
    async def renew(call: Call) -> None:
        before = (await call.api("GET", "/me"))["roles"]
        await call.renew()
        assert (await call.api("GET", "/me"))["roles"] == before == ["agent"]

    _run(place, renew)


def test_a_release_with_other_people_finds_those_who_are_there(place: tuple[Path, Ports]) -> None:
    async def look(call: Call) -> None:
        me = await call.api("GET", "/me")
        assert (me["name"], me["roles"], len(me["lanes"])) == ("Carla Menezes", ["specialist"], 5)

    (place[0] / "seeded.json").unlink()
    _run(place, look, "carla@alo.example")


def _run(place: tuple[Path, Ports], act: Act, email: str = EMAIL) -> None:
    folder, ports = place

    async def signed_in(stack: Stack) -> None:
        person = next(one for one in stack.sign_ins() if one["email"] == email)
        async with aiohttp.ClientSession(skip_auto_headers=("Content-Type",)) as http:
            call = Call(stack.config, http)
            await call.sign_in(email, person["password"])
            await act(call)

    with Stack(folder, ports, pages=False) as stack:
        asyncio.run(signed_in(stack))


async def _ask_for_a_call(call: Call, customer: str, phone: str) -> Json:
    form = {"question": "Onde está?", "topic": "shipping", "phone": phone}
    asked: Json = await call.api("POST", "/callbacks", form, await call.portal_token(customer))
    return asked


async def _callback(call: Call, asked: Json) -> Json:
    found: Json = await call.api("GET", f"/callbacks/{asked['callback']['id']}", token=asked["token"])
    return found


async def _until_queued(call: Call, asked: Json) -> None:
    async def look() -> bool | None:
        return True if (await _callback(call, asked))["status"] == "queued" else None

    await until("the callback being queued", look)
