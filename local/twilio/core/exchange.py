"""The life of a call: queued, initiated, ringing, in progress, over."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Protocol

from local.twilio.core import machines
from local.twilio.core.agenda import Appointment, rfc2822
from local.twilio.core.model import Call, Seat
from local.twilio.core.network import Network, voice_params
from local.twilio.core.people import Script

if TYPE_CHECKING:
    from local.twilio.core.rooms import Rooms

INITIATE_MS = 60
RING_MS = 400
BUSY_MS = 700
RING_BUFFER_S = 5  # Twilio adds this to every Timeout (Participants resource, `Timeout`).


class Player(Protocol):
    """Runs TwiML on a call."""

    def start(self, call: Call, url: str, method: str, twiml: str) -> None: ...
    def resume_after_room(self, call: Call, reason: str) -> None: ...
    def stop(self, call: Call) -> None: ...
    def digits(self, call: Call, digits: str) -> None: ...
    def ask_wait_music(self, call: Call, url: str, method: str) -> None: ...


class Exchange:
    """Dials, answers and ends calls, reporting each step to the call's status callback."""

    rooms: "Rooms"
    player: Player

    def __init__(self, network: Network) -> None:
        self.network = network
        self.calls: dict[str, Call] = {}
        self._booked: dict[str, list[Appointment]] = {}
        self._free_at_ms = 0

    def dial(self, call: Call) -> None:
        """Queue an outbound call; with a rate set, calls wait their turn."""
        self.calls[call.sid] = call
        call.updated_ms = self.network.now_ms
        wait_ms = INITIATE_MS
        if rate := self.network.settings.calls_per_second:
            start_ms = max(self.network.now_ms, self._free_at_ms)
            self._free_at_ms = start_ms + 1_000 // rate
            wait_ms += start_ms - self.network.now_ms
        self.network.tell("call", call.sid)
        self._book(call, wait_ms, lambda: self._initiate(call))

    def receive(self, call: Call) -> None:
        """Take a call coming in from a browser and ask the application what to do with it."""
        self.calls[call.sid] = call
        call.status, call.updated_ms = "ringing", self.network.now_ms
        self.network.tell("call", call.sid)
        self.player.start(call, call.twiml_url, call.twiml_method, "")

    def answer(self, call: Call) -> bool:
        """The person picks up. False if the call is not ringing."""
        if call.status != "ringing":
            return False
        self._clear(call)
        call.answered_ms = self.network.now_ms
        self._set(call, "in-progress")
        self._report(call, "answered")
        self._book(call, call.time_limit_s * 1_000, lambda: self.finish(call, "completed", "limit"))
        if call.direction == "inbound":
            return True
        script = self.network.people.of(call.to)
        if script.hangup_after_ms is not None:
            self._book(call, script.hangup_after_ms, lambda: self.hang_up(call))
        machines.listen(self, call)
        if call.seat is not None:
            self._sit(call, call.seat)
        elif not call.amd or call.amd_async:
            self.player.start(call, call.twiml_url, call.twiml_method, call.twiml)
        return True

    def _sit(self, call: Call, seat: Seat) -> None:
        """Into its conference, to hear the wait music of its own until somebody else is there."""
        seated = self.rooms.seat(call, seat)
        room = self.rooms.of(call)
        if seated and room and room.status == "init" and seat.wait_url:
            self.player.ask_wait_music(call, seat.wait_url, seat.wait_method)

    def hang_up(self, call: Call) -> None:
        """The person at the other end hangs up (or gives up before an answer)."""
        self.finish(call, "completed" if call.answered_ms else "canceled", "person")

    def reject(self, call: Call) -> bool:
        """The person declines a ringing call. False if it is not ringing."""
        if call.status != "ringing":
            return False
        self.finish(call, "busy", "person", sip_code=603)
        return True

    def finish(
        self,
        call: Call,
        status: str,
        by: str,
        sip_code: int | None = None,
        reason: str = "participant_hung_up",
    ) -> None:
        """End a call for good; a finished call is left as it is."""
        if call.over:
            return
        self._clear(call)
        call.ended_ms, call.ended_by, call.sip_code = self.network.now_ms, by, sip_code
        call.activity, call.listening = "", False
        self._set(call, status)
        self.player.stop(call)
        self.rooms.leave(call, reason)
        self._report(call, "completed")

    def book(self, call: Call, delay_ms: int, action: Callable[[], None]) -> None:
        """Do something later unless the call moves on before."""
        self._book(call, delay_ms, action)

    def _initiate(self, call: Call) -> None:
        self._set(call, "initiated")
        self._report(call, "initiated")
        if call.kind == "client" and not self.network.online[call.identity]:
            self._end_later(call, "no-answer", 480, BUSY_MS)
            return
        script = self._script(call)
        call.script = script.script
        if script.script == "fails":
            self._end_later(call, "failed", 404, BUSY_MS)
        elif script.script == "busy":
            self._end_later(call, "busy", 486, BUSY_MS)
        else:
            self._book(call, RING_MS, lambda: self._ring(call, script))

    def _ring(self, call: Call, script: Script) -> None:
        self._set(call, "ringing")
        self._report(call, "ringing")
        ring_ms = (call.timeout_s + RING_BUFFER_S) * 1_000
        self._book(call, ring_ms, lambda: self.finish(call, "no-answer", "timeout"))
        if script.script in ("answers", "machine"):
            self._book(call, script.answer_after_ms, lambda: self.answer(call))
        elif script.script == "rejects":
            self._book(call, script.answer_after_ms, lambda: self.reject(call))

    def _script(self, call: Call) -> Script:
        return Script() if call.kind == "client" else self.network.people.of(call.to)

    def _end_later(self, call: Call, status: str, sip_code: int, delay_ms: int) -> None:
        self._book(
            call,
            delay_ms,
            lambda: self.finish(call, status, "network", sip_code, "participant_add_failed"),
        )

    def _set(self, call: Call, status: str) -> None:
        call.status, call.updated_ms = status, self.network.now_ms
        self.network.tell("call", call.sid)

    def _report(self, call: Call, event: str) -> None:
        callback = call.callback
        if callback is None or event not in callback.events:
            return
        params = voice_params(self.network, call) | {
            "CallbackSource": "call-progress-events",
            "SequenceNumber": str(call.sequence),
            "Timestamp": rfc2822(self.network.now_ms),
        }
        call.sequence += 1
        if event == "completed":
            params["CallDuration"] = str(call.talk_s)
            params["Duration"] = str(-(-call.talk_s // 60))
            if call.sip_code is not None:
                params["SipResponseCode"] = str(call.sip_code)
            elif call.status == "completed":
                params["SipResponseCode"] = "200"
        self.network.post.notify(f"call-{event}", call.sid, callback.method, callback.url, params)

    def _book(self, call: Call, delay_ms: int, action: Callable[[], object]) -> None:
        self._booked.setdefault(call.sid, []).append(self.network.agenda.after(delay_ms, action))

    def _clear(self, call: Call) -> None:
        for appointment in self._booked.pop(call.sid, []):
            appointment.cancel()
