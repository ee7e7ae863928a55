"""Each of Twilio's products has a host of its own; a twin has one for all."""

import pytest

from chalicelib.adapters.twilio_client import moved

SUMMARY = "https://insights.twilio.com/v1/Voice/CA1/Summary?ProcessingState=partial"
CALLS = "https://api.twilio.com/2010-04-01/Accounts/AC1/Calls.json"


@pytest.mark.parametrize("url", [SUMMARY, CALLS])
def test_on_twilio_every_product_keeps_its_host(url: str) -> None:
    assert moved(url, "https://api.twilio.com") == url


def test_anywhere_else_one_host_stands_for_all() -> None:
    twin = "http://127.0.0.1:4010"
    assert moved(SUMMARY, twin) == f"{twin}/v1/Voice/CA1/Summary?ProcessingState=partial"
    assert moved(CALLS, twin) == f"{twin}/2010-04-01/Accounts/AC1/Calls.json"
