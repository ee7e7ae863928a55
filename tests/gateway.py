"""API Gateway's proxy event for a request, made from the application's own routes."""

import re
from typing import Any
from urllib.parse import parse_qs

from chalice import Chalice


def event(
    app: Chalice,
    method: str,
    path: str,
    body: str,
    headers: dict[str, str],
    query: str,
    claims: dict[str, str] | None,
) -> dict[str, Any]:
    """Raises LookupError for a path no route has: the gateway itself answers those."""
    for route in app.routes:
        pattern = re.sub(r"{(\w+)}", r"(?P<\1>[^/]+)", route)
        found = re.fullmatch(pattern, path)
        if found:
            break
    else:
        raise LookupError(path)
    context: dict[str, Any] = {"resourcePath": route, "httpMethod": method, "path": path}
    if claims is not None:
        context["authorizer"] = {"claims": claims}
    return {
        "requestContext": context,
        "resource": route,
        "path": path,
        "httpMethod": method,
        "headers": headers,
        "multiValueQueryStringParameters": parse_qs(query) or None,
        "pathParameters": found.groupdict() or None,
        "stageVariables": None,
        "body": body,
        "isBase64Encoded": False,
    }
