"""Answering machine detection: who picked up, and how long it took to tell.

Source: Twilio's page "Answering Machine Detection".
"""

from typing import TYPE_CHECKING

from local.twilio.core.model import Call

if TYPE_CHECKING:
    from local.twilio.core.exchange import Exchange

HUMAN_MS = 2_300
MACHINE_MS = 3_800
BEEP_MS = 7_000
VOICEMAIL_LIMIT_MS = 60_000


def listen(exchange: "Exchange", call: Call) -> None:
    """Book the verdict, and have a voicemail box hang up when its tape is full."""
    machine = exchange.network.people.of(call.to).script == "machine"
    if machine:
        exchange.book(call, VOICEMAIL_LIMIT_MS, lambda: exchange.hang_up(call))
    if not call.amd:
        return
    if not machine:
        answered_by, took_ms = "human", HUMAN_MS
    elif call.amd == "Enable":
        answered_by, took_ms = "machine_start", MACHINE_MS
    else:
        answered_by, took_ms = "machine_end_beep", BEEP_MS
    limit_ms = call.amd_timeout_s * 1_000
    if took_ms > limit_ms:
        answered_by, took_ms = "unknown", limit_ms
    exchange.book(call, took_ms, lambda: _tell(exchange, call, answered_by, took_ms))


def _tell(exchange: "Exchange", call: Call, answered_by: str, took_ms: int) -> None:
    call.answered_by = answered_by
    network = exchange.network
    network.tell("call", call.sid)
    if call.amd_callback is not None:
        params = {
            "AccountSid": network.settings.account_sid,
            "AnsweredBy": answered_by,
            "CallSid": call.sid,
            "MachineDetectionDuration": str(took_ms),
        }
        network.post.notify("amd", call.sid, call.amd_callback.method, call.amd_callback.url, params)
    if not call.amd_async and call.seat is None:
        exchange.player.start(call, call.twiml_url, call.twiml_method, call.twiml)
