"""Issues and checks every credential that is ours: portal, customer link, live channel, voice."""

from typing import Any

from chalicelib.auth.model import AUDIENCE, OrderClaim, PortalClaims, portal_claims
from chalicelib.kernel import tokens
from chalicelib.kernel.context import Context
from chalicelib.kernel.errors import DomainError

LINK_DAYS = 30
REALTIME_S = 60
VOICE_S = 3600


def verify_portal(ctx: Context, token: str) -> PortalClaims:
    """Who the portal says is asking. Raises token_invalid or token_expired."""
    now_s = ctx.now_ms() // 1000
    try:
        claims = tokens.verify(token, ctx.secrets.read().portal_keys, now_s)
    except DomainError as error:
        if error.code != "token_invalid":
            raise
        claims = tokens.verify(token, ctx.secrets.read(fresh=True).portal_keys, now_s)
    return portal_claims(claims, now_s)


def issue_link(ctx: Context, callback_id: str) -> str:
    """A token that opens one callback and nothing else."""
    return _issue(ctx, "link", LINK_DAYS * 86400, cb=callback_id)


def verify_link(ctx: Context, token: str) -> str:
    """The callback a customer's token opens."""
    return str(_verify(ctx, "link", token)["cb"])


def issue_realtime(ctx: Context, agent_id: str, site: str) -> tuple[str, int]:
    """A ticket for one WebSocket connection, and when it expires (UTC ms)."""
    token = _issue(ctx, "realtime", REALTIME_S, agent=agent_id, site=site, jti=ctx.ids.new("rt"))
    return token, ctx.now_ms() + REALTIME_S * 1000


def verify_realtime(ctx: Context, token: str) -> tuple[str, str, str]:
    """Agent, site and the ticket's own id."""
    claims = _verify(ctx, "realtime", token)
    return str(claims["agent"]), str(claims["site"]), str(claims["jti"])


def issue_voice(ctx: Context, agent_id: str) -> tuple[str, int]:
    """An access token for Twilio's voice SDK and when it expires (UTC ms).

    Source: https://www.twilio.com/docs/iam/access-tokens
    """
    secrets, settings, now_s = ctx.secrets.read(), ctx.settings, ctx.now_ms() // 1000
    claims = {
        "jti": f"{secrets.twilio_api_key_sid}-{ctx.ids.new('vt')}",
        "iss": secrets.twilio_api_key_sid,
        "sub": settings.twilio_account_sid,
        "iat": now_s,
        "nbf": now_s,
        "exp": now_s + VOICE_S,
        "grants": {
            "identity": agent_id,
            "voice": {
                "incoming": {"allow": False},
                "outgoing": {"application_sid": settings.twilio_application_sid},
            },
        },
    }
    token = tokens.sign(claims, secrets.twilio_api_key_secret, {"cty": "twilio-fpa;v=1"})
    return token, (now_s + VOICE_S) * 1000


def _issue(ctx: Context, purpose: str, seconds: int, **claims: Any) -> str:
    now_s = ctx.now_ms() // 1000
    standard = {"iss": AUDIENCE, "aud": purpose, "iat": now_s, "exp": now_s + seconds}
    return tokens.sign({**standard, **claims}, ctx.secrets.read().link_key)


def _verify(ctx: Context, purpose: str, token: str) -> dict[str, Any]:
    claims = tokens.verify(token, {"": ctx.secrets.read().link_key}, ctx.now_ms() // 1000)
    if claims.get("aud") != purpose:
        raise DomainError("token_invalid")
    return claims


__all__ = ["OrderClaim", "PortalClaims"]
