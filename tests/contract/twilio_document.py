"""Twilio's own OpenAPI documents of the APIs in use, and checks of traffic against them.

The documents are Twilio's work and are not kept here: they are fetched once from the npm package that
ships them, at a pinned version and checksum, into the repository's scratch folder.
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
DOCUMENTS = ("twilio_api_v2010", "twilio_insights_v1", "twilio_numbers_v2", "twilio_pricing_v1")
ACCOUNT = "/2010-04-01/Accounts/{AccountSid}"


class Violation(AssertionError):
    """Traffic that Twilio's document does not allow."""


class Document:
    """Looks up operations and checks requests and answers against them.

    Paths are those of the documents, but for 2010-04-01, where they begin below the account.
    """

    def __init__(self, *contents: Mapping[str, Any]) -> None:
        self._paths: dict[str, Any] = {}
        self._schemas: dict[str, Any] = {}
        for content in contents:
            schemas = content["components"]["schemas"]
            if clash := [name for name in schemas if schemas[name] != self._schemas.get(name, schemas[name])]:
                raise ValueError(f"documents differ about {clash}")
            paths = content["paths"]
            self._paths |= {path.removeprefix(ACCOUNT): item for path, item in paths.items()}
            self._schemas |= schemas

    def parameters(self, method: str, path: str) -> dict[str, dict[str, Any]]:
        """The schema of each parameter: form fields of a POST, else the query."""
        operation = self._paths[path][method.lower()]
        if method == "POST":
            content = operation["requestBody"]["content"]["application/x-www-form-urlencoded"]
            return dict(content["schema"]["properties"])
        return {p["name"]: p["schema"] for p in operation.get("parameters", []) if p["in"] == "query"}

    def required(self, path: str) -> set[str]:
        body = self._paths[path]["post"]["requestBody"]["content"]
        return set(body["application/x-www-form-urlencoded"]["schema"].get("required", []))

    def fields(self, method: str, path: str, status: int) -> set[str]:
        """Every field an answer may have."""
        return set(self._answer(self._paths[path][method.lower()], status)["properties"])

    def rows(self, method: str, path: str, status: int, key: str) -> set[str]:
        """Every field a row of a list may have."""
        answer = self._answer(self._paths[path][method.lower()], status)
        return set(answer["properties"][key]["items"]["properties"])

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
        schema = self._answer(self._paths[template][method.lower()], status)
        if unknown := set(body) - set(schema["properties"]):
            raise Violation(f"{template} answers with unknown {sorted(unknown)}")
        self._check(body, schema, template)

    def _template(self, method: str, path: str) -> str:
        rest = re.sub(r"^/2010-04-01/Accounts/AC[0-9a-fA-F]{32}(?=/)", "", path)
        for template, item in self._paths.items():
            names = re.findall(r"\{(\w+)\}", template)
            found = re.fullmatch(re.sub(r"\{\w+\}", "([^/]+)", template).replace(".json", r"\.json"), rest)
            if found is None or method.lower() not in item:
                continue
            schemas = {p["name"]: p["schema"] for p in item[method.lower()].get("parameters", ())}
            for name, value in zip(names, found.groups(), strict=True):
                self._check(value, schemas[name], f"{template} {name}")
            return str(template)
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
            named = self._resolved(self._schemas[schema["$ref"].rsplit("/", 1)[1]])
            return {"anyOf": [named, {"type": "null"}]} if schema.get("nullable") else named
        # What is a string on the wire although the document calls it a number: amounts of money.
        wire = schema.get("x-twilio", {}).get("overrideType") if "type" in schema else None
        schema = schema | {"type": wire} if wire else schema
        plain = {
            key: self._resolved(value) for key, value in schema.items() if key not in ("example", "examples")
        }
        if plain.pop("nullable", False):
            return {"anyOf": [plain, {"type": "null"}]}
        return plain


def fetch() -> Document:
    """The documents, downloaded on first use. Raises ValueError if the package is not the pinned one."""
    folder = ROOT / ".alo" / "contract"
    kept = [folder / f"{name}-9.0.0.json" for name in DOCUMENTS]
    if not all(path.exists() for path in kept):
        folder.mkdir(parents=True, exist_ok=True)
        npm = ROOT / ".venv" / "bin" / "npm"
        command = [str(npm), "pack", PACKAGE, "--silent", "--pack-destination", str(folder)]
        subprocess.run(command, check=True, cwd=folder, capture_output=True)
        tarball = folder / "twilio-cli-core-9.0.0.tgz"
        if hashlib.sha512(tarball.read_bytes()).hexdigest() != TARBALL_SHA512:
            raise ValueError(f"{PACKAGE} is not the package that was pinned")
        with tarfile.open(tarball) as archive:
            for name, path in zip(DOCUMENTS, kept, strict=True):
                member = archive.extractfile(f"package/src/services/twilio-api/{name}.json")
                if member is None:
                    raise ValueError(f"{PACKAGE} holds no {name}")
                path.write_bytes(member.read())
        tarball.unlink()
    return Document(*(json.loads(path.read_text()) for path in kept))


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
