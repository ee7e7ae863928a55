"""Twilio's REST API for tests in the house: the library's own client over the twin's core."""

import json
from typing import Any, BinaryIO
from urllib.parse import parse_qs, urlencode, urlsplit

from requests import Timeout
from twilio.http import HttpClient
from twilio.http.response import Response

from local.twilio.core.recordings import wav
from local.twilio.core.world import NO_ANSWER, World


class TwinHttp(HttpClient):
    """twilio-python's requests, answered by the twin's core."""

    def __init__(self, world: World) -> None:
        super().__init__(None, False, None)
        self._world = world

    def request(self, method: str, url: str, params: Any = None, data: Any = None, **_: Any) -> Response:
        """A lost answer is what requests would raise."""
        status, body = self._world.rest(method, urlsplit(url).path, _wire(data), _wire(params))
        if status == NO_ANSWER:
            raise Timeout
        return Response(status, json.dumps(body))

    def download(self, url: str, auth: tuple[str, str], into: BinaryIO) -> int:
        """The file of a recording."""
        query = parse_qs(urlsplit(url).query)
        found = self._world.media(urlsplit(url).path)
        if found is None:
            return 404
        into.writelines(wav(found, int(query["RequestedChannels"][0])))
        return 200


def _wire(values: Any) -> dict[str, list[str]]:
    """What is left of Python values after a form was encoded and decoded."""
    given = {name: value for name, value in (values or {}).items() if value is not None}
    return parse_qs(urlencode(given, doseq=True), keep_blank_values=True)
