"""docs/openapi.json, as a judge of answers."""

import json
from typing import Any

import httpx
from jsonschema import Draft202012Validator  # type: ignore[import-untyped]  # has no types

from local.config import ROOT

DOCUMENT = json.loads((ROOT / "docs" / "openapi.json").read_text())
METHODS = ("get", "post", "put", "patch", "delete")
OPERATIONS: list[tuple[str, str, dict[str, Any]]] = [
    (method, path, operation)
    for path, methods in DOCUMENT["paths"].items()
    for method, operation in methods.items()
    if method in METHODS
]
BY_ID = {operation["operationId"]: (method, path, operation) for method, path, operation in OPERATIONS}
NAMES = list(BY_ID)


def is_shaped(value: Any, schema: dict[str, Any]) -> None:
    """Raises ValidationError unless the value is what the document says."""
    Draft202012Validator(schema | {"components": DOCUMENT["components"]}).validate(value)


def conforms(answer: httpx.Response, operation: dict[str, Any]) -> None:
    """A documented status with a body of the documented shape."""
    described = operation["responses"].get(str(answer.status_code))
    assert described, f"{answer.status_code} is not documented: {answer.text}"
    media = answer.headers.get("Content-Type", "").split(";")[0]
    content = described.get("content", {})
    assert media in content or not (content or answer.content), f"{media} is not among {list(content)}"
    if answer.content and media.endswith("json"):
        is_shaped(answer.json(), content[media]["schema"])


def is_problem(answer: httpx.Response, status: int, code: str) -> None:
    """RFC 9457, in our shape."""
    assert answer.status_code == status, answer.text
    assert answer.headers["Content-Type"].split(";")[0] == "application/problem+json"
    told = answer.json()
    is_shaped(told, {"$ref": "#/components/schemas/Problem"})
    assert (told["code"], told["status"]) == (code, status)
    assert told["title"]
