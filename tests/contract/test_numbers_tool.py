"""The tool that buys numbers, against the twin over HTTP with Twilio's own client and documents."""

import json
from pathlib import Path
from typing import Any

import pytest
import requests
from twilio.http.response import Response
from twilio.rest import Client

from chalicelib.numbers.service import caller_id
from chalicelib.operations import operations
from infra.numbers.__main__ import main
from infra.numbers.account import Account
from infra.numbers.run import BROWSER_PATH, BROWSER_STATUS_PATH, SMS_PATH, STATUS_PATH, VOICE_PATH
from tests.contract.conftest import SETTINGS, LoopbackClient
from tests.contract.number_shop import BOUGHT, ENVIRON, REGION, held, table, tool, write
from tests.contract.twilio_document import Document

pytestmark = pytest.mark.usefixtures("fresh_market")


class Cut(LoopbackClient):
    """Loses the connection at the n-th request that changes something, before or after it is done."""

    def __init__(self, base: str, document: Document, at: int, acted: bool) -> None:
        super().__init__(base, document)
        self._left, self._acted = at, acted

    def request(self, method: str, url: str, *args: Any, **kwargs: Any) -> Response:
        if method != "GET":
            self._left -= 1
            if self._left < 0 and not self._acted:
                raise requests.ConnectionError
        answer = super().request(method, url, *args, **kwargs)
        if self._left < 0 and method != "GET":
            raise requests.ConnectionError
        return answer


def test_a_dry_run_says_what_it_costs_and_changes_nothing(
    twin: str, file: Path, account: Account, wire: LoopbackClient, capsys: pytest.CaptureFixture[str]
) -> None:
    before, market = file.read_bytes(), requests.get(f"{twin}/twin/market", timeout=5).json()
    assert tool(file, account) == 0
    assert (file.read_bytes(), requests.get(f"{twin}/twin/market", timeout=5).json()) == (before, market)
    assert all(one.startswith("GET ") for one in wire.checked)
    said = capsys.readouterr().out
    for number in BOUGHT:
        assert number in said
    assert "A month costs 16.50 USD, of which new 16.50 USD." in said
    assert "Nothing was done" in said


def test_what_was_bought_is_ours_leads_to_us_and_is_called_from(
    twin: str, file: Path, account: Account, client: Client
) -> None:
    assert tool(file, account, "--apply") == 0
    assert held(twin) == BOUGHT
    for one in client.incoming_phone_numbers.list(friendly_name=f"alo {REGION} BR"):
        assert one.voice_url == "https://api.sa.alo.example/twilio/inbound#rc=2&rp=ct,rt,5xx"
        assert (one.voice_method, one.sms_url) == (
            "POST",
            "https://api.sa.alo.example/twilio/message#rc=2&rp=ct,rt,5xx",
        )
    assert table(file) == {"AR": ["+541150000000"], "BR": ["+551150000000", "+552150000000"]}
    assert json.loads(file.read_text())["us-east-1"]["caller_ids"] == {"MX": ["+525500000000"]}
    assert caller_id("BR", table(file), "+5521987654321") == ("+552150000000", "BR")
    assert caller_id("UY", table(file), "+59829441234") == ("+541150000000", "AR")
    client.calls.create(from_="+552150000000", to="+5521987654321", twiml="<Response/>")


def test_the_second_run_finds_nothing_to_do(
    twin: str,
    file: Path,
    account: Account,
    wire: LoopbackClient,
    capsys: pytest.CaptureFixture[str],
) -> None:
    tool(file, account, "--apply")
    wire.checked.clear()
    written = file.read_bytes()
    assert tool(file, account, "--apply") == 0
    assert tool(file, account) == 0
    assert all(one.startswith("GET ") for one in wire.checked)
    assert (held(twin), file.read_bytes()) == (BOUGHT, written)
    assert "There is nothing to do." in capsys.readouterr().out


@pytest.mark.parametrize("acted", [False, True])
@pytest.mark.parametrize("at", range(4))
def test_a_run_that_died_is_gone_on_with(
    twin: str, document: Document, file: Path, account: Account, at: int, acted: bool
) -> None:
    """One number is there and leads to nowhere, so the run has three changes to make, of two sorts."""
    tool(write(file, numbers={"BR": ["21"]}), account, "--apply")
    number = account.held()[-1]
    account.configure(number.sid, {"voice_url": "https://old.test/"})
    write(file, caller_ids=table(file))
    cut = Client(SETTINGS.account_sid, SETTINGS.auth_token, http_client=Cut(twin, document, at, acted))
    assert tool(file, Account(cut), "--apply") == (1 if at < 3 else 0)
    assert tool(file, account, "--apply") == 0
    assert held(twin) == BOUGHT
    assert table(file) == {"AR": ["+541150000000"], "BR": ["+551150000000", "+552150000000"]}
    assert {one.fields["voice_url"][:31] for one in account.held() if one.label} >= {
        "https://api.sa.alo.example/twil"
    }
    assert not any(one.fields["voice_url"] == "https://old.test/" for one in account.held())


def test_the_application_of_the_browsers_is_led_to_the_region_once(
    file: Path, account: Account, client: Client, capsys: pytest.CaptureFixture[str]
) -> None:
    application = client.applications(SETTINGS.application_sid)
    before = application.fetch().voice_url
    environ = ENVIRON | {"TWILIO_APPLICATION_SID": SETTINGS.application_sid}
    tool(file, account, "--apply")
    assert application.fetch().voice_url == before, "without its SID it is not looked at"
    assert main(["--region", REGION], environ, file, account) == 0
    said = capsys.readouterr().out
    assert f"configure  application      {SETTINGS.application_sid}" in said and "--apply does it" in said
    assert application.fetch().voice_url == before
    assert main(["--region", REGION, "--apply"], environ, file, account) == 0
    found = application.fetch()
    assert found.voice_url == "https://api.sa.alo.example/twilio/voice"
    assert found.status_callback == "https://api.sa.alo.example/twilio/status#rc=2&rp=ct,rt,5xx"
    capsys.readouterr()
    assert main(["--region", REGION], environ, file, account) == 0
    assert "There is nothing to do." in capsys.readouterr().out


def test_an_application_that_is_not_there_is_told(
    file: Path, account: Account, capsys: pytest.CaptureFixture[str]
) -> None:
    environ = ENVIRON | {"TWILIO_APPLICATION_SID": "AP" + "f" * 32}
    assert main(["--region", REGION], environ, file, account) == 1
    assert "20404" in capsys.readouterr().out


def test_a_number_is_replaced_deployed_without_and_only_then_released(
    twin: str, file: Path, account: Account, capsys: pytest.CaptureFixture[str]
) -> None:
    tool(file, account, "--apply")
    old, new = "+551150000000", "+551150000001"
    assert tool(file, account, "--release", old) == 2
    assert "is a caller id" in capsys.readouterr().out
    assert tool(file, account, "--apply", "--replace", old) == 0
    assert table(file)["BR"] == [new, "+552150000000"]
    assert held(twin) == sorted([*BOUGHT, new])
    assert tool(file, account) == 0
    assert "surplus" in capsys.readouterr().out
    assert tool(file, account, "--release", old) == 0
    assert old in held(twin)
    assert tool(file, account, "--release", old, "--apply") == 0
    assert held(twin) == sorted([*BOUGHT[:1], new, *BOUGHT[2:]])
    assert tool(file, account, "--release", old) == 2


def test_a_number_of_somebody_else_is_neither_used_nor_released(
    twin: str, file: Path, account: Account, client: Client
) -> None:
    """SETTINGS.numbers are on the account, in a wanted area, and nobody said that they are ours."""
    write(file, numbers={"BR": ["11"]})
    theirs = SETTINGS.numbers[0]
    assert tool(file, account, "--release", theirs) == 2
    assert tool(file, account, "--replace", theirs) == 2
    assert tool(file, account, "--apply") == 0
    assert table(file) == {"BR": ["+551150000000"]}
    assert client.incoming_phone_numbers.list(phone_number=theirs)[0].friendly_name == theirs


def test_a_number_in_the_table_is_taken_over(
    twin: str, file: Path, account: Account, client: Client, capsys: pytest.CaptureFixture[str]
) -> None:
    theirs = SETTINGS.numbers[0]
    write(file, numbers={"BR": ["11"]}, caller_ids={"BR": [theirs]})
    assert tool(file, account) == 0
    assert "configure" in capsys.readouterr().out
    assert tool(file, account, "--apply") == 0
    taken = client.incoming_phone_numbers.list(phone_number=theirs)[0]
    assert (taken.friendly_name, taken.voice_url) == (
        f"alo {REGION} BR",
        "https://api.sa.alo.example/twilio/inbound#rc=2&rp=ct,rt,5xx",
    )
    assert (held(twin), table(file)) == ([], {"BR": [theirs]})
    client.incoming_phone_numbers(taken.sid).update(trunk_sid="TK" + "a" * 32)
    assert tool(file, account) == 1
    assert "led_elsewhere" in capsys.readouterr().out


def test_the_webhooks_it_sets_are_operations_of_the_api() -> None:
    known = {(one.method, one.path) for one in operations()}
    paths = VOICE_PATH, STATUS_PATH, SMS_PATH, BROWSER_PATH, BROWSER_STATUS_PATH
    assert {("POST", path) for path in paths} <= known


@pytest.mark.parametrize("with_key", [False, True])
def test_it_finds_its_way_by_the_environment(twin: str, file: Path, with_key: bool) -> None:
    key = {"TWILIO_API_KEY_SID": SETTINGS.api_key_sid, "TWILIO_API_KEY_SECRET": SETTINGS.api_key_secret}
    sid = {"TWILIO_ACCOUNT_SID": SETTINGS.account_sid, "TWILIO_API_BASE": twin}
    environ = sid | (key if with_key else {"TWILIO_AUTH_TOKEN": SETTINGS.auth_token})
    assert main(["--region", REGION, "--apply"], environ, file) == 0
    assert held(twin) == BOUGHT
