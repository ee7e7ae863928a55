"""Every timer is a due time on an item. The stream arms it, a delayed message fires it, and a sweep of the
due index finds whatever the two missed. What is due is decided from the item as it stands, so a timer that
fires twice, late or for something long done changes nothing.
"""

import json
from itertools import islice
from typing import Any

from chalicelib.agents import service as agents
from chalicelib.inbound import service as inbound
from chalicelib.kernel.context import Context
from chalicelib.kernel.words import SITES
from chalicelib.notices import service as notices
from chalicelib.quality import service as quality
from chalicelib.queue import service as queue
from chalicelib.realtime import service as realtime
from chalicelib.recording import service as recording
from chalicelib.surveys import service as surveys
from chalicelib.table import WatchedRow, query_items
from chalicelib.telephony import service as telephony

MAX_DELAY_MS = 900_000
SWEEP_GRACE_MS = 5_000
SWEEP_LIMIT = 200
DESK = "DESK"
"""In place of an item's sort key: a desk of the agent has closed."""


def arm(ctx: Context, records: list[dict[str, Any]]) -> None:
    """For each item whose due time is new: a message delayed until then; for each notice a change calls for,
    each conversation that ended, each call that is to be recorded, and what offers must look at: a message
    at once; for each desk that has closed, a message soon. What is further away than SQS can delay gets a
    schedule of its own if a customer was told the time, else it is left to the sweep.

    These have no reader of the stream of their own: more than two for a shard are throttled.
    """
    for record in records:
        new = record["dynamodb"].get("NewImage", {})
        old = record["dynamodb"].get("OldImage", {})
        called_for = notices.item_called_for, quality.item_called_for, recording.item_called_for
        for item in [one(new, old) for one in called_for]:
            if item is not None:
                _remind(ctx, new["pk"]["S"], item, ctx.now_ms())
        survey = surveys.reminder_for(new, old)
        if survey is not None:
            _remind(ctx, new["pk"]["S"], survey[0], ctx.now_ms() + survey[1])
        closed = realtime.closed_desk(new, old)
        if closed is not None:
            _remind(ctx, f"AGENT#{closed}", DESK, ctx.now_ms() + telephony.DESK_CLOSED_MS)
        due = new.get("due_at_ms")
        if due is None or due == old.get("due_at_ms"):
            continue
        told = new.get("status", {}).get("S") == "received"
        _remind(ctx, new["pk"]["S"], new["sk"]["S"], int(due["N"]), told)
    for pk in agents.follow(records):
        _remind(ctx, pk, "-", ctx.now_ms())


def _remind(ctx: Context, pk: str, sk: str, due_at_ms: int, told: bool = False) -> None:
    wait = due_at_ms - ctx.now_ms()
    body = json.dumps({"pk": pk, "sk": sk, "due_at_ms": due_at_ms})
    if wait <= MAX_DELAY_MS:
        ctx.queues.remind(max(0, -(-wait // 1000)), body)
    elif told:
        ctx.schedules.at(f"{pk.partition('#')[2]}-{due_at_ms}", due_at_ms, body)


def fire(ctx: Context, body: str) -> None:
    """A delayed message has come: whatever it names may be due."""
    reminder = json.loads(body)
    early_ms = reminder["due_at_ms"] - ctx.now_ms()
    if early_ms > 0:
        ctx.queues.remind(min(-(-early_ms // 1000), MAX_DELAY_MS // 1000), body)
        return
    on_due(ctx, reminder["pk"], reminder["sk"])


def on_due(ctx: Context, pk: str, sk: str) -> None:
    """Hands an item to the feature that owns it."""
    entity, _, identifier = pk.partition("#")
    if entity == sk == "ATTEMPT":
        telephony.on_due(ctx, identifier)
    elif entity == "ATTEMPT" and sk.startswith(recording.PREFIX):
        recording.on_due(ctx, identifier, sk)
    elif entity == "ATTEMPT" and sk == "SURVEY":
        surveys.on_due(ctx, identifier)
    elif entity == "ATTEMPT":
        quality.on_due(ctx, identifier)
    elif entity == "AGENT" and sk == DESK:
        telephony.desk_closed(ctx, identifier)
    elif entity == "AGENT":
        agents.offer_due(ctx, identifier)
        telephony.invitation_due(ctx, identifier)
        telephony.end_wrap_up(ctx, identifier)
    elif entity == "OFFERS":
        agents.match(ctx, identifier)
    elif entity == "CALL" and sk == "MESSAGE":
        _message_due(ctx, identifier)
    elif entity == "CALL":
        recording.message_due(ctx, identifier)
    elif entity == sk == "CALLBACK":
        queue.on_due(ctx, identifier)
    elif entity == "CALLBACK":
        notices.on_due(ctx, identifier, sk)


def _message_due(ctx: Context, call_sid: str) -> None:
    """A message that was left becomes a recording that is kept."""
    message = inbound.messages.on_due(ctx, call_sid)
    if message is not None:
        recording.keep_message(ctx, *message)
        inbound.messages.kept(call_sid)


def overdue(ctx: Context) -> list[tuple[str, str]]:
    """The keys of what a sweep must look at: items due for a while, by key and never by scan; sites that
    offer."""
    before = ctx.now_ms() - SWEEP_GRACE_MS
    found = [(f"OFFERS#{site}", "-") for site in queue.offers.sites_that_offer()]
    for site in SITES:
        late = query_items(
            queue.due_key(site),
            index_name="due",
            range_key_condition=WatchedRow.due_at_ms < before,
            limit=SWEEP_LIMIT,
        )
        found += [(item["pk"]["S"], item["sk"]["S"]) for item in islice(late, SWEEP_LIMIT)]
    return found
