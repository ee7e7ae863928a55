"""What Twilio does not do is a CarrierRefused, whichever of its exceptions the library chooses."""

from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import pytest
import requests
from twilio.base.exceptions import TwilioException
from twilio.http.response import Response

from chalicelib.adapters.twilio_client import Twilio, answered
from chalicelib.adapters.twilio_messaging import TwilioMessaging
from chalicelib.adapters.twilio_voice import TwilioVoice
from chalicelib.kernel.ports import CarrierRefused, CarrierSilent

SECRETS = SimpleNamespace(
    read=lambda: SimpleNamespace(twilio_api_key_sid="SK1", twilio_api_key_secret="secret")
)
SETTINGS: Any = SimpleNamespace(
    twilio_account_sid="AC1", twilio_api_base="http://twin.test", public_api_url="http://api.test"
)
LISTS: list[Callable[[Twilio], Any]] = [
    lambda twilio: TwilioVoice(twilio).look("att-1"),
    lambda twilio: TwilioMessaging(twilio).find("+5511987654321", "+551140000000", "Olá", 0),
]
ONES: list[Callable[[Twilio], Any]] = [
    lambda twilio: TwilioVoice(twilio).hold("CF1", "customer", True),
    lambda twilio: TwilioMessaging(twilio).send("+5511987654321", "+551140000000", "Olá"),
]


def answering(answer: Callable[[], Response]) -> Twilio:
    secrets: Any = SECRETS
    return Twilio(SETTINGS, secrets, SimpleNamespace(request=lambda *_given, **_more: answer()))


@pytest.mark.parametrize("ask", [*LISTS, *ONES])
@pytest.mark.parametrize(
    ("status", "text", "code"),
    [
        (429, '{"code": 20429, "message": "Too Many Requests"}', 20429),
        (500, "<html>", 500),
        (503, "{}", 503),
        (401, '{"code": null}', 0),
    ],
)
def test_a_refusal_has_its_status_and_code(
    ask: Callable[[Twilio], Any], status: int, text: str, code: int
) -> None:
    with pytest.raises(CarrierRefused) as refused:
        ask(answering(lambda: Response(status, text)))
    assert (refused.value.status, refused.value.code) == (status, code)


@pytest.mark.parametrize("ask", [*LISTS, *ONES])
def test_no_answer_is_silence(ask: Callable[[Twilio], Any]) -> None:
    def lost() -> Response:
        raise requests.ConnectionError

    with pytest.raises(CarrierSilent):
        ask(answering(lost))


def test_what_never_reached_twilio_is_a_defect_of_ours() -> None:
    with pytest.raises(TwilioException, match="Credentials"), answered():
        raise TwilioException("Credentials are required")
