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


def attach(client: Any, answer: Answer) -> Callable[[], None]:
    """From now on every call of this client is answered by `answer`; a Refused becomes its ClientError. Call
    what comes back to end that."""
    before_call, events = _before_call(client, answer), client.meta.events
    events.register_first("before-call", before_call)
    return lambda: events.unregister("before-call", before_call)


def attach_bare(client: Any, answer: Answer) -> None:
    """The same for a client that need never travel: of botocore's way from a call to `before-call`, and from
    there to the caller, only what changes an answer is left. Encoding, endpoint rules, other services' hooks
    and checksums are nine tenths of that way. test_wire.py holds the two ways together."""
    before_call = _before_call(client, answer)
    if client.meta.service_model.resolved_protocol != "json":
        client.meta.events = _OnlyBeforeCall(before_call)
        client._ruleset_resolver = None
        return
    model, exceptions = client.meta.service_model, client.exceptions

    def make_api_call(operation: str, parameters: dict[str, Any]) -> dict[str, Any]:
        if operation == "TransactWriteItems" and "ClientRequestToken" not in parameters:
            parameters = {**parameters, "ClientRequestToken": f"token-{next(_TOKENS)}"}
        status, parsed = before_call(model.operation_model(operation), {"body": parameters})
        if status is not _OK:
            raise exceptions.from_code(parsed["Error"]["Code"])(parsed, operation)
        return parsed

    client._make_api_call = make_api_call


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
    """A client's events with one listener."""

    def __init__(self, before_call: Callable[..., Any]) -> None:
        self._before_call = before_call

    def emit(self, name: str, **given: Any) -> list[Any]:
        return []

    def emit_until_response(self, name: str, **given: Any) -> tuple[Any, Any]:
        if name.startswith("before-call."):
            return self, self._before_call(**given)
        return None, None
