"""What the tool that buys numbers does where something is missing, refused or meant wrongly."""

from pathlib import Path
from typing import Any

import pytest
import requests

from infra.numbers.__main__ import main
from infra.numbers.account import Account
from tests.contract.conftest import SETTINGS, LoopbackClient
from tests.contract.number_shop import BOUGHT, ENVIRON, REGION, held, offer, script, table, tool, write

BUNDLE, ADDRESS = "BU" + "1" * 32, "AD" + "1" * 32
pytestmark = pytest.mark.usefixtures("fresh_market")


def test_what_twilio_refuses_half_way_is_told_and_the_rest_done(
    twin: str, file: Path, account: Account, capsys: pytest.CaptureFixture[str]
) -> None:
    refusing = offer("AR", "+5411", refuses=21649)
    script(twin, offers=[refusing, offer(), offer(begins="+5521")])
    assert tool(file, account, "--apply") == 1
    assert held(twin) == BOUGHT[1:]
    assert table(file) == {"BR": ["+551150000000", "+552150000000"]}
    said = capsys.readouterr().out
    assert "error 21649" in said
    assert "Argentina is called from Brazil meanwhile." in said
    script(twin, offers=[offer("AR", "+5411"), offer(), offer(begins="+5521")])
    assert tool(file, account, "--apply") == 0
    assert held(twin) == BOUGHT


@pytest.mark.parametrize("status", ["draft", "pending-review", "in-review", "twilio-rejected"])
def test_a_bundle_that_is_missing_is_told_before_anything_is_bought(
    twin: str, file: Path, account: Account, status: str, capsys: pytest.CaptureFixture[str]
) -> None:
    write(file, numbers={"BR": ["11"]}, sites=["BR"])
    wanting = {"sid": BUNDLE, "country": "BR", "kind": "local", "status": status}
    script(twin, offers=[offer(bundle=True)], bundles=[wanting])
    assert tool(file, account) == 1
    said = capsys.readouterr().out
    assert "bundle_missing" in said
    assert "error 21649" in said
    assert "unreachable" in said  # no other country may call Brazil
    assert tool(file, account, "--apply") == 1
    assert (held(twin), table(file)) == ([], {})
    script(twin, bundles=[{**wanting, "status": "twilio-approved"}])
    assert tool(file, account, "--apply") == 0
    assert held(twin) == ["+551150000000"]


def test_a_bundle_for_another_kind_of_number_does_not_do(twin: str, file: Path, account: Account) -> None:
    write(file, numbers={"BR": ["11"]})
    script(twin, offers=[offer(bundle=True)], bundles=[{"sid": BUNDLE, "country": "BR", "kind": "mobile"}])
    assert tool(file, account, "--apply") == 1
    assert held(twin) == []


@pytest.mark.parametrize(
    ("needs", "country", "fits"),
    [
        ("any", "PT", True),
        ("local", "PT", False),
        ("local", "BR", True),
        ("foreign", "BR", False),
        ("foreign", "PT", True),
        ("any", None, False),
    ],
)
def test_an_address_of_the_account_is_given_where_one_is_needed(
    twin: str, file: Path, account: Account, needs: str, country: str | None, fits: bool
) -> None:
    write(file, numbers={"BR": ["11"]})
    script(
        twin,
        offers=[offer(address=needs)],
        addresses=[{"sid": ADDRESS, "country": country}] if country else [],
    )
    assert tool(file, account, "--apply") == (0 if fits else 1)
    assert held(twin) == (["+551150000000"] if fits else [])


def test_a_country_where_nothing_is_sold_falls_back(
    file: Path, account: Account, wire: LoopbackClient, capsys: pytest.CaptureFixture[str]
) -> None:
    write(file, numbers={"BR": ["11"], "AR": ["11"], "UY": ["any"]})
    assert tool(file, account) == 1
    said = capsys.readouterr().out
    assert "not_sold" in said
    assert "Uruguay is called from Argentina meanwhile." in said
    assert not any("AvailablePhoneNumbers/UY" in one for one in wire.checked)


def test_where_a_pack_only_has_a_hint_twilio_is_asked(
    twin: str, file: Path, account: Account, capsys: pytest.CaptureFixture[str]
) -> None:
    write(file, numbers={"CO": ["any"], "PE": ["any"]}, sites=["CO"], caller_ids={"BR": ["+551140000000"]})
    assert tool(file, account, "--apply") == 1
    assert held(twin) == ["+576015000000"]
    said = capsys.readouterr().out
    assert "takes no text messages" in said
    assert "none_found" in said
    assert table(file) == {"BR": ["+551140000000"], "CO": ["+576015000000"]}


def test_a_price_twilio_does_not_name_is_not_invented(
    twin: str, file: Path, account: Account, capsys: pytest.CaptureFixture[str]
) -> None:
    write(file, numbers={"BR": ["11", "21"]})
    script(twin, offers=[offer(), offer(begins="+5521")])
    tool(file, account)
    assert "A month costs 2 numbers of unknown price" in capsys.readouterr().out
    script(twin, offers=[offer(price="4.251"), offer("AR", "+5411")])
    write(file, numbers={"BR": ["11"], "AR": ["11"]})
    tool(file, account)
    assert "A month costs 4.26 USD and 1 number of unknown price" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("settings", "told"),
    [
        ({"numbers": {"ES": ["91"]}}, "ES is no country with a pack"),
        ({"numbers": {"BR": ["São Paulo"]}}, "an area is its digits"),
        ({"numbers": {"BR": "11"}}, "a list of strings"),
    ],
)
def test_what_cannot_be_meant_is_refused_before_twilio_is_asked(
    file: Path,
    account: Account,
    wire: LoopbackClient,
    settings: dict[str, Any],
    told: str,
    capsys: pytest.CaptureFixture[str],
) -> None:
    write(file, **settings)
    assert tool(file, account, "--apply") == 2
    assert told in capsys.readouterr().out
    assert wire.checked == []


def test_an_unknown_region_is_refused(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--region", "eu-west-1"], {}, file) == 2
    assert "eu-west-1 is not in regions.json" in capsys.readouterr().out


def test_without_credentials_with_wrong_ones_or_without_an_answer_nothing_happens(
    twin: str, file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = file.read_bytes()
    assert main(["--region", REGION, "--apply"], {"TWILIO_ACCOUNT_SID": SETTINGS.account_sid}, file) == 2
    assert "TWILIO_AUTH_TOKEN" in capsys.readouterr().out
    wrong = {**ENVIRON, "TWILIO_AUTH_TOKEN": "guess", "TWILIO_API_BASE": twin}
    assert main(["--region", REGION, "--apply"], wrong, file) == 1
    assert "error 20003" in capsys.readouterr().out
    nobody = {**ENVIRON, "TWILIO_API_BASE": "http://127.0.0.1:9"}
    assert main(["--region", REGION, "--apply"], nobody, file) == 1
    requests.put(f"{twin}/twin/faults", json={"rest_5xx": 1}, timeout=5)
    assert main(["--region", REGION, "--apply"], {**ENVIRON, "TWILIO_API_BASE": twin}, file) == 1
    assert "HTTP 500" in capsys.readouterr().out
    requests.delete(f"{twin}/twin/faults", timeout=5)
    assert (held(twin), file.read_bytes()) == ([], before)
