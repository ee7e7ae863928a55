"""One client of Twilio's REST API for calls and messages, imported when first used: it is heavy."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cached_property
from typing import Any, BinaryIO
from urllib.parse import urlsplit, urlunsplit

from chalicelib.kernel.ports import CALL_OVER, CarrierRefused, CarrierSilent, SecretStore
from chalicelib.kernel.settings import Settings

TIMEOUT_S = 8
ENDED_ALREADY = (404, 410)
PIECE = 262_144
HOST = "https://api.twilio.com"


class Twilio:
    """The account, at the host of the settings."""

    def __init__(self, settings: Settings, secrets: SecretStore, http: Any = None) -> None:
        """`http` is a twilio.http.HttpClient to use instead of the network's."""
        self.settings = settings
        self._secrets = secrets
        self._http = http

    @cached_property
    def client(self) -> Any:
        """twilio-python's client, with the host taken from the settings."""
        from twilio.http.http_client import TwilioHttpClient
        from twilio.rest import Client

        base = self.settings.twilio_api_base

        class Http(TwilioHttpClient):  # type: ignore[misc]  # twilio has no types
            """Twilio's own, moved to the base of the settings."""

            def request(self, method: str, url: str, *args: Any, **kwargs: Any) -> Any:
                return super().request(method, moved(url, base), *args, **kwargs)

            def download(self, url: str, auth: tuple[str, str], into: BinaryIO) -> int:
                """A file, a piece at a time; the answer's status."""
                import requests

                with requests.get(moved(url, base), auth=auth, timeout=TIMEOUT_S, stream=True) as answer:
                    for piece in answer.iter_content(PIECE) if answer.status_code == 200 else ():
                        into.write(piece)
                    return answer.status_code

        secret = self._secrets.read()
        return Client(
            secret.twilio_api_key_sid,
            secret.twilio_api_key_secret,
            self.settings.twilio_account_sid,
            http_client=self._http or Http(timeout=TIMEOUT_S),
        )

    def download(self, path: str, into: BinaryIO) -> None:
        """A file of the account. Raises CarrierRefused, and within answered() CarrierSilent."""
        client = self.client
        status = client.http_client.download(f"{HOST}{path}", (client.username, client.password), into)
        if status != 200:
            raise CarrierRefused(status, 0)


def moved(url: str, base: str) -> str:
    """Any base but Twilio's own stands for all of Twilio's hosts, of which each product has another."""
    if base == HOST:
        return url
    to, parts = urlsplit(base), urlsplit(url)
    return urlunsplit((to.scheme, to.netloc, parts.path, parts.query, ""))


@contextmanager
def answered(gone_is_fine: bool = False) -> Iterator[None]:
    """Twilio's refusals and silences as ours: raises CarrierRefused and CarrierSilent."""
    import requests
    from twilio.base.exceptions import TwilioException

    try:
        yield
    except TwilioException as error:
        status, code, _ = refusal(error)
        if gone_is_fine and (status in ENDED_ALREADY or code == CALL_OVER):
            return
        raise CarrierRefused(status, code) from error
    except requests.RequestException as error:
        raise CarrierSilent from error


def refusal(error: Any) -> tuple[int, int, str]:
    """(HTTP status, Twilio's code or the status again, its words) of a TwilioException.

    The library has two sorts: one with these as fields, and for a list a bare TwilioException with the
    answer beside its message. Raises the error itself when no answer is in it.
    """
    if hasattr(error, "status"):
        return error.status, error.code or 0, getattr(error, "msg", str(error))
    answer = next((one for one in error.args if hasattr(one, "status_code")), None)
    if answer is None:
        raise error
    try:
        body = json.loads(answer.text)
    except ValueError:
        body = {}
    return answer.status_code, body.get("code", answer.status_code) or 0, body.get("message") or ""
