"""What the help portal and the customer's own page send and receive."""

from typing import Annotated

from msgspec import Meta

from chalicelib.contract import Answer, Body, Operation
from chalicelib.kernel.words import CallbackStatus, Locale, Site, Tier, Topic

Question = Annotated[str, Meta(min_length=3, max_length=1000, description="In the customer's own words.")]
Phone = Annotated[
    str,
    Meta(max_length=32, description="E.164, for example +5511987654321.", examples=["+5511987654321"]),
]
OrderId = Annotated[str, Meta(min_length=1, max_length=64, pattern=r"^[A-Za-z0-9_.-]+$")]


class CallbackRequest(Body, frozen=True):
    """The click-to-call form. Who asks, and with what priority, comes from the token, never from here."""

    question: Question
    topic: Topic
    phone: Phone
    order_id: OrderId | None = None
    locale: Locale | None = None


class Window(Answer, frozen=True):
    """The promised window, UTC milliseconds."""

    from_ms: int
    until_ms: int


class CallbackView(Answer, frozen=True):
    """A callback as its customer sees it.

    `position` is 1 for the next to be called, and null when not waiting.
    """

    id: str
    status: CallbackStatus
    topic: Topic
    question: str
    order_id: str | None
    phone_masked: str
    site: Site
    tier: Tier
    locale: Locale
    requested_at_ms: int
    position: int | None
    window: Window
    cancellable: bool
    now_ms: int


class CallbackCreated(Answer, frozen=True):
    """The answer to the form. `link` opens the customer's own page and holds `token` in its fragment."""

    callback: CallbackView
    link: str
    token: str
    existing: bool


REQUEST_CALLBACK = Operation(
    id="requestCallback",
    method="POST",
    path="/callbacks",
    who="portal",
    body=CallbackRequest,
    answer=CallbackCreated,
    status=201,
    summary="Ask for a call",
    description="Asking again for the same order while a request is open answers 200 with the first one.",
    errors=("phone_invalid", "country_not_served", "order_not_yours", "busy"),
)
READ_CALLBACK = Operation(
    id="readCallback",
    method="GET",
    path="/callbacks/{callback_id}",
    who="customer",
    answer=CallbackView,
    summary="Status of one's own callback",
    errors=("not_found",),
)
CANCEL_CALLBACK = Operation(
    id="cancelCallback",
    method="DELETE",
    path="/callbacks/{callback_id}",
    who="customer",
    answer=CallbackView,
    summary="Cancel one's own callback",
    description="Cancelling what is cancelled already succeeds.",
    errors=("not_found", "callback_not_cancellable"),
)
