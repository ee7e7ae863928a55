"""Writes docs/openapi.json (OpenAPI 3.1) from the operations. `--check` fails when it is out of date."""

import json
import re
import sys
from pathlib import Path
from typing import Any

import msgspec
from msgspec import Struct

from chalicelib.contract import Answer, Operation
from chalicelib.kernel.errors import STATUS
from chalicelib.operations import operations
from chalicelib.realtime.schema import Changed

TARGET = Path(__file__).parent.parent / "docs" / "openapi.json"
SECURITY: dict[str, list[dict[str, list[str]]]] = {
    "portal": [{"portalToken": []}],
    "customer": [{"customerToken": []}],
    "agent": [{"agentIdToken": []}],
    "supervisor": [{"agentIdToken": []}],
    "twilio": [{"twilioSignature": []}],
    "anyone": [],
}
SCHEMES = {
    "portalToken": {
        "type": "http",
        "scheme": "bearer",
        "bearerFormat": "JWT",
        "description": "Signed by the portal's own backend (HS256, at most 15 minutes): who asks.",
    },
    "customerToken": {
        "type": "http",
        "scheme": "bearer",
        "bearerFormat": "JWT",
        "description": "Issued with a callback; opens that callback and nothing else.",
    },
    "agentIdToken": {
        "type": "http",
        "scheme": "bearer",
        "bearerFormat": "JWT",
        "description": "The ID token of the Cognito user pool.",
    },
    "twilioSignature": {"type": "apiKey", "in": "header", "name": "X-Twilio-Signature"},
}


class FieldProblem(Answer, frozen=True):
    """A field at fault."""

    name: str
    code: str


class Problem(Answer, frozen=True):
    """RFC 9457. `code` is stable; `detail` is a sentence for a person, in their language."""

    type: str
    title: str
    status: int
    code: str
    detail: str
    fields: list[FieldProblem]
    correlation_id: str


def document() -> dict[str, Any]:
    """The whole OpenAPI document."""
    every = list(operations())
    structs: list[type[Struct]] = [Problem, Changed]
    for one in every:
        structs += [kind for kind in (one.body, one.answer) if kind and kind not in structs]
    _, components = msgspec.json.schema_components(structs, ref_template="#/components/schemas/{name}")
    paths: dict[str, Any] = {}
    for one in every:
        paths.setdefault(one.path, {})[one.method.lower()] = _operation(one)
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Aló",
            "version": "1",
            "summary": "The contact centre of a marketplace: callbacks, agents, calls, timelines, reports.",
            "license": {"name": "Apache-2.0", "identifier": "Apache-2.0"},
        },
        "servers": [{"url": "/api"}],
        "paths": paths,
        "components": {"schemas": components, "securitySchemes": SCHEMES},
    }


def _operation(one: Operation) -> dict[str, Any]:
    parameters = [
        {"name": name, "in": "path", "required": True, "schema": {"type": "string"}}
        for name in re.findall(r"{(\w+)}", one.path)
    ]
    for item in one.query:
        schema = msgspec.json.schema(item.schema)
        parameters.append(
            {
                "name": item.name,
                "in": "query",
                "required": item.required,
                "description": item.description,
                "schema": schema,
            }
        )
    out: dict[str, Any] = {
        "operationId": one.id,
        "tags": [one.path.split("/")[1]],
        "summary": one.summary,
        "description": one.description,
        "security": SECURITY[one.who],
        "parameters": parameters,
        "responses": _responses(one),
    }
    if one.body is not None:
        out["requestBody"] = {"required": True, "content": _json(one.body.__name__)}
    if one.who == "twilio":
        out["requestBody"] = {
            "required": True,
            "content": {
                "application/x-www-form-urlencoded": {
                    "schema": {"type": "object", "additionalProperties": {"type": "string"}}
                }
            },
        }
    return out


def _responses(one: Operation) -> dict[str, Any]:
    success: dict[str, Any] = {"description": "Success"}
    if one.answer is not None:
        success["content"] = _json(one.answer.__name__)
    elif one.status != 204:
        success["content"] = {one.media: {"schema": {"type": "string"}}}
    responses = {str(one.status): success}
    if one.id == "requestCallback":
        responses["200"] = {
            **success,
            "description": "An open request for this order was there already",
        }
    by_status: dict[int, list[str]] = {}
    for code in (*one.errors, *one.implied_errors):
        by_status.setdefault(STATUS[code], []).append(code)
    for status, codes in sorted(by_status.items()):
        responses[str(status)] = {
            "description": "code: " + ", ".join(sorted(set(codes))),
            "content": {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}},
        }
    return responses


def _json(name: str) -> dict[str, Any]:
    return {"application/json": {"schema": {"$ref": f"#/components/schemas/{name}"}}}


def main(arguments: list[str]) -> int:
    """Writes, or with --check compares; 1 when out of date."""
    text = json.dumps(document(), indent=1, ensure_ascii=False) + "\n"
    if "--check" in arguments:
        if TARGET.read_text(encoding="utf-8") != text:
            print("docs/openapi.json is out of date: run `make openapi`")
            return 1
        return 0
    TARGET.write_text(text, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
