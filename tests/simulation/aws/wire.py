"""Answers botocore's calls before they leave the process."""

from collections.abc import Callable
from itertools import count
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
_TOKENS = count(1)


def attach(client: Any, answer: Answer) -> None:
    """From now on every call of this client is answered by `answer`; a Refused becomes its ClientError."""
    client.meta.events.register_first("before-call", _before_call(client, answer))


def attach_bare(client: Any, answer: Answer) -> None:
    """The same, without what botocore does for a request that will travel: endpoint rules, other services'
    hooks, and for JSON protocols the encoding of parameters that would only be decoded again. The client is
    good for nothing else afterwards."""
    events = _OnlyBeforeCall(_before_call(client, answer))
    client.meta.events = events
    client._ruleset_resolver = None
    if client.meta.service_model.resolved_protocol == "json":
        client._serializer = _AsItIs()


def body(params: dict[str, Any]) -> dict[str, Any]:
    """The parameters of a request of a JSON protocol."""
    given = params["body"]
    if isinstance(given, dict):
        return given
    decoded: dict[str, Any] = msgspec.json.decode(given)
    return decoded


def _before_call(client: Any, answer: Answer) -> Callable[..., tuple[_Status, dict[str, Any]]]:
    service = client.meta.service_model.service_name

    def before_call(model: Any, params: dict[str, Any], **_: Any) -> tuple[_Status, dict[str, Any]]:
        try:
            return _OK, answer(service, model.name, params)
        except Refused as refused:
            error = {"Code": refused.code, "Message": refused.message}
            metadata = {"HTTPStatusCode": refused.status}
            return _Status(refused.status), {"Error": error, "ResponseMetadata": metadata, **refused.more}

    return before_call


class _OnlyBeforeCall:
    """A client's events with one listener, and the token that makes a transaction repeatable."""

    def __init__(self, before_call: Callable[..., Any]) -> None:
        self._before_call = before_call

    def emit(self, name: str, **given: Any) -> list[Any]:
        if name == "before-parameter-build.dynamodb.TransactWriteItems":
            given["params"].setdefault("ClientRequestToken", f"token-{next(_TOKENS)}")
        return []

    def emit_until_response(self, name: str, **given: Any) -> tuple[Any, Any]:
        if name.startswith("before-call."):
            return self, self._before_call(**given)
        return None, None


class _AsItIs:
    """A serializer for parameters that stay in the process."""

    def serialize_to_request(self, parameters: dict[str, Any], _: Any) -> dict[str, Any]:
        return {"url_path": "/", "query_string": "", "method": "POST", "headers": {}, "body": parameters}
