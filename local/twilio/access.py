"""Voice access tokens, checked the way Twilio's edge does.

Source: Twilio's page "Access Tokens"; error codes 31204 (invalid) and 31205 (expired).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import jwt

from local.twilio.core.settings import Settings


class TokenRefused(Exception):
    """`code` is 31204 for a token that proves nothing, 31205 for one that is over."""

    def __init__(self, code: int, message: str) -> None:
        super().__init__(message)
        self.code = code
        self.message = message


@dataclass(frozen=True)
class Bearer:
    """Who the token speaks for, and for how long."""

    identity: str
    expires_at_ms: int
    may_call: bool
    may_be_called: bool


def check(token: str, settings: Settings, now_ms: int) -> Bearer:
    """Verify a voice access token. Raises TokenRefused."""
    claims = _claims(token, settings)
    if int(claims["exp"]) * 1_000 <= now_ms:
        raise TokenRefused(31205, "AccessTokenExpired")
    if int(claims.get("nbf", 0)) * 1_000 > now_ms + 60_000:
        raise TokenRefused(31204, "The token is not valid yet")
    if claims["iss"] != settings.api_key_sid or claims["sub"] != settings.account_sid:
        raise TokenRefused(31204, "The token is from another key or account")
    grants = claims.get("grants", {})
    identity, voice = str(grants.get("identity", "")), grants.get("voice")
    if not identity or not isinstance(voice, Mapping):
        raise TokenRefused(31204, "The token needs an identity and a voice grant")
    application = voice.get("outgoing", {}).get("application_sid", "")
    if application and application != settings.application_sid:
        raise TokenRefused(31204, "The token is for another TwiML app")
    receives = bool(voice.get("incoming", {}).get("allow"))
    return Bearer(identity, int(claims["exp"]) * 1_000, bool(application), receives)


def _claims(token: str, settings: Settings) -> dict[str, Any]:
    # Twilio's cty marks the token's kind; an ordinary JWT is not an access token.
    try:
        if jwt.get_unverified_header(token).get("cty") != "twilio-fpa;v=1":
            raise TokenRefused(31204, "The token header lacks cty twilio-fpa;v=1")
        return jwt.decode(
            token,
            settings.api_key_secret,
            algorithms=["HS256"],
            options={
                "verify_exp": False,
                "verify_nbf": False,
                "verify_iat": False,
                "verify_aud": False,
                "require": ["exp", "iss", "sub", "grants"],
            },
        )
    except jwt.InvalidTokenError as error:
        raise TokenRefused(31204, f"AccessTokenInvalid: {error}") from error
