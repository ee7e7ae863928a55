"""Recordings of calls: started, paused, stopped, processed, deleted. The sound is a tone as long as they are.

Source: https://www.twilio.com/docs/voice/api/recording
"""

import math
import struct
from collections.abc import Iterator
from dataclasses import dataclass

from local.twilio.core.agenda import rfc2822
from local.twilio.core.model import Call, Callback
from local.twilio.core.network import Network
from local.twilio.core.sids import new_sid

PROCESSED_MS = 2_000
RATE, TONE_HZ, LOUDNESS = 8_000, 440, 4_000
RUNNING = ("in-progress", "paused")


@dataclass
class Recording:
    """One of a call. `heard_ms` is how much was recorded before `since_ms`, from which on it runs."""

    sid: str
    call_sid: str
    channels: int
    created_ms: int
    updated_ms: int
    callback: Callback | None
    source: str = "StartCallRecordingAPI"
    status: str = "in-progress"
    since_ms: int | None = None
    heard_ms: int = 0
    ended_ms: int | None = None

    @property
    def seconds(self) -> int | None:
        """Whole ones, once it is over."""
        return None if self.ended_ms is None else -(-self.heard_ms // 1_000)


class Recordings:
    """All that were not deleted, and the SIDs of those that were."""

    def __init__(self, network: Network, calls: dict[str, Call]) -> None:
        self.network, self.calls = network, calls
        self.kept: dict[str, Recording] = {}
        self.deleted: set[str] = set()
        network.observers.append(self._hear)

    def start(
        self, call: Call, channels: int, callback: Callback | None, source: str = "StartCallRecordingAPI"
    ) -> Recording:
        """From now on."""
        now = self.network.now_ms
        sid = new_sid("RE", self.network.dice)
        made = Recording(sid, call.sid, channels, now, now, callback, source, since_ms=now)
        self.kept[made.sid] = made
        self._report(made, "in-progress")
        return made

    def pause(self, one: Recording, skip: bool) -> None:
        """What is said meanwhile is left out (`skip`) or is silence."""
        self._count(one)
        one.status = "paused"
        one.since_ms = None if skip else self.network.now_ms
        self.network.tell("recording", one.sid)

    def resume(self, one: Recording) -> None:
        """On with it."""
        self._count(one)
        one.status, one.since_ms = "in-progress", self.network.now_ms
        self.network.tell("recording", one.sid)

    def stop(self, one: Recording) -> None:
        """It is over; the file takes a moment."""
        if one.status not in RUNNING:
            return
        self._count(one)
        one.status, one.since_ms, one.ended_ms = "processing", None, self.network.now_ms
        self.network.tell("recording", one.sid)
        self.network.agenda.after(PROCESSED_MS, lambda: self._complete(one))

    def delete(self, one: Recording) -> None:
        """For good."""
        del self.kept[one.sid]
        self.deleted.add(one.sid)
        self.network.tell("recording", one.sid)

    def of_call(self, call_sid: str) -> list[Recording]:
        """The newest first."""
        return [one for one in reversed(self.kept.values()) if one.call_sid == call_sid]

    def current(self, call_sid: str) -> Recording | None:
        """What `Twilio.CURRENT` names: the one that runs."""
        return next((one for one in self.of_call(call_sid) if one.status in RUNNING), None)

    def url(self, one: Recording) -> str:
        """Where its file is, for who has the account's credentials."""
        account = self.network.settings.account_sid
        return f"https://api.twilio.com/2010-04-01/Accounts/{account}/Recordings/{one.sid}"

    def _hear(self, event: str, sid: str) -> None:
        if event == "call" and self.kept and self.calls[sid].over:
            for one in self.of_call(sid):
                self.stop(one)

    def _count(self, one: Recording) -> None:
        now = self.network.now_ms
        if one.since_ms is not None:
            one.heard_ms += now - one.since_ms
        one.updated_ms = now

    def _complete(self, one: Recording) -> None:
        if one.sid in self.kept:
            one.status, one.updated_ms = ("completed" if one.heard_ms else "absent"), self.network.now_ms
            self._report(one, one.status)
            self.network.tell("recording", one.sid)

    def _report(self, one: Recording, status: str) -> None:
        callback = one.callback
        if callback is None or status not in callback.events:
            return
        params = {
            "AccountSid": self.network.settings.account_sid,
            "CallSid": one.call_sid,
            "RecordingSid": one.sid,
            "RecordingUrl": self.url(one),
            "RecordingStatus": status,
            "RecordingChannels": str(one.channels),
            "RecordingSource": one.source,
            "RecordingStartTime": rfc2822(one.created_ms),
            "RecordingTrack": "both",
        }
        if one.seconds is not None:
            params["RecordingDuration"] = str(one.seconds)
        self.network.post.notify(f"recording-{status}", one.call_sid, callback.method, callback.url, params)


def wav(one: Recording, channels: int) -> Iterator[bytes]:
    """The file, a second at a time: 16 bits, a tone on the first channel and its octave on the second."""
    seconds, width = one.seconds or 0, 2 * channels
    length = seconds * RATE * width
    yield struct.pack(
        "<4sI4s4sIHHIIHH4sI", b"RIFF", 36 + length, b"WAVE", b"fmt ", 16, 1, channels, RATE, RATE * width,
        width, 16, b"data", length,
    )  # fmt: skip
    second = b"".join(
        struct.pack("<h", int(LOUDNESS * math.sin(2 * math.pi * TONE_HZ * (side + 1) * at / RATE)))
        for at in range(RATE)
        for side in range(channels)
    )
    for _ in range(seconds):
        yield second
