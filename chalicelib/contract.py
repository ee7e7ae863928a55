"""The vocabulary of the HTTP contract: an operation is data, its handler is bound to it in `routes.py`.

The OpenAPI document, the authorisation matrix and the router are all read from the operations, so
they cannot disagree. Bodies and answers are msgspec structs; JSON names equal Python names.
"""

from dataclasses import dataclass, field
from typing import Literal

from msgspec import Struct

Who = Literal["anyone", "portal", "customer", "agent", "supervisor", "twilio"]


class Body(Struct, forbid_unknown_fields=True, frozen=True):
    """A request body. A field nobody declared is an error, never ignored."""


class Answer(Struct, frozen=True, omit_defaults=False):
    """A response body."""


@dataclass(frozen=True)
class Parameter:
    """A query parameter; path parameters are read from the path itself."""

    name: str
    schema: type | object = str
    required: bool = False
    description: str = ""


@dataclass(frozen=True)
class Operation:
    """One route.

    `who` names the credential that opens it; `errors` the stable codes it may answer with, beyond
    those every operation of its kind has (see `implied_errors`).
    """

    id: str
    method: Literal["GET", "POST", "PUT", "PATCH", "DELETE"]
    path: str
    who: Who
    summary: str
    answer: type[Struct] | None = None
    body: type[Body] | None = None
    status: int = 200
    query: tuple[Parameter, ...] = ()
    errors: tuple[str, ...] = ()
    media: str = "application/json"
    description: str = ""
    implied_errors: tuple[str, ...] = field(init=False, default=())

    def __post_init__(self) -> None:
        implied = ["unexpected", "busy", *(["not_found"] if "{" in self.path else [])]
        if self.body is not None:
            implied += [
                "invalid_json",
                "invalid_request",
                "body_too_large",
                "unsupported_media_type",
            ]
        elif self.query:
            implied += ["invalid_request"]
        if self.who in ("portal", "customer"):
            implied += ["token_missing", "token_invalid", "token_expired"]
        if self.who in ("agent", "supervisor"):
            implied += ["unauthorized", "forbidden", "agent_unknown"]
        if self.who == "twilio":
            implied += ["signature_invalid", "unsupported_media_type"]
        object.__setattr__(self, "implied_errors", tuple(implied))
