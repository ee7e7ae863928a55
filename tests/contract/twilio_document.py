"""Twilio's own OpenAPI document of the 2010-04-01 API, and checks of traffic against it.

The document is Twilio's work and is not kept here: it is fetched once from the npm package that
ships it, at a pinned version and checksum, into the repository's scratch folder.
"""

import hashlib
import json
import re
import subprocess
import tarfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from jsonschema import Draft202012Validator  # type: ignore[import-untyped]  # has no types

ROOT = Path(__file__).parents[2]
PACKAGE = "@twilio/cli-core@9.0.0"
TARBALL_SHA512 = (
    "14f1e6e605c0530336a004e6422dc01983c5cf852b8391b9fef0e4a54bb95aa3"
    "6ec2e790692f771f05e3757d4e33e9a2baad0b32299d7db5c34cb129e0db237e"
)
MEMBER = "package/src/services/twilio-api/twilio_api_v2010.json"
ACCOUNT = "/2010-04-01/Accounts/{AccountSid}"


class Violation(AssertionError):
    """Traffic that Twilio's document does not allow."""


class Document:
    """Looks up operations and checks requests and answers against them."""

    def __init__(self, content: Mapping[str, Any]) -> None:
        self._paths: dict[str, Any] = content["paths"]
        self._schemas: dict[str, Any] = content["components"]["schemas"]

    def parameters(self, method: str, path: str) -> dict[str, dict[str, Any]]:
        """The schema of each parameter below the account: form fields of a POST, else the query."""
        operation = self._paths[ACCOUNT + path][method.lower()]
        if method == "POST":
            content = operation["requestBody"]["content"]["application/x-www-form-urlencoded"]
            return dict(content["schema"]["properties"])
        return {p["name"]: p["schema"] for p in operation.get("parameters", []) if p["in"] == "query"}

    def required(self, path: str) -> set[str]:
        body = self._paths[ACCOUNT + path]["post"]["requestBody"]["content"]
        return set(body["application/x-www-form-urlencoded"]["schema"].get("required", []))

    def fields(self, method: str, path: str, status: int) -> set[str]:
        """Every field an answer may have."""
        return set(self._answer(self._paths[ACCOUNT + path][method.lower()], status)["properties"])

    def check_request(self, method: str, path: str, given: Mapping[str, Sequence[str]]) -> None:
        """Raises Violation for an unknown path, a bad SID, an unknown, missing or ill-typed parameter."""
        template = self._template(method, path)
        known = self.parameters(method, template)
        if unknown := set(given) - set(known):
            raise Violation(f"{method} {template} does not know {sorted(unknown)}")
        if method == "POST" and (missing := self.required(template) - set(given)):
            raise Violation(f"{method} {template} misses {sorted(missing)}")
        for name, values in given.items():
            self._check(_typed(known[name], values), known[name], f"{template} {name}")

    def check_answer(self, method: str, path: str, status: int, body: Mapping[str, Any]) -> None:
        """Raises Violation for an answer whose fields or types the document does not describe."""
        template = self._template(method, path)
        schema = self._answer(self._paths[ACCOUNT + template][method.lower()], status)
        if unknown := set(body) - set(schema["properties"]):
            raise Violation(f"{template} answers with unknown {sorted(unknown)}")
        self._check(body, schema, template)

    def _template(self, method: str, path: str) -> str:
        for template, item in self._paths.items():
            names = re.findall(r"\{(\w+)\}", template)
            found = re.fullmatch(re.sub(r"\{\w+\}", "([^/]+)", template).replace(".json", r"\.json"), path)
            if found is None or method.lower() not in item:
                continue
            schemas = {p["name"]: p["schema"] for p in item[method.lower()]["parameters"]}
            for name, value in zip(names, found.groups(), strict=True):
                self._check(value, schemas[name], f"{template} {name}")
            return str(template).removeprefix(ACCOUNT)
        raise Violation(f"Twilio has no {method} {path}")

    def _answer(self, operation: Mapping[str, Any], status: int) -> dict[str, Any]:
        if str(status) not in operation["responses"]:
            raise Violation(f"status {status} is not documented")
        schema = operation["responses"][str(status)]["content"]["application/json"]["schema"]
        return self._resolved(schema)

    def _check(self, value: Any, schema: Mapping[str, Any], where: str) -> None:
        error = next(iter(Draft202012Validator(self._resolved(schema)).iter_errors(value)), None)
        if error is not None:
            raise Violation(f"{where}: {error.json_path} {error.message}")

    def _resolved(self, schema: Any) -> Any:
        """OpenAPI 3.0 schema to JSON Schema: references inlined, `nullable` spelled out."""
        if isinstance(schema, list):
            return [self._resolved(item) for item in schema]
        if not isinstance(schema, dict):
            return schema
        if "$ref" in schema:
            return self._resolved(self._schemas[schema["$ref"].rsplit("/", 1)[1]])
        plain = {
            key: self._resolved(value) for key, value in schema.items() if key not in ("example", "examples")
        }
        if plain.pop("nullable", False):
            return {"anyOf": [plain, {"type": "null"}]}
        return plain


def fetch() -> Document:
    """The document, downloaded on first use. Raises ValueError if the package is not the pinned one."""
    kept = ROOT / ".alo" / "contract" / "twilio_api_v2010-9.0.0.json"
    if not kept.exists():
        kept.parent.mkdir(parents=True, exist_ok=True)
        npm = ROOT / ".venv" / "bin" / "npm"
        command = [str(npm), "pack", PACKAGE, "--silent", "--pack-destination", str(kept.parent)]
        subprocess.run(command, check=True, cwd=kept.parent, capture_output=True)
        tarball = kept.parent / "twilio-cli-core-9.0.0.tgz"
        if hashlib.sha512(tarball.read_bytes()).hexdigest() != TARBALL_SHA512:
            raise ValueError(f"{PACKAGE} is not the package that was pinned")
        with tarfile.open(tarball) as archive:
            member = archive.extractfile(MEMBER)
            if member is None:
                raise ValueError(f"{PACKAGE} holds no {MEMBER}")
            kept.write_bytes(member.read())
        tarball.unlink()
    return Document(json.loads(kept.read_text()))


def _typed(schema: Mapping[str, Any], values: Sequence[str]) -> Any:
    kind = schema.get("type")
    if kind == "array":
        return list(values)
    (value,) = values
    if kind == "boolean":
        return {"true": True, "false": False}.get(value.lower(), value)
    if kind == "integer":
        return int(value) if re.fullmatch(r"-?\d+", value) else value
    return value
