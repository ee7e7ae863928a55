"""Telephony through Twilio's REST API. The client is imported when a call is first made: it is heavy.

Source: https://www.twilio.com/docs/voice/api/conference-participant-resource
"""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import cached_property
from typing import Any
from urllib.parse import urlsplit, urlunsplit

from chalicelib.kernel.ports import (
    CarrierRefused,
    CarrierSilent,
    LiveConference,
    LiveLeg,
    SecretStore,
)
from chalicelib.kernel.settings import Settings

RETRY = "#rc=2&rp=ct,rt,5xx"
TIMEOUT_S = 8
ENDED_ALREADY = (404, 410)
CALL_NOT_IN_PROGRESS = 21220
STATUS_EVENTS = ["initiated", "ringing", "answered", "completed"]


class TwilioVoice:
    """Implements kernel.ports.Voice."""

    def __init__(self, settings: Settings, secrets: SecretStore, http: Any = None) -> None:
        """`http` is a twilio.http.HttpClient to use instead of the network's."""
        self._settings = settings
        self._secrets = secrets
        self._http = http

    @cached_property
    def _client(self) -> Any:
        from twilio.http.http_client import TwilioHttpClient
        from twilio.rest import Client

        base = urlsplit(self._settings.twilio_api_base)

        class Http(TwilioHttpClient):  # type: ignore[misc]  # twilio has no types
            """Twilio's client, with the host taken from the settings."""

            def request(self, method: str, url: str, *args: Any, **kwargs: Any) -> Any:
                parts = urlsplit(url)
                moved = urlunsplit((base.scheme, base.netloc, parts.path, parts.query, ""))
                return super().request(method, moved, *args, **kwargs)

        secret = self._secrets.read()
        return Client(
            secret.twilio_api_key_sid,
            secret.twilio_api_key_secret,
            self._settings.twilio_account_sid,
            http_client=self._http or Http(timeout=TIMEOUT_S),
        )

    def dial(self, conference: str, to: str, caller_id: str, ring_s: int, limit_s: int) -> str:
        """Rings the customer into the conference; answers the call's SID."""
        api = self._settings.public_api_url
        status_url = f"{api}/twilio/status?attempt={conference}{RETRY}"
        with _carrier():
            participant = self._client.conferences(conference).participants.create(
                from_=caller_id,
                to=to,
                label="customer",
                early_media=True,
                beep="false",
                timeout=ring_s,
                time_limit=limit_s,
                end_conference_on_exit=False,
                status_callback=status_url,
                status_callback_method="POST",
                status_callback_event=STATUS_EVENTS,
                machine_detection="Enable",
                amd_status_callback=status_url,
                amd_status_callback_method="POST",
            )
        return str(participant.call_sid)

    def hold(self, conference_sid: str, label: str, on_hold: bool) -> None:
        """Hold music is Twilio's default for now."""
        with _carrier():
            self._client.conferences(conference_sid).participants(label).update(hold=on_hold)

    def end_conference(self, conference_sid: str) -> None:
        """Everyone leaves."""
        with _carrier(gone_is_fine=True):
            self._client.conferences(conference_sid).update(status="completed")

    def hang_up(self, call_sid: str) -> None:
        """`completed` ends a call in any state."""
        with _carrier(gone_is_fine=True):
            self._client.calls(call_sid).update(status="completed")

    def look(self, conference: str) -> LiveConference:
        """The newest conference of this name and who is in it."""
        with _carrier():
            found = self._client.conferences.list(friendly_name=conference, limit=1)
            if not found:
                return LiveConference("", False, ())
            live = found[0].status != "completed"
            legs = self._client.conferences(found[0].sid).participants.list(limit=20) if live else []
        return LiveConference(
            found[0].sid,
            live,
            tuple(LiveLeg(leg.call_sid, leg.label or "", leg.status) for leg in legs),
        )


@contextmanager
def _carrier(gone_is_fine: bool = False) -> Iterator[None]:
    import requests
    from twilio.base.exceptions import TwilioRestException

    try:
        yield
    except TwilioRestException as error:
        if gone_is_fine and (error.status in ENDED_ALREADY or error.code == CALL_NOT_IN_PROGRESS):
            return
        raise CarrierRefused(error.status, error.code or 0) from error
    except requests.RequestException as error:
        raise CarrierSilent from error
