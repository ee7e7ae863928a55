"""What must hold of a house at rest, whatever died in it."""

import json
from collections import Counter
from typing import Any

from tests.house import House

OPEN = ("received", "queued", "claimed", "dialling", "connected")
IN_CALL = ("claimed", "dialling", "connected")


def whole(h: House) -> None:
    """Nothing lost, nothing doubled, nobody stuck, nobody left on a line."""
    assert not h.surprises, h.surprises
    rows: dict[str, list[dict[str, Any]]] = {}
    for item in h.items():
        rows.setdefault(item["entity"]["S"], []).append(item)
    attempts = {_text(row, "attempt_id"): row for row in rows.get("attempt", [])}
    live = {name: row for name, row in attempts.items() if _text_in(row, "call", "state") != "ended"}
    for row in rows.get("callback", []):
        _callback_is_in_one_place(row, rows, live)
    for row in rows.get("agent", []):
        _agent_is_not_stuck(row, live)
    _each_offer_rings(h.ctx.now_ms(), rows)
    _each_invitation_rings(rows, live)
    _story_is_told_once(rows)
    _the_guard_counts_what_is_there(rows, live)
    seats = [call.seat for call in h.world.calls.values() if call.kind == "phone" and call.seat]
    dialled = Counter((seat.room, seat.label) for seat in seats)
    assert all(count == 1 for count in dialled.values()), dialled
    if not live:
        assert all(call.over for call in h.world.calls.values()), "somebody is left on the line"


def _callback_is_in_one_place(
    row: dict[str, Any], rows: dict[str, list[dict[str, Any]]], live: dict[str, dict[str, Any]]
) -> None:
    callback_id = row["pk"]["S"].removeprefix("CALLBACK#")
    waiting = [
        one for one in rows.get("waiting", []) if _text_in(one, "request", "callback_id") == callback_id
    ]
    mine = [one for one in live.values() if _text_in(one, "request", "callback_id") == callback_id]
    opened = [one for one in rows.get("open", []) if _text(one, "callback_id") == callback_id]
    status = _text(row, "status")
    assert len(waiting) == (status == "queued"), (status, waiting)
    assert len(mine) == (status in IN_CALL), (status, mine)
    assert len(opened) == (status in OPEN), (status, opened)
    assert status != "received" or _text(row, "why") in ("retry", "window"), "a callback has no place in line"
    assert ("due_pk" in row) == (status in ("received", "queued"))


def _agent_is_not_stuck(row: dict[str, Any], live: dict[str, dict[str, Any]]) -> None:
    activity, attempt_id = _text(row, "activity"), row.get("attempt_id", {}).get("S")
    mine = [name for name, one in live.items() if _text(row, "agent_id") in _busy_with(one)]
    if activity == "busy":
        assert mine == [attempt_id]
    else:
        assert not mine
        assert attempt_id is None or activity == "wrap-up"


def _busy_with(attempt: dict[str, Any]) -> list[str]:
    """Its agent, unless they are still rung for it, and who came into it."""
    rung = _text_in(attempt, "call", "rings")
    others = [one for one in _text_in(attempt, "call", "participants") or [] if "ended_as" not in one]
    came = [one["agent_id"] for one in others if one.get("accepted")]
    return came if rung else [_text(attempt, "agent_id"), *came]


def _each_invitation_rings(rows: dict[str, list[dict[str, Any]]], live: dict[str, dict[str, Any]]) -> None:
    """Whoever is rung for a call is rung at their desk, and nobody else."""
    rung = set()
    for row in live.values():
        if _text_in(row, "call", "rings"):
            rung.add(_text(row, "agent_id"))
        for one in _text_in(row, "call", "participants") or []:
            if one.get("agent_id") and "ended_as" not in one and not one.get("accepted"):
                rung.add(one["agent_id"])
    assert {_text(row, "agent_id") for row in rows.get("agent", []) if "invitation" in row} == rung


def _each_offer_rings(now_ms: int, rows: dict[str, list[dict[str, Any]]]) -> None:
    """Whoever is kept for an agent rings at that agent's desk, or is free by the clock."""
    ringing = {
        _text(row, "agent_id"): _text_in(row, "offer", "place")
        for row in rows.get("agent", [])
        if "offer" in row
    }
    kept = {_text(row, "offered_to"): row for row in rows.get("waiting", []) if "offered_to" in row}
    for agent_id, row in kept.items():
        assert ringing.get(agent_id) == _text(row, "sk") or _number(row, "offered_until_ms") <= now_ms, (
            agent_id
        )
    for row in rows.get("agent", []):
        rings = "offer" in row or "invitation" in row
        assert ("due_pk" in row) == (rings or _text(row, "activity") == "wrap-up"), row


def _story_is_told_once(rows: dict[str, list[dict[str, Any]]]) -> None:
    events = [json.loads(row["event"]["S"]) for row in rows.get("event", [])]
    told = Counter((one.get("callback_id"), one.get("attempt_id"), _kind(one)) for one in events)
    for (callback_id, attempt_id, kind), count in told.items():
        if kind == "callback.queued":
            returned = sum(
                n for (cb, _, k), n in told.items() if (cb, k) == (callback_id, "callback.returned")
            )
            row = next(
                one for one in rows["callback"] if one["pk"]["S"].removeprefix("CALLBACK#") == callback_id
            )
            to_be_tried = _text(row, "status") == "received" and _text(row, "why") == "retry"
            assert count == 1 + returned - to_be_tried, (kind, count, returned)
        elif kind == "callback.offer_ended":
            assert count <= told[callback_id, None, "callback.offered"]
        elif kind != "callback.offered":
            assert count == 1, (kind, attempt_id, count)
    claimed = {attempt for (_, attempt, kind) in told if kind == "callback.claimed"}
    first = [row for row in rows.get("attempt", []) if "previous_id" not in row]
    assert claimed == {_text(row, "attempt_id") for row in first}


def _kind(event: dict[str, Any]) -> str:
    """Of a notice also which, for two are told of a callback; of a participant also who."""
    data = event.get("data", {})
    return f"{event['kind']} {data.get('notice', '')}{data.get('party', '')}".strip()


def _the_guard_counts_what_is_there(
    rows: dict[str, list[dict[str, Any]]], live: dict[str, dict[str, Any]]
) -> None:
    on_the_line = sum(1 for row in live.values() if _text_in(row, "call", "dial_at_ms"))
    budgets, counters = rows.get("budget", []), rows.get("guard", [])
    assert sum(_number(row, "live") for row in budgets) == on_the_line
    assert sum(_number(row, "live") for row in counters) == on_the_line
    assert all(_number(row, "spent_cents") >= 0 for row in budgets)
    asked = [row for row in counters if row["pk"]["S"].startswith("GUARD#person#")]
    events = [json.loads(row["event"]["S"]) for row in rows.get("event", [])]
    numbers = [one for one in events if _gives_another_number(one)]
    # Nobody asked for the call that follows one that was cut off.
    filed = [row for row in rows.get("callback", []) if "protocol" not in row]
    assert sum(_number(row, "day") for row in asked) == len(filed) + len(numbers)


def _gives_another_number(event: dict[str, Any]) -> bool:
    data = event.get("data", {})
    if event["kind"] == "callback.off_line":
        return bool(data["reason"] == "other_number")
    return event["kind"] == "callback.changed" and "phone_masked" in data


def _number(row: dict[str, Any], name: str) -> int:
    return int(row.get(name, {"N": "0"})["N"])


def _text(row: dict[str, Any], name: str) -> str:
    return str(row[name]["S"])


def _text_in(row: dict[str, Any], name: str, inner: str) -> Any:
    """What is left out as usual is ""."""
    return json.loads(row[name]["S"]).get(inner, "")
