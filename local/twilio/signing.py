"""Signatures and connection overrides of outgoing webhooks.

Sources: Twilio's pages "Webhooks security" and "Webhooks connection overrides".
"""

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import parse_qsl, urldefrag, urlencode

from twilio.request_validator import RequestValidator

POLICIES = frozenset({"4xx", "5xx", "ct", "rt", "all"})
HARD_LIMIT_MS = 15_000


@dataclass(frozen=True)
class Overrides:
    """What a URL's fragment asked for. Unasked, one retry and only when no connection is made."""

    retries: int = 1
    policies: frozenset[str] = frozenset({"ct"})
    timeout_ms: int = HARD_LIMIT_MS

    def retries_after(self, failure: str) -> bool:
        """Whether `failure` (`4xx`, `5xx`, `ct`, `rt`, or empty for success) earns a retry."""
        return bool(failure) and bool(self.policies & {failure, "all"})


def split_overrides(url: str) -> tuple[str, Overrides]:
    """Part a webhook URL from its fragment. Raises ValueError on a malformed override."""
    bare, fragment = urldefrag(url)
    asked = dict(parse_qsl(fragment, keep_blank_values=True))
    if unknown := set(asked) - {"rc", "rp", "ct", "rt", "tt", "sni", "edge", "e"}:
        raise ValueError(f"unknown connection overrides: {', '.join(sorted(unknown))}")
    retries = int(asked.get("rc", Overrides.retries))
    if not 0 <= retries <= 5:
        raise ValueError("rc must be 0 to 5")
    policies = frozenset(asked.get("rp", "ct").split(","))
    if strange := policies - POLICIES:
        raise ValueError(f"unknown retry policies: {', '.join(sorted(strange))}")
    timeout_ms = min(int(asked.get("rt", HARD_LIMIT_MS)), HARD_LIMIT_MS)
    return bare, Overrides(retries, policies, timeout_ms)


def sign(auth_token: str, method: str, url: str, params: Mapping[str, str]) -> tuple[str, str]:
    """The URL to call and its signature; a GET carries its parameters in the query."""
    if method == "GET" and params:
        url = f"{url}{'&' if '?' in url else '?'}{urlencode(params)}"
    body = {} if method == "GET" else dict(params)
    return url, RequestValidator(auth_token).compute_signature(url, body)
