"""The few TwiML documents we answer with. Source: https://www.twilio.com/docs/voice/twiml"""

from twilio.twiml.voice_response import Dial, VoiceResponse

from chalicelib.kernel.messages import text
from chalicelib.kernel.words import Locale

SAID_IN: dict[Locale, str] = {"pt-BR": "pt-BR", "es": "es-MX", "en": "en-US"}
WAIT_PAUSE_S = 8
CHECK_PAUSE_S = 20

RETRY = "#rc=2&rp=ct,rt,5xx"
"""Twilio does not retry by default: two more tries on connection errors, read time-outs and 5xx.
Source: https://www.twilio.com/docs/usage/webhooks/webhooks-connection-overrides"""


def joins(conference: str, label: str, api_url: str) -> str:
    """A browser enters the conference; our label tells its legs apart."""
    dial = Dial()
    dial.conference(
        conference,
        participant_label=label,
        beep="false",
        wait_url="",
        start_conference_on_enter=True,
        end_conference_on_exit=False,
        status_callback=f"{api_url}/twilio/conference{RETRY}",
        status_callback_method="POST",
        status_callback_event="start end join leave hold",
    )
    response = VoiceResponse()
    response.append(dial)
    return str(response)


def silence(locale: Locale) -> str:
    """For a browser that measures its line: long enough for that, and over by itself. A pause that came first
    would leave it ringing."""
    response = VoiceResponse()
    response.say(text(locale, "twiml.checking"), language=SAID_IN[locale])
    response.pause(length=CHECK_PAUSE_S)
    response.hangup()
    return str(response)


def wait(locale: Locale, attempt_id: str, api_url: str) -> str:
    """What a customer who is in the conference before the agent hears, over and over."""
    response = VoiceResponse()
    response.say(text(locale, "twiml.wait"), language=SAID_IN[locale])
    response.pause(length=WAIT_PAUSE_S)
    response.redirect(f"{api_url}/twilio/wait?attempt={attempt_id}{RETRY}", method="POST")
    return str(response)


def apology(locale: Locale) -> str:
    """For a customer who waited for an agent in vain."""
    return sorry("twiml.nobody_came", locale)


def sorry(key: str, locale: Locale) -> str:
    """Says why there is no call, and hangs up."""
    response = VoiceResponse()
    response.say(text(locale, key), language=SAID_IN[locale])
    response.hangup()
    return str(response)
