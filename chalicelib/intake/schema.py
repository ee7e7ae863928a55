"""What the help portal, the customer's own page and a site's calendar send and receive."""

from typing import Annotated, Literal

from msgspec import UNSET, Meta, UnsetType

from chalicelib.contract import Answer, Body, Operation, Parameter
from chalicelib.kernel.words import CallbackStatus, LaneState, Locale, Site, Tier, Topic
from chalicelib.queue.service import Reason

Question = Annotated[str, Meta(min_length=3, max_length=1000, description="In the customer's own words.")]
Phone = Annotated[
    str,
    Meta(max_length=32, description="E.164, for example +5511987654321.", examples=["+5511987654321"]),
]
OrderId = Annotated[str, Meta(min_length=1, max_length=64, pattern=r"^[A-Za-z0-9_.-]+$")]
Date = Annotated[str, Meta(pattern=r"^\d{4}-\d{2}-\d{2}$", description="A day of the site.")]
CountryCode = Annotated[str, Meta(pattern=r"^[A-Z]{2}$", description="ISO 3166, of the phone.")]
Sentence = Annotated[str, Meta(min_length=1, max_length=200)]


class WantedWindow(Body, frozen=True):
    """Between which two moments to call, UTC milliseconds."""

    from_ms: int
    until_ms: int


class CallbackRequest(Body, frozen=True):
    """The click-to-call form. Who asks, and with what priority, comes from the token, never from here."""

    question: Question
    topic: Topic
    phone: Phone
    order_id: OrderId | None = None
    locale: Locale | None = None
    window: WantedWindow | None = None


class CallbackChange(Body, frozen=True):
    """What the customer wants otherwise; a `window` of null is as soon as possible."""

    window: WantedWindow | UnsetType | None = UNSET
    phone: Phone | UnsetType = UNSET

    def wanted(self) -> tuple[str | None, tuple[int, ...] | None]:
        """Phone and window, None for what stays; () for as soon as possible."""
        phone = None if isinstance(self.phone, UnsetType) else self.phone
        if isinstance(self.window, UnsetType):
            return phone, None
        return phone, (self.window.from_ms, self.window.until_ms) if self.window else ()


class Contact(Body, frozen=True):
    """The customer got through another way, about this order; without one, the token's."""

    order_id: OrderId | None = None


class Window(Answer, frozen=True):
    """From when until when, UTC milliseconds."""

    from_ms: int
    until_ms: int


class Estimate(Answer, frozen=True):
    """How long it will be, and the interval that four of five fall into."""

    wait_ms: int
    low_ms: int
    high_ms: int


class Ending(Answer, frozen=True):
    """In the callback's language."""

    headline: str
    detail: str


class CallbackView(Answer, frozen=True):
    """A callback as its customer sees it.

    `position` is 1 for the next to be called, null when not in line; `position_exact` is false where it was
    counted a minute ago. `opens_at_ms`: the site is closed, and opens then; null when open, or not in line.
    `why` says why it is where it is; while it waits for a time, `next_attempt_at_ms` says which. `window` is
    the promise. `lane_message` is what a supervisor tells those who wait in a lane that is not open.
    `ending` says how it ended where `status` does not: cancelled by another than its customer."""

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
    position_exact: bool
    estimate: Estimate | None
    opens_at_ms: int | None
    window: Window
    chosen_window: bool
    why: Reason
    attempts: int
    next_attempt_at_ms: int | None
    lane_state: LaneState
    lane_message: str | None
    ending: Ending | None
    cancellable: bool
    changeable: bool
    now_ms: int


class CallbackCreated(Answer, frozen=True):
    """The answer to the form. `link` opens the customer's own page and holds `token` in its fragment."""

    callback: CallbackView
    link: str
    token: str
    existing: bool


class DayView(Answer, frozen=True):
    """One day of a site. `slots` are the windows that can be chosen now; `reason` says why a day is not open.
    `holiday` is named also where the site works on it."""

    date: str
    open: list[Window]
    reason: Literal["open", "weekend", "holiday", "closed"]
    holiday: str | None
    message: str | None
    slots: list[Window]
    now_ms: int


class Contacted(Answer, frozen=True):
    """The callbacks that are not needed any more."""

    cancelled: list[str]


class Sentences(Body, frozen=True, rename={"pt_br": "pt-BR"}):
    """What customers are told, in every language."""

    pt_br: Sentence
    es: Sentence
    en: Sentence


class CloseSite(Body, frozen=True):
    """Nobody may choose a window in that time."""

    from_ms: Annotated[int, Meta(ge=0)]
    until_ms: int
    message: Sentences


class ClosingView(Answer, frozen=True):
    """A closing; its beginning names it."""

    from_ms: int
    until_ms: int
    message: dict[Locale, str]


class Closings(Answer, frozen=True):
    """Those that are not over, the earliest first."""

    site: Site
    closings: list[ClosingView]


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
    errors=(
        "phone_invalid",
        "country_not_served",
        "order_not_yours",
        "window_invalid",
        "lane_closed",
        "request_refused",
    ),
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
CHANGE_CALLBACK = Operation(
    id="changeCallback",
    method="PATCH",
    path="/callbacks/{callback_id}",
    who="customer",
    body=CallbackChange,
    answer=CallbackView,
    summary="Another time or number for one's own callback",
    errors=(
        "not_found",
        "callback_not_changeable",
        "window_invalid",
        "phone_invalid",
        "country_not_served",
        "request_refused",
    ),
)
READ_WINDOWS = Operation(
    id="readWindows",
    method="GET",
    path="/callbacks/{callback_id}/windows",
    who="customer",
    query=(Parameter("date", Date, required=True),),
    answer=DayView,
    summary="The windows of a day to move one's own callback to",
    errors=("not_found",),
)
PREVIEW_WINDOWS = Operation(
    id="previewWindows",
    method="GET",
    path="/windows",
    who="portal",
    query=(
        Parameter("country", CountryCode, required=True),
        Parameter("topic", Topic, required=True),
        Parameter("date", Date, required=True),
    ),
    answer=DayView,
    summary="The windows of a day, before asking",
    errors=("country_not_served", "lane_closed"),
)
RECORD_CONTACT = Operation(
    id="recordContact",
    method="POST",
    path="/contacts",
    who="portal",
    body=Contact,
    answer=Contacted,
    summary="The customer was reached another way",
    description="Cancels what they have open for the order, unless an agent has it already.",
)
READ_HOURS = Operation(
    id="readHours",
    method="GET",
    path="/hours",
    who="supervisor",
    query=(Parameter("date", Date, required=True),),
    answer=DayView,
    summary="A day of the supervisor's site, as customers see it",
)
READ_CLOSINGS = Operation(
    id="readClosings",
    method="GET",
    path="/closings",
    who="supervisor",
    answer=Closings,
    summary="When the supervisor's site is closed by hand",
)
CLOSE_SITE = Operation(
    id="closeSite",
    method="POST",
    path="/closings",
    who="supervisor",
    body=CloseSite,
    answer=Closings,
    summary="Close the site for a while",
    description="What was promised before stays promised. The same beginning again replaces the closing.",
)
REOPEN_SITE = Operation(
    id="reopenSite",
    method="DELETE",
    path="/closings/{from_ms}",
    who="supervisor",
    answer=Closings,
    summary="Take a closing back",
)
