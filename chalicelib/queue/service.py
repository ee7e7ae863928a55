"""Verbs of the queue. Each moves state and timeline in one transaction.

received --take_place--> queued --claimed--> claimed --progress--> dialling, connected
   ^                        |                                          |
   +--- settle(return, retry) ------------------ settle ---------------+--> completed | unanswered
received | queued --cancel--> cancelled, --on_due--> expired
"""

from collections.abc import Collection, Iterator
from typing import Any, Literal

from chalicelib.kernel.context import Context
from chalicelib.kernel.errors import DomainError
from chalicelib.kernel.words import CallbackStatus, Outcome
from chalicelib.numbers import service as numbers
from chalicelib.queue import choice, finding, line, manage, offers, on_line, store
from chalicelib.queue.changes import Change, change
from chalicelib.queue.closings import Sentences
from chalicelib.queue.depth import Depth, Position, depth_of, standing_at
from chalicelib.queue.doors import check_open, door
from chalicelib.queue.hours import Closing, Day
from chalicelib.queue.line import WaitingRow
from chalicelib.queue.model import (
    ENQUEUE_WITHIN_S,
    OPEN,
    RETURN_WITHIN_S,
    UNTIL_DUE,
    Live,
    OtherSide,
    Reason,
    Request,
    Server,
    Standing,
    lane_of,
    tier_of,
)
from chalicelib.queue.policy import RETURNS, fate_of, policy_of
from chalicelib.queue.promise import READ_MS, Estimate, measure, wait_of
from chalicelib.queue.sending import send
from chalicelib.queue.store import CallbackRow
from chalicelib.queue.story import tell
from chalicelib.queue.waits import WAITING, on_due, over, take_place
from chalicelib.queue.windows import (
    check_window,
    close_site,
    closings_of,
    day_of,
    opens_at_ms,
    promised_until_ms,
    reopen_site,
)
from chalicelib.table import ConditionFailed, Write, commit

IN_CALL: list[CallbackStatus] = ["claimed", "dialling", "connected"]


def request_callback(ctx: Context, request: Request, also: list[Write], **why: Any) -> CallbackRow | None:
    """Files a request with `also` in one transaction, then sends it to its tier's queue. One with a chosen
    window waits for that. `why` is told with it: a reason, who asked for the customer, a protocol number.

    Answers the open callback when the person has one for that order already (and sends that one again
    if it never got a place), else None. Raises lane_closed, and ConditionFailed for a part of `also`.
    """
    standing: Reason = "asked"
    due = ctx.now_ms() + ENQUEUE_WITHIN_S * 1000
    if request.not_before_ms > ctx.now_ms():
        standing, due = "window", request.not_before_ms
    event = tell(
        ctx,
        "callback.requested",
        request,
        question=request.question,
        topic=request.topic,
        tier=request.tier,
        promised_until_ms=request.promised_until_ms,
        not_before_ms=request.not_before_ms or None,
        **why,
    )
    try:
        created = store.create(request, standing, due, why.get("protocol"))
        commit([*created, *finding.pointers(ctx, request), *also, event])
    except ConditionFailed as failed:
        if "open" not in failed.labels:
            raise
        existing = find_open(request.customer_id, request.order_id)
        if existing is None:
            return request_callback(ctx, request, also, **why)
        if existing.status == "received" and existing.why not in UNTIL_DUE and not existing.returning:
            send(ctx, existing.request, int(existing.attempts), f"again-{ctx.now_ms() // 1000}")
        return existing
    if standing == "asked":
        send(ctx, request, 0, "first")
    return None


def find_open(customer_id: str, order_id: str | None) -> CallbackRow | None:
    """The callback a person has open for an order."""
    found = store.read_open(customer_id, order_id)
    return store.read(found) if found else None


def of_phone(ctx: Context, site: str, e164: str, limit: int) -> list[CallbackRow]:
    """The newest callbacks of a site that have or had this phone, newest first."""
    found = [store.read(one) for one in finding.by_phone(ctx, site, e164, limit)]
    return [one for one in found if one is not None]


def waiting(lanes: Collection[str], page: int = line.PAGE) -> Iterator[WaitingRow]:
    """Who waits, best first, whether or not their lane is closed."""
    return line.waiting(lanes, page)


def for_agent(
    ctx: Context, agent: Server, page: int = line.PAGE, passed_over: Collection[str] = ()
) -> Iterator[WaitingRow]:
    """Who waits for this agent now, best first. To ask for another says that the last one was lost, unless
    its place was added to `passed_over`."""
    return choice.for_agent(ctx, agent, page, passed_over)


def claimed(ctx: Context, row: WaitingRow, attempt_id: str, agent_id: str, agent_name: str) -> list[Write]:
    """queued → claimed. The part labelled `line` fails when another agent was first."""
    request, attempts, revision = row.request, int(row.attempts), int(row.revision)
    return [
        line.take(row, agent_id, ctx.now_ms()),
        store.move(
            request,
            ["queued"],
            "claimed",
            attempts,
            revision,
            attempts=attempts + 1,
            place=None,
            attempt_id=attempt_id,
        ),
        tell(
            ctx,
            "callback.claimed",
            request,
            attempt_id=attempt_id,
            agent_id=agent_id,
            agent_name=agent_name,
            waited_ms=ctx.now_ms() - request.requested_at_ms,
        ),
    ]


def progress(request: Request, attempts: int, status: Literal["dialling", "connected"]) -> Write:
    """claimed → dialling → connected, never backwards, and by the newest attempt only."""
    expected: list[CallbackStatus] = ["claimed"] if status == "dialling" else ["claimed", "dialling"]
    return store.move(request, expected, status, attempts)


def settle(
    ctx: Context,
    request: Request,
    attempts: int,
    tries: int,
    outcome: Outcome,
    line_is_clear: bool,
    spoke: bool,
    live_changed: bool = False,
    **who: Any,
) -> list[Write]:
    """The attempt is over: completed, unanswered, back in line, or tried again later. `tries` is what it was
    before. `live_changed`: the customer came on the line, or left it, in this attempt. The part `callback`
    fails when another attempt has begun."""
    policy, rewritten = policy_of(request.lane), store.rewritten(request) if live_changed else {}
    tries += outcome not in RETURNS
    fate = fate_of(policy, outcome, tries, attempts)
    if fate in ("completed", "unanswered"):
        return [
            store.move(request, IN_CALL, fate, attempts, None, None, tries=tries, **rewritten),
            store.close(request),
            tell(ctx, f"callback.{fate}", request, reason=outcome, **who),
        ]
    due = ctx.now_ms() + (ENQUEUE_WITHIN_S if line_is_clear else RETURN_WITHIN_S) * 1000
    values: dict[str, Any] = rewritten | {"tries": tries, "returning": True, "why": "returned"}
    if fate == "retry":
        retry = policy.retries[outcome]
        due = numbers.quiet_until_ms(request.country, ctx.now_ms() + retry.pause_s * 1000)
        values |= {"why": "retry", "returning": retry.position == "kept"}
        if retry.position == "lost":
            values["order_key"] = ctx.ids.new("cb")
    if spoke:
        values["last_agent_id"] = who.get("agent_id")
    again = due if fate == "retry" else None
    return [
        store.move(request, IN_CALL, "received", attempts, None, due, **values),
        tell(ctx, "callback.returned", request, reason=outcome, next_attempt_at_ms=again, **who),
    ]


def returns(request: Request, outcome: Outcome, tries: int, attempts: int) -> bool:
    """Whether such an end sends the callback straight back to its line."""
    return fate_of(policy_of(request.lane), outcome, tries, attempts) == "return"


def send_back(ctx: Context, request: Request, attempts: int) -> None:
    """After a settlement with fate `return`, once the line is clear: on to the queue of its tier."""
    send(ctx, request, attempts, "return")


def cancel(ctx: Context, callback_id: str, reason: str = "customer", **by: Any) -> CallbackRow:
    """The call is not wanted any more, says the customer, or whoever `by` is for a reason. Raises
    callback_not_cancellable once an agent has it."""
    callback = find(callback_id)
    if callback.status == "cancelled":
        return callback
    if callback.status not in WAITING:
        raise DomainError("callback_not_cancellable")
    try:
        commit(over(ctx, callback, "cancelled", reason, **by))
    except ConditionFailed:
        return cancel(ctx, callback_id, reason, **by)
    return find(callback_id)


def find(callback_id: str) -> CallbackRow:
    """A callback. Raises not_found."""
    callback = store.read(callback_id)
    if callback is None:
        raise DomainError("not_found")
    return callback


def standing_row(callback_id: str) -> WaitingRow | None:
    """Its row in line, if it has a place."""
    callback = find(callback_id)
    return line.read(callback.request.lane, callback.place) if callback.place else None


def position(ctx: Context, callback: CallbackRow) -> int | None:
    """1 for the next of the lane to be called; null for who is not in line, or only later."""
    found = standing_at(ctx, callback)
    return found.value if found else None


def next_attempt_ms(callback: CallbackRow) -> int | None:
    """Until when it waits for a time: its window, another try, the end of quiet hours. None in line."""
    for_a_time = callback.status == "received" and callback.why in UNTIL_DUE
    return int(callback.due_at_ms) if for_a_time and callback.due_at_ms else None


def changeable(callback: CallbackRow) -> bool:
    """Whether nobody has it yet: until then it can be changed and cancelled."""
    return callback.status in WAITING


def due_key(site: str) -> str:
    """The partition of the due index in which a site's work is found."""
    return store.due_key(site)


__all__ = [
    "OPEN",
    "READ_MS",
    "UNTIL_DUE",
    "CallbackRow",
    "Change",
    "Closing",
    "Day",
    "Depth",
    "Estimate",
    "Live",
    "OtherSide",
    "Position",
    "Reason",
    "Request",
    "Sentences",
    "Server",
    "Standing",
    "WaitingRow",
    "change",
    "check_open",
    "check_window",
    "close_site",
    "closings_of",
    "day_of",
    "depth_of",
    "door",
    "lane_of",
    "manage",
    "measure",
    "offers",
    "on_due",
    "on_line",
    "opens_at_ms",
    "policy_of",
    "promised_until_ms",
    "reopen_site",
    "standing_at",
    "take_place",
    "tell",
    "tier_of",
    "wait_of",
]
