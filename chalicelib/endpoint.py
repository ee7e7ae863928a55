"""Binds a handler to its operation: credential, parsing, answer. Errors become problem+json in app.py."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qsl

import msgspec
from chalice import Blueprint, Response
from chalice.app import ChaliceUnhandledError

from chalicelib.adapters.context import context
from chalicelib.adapters.twilio_signature import signed
from chalicelib.auth import service as auth
from chalicelib.auth.service import PortalClaims
from chalicelib.contract import Answer, Operation
from chalicelib.cors import CORS
from chalicelib.kernel.context import Context
from chalicelib.kernel.errors import DomainError

MAX_BODY = 16_384
AGENTS = "agents"
FORM = "application/x-www-form-urlencoded"
ON_CALLBACK_URLS = ("attempt", "party")
"""What our callback URLs ask, in the order in which we write it."""
ENCODER = msgspec.json.Encoder()


@dataclass
class Call:
    """One request as a handler sees it: who asks is known and `query` is parsed."""

    ctx: Context
    query: dict[str, Any] = field(default_factory=dict)
    portal: PortalClaims | None = None
    agent_id: str = ""
    roles: frozenset[str] = frozenset()
    form: dict[str, str] = field(default_factory=dict)
    source_ip: str = ""


def serve(bp: Blueprint, operation: Operation) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Registers the handler. It is called with a Call, the path parameters, and `body` if there is one."""
    twilio = operation.who == "twilio"
    options: dict[str, Any] = {
        "methods": [operation.method],
        "name": operation.id,
        "content_types": [FORM] if twilio else ["application/json"],
        "cors": False if twilio else CORS,
    }
    if operation.who in ("agent", "supervisor"):
        options["authorizer"] = authorizer()

    def bind(handler: Callable[..., Any]) -> Callable[..., Any]:
        decoder = msgspec.json.Decoder(operation.body) if operation.body else None

        def view(**path: str) -> Response:
            request = bp.current_request
            call = Call(context(), source_ip=_source_ip(request))
            try:
                _authenticate(call, operation, request, path)
                call.query = _query(operation, request.query_params or {})
                more = {"body": _body(decoder, request)} if decoder else {}
                return respond(operation, handler(call, **path, **more))
            except Exception as error:
                # Chalice answers 500 to any other exception, and logs its text, before a middleware sees it.
                raise ChaliceUnhandledError from error

        view.__name__ = handler.__name__
        bp.route(operation.path, **options)(view)
        return handler

    return bind


def authorizer() -> Any:
    """API Gateway checks an agent's ID token itself, against the user pool of the same stack."""
    from chalice import CognitoUserPoolAuthorizer

    return CognitoUserPoolAuthorizer(AGENTS, provider_arns=["placeholder:userpool"])


def respond(operation: Operation, result: Any, status: int | None = None) -> Response:
    """A handler answers a struct, text, or (struct, status)."""
    if isinstance(result, tuple):
        result, status = result
    headers: dict[str, str | list[str]] = {"Cache-Control": "no-store"}
    if isinstance(result, Answer):
        body = ENCODER.encode(result).decode()
        headers["Content-Type"] = "application/json"
    else:
        body = result or ""
        headers["Content-Type"] = operation.media
    return Response(body=body, status_code=status or operation.status, headers=headers)


def _authenticate(call: Call, operation: Operation, request: Any, path: Mapping[str, str]) -> None:
    if operation.who == "portal":
        call.portal = auth.verify_portal(call.ctx, _bearer(request))
    elif operation.who == "customer":
        if auth.verify_link(call.ctx, _bearer(request)) != path["callback_id"]:
            raise DomainError("not_found")
    elif operation.who == "twilio":
        _verify_signature(call, operation, request)
    elif operation.who in ("agent", "supervisor"):
        claims = request.context.get("authorizer", {}).get("claims", {})
        call.agent_id = claims.get("sub", "")
        call.roles = frozenset(re.split(r"[\s,]+", str(claims.get("cognito:groups", "")).strip("[]"))) - {""}
        allowed = {"supervisor"} if operation.who == "supervisor" else {"agent", "specialist", "supervisor"}
        if claims.get("token_use") != "id" or not call.agent_id or not call.roles & allowed:
            raise DomainError("forbidden")


def _source_ip(request: Any) -> str:
    """As API Gateway saw it; a header could say anything."""
    return str((request.context.get("identity") or {}).get("sourceIp") or "")


def _bearer(request: Any) -> str:
    scheme, _, token = request.headers.get("authorization", "").partition(" ")
    if scheme.lower() != "bearer" or not token:
        raise DomainError("token_missing")
    return str(token.strip())


def _verify_signature(call: Call, operation: Operation, request: Any) -> None:
    """The URL is built from settings, never from the Host header."""
    body = request.raw_body
    if len(body) > MAX_BODY * 4:
        raise DomainError("signature_invalid")
    call.form = dict(parse_qsl(body.decode("utf-8", "replace"), keep_blank_values=True))
    query = "&".join(
        f"{name}={value}" for name, value in _query(operation, request.query_params or {}).items()
    )
    url = f"{call.ctx.settings.public_api_url}{operation.path}" + (f"?{query}" if query else "")
    signature = request.headers.get("x-twilio-signature", "")
    for fresh in (False, True):
        secret = call.ctx.secrets.read(fresh=fresh).twilio_auth_token
        if signed(secret, url, call.form, signature):
            return
    raise DomainError("signature_invalid")


def _query(operation: Operation, given: Mapping[str, str]) -> dict[str, Any]:
    if operation.who == "twilio":
        return {name: given[name] for name in ON_CALLBACK_URLS if given.get(name)}
    known = {parameter.name: parameter for parameter in operation.query}
    problems = {name: "unknown" for name in given if name not in known}
    problems |= {name: "required" for name, one in known.items() if one.required and name not in given}
    values: dict[str, Any] = {}
    for name, text in given.items():
        if name in known:
            try:
                values[name] = msgspec.convert(text, known[name].schema, strict=False)
            except msgspec.ValidationError:
                problems[name] = "invalid"
    if problems:
        raise DomainError("invalid_request", problems)
    return values


def _body(decoder: "msgspec.json.Decoder[Any]", request: Any) -> Any:
    try:
        raw = request.raw_body
        if len(raw) > MAX_BODY:
            raise DomainError("body_too_large")
        return decoder.decode(raw)
    except msgspec.ValidationError as error:
        raise DomainError("invalid_request", _at_fault(str(error))) from error
    except (msgspec.DecodeError, UnicodeError, RecursionError) as error:
        raise DomainError("invalid_json") from error


_REASONS = (
    (r"missing required field `([\w.-]+)`", "required"),
    (r"unknown field `([\w.-]+)`", "unknown"),
    (r"of length <= .*`\$\.([\w.-]+)`", "too_long"),
    (r"of length >= .*`\$\.([\w.-]+)`", "too_short"),
    (r"matching regex .*`\$\.([\w.-]+)`", "invalid"),
    (r"Invalid enum value .*`\$\.([\w.-]+)`", "invalid"),
    (r"Expected `int` [<>].*`\$\.([\w.-]+)`", "out_of_range"),
    (r"Expected `.*`\$\.([\w.-]+)`", "wrong_type"),
    (r"`\$\.([\w.-]+)`", "invalid"),
)


def _at_fault(message: str) -> dict[str, str]:
    """The field and reason in msgspec's message; its text may quote what was sent, so it goes no further."""
    for pattern, reason in _REASONS:
        found = re.search(pattern, message)
        if found:
            return {found[1]: reason}
    return {"body": "wrong_type"}
