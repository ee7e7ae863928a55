"""A region's file, the twin's market and the tool between them."""

import json
from pathlib import Path
from typing import Any

import requests

from infra.numbers.__main__ import main
from infra.numbers.account import Account
from infra.numbers.regions import laid_out
from tests.contract.conftest import SETTINGS

REGION = "sa-east-1"
SETTINGS_OF_REGION: dict[str, Any] = {
    "sites": ["BR", "AR", "UY"],
    "domain": "sa.alo.example",
    "numbers": {"BR": ["11", "21"], "AR": ["11"]},
    "caller_ids": {"BR": ["+551140000000"]},
}
BOUGHT = ["+541150000000", "+551150000000", "+552150000000"]
"""What is there once that is met, from the twin's own market."""
ENVIRON = {"TWILIO_ACCOUNT_SID": SETTINGS.account_sid, "TWILIO_AUTH_TOKEN": SETTINGS.auth_token}


def write(path: Path, **settings: Any) -> Path:
    other = {"sites": ["MX"], "domain": "na.alo.example", "caller_ids": {"MX": ["+525500000000"]}}
    path.write_text(laid_out({REGION: {**SETTINGS_OF_REGION, **settings}, "us-east-1": other}))
    return path


def tool(file: Path, account: Account | None, *arguments: str) -> int:
    return main(["--region", REGION, *arguments], ENVIRON, file, account)


def script(twin: str, **parts: Any) -> None:
    requests.put(f"{twin}/twin/market", json=parts, timeout=5).raise_for_status()


def offer(country: str = "BR", begins: str = "+5511", **given: Any) -> dict[str, Any]:
    return {"country": country, "kind": "local", "begins": [begins], "length": 12, **given}


def held(twin: str) -> list[str]:
    """What the account has beyond what it began with."""
    numbers = requests.get(f"{twin}/twin/market", timeout=5).json()["held"]
    return sorted(set(numbers) - set(SETTINGS.numbers))


def table(file: Path) -> Any:
    return json.loads(file.read_text())[REGION]["caller_ids"]
