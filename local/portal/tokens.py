"""What the marketplace's own backend does for Aló: it signs who is asking (HS256, RFC 7515 and 7519)."""

import base64
import hashlib
import hmac
import json
import time
import uuid
from collections.abc import Mapping
from typing import Any

VALID_S = 600
DAY_MS = 86_400_000


def portal_token(
    portal: str,
    key: str,
    person: dict[str, Any],
    locale: str | None = None,
    order_id: str | None = None,
    phones: Mapping[str, str] | None = None,
) -> str:
    """A token for one person of people.json, good for ten minutes.

    It vouches for the order asked about; `phones` are those of the people on the other side, by id. Raises
    KeyError when that is not one of theirs.
    """
    now_s = int(time.time())
    claims = {
        "iss": portal,
        "aud": "alo",
        "sub": person["id"],
        "role": person["role"],
        "level": person["level"],
        "name": person["name"],
        "locale": locale or person["locale"],
        "country": person["country"],
        "iat": now_s,
        "exp": now_s + VALID_S,
        "jti": uuid.uuid4().hex,
    }
    if order_id is not None:
        orders = {order["id"]: dict(order) for order in person["orders"]}
        order = orders[order_id]
        order["placed_at_ms"] = now_s * 1000 - order.pop("placed_days_ago") * DAY_MS
        phone = (phones or {}).get(order["counterpart_id"])
        claims["order"] = {**order, **({"counterpart_phone": phone} if phone else {})}
    return sign({"alg": "HS256", "typ": "JWT", "kid": "demo"}, claims, key)


def sign(header: dict[str, Any], claims: dict[str, Any], key: str) -> str:
    """A compact JWS."""
    signed = f"{_part(header)}.{_part(claims)}"
    digest = hmac.new(key.encode(), signed.encode(), hashlib.sha256).digest()
    return f"{signed}.{_base64(digest)}"


def _part(value: dict[str, Any]) -> str:
    return _base64(json.dumps(value, separators=(",", ":")).encode())


def _base64(value: bytes) -> str:
    return base64.urlsafe_b64encode(value).rstrip(b"=").decode()
