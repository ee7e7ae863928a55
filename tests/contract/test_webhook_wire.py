"""Webhooks as they arrive over HTTP: the URL as signed, blanks kept, retried under one token."""

import asyncio

from aiohttp import web
from twilio.request_validator import RequestValidator

from tests.contract.conftest import SETTINGS
from tests.contract.test_twilio_api import ANSWERS, FROM
from tests.contract.voice_house import API, open_house, until

QUERY = "who=%2B55%2011&room=a%3Ab~c"


def test_a_callback_is_signed_for_the_very_bytes_sent_and_retried_when_refused() -> None:
    asked: list[tuple[str, bool, str]] = []

    async def callback(request: web.Request) -> web.Response:
        form = {name: str(value) for name, value in (await request.post()).items()}
        url = f"http://{request.host}{request.raw_path}"
        genuine = RequestValidator(SETTINGS.auth_token).validate(
            url, form, request.headers["X-Twilio-Signature"]
        )
        blank_kept = form["ToCity"] == ""
        asked.append((url, genuine and blank_kept, request.headers["I-Twilio-Idempotency-Token"]))
        return web.Response(status=503)

    async def scenario() -> None:
        async with open_house(web.post("/callback", callback)) as house:
            url = f"{house.application}/callback?{QUERY}"
            await house.post(
                f"{API}/Calls.json", To=ANSWERS, From=FROM, Twiml="<Response/>",
                StatusCallback=f"{url}#rc=2&rp=ct,rt,5xx",
            )  # fmt: skip
            async with house.http.post(f"{house.base}/twin/clock/advance", json={"ms": 10_000}):
                pass

            async def thrice() -> bool:
                return len(asked) == 3

            await until(thrice)
            assert {(where, genuine) for where, genuine, _ in asked} == {(url, True)}
            assert len({token for _, _, token in asked}) == 1

    asyncio.run(scenario())
