"""Answers botocore's calls before they leave the process."""

from collections.abc import Callable
from typing import Any

import msgspec

from tests.simulation.aws.refusal import Refused

Answer = Callable[[str, str, dict[str, Any]], dict[str, Any]]
"""(service, operation, botocore's request: `body`, `url_path`, …) → the parsed answer."""


class _Status:
    """The one thing botocore asks of a raw response that is parsed already."""

    def __init__(self, status_code: int) -> None:
        self.status_code = status_code


_OK = _Status(200)


def attach(client: Any, answer: Answer) -> None:
    """From now on every call of this client is answered by `answer`; a Refused becomes its ClientError."""
    service = client.meta.service_model.service_name

    def before_call(model: Any, params: dict[str, Any], **_: Any) -> tuple[_Status, dict[str, Any]]:
        try:
            return _OK, answer(service, model.name, params)
        except Refused as refused:
            error = {"Code": refused.code, "Message": refused.message}
            return _Status(refused.status), {"Error": error, "ResponseMetadata": {}, **refused.more}

    client.meta.events.register_first("before-call", before_call)


def body(params: dict[str, Any]) -> dict[str, Any]:
    """The JSON body of a request."""
    decoded: dict[str, Any] = msgspec.json.decode(params["body"])
    return decoded
