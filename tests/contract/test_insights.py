"""Voice Insights as the twin has it, against Twilio's own description."""

import asyncio
from typing import Any

import aiohttp
import pytest
import requests
from twilio.base.exceptions import TwilioRestException
from twilio.rest import Client

from local.twilio.rest import insights as served
from tests.contract.conftest import SETTINGS, LoopbackClient
from tests.contract.test_twilio_api import ANSWERS, FROM, until
from tests.contract.test_twin_control import ask
from tests.contract.test_voice_gateway import tab
from tests.contract.twilio_document import Document, Violation
from tests.contract.voice_house import House, open_house
from tests.contract.voice_house import until as comes_true

POOR, BUSY = "+5511990000008", "+5511990000002"
SUMMARY = "/v1/Voice/{CallSid}/Summary"
PAUSE = '<Response><Pause length="600"/></Response>'


@pytest.fixture(autouse=True)
def clean(twin: str) -> None:
    ask(twin, "POST", "reset")


def called(twin: str, client: Client, to: str, status: str = "in-progress") -> str:
    """A leg that got so far, and is over."""
    sid = str(client.calls.create(from_=FROM, to=to, twiml=PAUSE).sid)
    until(lambda: client.calls(sid).fetch().status == status)
    ask(twin, "POST", f"calls/{sid}/hangup")
    return sid


def summary(client: Client, sid: str, **query: Any) -> Any:
    return client.insights.v1.calls(sid).summary().fetch(**query)


def test_the_twin_takes_exactly_the_documented_parameters(document: Document) -> None:
    assert set(served.FETCH.kinds) == set(document.parameters("GET", SUMMARY))


def test_a_summary_is_partial_until_it_is_complete(twin: str, client: Client, wire: LoopbackClient) -> None:
    sid = called(twin, client, POOR)
    with pytest.raises(TwilioRestException) as early:
        summary(client, sid)
    assert (early.value.status, early.value.code) == (404, 20404)
    assert summary(client, sid, processing_state="partial").processing_state == "partial"
    ask(twin, "POST", "clock/advance", {"ms": served.COMPLETE_AFTER_MS})
    found = summary(client, sid)
    assert (found.processing_state, found.call_type, found.call_state) == ("complete", "carrier", "completed")
    assert found.tags == ["high_jitter", "high_packet_loss"]
    assert found.carrier_edge["metrics"]["inbound"]["packets_loss_percentage"] > 3
    assert found.properties["disconnected_by"] == "callee"
    assert (found.to["country_code"], found._from["caller"]) == ("BR", FROM)
    assert [one for one in wire.checked if one.endswith("/Summary")] == [f"GET /v1/Voice/{sid}/Summary"] * 3


def test_every_documented_field_is_there(twin: str, client: Client, document: Document) -> None:
    sid = called(twin, client, ANSWERS)
    url = f"{twin}/v1/Voice/{sid}/Summary?ProcessingState=partial"
    answer = requests.get(url, auth=(SETTINGS.account_sid, SETTINGS.auth_token), timeout=5).json()
    assert set(answer) == document.fields("GET", SUMMARY, 200)


def test_a_leg_that_was_never_answered_has_no_edges(twin: str, client: Client) -> None:
    sid = called(twin, client, BUSY, "busy")
    found = summary(client, sid, processing_state="partial")
    assert (found.call_state, found.carrier_edge, found.tags) == ("busy", None, [])


def test_how_a_leg_sounded_can_be_said_by_hand(twin: str, client: Client) -> None:
    sid = called(twin, client, ANSWERS)
    assert ask(twin, "PUT", f"calls/{sid}/quality", {"jitter_ms": 70, "tags": ["high_jitter"]}).ok
    found = summary(client, sid, processing_state="partial")
    assert found.carrier_edge["metrics"]["outbound"]["jitter"]["avg"] == 70
    for wrong in ({"volume": 3}, {"rtt_ms": -1}, {"tags": "poor"}, {"jitter_ms": "much"}):
        assert ask(twin, "PUT", f"calls/{sid}/quality", wrong).status_code == 400
    assert ask(twin, "PUT", "calls/CAnone/quality", {}).status_code == 404
    assert ask(twin, "PUT", f"people/{ANSWERS}", {"script": "answers", "line": "wet"}).status_code == 400


def test_a_browsers_leg_is_measured_by_its_media() -> None:
    async def scenario() -> None:
        async with open_house() as house, tab(house) as browser:
            await browser.hear("connected")
            sid = await browser.call(attempt="att-1")
            # As many frames as the twin wants to have heard, at fifty a second.
            await asyncio.sleep(1.5)
            await browser.say("hangup", callsid=sid)
            await browser.hear("hangup")
            await comes_true(lambda: measured(house, sid))

    asyncio.run(scenario())


async def measured(house: House, sid: str) -> bool:
    """Whether the summary counts what came, and not what a script says."""
    auth = {"Authorization": aiohttp.encode_basic_auth(SETTINGS.account_sid, SETTINGS.auth_token)}
    url = f"{house.base}/v1/Voice/{sid}/Summary?ProcessingState=partial"
    async with house.http.get(url, headers=auth) as answer:
        heard = (await answer.json())["sdk_edge"]["metrics"]["inbound"]
    return 50 <= heard["packets_received"] < 200 and heard["mos"]["avg"] > 4


def test_what_is_no_leg_of_the_account_has_no_summary(twin: str, client: Client) -> None:
    with pytest.raises(TwilioRestException) as unknown:
        summary(client, "CA" + "0" * 32)
    assert unknown.value.status == 404
    assert requests.get(f"{twin}/v1/Voice/CA{'0' * 32}/Summary", timeout=5).status_code == 401


def test_the_document_itself_finds_fault(document: Document) -> None:
    with pytest.raises(Violation):
        document.check_request("GET", f"/v1/Voice/CA{'0' * 32}/Summary", {"ProcessingState": ["soon"]})
    with pytest.raises(Violation):
        document.check_answer("GET", f"/v1/Voice/CA{'0' * 32}/Summary", 200, {"call_state": "gone"})
