"""Gives every leg the sum of what it may hear, without its own voice."""

from array import array
from collections.abc import Callable

from local.twilio.core.hearing import hearing
from local.twilio.core.world import World
from local.twilio.media.tones import FRAME, SILENCE, tone

QUEUE_BYTES = 2 * FRAME * 10
SCRIPTED = ("answers", "machine")


class Microphone:
    """What one leg says: a short queue, read once per tick however many listen."""

    def __init__(self) -> None:
        self._queue = bytearray()
        self._tick = -1
        self._frame = SILENCE

    def hear(self, samples: bytes) -> None:
        """Take 16-bit samples; when nobody fetches them, the oldest go."""
        self._queue += samples
        if len(self._queue) > QUEUE_BYTES:
            del self._queue[: len(self._queue) - QUEUE_BYTES]

    def frame(self, tick: int) -> "array[int]":
        if tick != self._tick:
            self._tick = tick
            if len(self._queue) >= 2 * FRAME:
                self._frame = array("h", bytes(self._queue[: 2 * FRAME]))
                del self._queue[: 2 * FRAME]
            else:
                self._frame = SILENCE
        return self._frame


class Mixer:
    """Microphones by call SID; scripted people get a generated voice."""

    def __init__(self, world: Callable[[], World]) -> None:
        self._world = world
        self.microphones: dict[str, Microphone] = {}

    def mix_for(self, call_sid: str, tick: int) -> "array[int]":
        """The frame a leg hears at `tick`."""
        world = self._world()
        call = world.calls.get(call_sid)
        if call is None:
            return SILENCE
        heard = hearing(world, call)
        frames = [self._voice(world, sid, tick) for sid in heard.voices]
        if heard.tone:
            frames.append(tone(heard.tone, tick))
        return _sum([frame for frame in frames if frame is not SILENCE])

    def _voice(self, world: World, call_sid: str, tick: int) -> "array[int]":
        microphone = self.microphones.get(call_sid)
        if microphone is not None:
            return microphone.frame(tick)
        call = world.calls.get(call_sid)
        scripted = call is not None and call.kind == "phone" and call.script in SCRIPTED
        return tone("voice", tick) if scripted else SILENCE


def _sum(frames: list["array[int]"]) -> "array[int]":
    if not frames:
        return SILENCE
    if len(frames) == 1:
        return frames[0]
    return array("h", (max(-32_768, min(32_767, sum(column))) for column in zip(*frames, strict=True)))
