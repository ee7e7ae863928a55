"""Generated sounds, so that nothing recorded needs to be shipped.

A frame is 20 ms of 8 kHz mono: an `array('h')` of 160 samples.
"""

import math
from array import array
from collections.abc import Callable
from functools import cache

RATE = 8_000
FRAME = 160
TICKS_PER_S = RATE // FRAME
SILENCE = array("h", bytes(2 * FRAME))


def tone(name: str, tick: int) -> "array[int]":
    """The frame of a named tone at a tick (ticks are 20 ms); unknown or empty is silence."""
    loop = _LOOPS.get(name)
    if loop is None:
        return SILENCE
    frames = loop()
    return frames[tick % len(frames)]


@cache
def _ringback() -> list["array[int]"]:
    """425 Hz, one second in five, as heard in Brazil."""
    return _render(5.0, lambda t: 0.12 * _sine(425, t) if t < 1 else 0.0)


@cache
def _hold() -> list["array[int]"]:
    """A slow, soft arpeggio."""
    notes = (261.6, 329.6, 392.0, 523.3, 392.0, 329.6, 293.7, 349.2, 440.0, 587.3, 440.0, 349.2)

    def sound(t: float) -> float:
        note = notes[int(t / 0.5) % len(notes)]
        age = t % 0.5
        fade = min(1.0, age / 0.02) * math.exp(-3.5 * age)
        return 0.11 * fade * (_sine(note, t) + 0.3 * _sine(2 * note, t))

    return _render(6.0, sound)


@cache
def _voice() -> list["array[int]"]:
    """Something with the rhythm of speech: syllables, pauses, a moving pitch."""

    def sound(t: float) -> float:
        if t % 3.0 > 2.2:
            return 0.0
        syllable = max(0.0, math.sin(math.pi * (t % 0.24) / 0.24)) ** 0.7
        pitch = 150 + 25 * math.sin(2 * math.pi * 0.4 * t)
        return 0.14 * syllable * (_sine(pitch, t) + 0.6 * _sine(3 * pitch, t) + 0.3 * _sine(7 * pitch, t))

    return _render(6.0, sound)


@cache
def _prompt() -> list["array[int]"]:
    """Stands in for speech and recordings that the twin does not synthesise."""
    return _render(2.0, lambda t: 0.1 * _sine(440 if t % 1 < 0.5 else 554.4, t))


def _sine(hz: float, at_s: float) -> float:
    return math.sin(2 * math.pi * hz * at_s)


def _render(length_s: float, sound: Callable[[float], float]) -> list["array[int]"]:
    samples = array(
        "h",
        (int(32_000 * max(-1.0, min(1.0, sound(i / RATE)))) for i in range(int(length_s * RATE))),
    )
    return [samples[at : at + FRAME] for at in range(0, len(samples), FRAME)]


_LOOPS = {"ringback": _ringback, "hold": _hold, "voice": _voice, "prompt": _prompt}
