"""The real Voice SDK in a real browser, talking through the twin."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from pathlib import Path

from aiohttp import web
from playwright.async_api import Page, async_playwright

from local.install import browser as browser_path
from tests.contract.voice_house import API, House, open_house, token, until

SDK = Path(__file__).parents[2] / "web/desk/node_modules/@twilio/voice-sdk/dist/twilio.min.js"
CHROMIUM_FLAGS = (
    "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync", "--use-fake-device-for-media-stream",
    "--use-fake-ui-for-media-stream", "--autoplay-policy=no-user-gesture-required",
)  # fmt: skip
# The SDK always opens wss://; a laptop's twin has no certificate.
PLAIN_SOCKET = """
const Socket = window.WebSocket;
window.WebSocket = class extends Socket {
  constructor(url, protocols) { super(String(url).replace(/^wss:/, "ws:"), protocols); }
};
"""
START = """
async ([token, twin]) => {
  window.log = [];
  window.samples = [];
  window.device = new Twilio.Device(token, {
    logLevel: "silent", chunderw: twin, eventgw: twin,
    closeProtection: false, disableAudioContextSounds: true,
  });
  device.on("error", (error) => log.push(`error ${error.code}`));
  device.on("incoming", (call) => { window.call = call; follow(call); call.accept(); });
  window.follow = (call) => {
    for (const name of ["accept", "disconnect", "cancel"]) call.on(name, () => log.push(name));
    call.on("sample", (sample) => samples.push(sample.totals.bytesReceived));
  };
  await device.register();
}
"""
CALL = "async (attempt) => { window.call = await device.connect({ params: { attempt } }); follow(call); }"


def test_an_agent_and_a_customer_talk_until_the_conference_is_ended() -> None:
    async def scenario(house: House, page: Page) -> None:
        await page.evaluate(CALL, "att-1")
        await logged(page, "accept")
        customer = await house.post(
            f"{API}/Conferences/att-1/Participants.json", From="+551133330000", To="+5511990000001"
        )

        async def audio_flows() -> bool:
            samples = await page.evaluate("samples")
            return len(samples) >= 2 and samples[-1] > samples[0] > 0

        await until(audio_flows)
        await house.post(f"{API}/Conferences/{customer['conference_sid']}.json", Status="completed")
        await logged(page, "disconnect")

    run(scenario)


def test_an_agent_hangs_up() -> None:
    async def scenario(house: House, page: Page) -> None:
        await page.evaluate(CALL, "att-1")
        await logged(page, "accept")
        await page.evaluate("call.disconnect()")
        await until(lambda: over(house))

    run(scenario)


def test_an_agent_is_called_by_a_colleague() -> None:
    async def scenario(house: House, page: Page) -> None:
        await house.post(
            f"{API}/Conferences/att-1/Participants.json", From="client:boss", To="client:agent-1?kind=consult"
        )
        await logged(page, "accept")
        assert await page.evaluate("call.customParameters.get('kind')") == "consult"
        sid = await page.evaluate("call.parameters.CallSid")
        await house.post(f"{API}/Calls/{sid}.json", Status="completed")
        await logged(page, "disconnect")

    run(scenario)


def run(scenario: Callable[[House, Page], Awaitable[None]]) -> None:
    async def whole() -> None:
        async with open_house(web.get("/", _page), web.get("/sdk.js", _sdk)) as house, tab(house) as page:
            await scenario(house, page)

    asyncio.run(whole())


@asynccontextmanager
async def tab(house: House) -> AsyncIterator[Page]:
    """A registered device in a fresh browser."""
    twin = house.base.removeprefix("http://").replace("127.0.0.1", "localhost")
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=browser_path(), args=CHROMIUM_FLAGS)
        page = await browser.new_page()
        await page.add_init_script(PLAIN_SOCKET)
        await page.goto(house.application.replace("127.0.0.1", "localhost"))
        await page.evaluate(START, [token(), twin])
        yield page
        assert [line for line in await page.evaluate("log") if line.startswith("error")] == []
        await browser.close()


async def logged(page: Page, word: str) -> None:
    async def there() -> bool:
        return word in await page.evaluate("log")

    await until(there)


async def over(house: House) -> bool:
    return (await house.calls())[0]["status"] == "completed"


async def _page(_request: web.Request) -> web.Response:
    return web.Response(text="<!doctype html><script src=/sdk.js></script>", content_type="text/html")


async def _sdk(_request: web.Request) -> web.FileResponse:
    return web.FileResponse(SDK)
