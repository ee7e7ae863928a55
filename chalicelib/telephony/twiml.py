"""The few TwiML documents we answer with. Source: https://www.twilio.com/docs/voice/twiml"""

from collections.abc import Sequence

from twilio.twiml.voice_response import Dial, VoiceResponse

from chalicelib.kernel.messages import SAID_IN, text
from chalicelib.kernel.webhooks import RETRY
from chalicelib.kernel.words import Locale

WAIT_PAUSE_S = 8
CHECK_PAUSE_S = 20


def joins(conference: str, label: str, api_url: str, muted: bool = False) -> str:
    """A browser enters the conference; our label tells its legs apart. Who comes in `muted` is heard by
    nobody until we say so."""
    response = VoiceResponse()
    response.append(_into(conference, label, api_url, "", muted))
    return str(response)


def brings(conference: str, callback_id: str, limit_s: int, api_url: str) -> str:
    """A customer who waited on the line enters the conference. When it has ended they go on to the waiting
    loop, which knows whether they still wait."""
    wait_url = f"{api_url}/twilio/wait?attempt={conference}{RETRY}"
    response = VoiceResponse()
    response.append(_into(conference, "customer", api_url, wait_url, time_limit=limit_s))
    response.redirect(waiting_url(callback_id, api_url), method="POST")
    return str(response)


def _into(
    conference: str, label: str, api_url: str, wait_url: str, muted: bool = False, **limits: int
) -> Dial:
    dial = Dial(**limits)
    dial.conference(
        conference,
        participant_label=label,
        beep="false",
        muted=muted,
        wait_url=wait_url,
        start_conference_on_enter=True,
        end_conference_on_exit=False,
        status_callback=f"{api_url}/twilio/conference{RETRY}",
        status_callback_method="POST",
        status_callback_event="start end join leave hold mute modify",
    )
    return dial


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


def music(address: str) -> str:
    """What somebody on hold hears, until they are in the talk again."""
    response = VoiceResponse()
    response.play(address, loop=0)
    return str(response)


def coming_back(locale: Locale, address: str) -> str:
    """Said once to whoever lost their agent in mid-call, then music."""
    response = VoiceResponse()
    response.say(text(locale, "twiml.coming_back"), language=SAID_IN[locale])
    response.play(address, loop=0)
    return str(response)


def apology(locale: Locale) -> str:
    """For a customer who waited for an agent in vain."""
    return sorry("twiml.nobody_came", locale)


def survey(attempt_id: str, api_url: str) -> str:
    """Sends a customer on to the first question."""
    response = VoiceResponse()
    response.redirect(f"{api_url}/twilio/survey?attempt={attempt_id}{RETRY}", method="POST")
    return str(response)


def sorry(key: str, locale: Locale) -> str:
    """Says why there is no call, and hangs up."""
    response = VoiceResponse()
    response.say(text(locale, key), language=SAID_IN[locale])
    response.hangup()
    return str(response)


KEY_S = 3
NUMBER_S = 8


def waiting_url(callback_id: str, api_url: str, more: str = "") -> str:
    """The waiting loop of a request; `more` are further parts of the query, "&step=key"."""
    return f"{api_url}/twilio/waiting?callback={callback_id}{more}{RETRY}"


def to_waiting(callback_id: str, api_url: str) -> str:
    """A customer leaves the conference, to wait on the line."""
    response = VoiceResponse()
    response.redirect(waiting_url(callback_id, api_url), method="POST")
    return str(response)


def waiting(
    locale: Locale, callback_id: str, api_url: str, told: Sequence[str], music: str, with_menu: bool
) -> str:
    """One round of the loop: sentences, what can be chosen, music, and round again. A key is heard all the
    while."""
    response, language = VoiceResponse(), SAID_IN[locale]
    url = waiting_url(callback_id, api_url)
    inside = response
    if with_menu:
        action = waiting_url(callback_id, api_url, "&step=key")
        inside = response.gather(num_digits=1, timeout=KEY_S, action=action, method="POST")
    for sentence in [*told, *([text(locale, "twiml.waiting_menu")] if with_menu else [])]:
        inside.say(sentence, language=language)
    inside.play(music)
    response.redirect(url, method="POST")
    return str(response)


def ask_number(locale: Locale, callback_id: str, api_url: str, tries: int) -> str:
    """Another number, typed and ended with the hash key; silence leads back to the loop."""
    response = VoiceResponse()
    action = waiting_url(callback_id, api_url, f"&step=number&tries={tries}")
    typed = response.gather(timeout=NUMBER_S, finish_on_key="#", action=action, method="POST")
    if tries:
        typed.say(text(locale, "twiml.number_wrong"), language=SAID_IN[locale])
    typed.say(text(locale, "twiml.number_ask"), language=SAID_IN[locale])
    response.redirect(waiting_url(callback_id, api_url), method="POST")
    return str(response)


def goodbye(locale: Locale, told: Sequence[str]) -> str:
    """Says so much, and hangs up."""
    response = VoiceResponse()
    for sentence in told:
        response.say(sentence, language=SAID_IN[locale])
    response.hangup()
    return str(response)
