"""What the desk does about a poor call."""

from typing import Annotated

from msgspec import Meta

from chalicelib.contract import Answer, Body, Operation
from chalicelib.kernel.words import CallbackStatus


class CallBack(Body, frozen=True):
    """The call that was poor."""

    attempt_id: Annotated[str, Meta(max_length=40)]


class CalledBack(Answer, frozen=True):
    """The customer's open callback; `existing`: they had one already."""

    callback_id: str
    status: CallbackStatus
    existing: bool


CALL_BACK = Operation(
    id="callBack",
    method="POST",
    path="/poor-calls/callbacks",
    who="agent",
    body=CallBack,
    answer=CalledBack,
    summary="Have the customer of a poor call called again",
    description="By anybody of the site. Asking twice answers the callback that is open.",
    errors=("not_found", "call_not_poor", "lane_closed"),
)
