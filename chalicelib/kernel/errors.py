"""Domain errors: a stable code, an HTTP status, and the fields at fault.

The sentence a person reads is looked up by code in the message catalogue, in their language.
A code is permanent: what it means never changes.
"""

from collections.abc import Mapping
from typing import Any

STATUS: Mapping[str, int] = {
    "invalid_json": 400,
    "invalid_request": 400,
    "body_too_large": 413,
    "unsupported_media_type": 415,
    "unauthorized": 401,
    "forbidden": 403,
    "token_missing": 401,
    "token_invalid": 401,
    "token_expired": 401,
    "signature_invalid": 403,
    "not_found": 404,
    "agent_unknown": 403,
    "phone_invalid": 422,
    "country_not_served": 422,
    "order_not_yours": 422,
    "request_refused": 429,
    "callback_not_cancellable": 409,
    "callback_not_changeable": 409,
    "callbacks_differ": 422,
    "lane_closed": 409,
    "window_invalid": 422,
    "agent_not_available": 409,
    "agent_on_call": 409,
    "offer_gone": 409,
    "attempt_not_yours": 403,
    "attempt_ended": 409,
    "attempt_not_connected": 409,
    "wrap_up_not_due": 409,
    "participant_unknown": 409,
    "specialist_unavailable": 409,
    "seller_unreachable": 409,
    "participant_barred": 409,
    "invitation_gone": 409,
    "call_not_poor": 409,
    "budget_raised_already": 409,
    "carrier_unavailable": 502,
    "conflict": 409,
    "busy": 503,
    "unexpected": 500,
}


class DomainError(Exception):
    """Something a caller can understand and act on.

    `code` is one of STATUS; `fields` maps the JSON name of each field at fault to a short reason code.
    `facts` are for our log only, and are never answered.
    """

    def __init__(
        self, code: str, fields: Mapping[str, str] | None = None, facts: Mapping[str, Any] | None = None
    ) -> None:
        if code not in STATUS:
            raise KeyError(code)
        super().__init__(code)
        self.code = code
        self.fields = dict(fields or {})
        self.facts = dict(facts or {})

    @property
    def status(self) -> int:
        """The HTTP status of this code."""
        return STATUS[self.code]
