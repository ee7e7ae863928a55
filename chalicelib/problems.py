"""Turns whatever goes wrong into problem+json, in the language of who asked, and logs one line a request."""

import json
from collections.abc import Callable
from typing import Any

from chalice import Response
from chalice.app import ChaliceUnhandledError, Request

from chalicelib.adapters import log
from chalicelib.adapters.context import context
from chalicelib.adapters.entry import report
from chalicelib.adapters.failures import passes
from chalicelib.kernel.errors import DomainError
from chalicelib.kernel.messages import text
from chalicelib.table import Contended

FROM_CHALICE = {
    415: "unsupported_media_type",
    405: "not_found",
    404: "not_found",
    400: "invalid_request",
}


def observe(request: Request, get_response: Callable[[Any], Response]) -> Response:
    """Runs a request; answers problem+json for every failure; logs route, status, code and time."""
    ctx = context()
    correlation_id = ctx.ids.new("req")
    started = ctx.now_ms()
    code, facts = None, dict[str, Any]()
    try:
        response = get_response(request)
        if response.status_code >= 400:
            code = FROM_CHALICE.get(response.status_code, "unexpected")
            response = problem(request, DomainError(code), correlation_id)
    except Exception as error:
        told = _as_domain(request, error.__cause__ if isinstance(error, ChaliceUnhandledError) else error)
        code, facts = told.code, told.facts
        response = problem(request, told, correlation_id)
    response.headers["X-Correlation-Id"] = correlation_id
    log.done(
        "request",
        route=_route(request),
        status=response.status_code,
        code=code,
        took_ms=ctx.now_ms() - started,
        correlation_id=correlation_id,
        **facts,
    )
    return response


def _as_domain(request: Request, error: BaseException | None) -> DomainError:
    if isinstance(error, DomainError):
        return error
    if isinstance(error, Contended):
        return DomainError("busy")
    report(_route(request), error)
    return DomainError("busy" if passes(error) else "unexpected")


def problem(request: Request, error: DomainError, correlation_id: str) -> Response:
    """RFC 9457, with a stable `code`, the fields at fault and a sentence for a person."""
    locale = request.headers.get("accept-language", "en").split(",")[0].split(";")[0].strip()
    body = {
        "type": f"urn:alo:problem:{error.code}",
        "title": text(locale, f"errors.{error.code}.title"),
        "status": error.status,
        "code": error.code,
        "detail": text(locale, f"errors.{error.code}.detail"),
        "fields": [{"name": name, "code": reason} for name, reason in sorted(error.fields.items())],
        "correlation_id": correlation_id,
    }
    headers: dict[str, str | list[str]] = {
        "Content-Type": "application/problem+json",
        "Cache-Control": "no-store",
    }
    if error.status == 503:
        headers["Retry-After"] = "1"
    if error.status == 429:
        headers["Retry-After"] = "3600"
    if not request.path.startswith("/twilio/"):
        headers["Access-Control-Allow-Origin"] = "*"
    return Response(json.dumps(body, ensure_ascii=False), headers, error.status)


def _route(request: Request) -> str:
    return f"{request.method} {request.context.get('resourcePath', '')}"
