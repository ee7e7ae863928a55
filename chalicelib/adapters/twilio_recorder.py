"""Recordings through Twilio's REST API. A conference can be recorded from its first second only, so it is the
customer's leg that is recorded: what they hear and what they say, on a channel each.

Source: https://www.twilio.com/docs/voice/api/recording
"""

from typing import BinaryIO, Literal

from chalicelib.adapters.twilio_client import Twilio, answered
from chalicelib.kernel.ports import CarrierRecording
from chalicelib.kernel.webhooks import RETRY

CURRENT = "Twilio.CURRENT"
EVENTS = ["completed", "absent"]
MOST = 20


class TwilioRecorder:
    """Implements kernel.ports.Recorder."""

    def __init__(self, twilio: Twilio) -> None:
        self._twilio = twilio

    def announce(self, conference_sid: str, label: str, conference: str) -> None:
        """The document says the notice and then asks for another: so we hear that it was said."""
        url = (
            f"{self._twilio.settings.public_api_url}/twilio/notice?attempt={conference}&party={label}{RETRY}"
        )
        with answered():
            participant = self._twilio.client.conferences(conference_sid).participants(label)
            participant.update(announce_url=url, announce_method="POST")

    def start(self, call_sid: str, conference: str) -> str:
        """Both sides on a channel each."""
        url = f"{self._twilio.settings.public_api_url}/twilio/recording?attempt={conference}{RETRY}"
        with answered():
            made = self._twilio.client.calls(call_sid).recordings.create(
                recording_channels="dual",
                recording_status_callback=url,
                recording_status_callback_method="POST",
                recording_status_callback_event=EVENTS,
            )
        return str(made.sid)

    def change(self, call_sid: str, sid: str, status: Literal["paused", "in-progress", "stopped"]) -> None:
        """A pause is left out of the file, rather than kept as silence."""
        more = {"pause_behavior": "skip"} if status == "paused" else {}
        with answered(gone_is_fine=status == "stopped"):
            self._twilio.client.calls(call_sid).recordings(sid or CURRENT).update(status=status, **more)

    def of_call(self, call_sid: str) -> tuple[CarrierRecording, ...]:
        """As Twilio lists them."""
        with answered():
            found = self._twilio.client.calls(call_sid).recordings.list(limit=MOST)
        return tuple(CarrierRecording(one.sid, one.status, _whole(one.duration)) for one in found)

    def fetch(self, sid: str, channels: Literal[1, 2], into: BinaryIO) -> None:
        """A piece at a time."""
        path = f"/2010-04-01/Accounts/{self._twilio.settings.twilio_account_sid}/Recordings/{sid}.wav"
        with answered():
            self._twilio.download(f"{path}?RequestedChannels={channels}", into)

    def discard(self, sid: str) -> None:
        """The file and what is known of it."""
        with answered(gone_is_fine=True):
            self._twilio.client.recordings(sid).delete()


def _whole(duration: str | None) -> int | None:
    """Twilio says -1 for what is not over."""
    seconds = int(duration or -1)
    return None if seconds < 0 else seconds
