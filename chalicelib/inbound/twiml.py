"""What callers hear before they are in line. Source: https://www.twilio.com/docs/voice/twiml"""

from collections.abc import Sequence

from twilio.twiml.voice_response import VoiceResponse

from chalicelib.kernel.messages import SAID_IN, text
from chalicelib.kernel.webhooks import RETRY
from chalicelib.kernel.words import Locale

KEY_S = 5
MESSAGE_S = 120
SILENCE_S = 5


def topics(locale: Locale, api_url: str, tries: int) -> str:
    """The menu; who chooses nothing is asked again."""
    key = "twiml.inbound_again" if tries else "twiml.inbound_greeting"
    return _menu(locale, api_url, "topic", tries, [text(locale, key), text(locale, "twiml.inbound_topics")])


def closed(locale: Locale, api_url: str, tries: int, opens: tuple[str, str, str]) -> str:
    """When we open, and what can be done meanwhile."""
    day, at, message = opens
    told = [text(locale, "twiml.inbound_closed", day=day, at=at), text(locale, "twiml.inbound_closed_menu")]
    return _menu(locale, api_url, "closed", tries, [*([message] if message else []), *told])


def _menu(locale: Locale, api_url: str, step: str, tries: int, told: Sequence[str]) -> str:
    response, url = VoiceResponse(), _url(api_url, f"?step={step}&tries={tries + 1}")
    gather = response.gather(num_digits=1, timeout=KEY_S, action=url, method="POST")
    for sentence in told:
        gather.say(sentence, language=SAID_IN[locale])
    response.redirect(url, method="POST")
    return str(response)


def on_line(locale: Locale, callback_id: str, api_url: str, told: Sequence[str]) -> str:
    """On to the waiting loop."""
    response = VoiceResponse()
    for sentence in told:
        response.say(sentence, language=SAID_IN[locale])
    response.redirect(f"{api_url}/twilio/waiting?callback={callback_id}{RETRY}", method="POST")
    return str(response)


def voicemail(locale: Locale, api_url: str) -> str:
    """A message after the beep, which the verb tells of; who says nothing is taken leave of."""
    response, url = VoiceResponse(), _url(api_url, "?step=recorded")
    response.say(text(locale, "twiml.inbound_message"), language=SAID_IN[locale])
    response.record(
        action=url,
        method="POST",
        max_length=MESSAGE_S,
        timeout=SILENCE_S,
        play_beep=True,
        finish_on_key="#",
        trim="trim-silence",
    )
    response.say(text(locale, "twiml.inbound_bye"), language=SAID_IN[locale])
    response.hangup()
    return str(response)


def says(locale: Locale, told: Sequence[str]) -> str:
    """So much, and the end."""
    response = VoiceResponse()
    for sentence in told:
        response.say(sentence, language=SAID_IN[locale])
    response.hangup()
    return str(response)


def _url(api_url: str, query: str) -> str:
    return f"{api_url}/twilio/inbound{query}{RETRY}"
