"""Text messages through Twilio's REST API.

Source: https://www.twilio.com/docs/messaging/api/message-resource
"""

from chalicelib.adapters import log
from chalicelib.adapters.twilio_client import Twilio, answered
from chalicelib.kernel.ports import CarrierRefused

RECENT = 200
"""Messages of one sender that are looked through. They are asked for by sender: what is asked for stands in a
URL, and there a customer's number must not be."""


class TwilioMessaging:
    """Implements kernel.ports.Messaging."""

    def __init__(self, twilio: Twilio) -> None:
        self._twilio = twilio

    def send(self, to: str, from_: str, body: str) -> str:
        """Answers the message's SID. A refusal is logged by its code: the number is nobody's business."""
        try:
            with answered():
                return str(self._twilio.client.messages.create(to=to, from_=from_, body=body).sid)
        except CarrierRefused as refused:
            log.failed("message refused", status=refused.status, code=refused.code)
            raise

    def find(self, to: str, from_: str, body: str, since_ms: int) -> str | None:
        """Twilio tells whole seconds, and no text where the account has it redacted."""
        with answered():
            listed = self._twilio.client.messages.list(from_=from_, limit=RECENT)
        for message in listed:
            recent = message.date_created and message.date_created.timestamp() >= since_ms // 1000
            if recent and message.to == to and message.body in (body, "", None):
                return str(message.sid)
        return None
