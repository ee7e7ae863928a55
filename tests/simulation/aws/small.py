"""Two small services in memory: Secrets Manager's one read, and @connections' one write."""

from collections.abc import Callable
from typing import Any
from urllib.parse import unquote

from tests.simulation.aws.refusal import NotCovered, Refused

_ARN = "arn:aws:secretsmanager:sa-east-1:000000000000:secret:"
_VERSION = "00000000-0000-4000-8000-000000000001"
_POSTS = "/@connections/"
_MOST_BYTES = 131_072


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
