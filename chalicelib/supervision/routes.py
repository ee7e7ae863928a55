"""The queue as a supervisor sees and manages it: the lanes of their own site, and no other."""

from collections import Counter
from itertools import islice
from typing import get_args

from chalice import Blueprint

from chalicelib.agents import service as agents
from chalicelib.endpoint import Call, serve
from chalicelib.kernel.errors import DomainError
from chalicelib.kernel.words import TOPICS, Topic
from chalicelib.numbers import service as numbers
from chalicelib.queue import service as queue
from chalicelib.supervision import operations, schema, shapes
from chalicelib.supervision.board import board
from chalicelib.supervision.views import any_status, in_line
from chalicelib.telephony import service as telephony

bp = Blueprint(__name__)
PAGE = 50
COUNTED = 1_000
"""So many of a lane are read for its figures; the rest is "and more"."""


@serve(bp, schema.LIST_WAITING)
def list_waiting(call: Call) -> schema.WaitingList:
    """In line, or to come."""
    site, now = _who(call).site, call.ctx.now_ms()
    topics = [call.query["topic"]] if "topic" in call.query else TOPICS
    lanes, cursor = [queue.lane_of(site, topic) for topic in topics], call.query.get("cursor", "")
    if call.query.get("status") == "later":
        found, following = queue.manage.later(site, lanes, cursor, PAGE)
        items = [any_status(row, None) for row in found]
    else:
        page = queue.manage.listed(lanes, cursor, PAGE)
        items, following = [in_line(row, number, now) for number, row in page.rows], page.cursor
    return schema.WaitingList(items, following or None, now)


@serve(bp, schema.SEARCH_QUEUE)
def search_queue(call: Call, body: schema.Search) -> schema.Found:
    """By one of three."""
    site = _who(call).site
    if [body.phone, body.customer_id, body.order_id].count(None) != 2:
        raise DomainError("invalid_request", {"body": "invalid"})
    phone = None if body.phone is None else numbers.normalize_phone(body.phone, site).e164
    rows = queue.manage.search(call.ctx, site, phone, body.customer_id, body.order_id)
    return schema.Found([_seen(call, row) for row in rows], call.ctx.now_ms())


@serve(bp, schema.MOVE_TIER)
def move_tier(call: Call, callback_id: str, body: schema.MoveTier) -> schema.WaitingView:
    """Up or down."""
    who = _who(call)
    _of_site(who, callback_id)
    return _seen(call, queue.manage.move_tier(call.ctx, callback_id, body.tier, _by(who), body.note))


@serve(bp, schema.CANCEL_WAITING)
def cancel_waiting(call: Call, callback_id: str, body: schema.Cancel) -> schema.WaitingView:
    """For a reason."""
    who = _who(call)
    _of_site(who, callback_id)
    by = vars(_by(who))
    return _seen(call, queue.cancel(call.ctx, callback_id, body.reason, note=body.note or None, **by))


@serve(bp, schema.MERGE_WAITING)
def merge_waiting(call: Call, callback_id: str, body: schema.Merge) -> schema.WaitingView:
    """The one that stays."""
    who = _who(call)
    _of_site(who, callback_id)
    _of_site(who, body.into)
    return _seen(call, queue.manage.merge(call.ctx, callback_id, body.into, _by(who), body.note))


@serve(bp, schema.READ_LANES)
def read_lanes(call: Call) -> schema.Lanes:
    """With who waits in them."""
    return _lanes(call, _who(call))


@serve(bp, schema.SET_LANE)
def set_lane(call: Call, topic: str, body: schema.SetLane) -> schema.Lanes:
    """From now on, for everybody."""
    who = _who(call)
    if topic not in get_args(Topic):
        raise DomainError("not_found")
    queue.manage.set_lane(
        call.ctx, queue.lane_of(who.site, topic), body.state, (body.message or "").strip() or None, _by(who)
    )
    return _lanes(call, who)


@serve(bp, operations.READ_BOARD)
def read_board(call: Call) -> shapes.Board:
    """Agents and calls."""
    return board(call.ctx, _who(call).site)


@serve(bp, operations.SET_PRESENCE_OF)
def set_presence_of(call: Call, agent_id: str, body: shapes.SetPresenceOf) -> None:
    """Chosen for them, now or next."""
    who = _colleague(call, agent_id)
    agents.set_presence_of(call.ctx, agent_id, body.presence, body.reason, who.name)


@serve(bp, operations.WRITE_TO)
def write_to(call: Call, agent_id: str, body: shapes.WriteTo) -> None:
    """On their screen."""
    agents.write_to(call.ctx, agent_id, body.text, _colleague(call, agent_id).name)


@serve(bp, operations.SUPERVISE)
def supervise(call: Call, attempt_id: str, body: shapes.Supervise) -> shapes.Supervising:
    """In the call, heard by whom they want."""
    row, label = telephony.supervise(call.ctx, attempt_id, call.agent_id, body.mode)
    return shapes.Supervising(row.attempt_id, label, body.mode)


@serve(bp, operations.LEAVE_SUPERVISION)
def leave_supervision(call: Call, attempt_id: str) -> None:
    """Out of it."""
    telephony.leave(call.ctx, attempt_id, call.agent_id)


@serve(bp, operations.TAKE_OVER)
def take_over(call: Call, attempt_id: str) -> shapes.TakenOver:
    """Theirs."""
    return shapes.TakenOver(telephony.take_over(call.ctx, attempt_id, call.agent_id))


def _colleague(call: Call, agent_id: str) -> agents.AgentRow:
    """Who asks. An agent of another site does not exist for them."""
    who = _who(call)
    try:
        site = agents.find(call.ctx, agent_id).site
    except DomainError as error:
        raise DomainError("not_found") from error
    if site != who.site:
        raise DomainError("not_found")
    return who


def _who(call: Call) -> agents.AgentRow:
    return agents.find(call.ctx, call.agent_id)


def _by(who: agents.AgentRow) -> queue.manage.Supervisor:
    return queue.manage.Supervisor(who.agent_id, who.name)


def _of_site(who: agents.AgentRow, callback_id: str) -> None:
    """What another site has does not exist for this one; a callback never changes its site."""
    if queue.find(callback_id).request.site != who.site:
        raise DomainError("not_found")


def _seen(call: Call, row: queue.CallbackRow) -> schema.WaitingView:
    return any_status(row, queue.position(call.ctx, row))


def _lanes(call: Call, who: agents.AgentRow) -> schema.Lanes:
    lanes = [_lane(queue.lane_of(who.site, topic), topic) for topic in TOPICS]
    return schema.Lanes(who.site, lanes, call.ctx.now_ms())


def _lane(lane: str, topic: Topic) -> schema.LaneOverview:
    door = queue.manage.door(lane)
    rows = [row.request for row in islice(queue.waiting([lane]), COUNTED + 1)]
    tiers = Counter(request.tier for request in rows[:COUNTED])
    return schema.LaneOverview(
        lane=lane,
        topic=topic,
        state=door.state if door else "open",
        message=door.message if door else None,
        changed_by=door.changed_by if door else None,
        changed_at_ms=int(door.changed_at_ms) if door and door.changed_at_ms else None,
        urgent=tiers["urgent"],
        high=tiers["high"],
        standard=tiers["standard"],
        waiting=len(rows[:COUNTED]),
        at_least=len(rows) > COUNTED,
        oldest_requested_at_ms=min((one.requested_at_ms for one in rows[:COUNTED]), default=None),
    )
