"""Small services in memory: one read of Secrets Manager, one write each of @connections and EventBridge
Scheduler, three of S3."""

import json
import re
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any
from urllib.parse import unquote

from tests.simulation.aws.refusal import NotCovered, Refused

_ARN = "arn:aws:secretsmanager:sa-east-1:000000000000:secret:"
_VERSION = "00000000-0000-4000-8000-000000000001"
_POSTS = "/@connections/"
_MOST_BYTES = 131_072
_ONCE = {"FlexibleTimeWindow": {"Mode": "OFF"}, "ActionAfterCompletion": "DELETE"}


class SecretsManager:
    """`secrets`: name or ARN → what it holds, read anew at each call."""

    def __init__(self, secrets: dict[str, str]) -> None:
        self.secrets = secrets

    def call(self, operation: str, request: dict[str, Any]) -> dict[str, Any]:
        """The current value. Raises Refused: ResourceNotFoundException."""
        if operation != "GetSecretValue" or request.keys() != {"SecretId"}:
            raise NotCovered(f"Secrets Manager {operation} {sorted(request)}")
        secret = request["SecretId"]
        held = self.secrets.get(secret)
        if held is None:
            raise Refused("ResourceNotFoundException", "Secrets Manager can't find the specified secret.")
        arn = secret if secret.startswith(_ARN) else f"{_ARN}{secret}-A1b2C3"
        name = arn.removeprefix(_ARN).rpartition("-")[0]
        return {"ARN": arn, "Name": name, "SecretString": held, "VersionId": _VERSION}


class Scheduler:
    """`later`: (UTC milliseconds, message) → nothing; schedules to a queue that run once and are gone."""

    def __init__(self, later: Callable[[int, str], object]) -> None:
        self._later = later
        self._names: set[str] = set()

    def call(self, operation: str, params: dict[str, Any]) -> dict[str, Any]:
        """`params` is botocore's request. Raises Refused: ConflictException, for a name that was used."""
        name = unquote(params["url_path"].removeprefix("/schedules/"))
        asked: dict[str, Any] = json.loads(params["body"])
        asked.pop("ClientToken", None)
        group, target = asked.pop("GroupName"), asked.pop("Target")
        at = asked.pop("ScheduleExpression")
        if operation != "CreateSchedule" or asked != _ONCE or target.keys() != {"Arn", "RoleArn", "Input"}:
            raise NotCovered(f"Scheduler {operation} {asked}")
        if name in self._names:
            raise Refused("ConflictException", f"Schedule {name} already exists.", 409)
        self._names.add(name)
        moment = datetime.fromisoformat(at.removeprefix("at(").removesuffix(")")).replace(tzinfo=UTC)
        self._later(int(moment.timestamp() * 1000), target["Input"])
        return {"ScheduleArn": f"arn:aws:scheduler:sa-east-1:000000000000:schedule/{group}/{name}"}


class Buckets:
    """One bucket: what is put there, tagged and deleted. `files`: key → (content, tag)."""

    def __init__(self) -> None:
        self.files: dict[str, tuple[bytes, str]] = {}

    def call(self, operation: str, params: dict[str, Any]) -> dict[str, Any]:
        """`params` is botocore's request. Raises Refused: NoSuchKey, AccessDenied."""
        key = unquote(params["url_path"]).lstrip("/").partition("?")[0]
        headers = {name.lower(): value for name, value in params["headers"].items()}
        if operation == "PutObject":
            if headers.get("x-amz-server-side-encryption") != "AES256":
                raise Refused("AccessDenied", "Access Denied", 403)
            content, tag = params["body"], headers["x-amz-tagging"].partition("=")[2]
            self.files[key] = (content if isinstance(content, bytes) else content.read(), tag)
        elif operation == "PutObjectTagging":
            if key not in self.files:
                raise Refused("NoSuchKey", "The specified key does not exist.", 404)
            found = re.search(rb"<Value>(\w+)</Value>", params["body"])
            self.files[key] = (self.files[key][0], found[1].decode() if found else "")
        elif operation == "DeleteObject":
            self.files.pop(key, None)
        else:
            raise NotCovered(f"S3 {operation}")
        return {}


class Connections:
    """`post`: (connection id, body) → False when the connection is gone."""

    def __init__(self, post: Callable[[str, bytes], bool]) -> None:
        self.post = post

    def call(self, operation: str, params: dict[str, Any]) -> dict[str, Any]:
        """`params` is botocore's request. Raises Refused: GoneException, status 410."""
        path: str = params["url_path"]
        if operation != "PostToConnection" or len(params["body"]) > _MOST_BYTES:
            raise NotCovered(f"@connections {operation}, {len(params['body'])} bytes")
        if not self.post(unquote(path.removeprefix(_POSTS)), params["body"]):
            raise Refused("GoneException", "", 410)
        return {}
