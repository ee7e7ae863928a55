"""Compact JSON Web Tokens signed with HMAC-SHA256 (RFC 7515, RFC 7519), standard library only.

Only HS256 is read: a header that names any other algorithm is refused before a signature is looked at.
"""

import base64
import binascii
import hashlib
import hmac
import json
from collections.abc import Mapping
from typing import Any

from chalicelib.kernel.errors import DomainError

MAX_LENGTH = 4096


def sign(claims: Mapping[str, Any], key: str, header: Mapping[str, str] | None = None) -> str:
    """A signed token. `header` adds to {"alg": "HS256", "typ": "JWT"}."""
    head = {"alg": "HS256", "typ": "JWT", **(header or {})}
    message = f"{_pack(head)}.{_pack(claims)}"
    return f"{message}.{_encode(_mac(message, key))}"


def verify(token: str, keys: Mapping[str, str], now_s: int) -> dict[str, Any]:
    """The claims of a token signed with `keys[kid]` (kid "" where the header has none).

    Raises DomainError token_invalid for anything malformed, forged or without `exp`, and token_expired.
    """
    if len(token) > MAX_LENGTH or token.count(".") != 2:
        raise DomainError("token_invalid")
    message, _, signature = token.rpartition(".")
    head, _, body = message.partition(".")
    header, claims = _unpack(head), _unpack(body)
    kid = header.get("kid", "")
    key = keys.get(kid) if isinstance(kid, str) else None
    if header.get("alg") != "HS256" or not key:
        raise DomainError("token_invalid")
    if not hmac.compare_digest(_encode(_mac(message, key)).encode(), signature.encode()):
        raise DomainError("token_invalid")
    expires = claims.get("exp")
    if not isinstance(expires, int) or isinstance(expires, bool):
        raise DomainError("token_invalid")
    if expires <= now_s:
        raise DomainError("token_expired")
    return claims


def _mac(message: str, key: str) -> bytes:
    return hmac.new(key.encode(), message.encode(), hashlib.sha256).digest()


def _encode(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()


def _pack(value: Mapping[str, Any]) -> str:
    return _encode(json.dumps(value, separators=(",", ":")).encode())


def _unpack(part: str) -> dict[str, Any]:
    try:
        value = json.loads(base64.b64decode(part + "=" * (-len(part) % 4), altchars=b"-_", validate=True))
    except (binascii.Error, ValueError) as error:
        raise DomainError("token_invalid") from error
    if not isinstance(value, dict):
        raise DomainError("token_invalid")
    return value
