"""Who is asking: what a token must say before anyone believes it."""

from typing import Any, NamedTuple, get_args

from msgspec import Struct

from chalicelib.kernel.errors import DomainError
from chalicelib.kernel.words import Level, Locale, Role

AUDIENCE = "alo"
PORTAL_MAX_S = 900
_ID = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-")


class OrderClaim(NamedTuple):
    """An order the portal vouches for."""

    id: str
    title: str
    status: str
    amount_minor: int | None = None
    currency: str | None = None
    placed_at_ms: int | None = None
    counterpart_id: str | None = None
    counterpart_name: str | None = None
    counterpart_phone: str | None = None


class PortalClaims(Struct, frozen=True):
    """Who asks for a call. `customer_id` joins role and the portal's own id; `token_id` is the token's `jti`,
    or, of a portal that gives none, whose it is and when it was issued."""

    customer_id: str
    role: Role
    level: Level | None
    name: str
    locale: Locale
    country: str
    order: OrderClaim | None
    token_id: str


def portal_claims(claims: dict[str, Any], now_s: int) -> PortalClaims:
    """Checks the claims of a verified portal token. Raises token_invalid."""
    issued = claims.get("iat")
    _require(claims.get("aud") == AUDIENCE and isinstance(issued, int))
    _require(claims["exp"] - claims["iat"] <= PORTAL_MAX_S and claims["iat"] <= now_s + 60)
    subject, role, level = claims.get("sub"), claims.get("role"), claims.get("level")
    _require(isinstance(subject, str) and 1 <= len(subject) <= 64 and set(subject) <= _ID)
    _require(role in get_args(Role) and (level is None or level in get_args(Level)))
    _require(claims.get("locale") in get_args(Locale))
    name, country = claims.get("name"), claims.get("country")
    _require(isinstance(name, str) and 1 <= len(name) <= 120 and name.isprintable())
    _require(isinstance(country, str) and len(country) == 2 and country.isupper())
    token_id = claims.get("jti", "")
    _require(isinstance(token_id, str) and len(token_id) <= 128)
    return PortalClaims(
        customer_id=f"{role}-{subject}",
        role=claims["role"],
        level=claims.get("level") if role == "seller" else None,
        name=claims["name"],
        locale=claims["locale"],
        country=claims["country"],
        order=_order(claims.get("order")),
        token_id=token_id or f"{subject} {issued}",
    )


def _order(claim: Any) -> OrderClaim | None:
    if claim is None:
        return None
    _require(isinstance(claim, dict))
    known = OrderClaim._fields
    values = {name: claim.get(name) for name in known if claim.get(name) is not None}
    for name, value in values.items():
        number = name in ("amount_minor", "placed_at_ms")
        _require(type(value) is int if number else isinstance(value, str) and len(value) <= 200)
    _require({"id", "title", "status"} <= set(values))
    _require(len(values["id"]) <= 64 and set(values["id"]) <= _ID | {"."})
    return OrderClaim(**values)


def _require(holds: bool) -> None:
    if not holds:
        raise DomainError("token_invalid")
