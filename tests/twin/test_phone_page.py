"""The simulated phone: somebody is called, picks up, presses keys, hangs up."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

from aiohttp import web
from playwright.async_api import Page, async_playwright, expect

from local.install import browser as browser_path
from local.twilio.core.incoming import ANONYMOUS
from tests.contract.conftest import SETTINGS
from tests.contract.voice_house import API, House, open_house, until
from tests.twin.test_voice_sdk import CHROMIUM_FLAGS

expect.set_options(timeout=20_000)  # a machine that does much else needs longer than five seconds to pick up
CUSTOMER, OTHER = "+5511990001234", "+5491155556666"
SURVEY = '<Response><Gather numDigits="1" action="{}/keys"><Say>One to five?</Say></Gather></Response>'
PLAYS = "document.getElementById('voice').currentTime > 0"


def test_whatever_rings_is_answered_and_heard_and_its_keys_arrive() -> None:
    async def scenario(house: House, page: Page, keys: list[str]) -> None:
        await house.post(
            f"{API}/Calls.json", From="+551133330000", To=CUSTOMER, Twiml=SURVEY.format(house.application)
        )
        await page.get_by_role("button", name=f"Answer the call to {CUSTOMER}").click()
        await expect(page.get_by_text("In call")).to_be_visible()
        await until(lambda: page.evaluate(PLAYS))
        await page.get_by_role("button", name="4", exact=True).click()
        await expect(page.get_by_text("The application ended the call")).to_be_visible()
        assert keys == ["4"]

    run(scenario)


def test_a_call_is_hung_up_or_declined() -> None:
    async def scenario(house: House, page: Page, _keys: list[str]) -> None:
        twiml = '<Response><Pause length="60"/></Response>'
        await house.post(f"{API}/Calls.json", From="+551133330000", To=CUSTOMER, Twiml=twiml)
        await page.get_by_role("button", name=f"Answer the call to {CUSTOMER}").click()
        await expect(page.get_by_text("In call")).to_be_visible()
        await page.get_by_role("button", name="Hang up").click()
        await expect(page.get_by_text("You hung up")).to_be_visible()
        await house.post(f"{API}/Calls.json", From="+551133330000", To=CUSTOMER, Twiml=twiml)
        await page.get_by_role("button", name=f"Decline the call to {CUSTOMER}").click()
        await expect(page.get_by_text("Call declined")).to_be_visible()
        assert [call["status"] for call in await house.calls()] == ["completed", "busy"]

    run(scenario)


def test_a_phone_with_a_number_ignores_calls_to_others() -> None:
    async def scenario(house: House, page: Page, _keys: list[str]) -> None:
        await page.get_by_label("This phone's number").fill(CUSTOMER)
        await page.get_by_role("button", name="Set").click()
        for number in (OTHER, CUSTOMER):
            await house.post(f"{API}/Calls.json", From="+551133330000", To=number, Twiml="<Response/>")
        await expect(page.get_by_role("button", name=f"Answer the call to {CUSTOMER}")).to_be_visible()
        await expect(page.get_by_role("button", name=f"Answer the call to {OTHER}")).to_have_count(0)

    run(scenario)


def test_it_calls_a_number_of_the_account_hears_what_is_said_and_presses_keys() -> None:
    async def scenario(house: House, page: Page, keys: list[str]) -> None:
        await page.get_by_label("Call a number of the account").select_option(SETTINGS.numbers[0])
        await page.get_by_role("button", name="Call", exact=True).click()
        await expect(page.get_by_text("In call")).to_be_visible()
        await expect(page.get_by_label("What is said").get_by_role("listitem")).to_have_text(["One to five?"])
        await until(lambda: page.evaluate(PLAYS))
        await page.get_by_role("button", name="4", exact=True).click()
        await expect(page.get_by_text("The application ended the call")).to_be_visible()
        assert keys == ["4"]
        (call,) = await house.calls()
        assert (call["to"], call["from"], call["direction"]) == (SETTINGS.numbers[0], ANONYMOUS, "inbound")

    run(scenario)


def test_a_call_that_cannot_be_made_says_why_and_the_page_goes_on() -> None:
    async def scenario(house: House, page: Page, _keys: list[str]) -> None:
        await expect(page.get_by_label("Call a number of the account")).to_be_visible()
        await page.evaluate("document.getElementById('to').replaceChildren(new Option('+5511999990000'))")
        await page.get_by_role("button", name="Call", exact=True).click()
        await expect(page.get_by_text("The call failed")).to_be_visible()
        await expect(page.get_by_text("+5511999990000 is no number of the account")).to_be_visible()
        await expect(page.get_by_role("button", name="Call", exact=True)).to_be_visible()
        assert await house.calls() == []

    run(scenario)


def run(scenario: Callable[[House, Page, list[str]], Awaitable[None]]) -> None:
    keys: list[str] = []

    async def pressed(request: web.Request) -> web.Response:
        keys.append(str((await request.post())["Digits"]))
        return web.Response(text="<Response/>", content_type="text/xml")

    async def called(_request: web.Request) -> web.Response:
        return web.Response(text=SURVEY.format(""), content_type="text/xml")

    async def whole() -> None:
        pages = web.post("/keys", pressed), web.post("/called", called)
        async with open_house(*pages) as house, phone(house) as page:
            await scenario(house, page, keys)

    asyncio.run(whole())


@asynccontextmanager
async def phone(house: House) -> AsyncIterator[Page]:
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=browser_path(), args=CHROMIUM_FLAGS)
        page = await browser.new_page()
        await page.goto(f"{house.base}/phone")
        yield page
        await browser.close()
