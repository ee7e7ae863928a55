"""What Twilio says of a call after it: fetched by the timers until it is complete, and told once.

After a day what there is must do; nothing waits for it. A poor call is on the timeline as such, and its
customer can be called again.
"""

from collections.abc import Mapping
from contextlib import suppress
from typing import Any

from chalicelib.agents import service as agents
from chalicelib.crm import service as crm
from chalicelib.kernel.context import Context
from chalicelib.kernel.errors import DomainError
from chalicelib.kernel.ports import CarrierRefused, CarrierSilent
from chalicelib.kernel.words import Party
from chalicelib.quality import store
from chalicelib.quality.model import (
    Known,
    Leg,
    called_for,
    facts_of,
    first_look_ms,
    heard,
    leg_of,
    next_look_ms,
)
from chalicelib.quality.store import SK, QualityRow
from chalicelib.queue import service as queue
from chalicelib.table import ConditionFailed, Write, commit
from chalicelib.telephony import service as telephony

NEVER = (401, 403)
"""Answers of an account that has no Voice Insights: asking again is no use."""


def item_called_for(new: Mapping[str, Any], old: Mapping[str, Any]) -> str | None:
    """The sort key of what must be waited for after a change of the table, by the stream's images."""
    return SK if called_for(new, old) else None


def on_due(ctx: Context, attempt_id: str) -> None:
    """A conversation is over, or it is time to look."""
    row, attempt = store.read(attempt_id), telephony.find(attempt_id)
    ended_at_ms = attempt.call.ended_at_ms
    if row is None and ended_at_ms is not None:
        due_key = queue.due_key(attempt.request.site)
        _write(store.begin(attempt_id, ended_at_ms, due_key, first_look_ms(ended_at_ms)))
    elif row is not None and row.due_at_ms is not None and row.due_at_ms <= ctx.now_ms():
        _look(ctx, attempt, row)


def _look(ctx: Context, attempt: telephony.AttemptRow, row: QualityRow) -> None:
    attempt_id, looks = attempt.attempt_id, int(row.looks)
    again_ms = next_look_ms(int(row.ended_at_ms), ctx.now_ms())
    legs, last = _legs(ctx, attempt, partial=again_ms is None)
    if again_ms is not None and not last:
        _write(store.wait(attempt_id, looks, again_ms))
    elif not legs:
        _write(store.over(attempt_id, looks, None))
    else:
        whole = heard(legs)
        told = telephony.event(ctx, attempt, "attempt.quality", facts_of(whole))
        _write(store.over(attempt_id, looks, Known(whole, tuple(legs))), crm.record(ctx, told))


def _legs(ctx: Context, attempt: telephony.AttemptRow, partial: bool) -> tuple[list[Leg], bool]:
    """The legs of which there is a summary, and whether that is all there will be."""
    calls: dict[Party, str | None] = {
        "agent": attempt.call.agent.call_sid,
        "customer": attempt.call.customer.call_sid,
    }
    found: list[Leg] = []
    for party, call_sid in calls.items():
        if call_sid is None:
            continue
        try:
            told = ctx.voice.summary(call_sid, partial)
        except CarrierSilent:
            return found, False
        except CarrierRefused as refused:
            return found, refused.status in NEVER
        leg = leg_of(party, told, [one for ours in ctx.settings.caller_ids.values() for one in ours])
        if leg is not None:
            found.append(leg)
    return found, True


def _write(*writes: Write) -> None:
    """Whoever was first has looked."""
    with suppress(ConditionFailed):
        commit(writes)


def call_back(ctx: Context, attempt_id: str, agent_id: str) -> tuple[queue.CallbackRow, bool]:
    """The customer of a poor call is to be called again, about what they asked: their open callback, and
    whether it was there before. Raises not_found, call_not_poor, lane_closed."""
    row, attempt, who = store.read(attempt_id), telephony.find(attempt_id), agents.profile(ctx, agent_id)
    asked = attempt.request
    if who.site != asked.site:
        raise DomainError("not_found")
    if row is None or row.known is None or not row.known.heard.poor:
        raise DomainError("call_not_poor")
    queue.check_open(ctx, asked.lane)
    promised_until_ms = queue.promised_until_ms(ctx, asked.lane, asked.tier)
    request = asked.again(ctx.ids.new("cb"), ctx.now_ms(), promised_until_ms)
    why = {"reason": "poor_call", "agent_id": agent_id, "agent_name": who.name}
    existing = queue.request_callback(ctx, request, [crm.asked_again(asked.customer_id)], **why)
    return existing or queue.find(request.callback_id), existing is not None


__all__ = ["call_back", "item_called_for", "on_due"]
