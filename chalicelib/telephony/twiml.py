"""The few TwiML documents we answer with. Source: https://www.twilio.com/docs/voice/twiml"""

from twilio.twiml.voice_response import Dial, VoiceResponse

from chalicelib.telephony.webhooks import AGENT_PREFIX

RETRY = "#rc=2&rp=ct,rt,5xx"
"""Twilio does not retry by default: two more tries on connection errors, read time-outs and 5xx.
Source: https://www.twilio.com/docs/usage/webhooks/webhooks-connection-overrides"""


def agent_joins(attempt_id: str, call_sid: str, api_url: str) -> str:
    """The agent's browser enters the attempt's conference; our label tells its legs apart."""
    dial = Dial()
    dial.conference(
        attempt_id,
        participant_label=f"{AGENT_PREFIX}{call_sid}",
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


def sorry(sentence: str, language: str) -> str:
    """Says why there is no call, and hangs up."""
    response = VoiceResponse()
    response.say(sentence, language=language)
    response.hangup()
    return str(response)
