"""What somebody who is recorded is told. Source: https://www.twilio.com/docs/voice/twiml"""

from twilio.twiml.voice_response import VoiceResponse

from chalicelib.kernel.messages import SAID_IN, text
from chalicelib.kernel.webhooks import RETRY
from chalicelib.kernel.words import Locale


def notice(locale: Locale, conference: str, label: str, api_url: str) -> str:
    """The words, and then a request that says they were said."""
    response = VoiceResponse()
    response.say(text(locale, "twiml.recording_notice"), language=SAID_IN[locale])
    response.redirect(
        f"{api_url}/twilio/notice-heard?attempt={conference}&party={label}{RETRY}", method="POST"
    )
    return str(response)


def nothing() -> str:
    """Nothing more."""
    return str(VoiceResponse())
