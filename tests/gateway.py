"""API Gateway's proxy event for a request, made from the application's own routes."""

import re
from functools import cache
from typing import Any
from urllib.parse import parse_qs

from chalice import Chalice

SOMEWHERE = "203.0.113.7"
"""An address of RFC 5737, which is nobody's."""


def event(
    app: Chalice,
    method: str,
    path: str,
    body: str,
    headers: dict[str, str],
    query: str,
    claims: dict[str, str] | None,
    source_ip: str = SOMEWHERE,
) -> dict[str, Any]:
    """Raises LookupError for a path no route has: the gateway itself answers those."""
    route, parameters = _route(tuple(app.routes), path)
    context: dict[str, Any] = {
        "resourcePath": route,
        "httpMethod": method,
        "path": path,
        "identity": {"sourceIp": source_ip},
    }
    if claims is not None:
        context["authorizer"] = {"claims": claims}
    return {
        "requestContext": context,
        "resource": route,
        "path": path,
        "httpMethod": method,
        "headers": headers,
        "multiValueQueryStringParameters": parse_qs(query) or None,
        "pathParameters": parameters or None,
        "stageVariables": None,
        "body": body,
        "isBase64Encoded": False,
    }


def _route(routes: tuple[str, ...], path: str) -> tuple[str, dict[str, str]]:
    for route, pattern in _patterns(routes):
        found = pattern.fullmatch(path)
        if found:
            return route, found.groupdict()
    raise LookupError(path)


@cache
def _patterns(routes: tuple[str, ...]) -> tuple[tuple[str, re.Pattern[str]], ...]:
    return tuple((route, re.compile(re.sub(r"{(\w+)}", r"(?P<\1>[^/]+)", route))) for route in routes)
