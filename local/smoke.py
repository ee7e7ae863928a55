"""`make smoke`: one complete call through a stack of its own, then a line of JSON.

form_to_desk_ms: form sent → the desk's queue push seen.
claim_to_dial_ms: "next customer" sent, by an agent whose browser joins at once → Twilio asked to dial.
hangup_to_timeline_ms: the customer hangs up → the call's end is on the timeline.
"""

import asyncio
import json
import tempfile
import time
from pathlib import Path
from typing import Any

import aiohttp

from local.config import CannotStart, Ports
from local.journey import Broken, Call, Json, until
from local.portal.server import people
from local.stack import Stack

CUSTOMER = "rafael-s"
AGENT = "ana@alo.example"
QUESTION = "Meu repasse de ontem ainda não caiu na conta."
TALK_S = 1.0


def main() -> None:
    """Exit status 0 when the call went all the way."""
    result: Json = {"ok": False}
    began = time.monotonic()
    try:
        with tempfile.TemporaryDirectory(prefix="alo-smoke-") as folder:
            stack = Stack(Path(folder), Ports.free())
            try:
                stack.start()
                result["ready_s"] = round(time.monotonic() - began, 1)
                asyncio.run(_drive(stack, result))
            except Broken:
                _show_logs(stack)
                raise
            finally:
                stack.stop()
    except (Broken, CannotStart) as sentence:
        result["error"] = str(sentence)
    print(json.dumps(result))
    raise SystemExit(0 if result["ok"] else 1)


async def _drive(stack: Stack, result: Json) -> None:
    async with aiohttp.ClientSession(skip_auto_headers=("Content-Type",)) as http:
        call = Call(stack.config, http)
        person = next(one for one in stack.sign_ins() if one["email"] == AGENT)
        await call.sign_in(person["email"], person["password"])
        await call.api("PUT", "/me/presence", {"presence": "available"})
        socket = await call.listen()
        pushes = asyncio.create_task(call.keep_pushes(socket))
        try:
            await _one_call(stack, call, result)
        finally:
            await socket.close()
            await pushes


async def _one_call(stack: Stack, call: Call, result: Json) -> None:
    twin = stack.config.twin_url
    phone = next(one for one in people()["people"] if one["id"] == CUSTOMER)["phone"]
    await call.ask(f"{twin}/twin/people/{phone}", {"script": "answers", "answer_after_ms": 300}, "PUT")

    asked_at = time.monotonic()
    token = await call.portal_token(CUSTOMER)
    form = {"question": QUESTION, "topic": "payments", "phone": phone}
    created = await call.api("POST", "/callbacks", form, token)
    result["form_to_desk_ms"] = _ms(await call.pushed("queue", asked_at) - asked_at)
    waiting = await call.api("GET", "/queue")
    _must(waiting["waiting"] == 1, f"the desk sees {waiting['waiting']} waiting")

    voice = await call.api("POST", "/voice-tokens")
    claimed_at = time.monotonic()
    attempt = (await call.api("POST", "/claims"))["attempt"]
    _must(attempt is not None, "nobody to claim")
    await call.ask(f"{twin}/twin/clients", {"token": voice["token"], "params": {"attempt": attempt["id"]}})
    ringing = await call.customer_call(phone)
    result["claim_to_dial_ms"] = _ms(time.monotonic() - claimed_at)

    await call.attempt(attempt["id"], "connected")
    await asyncio.sleep(TALK_S)
    hung_up_at = time.monotonic()
    await call.ask(f"{twin}/twin/calls/{ringing['sid']}/hangup")
    await _told(call, attempt, "ended")
    result["hangup_to_timeline_ms"] = _ms(time.monotonic() - hung_up_at)
    _must((await call.attempt(attempt["id"], "ended"))["outcome"] == "completed", "not completed")

    await call.api(
        "PUT",
        f"/attempts/{attempt['id']}/wrap-up",
        {"disposition": "solved", "note": "Repasse confirmado para hoje."},
    )
    me = await call.api("GET", "/me")
    _must(me["presence"]["activity"] == "available", "the agent is not ready again")
    seen = await call.api("GET", f"/callbacks/{created['callback']['id']}", token=created["token"])
    _must(seen["status"] == "completed", f"the customer's page says {seen['status']}")
    story = await _told(call, attempt, "wrapped_up")
    _print(story)
    result["timeline"] = [one["kind"] for one in story]
    result["ok"] = True


async def _told(call: Call, attempt: Json, ending: str) -> list[Json]:
    async def look() -> list[Json] | None:
        story = await call.timeline(attempt["customer_id"])
        return story if any(one["kind"].endswith(ending) for one in story) else None

    return await until(f"{ending} on the timeline", look)


def _print(story: list[Json]) -> None:
    print("\nThe customer's timeline:")
    start = story[0]["at_ms"]
    for item in story:
        told = {
            name: value
            for name, value in item.items()
            if value is not None and name not in ("id", "kind", "version", "at_ms")
        }
        print(f"  +{(item['at_ms'] - start) / 1000:7.3f} s  {item['kind']:24} {_short(told)}")
    print()


def _short(told: dict[str, Any]) -> str:
    left_out = ("callback_id", "attempt_id", "agent_id", "site", "lane")
    return ", ".join(f"{name}={value}" for name, value in told.items() if name not in left_out)


def _show_logs(stack: Stack) -> None:
    for log in sorted((stack.folder / "logs").glob("*.log")):
        lines = log.read_text(errors="replace").splitlines()
        print(f"\n--- {log.name}", *lines[-40:], sep="\n")


def _ms(seconds: float) -> int:
    return round(seconds * 1000)


def _must(holds: bool, otherwise: str) -> None:
    if not holds:
        raise Broken(otherwise)


if __name__ == "__main__":
    main()
