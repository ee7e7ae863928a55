"""Voice Insights: the summary of one leg, which is put together after the call.

Source: https://www.twilio.com/docs/voice/voice-insights/api/call/call-summary-resource
"""

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from twilio.rest.insights.v1.call.call_summary import CallSummaryContext

from local.twilio.core.model import Call
from local.twilio.core.quality import LINES, Quality
from local.twilio.core.sids import is_sid
from local.twilio.rest.errors import not_found
from local.twilio.rest.params import Params, shape_of

if TYPE_CHECKING:
    from local.twilio.core.world import World

FETCH = shape_of(CallSummaryContext.fetch)
COMPLETE_AFTER_MS = 180_000
"""Twilio takes up to half an hour."""
STATES = {"no-answer": "noanswer", "failed": "fail", "in-progress": "answered", "initiated": "undialed"}
COUNTRIES = {"55": "BR", "54": "AR", "57": "CO", "52": "MX", "598": "UY", "351": "PT"}
CARRIERS = ("Rede Norte", "Rede Sul", "Rede Leste")
Json = dict[str, Any]


def summary(world: "World", given: Any, sid: str) -> tuple[int, Json]:
    """What is complete; what is not yet, only when that is asked for."""
    params = Params(FETCH, given)
    wanted = params.one_of("ProcessingState", "complete", ("complete", "partial", "all"))
    call = world.calls.get(sid) if is_sid(sid, "CA") else None
    if call is None:
        raise not_found(f"/v1/Voice/{sid}/Summary")
    complete = call.ended_ms is not None and world.now_ms - call.ended_ms >= COMPLETE_AFTER_MS
    if wanted == "complete" and not complete:
        raise not_found(f"/v1/Voice/{sid}/Summary")
    state = "complete" if complete else "partial"
    return 200, _json(world.settings.account_sid, call, state, quality(world, call))


def quality(world: "World", call: Call) -> Quality:
    """As set by hand or measured, else as the script of the number has it."""
    if call.quality is not None:
        return call.quality
    return LINES[world.people.of(call.to).line if call.kind == "phone" else "good"]


def _json(account: str, call: Call, state: str, sounded: Quality) -> Json:
    heard = call.answered_ms is not None
    browser = call.kind == "client"
    return {
        "account_sid": account,
        "call_sid": call.sid,
        "call_type": "client" if browser else "carrier",
        "call_state": STATES.get(call.status, call.status),
        "answered_by": None,
        "processing_state": state,
        "created_time": _time(call.created_ms),
        "start_time": _time(call.created_ms),
        "end_time": _time(call.ended_ms),
        "duration": None if call.ended_ms is None else (call.ended_ms - call.created_ms) // 1000,
        "connect_duration": call.talk_s,
        "from": _party("caller", call.from_),
        "to": _party("callee", call.to),
        "carrier_edge": _edge(sounded) if heard and not browser else None,
        "client_edge": _edge(sounded) if heard and browser else None,
        "sdk_edge": _edge(sounded, sensor=True) if heard and browser else None,
        "sip_edge": None,
        "tags": list(sounded.tags) if heard else [],
        "url": f"https://insights.twilio.com/v1/Voice/{call.sid}/Summary",
        "attributes": {"conference_participant": bool(call.conference_sid)},
        "properties": {
            "direction": call.direction.replace("-", "_"),
            "disconnected_by": _hung_up(call),
            "last_sip_response_num": call.sip_code or 200,
            "pdd_ms": 900,
        },
        "trust": None,
        "annotation": None,
        "agent_session_summaries": None,
    }


def _edge(sounded: Quality, sensor: bool = False) -> Json:
    """`sensor`: the one in the browser, which alone knows of round trips and what they do to a listener."""
    return {
        "properties": {"media_region": "us1", "edge_location": "ashburn"},
        "metrics": {
            "inbound": _stream("packets_received", sounded, sensor),
            "outbound": _stream("packets_sent", sounded, sensor),
        },
    }


def _stream(counted: str, sounded: Quality, sensor: bool) -> Json:
    stream: Json = {
        "codec": 111,
        "codec_name": "opus",
        counted: sounded.packets,
        "packets_lost": sounded.lost,
        "packets_loss_percentage": sounded.loss_percent,
        "jitter": {"max": sounded.jitter_max_ms, "avg": sounded.jitter_ms},
    }
    if sensor:
        stream["rtt"] = {"max": sounded.rtt_ms, "avg": sounded.rtt_ms}
        stream["mos"] = {"min": sounded.mos, "avg": sounded.mos}
    return stream


def _party(role: str, address: str) -> Json:
    digits = address.removeprefix("+")
    country = next((code for prefix, code in COUNTRIES.items() if digits.startswith(prefix)), None)
    if not digits.isdecimal():
        return {role: address, "connection": "client"}
    carrier = CARRIERS[int(digits[-1]) % len(CARRIERS)]
    return {role: address, "carrier": carrier, "connection": "mobile", "country_code": country}


def _hung_up(call: Call) -> str:
    """Whose goodbye reached the network: the one who was called, or the one who called."""
    theirs = call.ended_by == "person"
    return "callee" if theirs == (call.direction != "inbound") else "caller"


def _time(at_ms: int | None) -> str | None:
    if at_ms is None:
        return None
    return f"{datetime.fromtimestamp(at_ms // 1000, UTC):%Y-%m-%dT%H:%M:%SZ}"
