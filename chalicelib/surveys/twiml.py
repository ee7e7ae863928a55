"""The questions as a customer hears them. Source: https://www.twilio.com/docs/voice/twiml/gather"""

from twilio.twiml.voice_response import Gather, VoiceResponse

from chalicelib.kernel.messages import SAID_IN, text
from chalicelib.kernel.webhooks import RETRY
from chalicelib.kernel.words import Locale
from chalicelib.surveys.model import Survey, step_of

SILENCE_S = 4
"""After the question, and after a key that may not be the last: ten has two."""


def question(survey: Survey, locale: Locale, attempt_id: str, api_url: str) -> str:
    """Asks what is to be asked now; silence is an answer too, so that nobody is left without a voice."""
    score = survey.state == "score"
    gather = Gather(
        input="dtmf",
        num_digits=2 if score else 1,
        finish_on_key="#",
        timeout=SILENCE_S,
        action_on_empty_result=True,
        action=f"{api_url}/twilio/survey?attempt={attempt_id}&step={step_of(survey)}{RETRY}",
        method="POST",
    )
    if survey.missed:
        gather.say(text(locale, "twiml.survey_again"), language=SAID_IN[locale])
    gather.say(text(locale, f"twiml.survey_{survey.state}"), language=SAID_IN[locale])
    response = VoiceResponse()
    response.append(gather)
    response.hangup()
    return str(response)


def goodbye(locale: Locale) -> str:
    """Thanks, and the end of the call."""
    response = VoiceResponse()
    response.say(text(locale, "twiml.survey_thanks"), language=SAID_IN[locale])
    response.hangup()
    return str(response)


def nothing() -> str:
    """No answer to a message."""
    return str(VoiceResponse())
