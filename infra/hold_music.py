"""The music of whoever is on hold, made here so that no licence is needed: `python -m infra.hold_music`.

A slow round of four chords in eight kilohertz mono of 8 bits µ-law, which telephone networks carry as it is
(https://www.twilio.com/docs/voice/twiml/play, ITU-T G.711). It ends where it begins, so it may be looped.
"""

import math
import struct
from pathlib import Path

TARGET = Path(__file__).parents[1] / "web" / "help" / "public" / "hold.wav"
RATE = 8_000
CHORD_S = 4.0
NOTE_S = 0.5
CHORDS = (
    (220.00, 261.63, 329.63, 440.00),
    (174.61, 220.00, 261.63, 349.23),
    (196.00, 261.63, 329.63, 392.00),
    (196.00, 246.94, 293.66, 392.00),
)
"""A minor, F, C and G, as far up as a telephone carries well."""
ORDER = (0, 1, 2, 3, 2, 3, 1, 2)
BIAS, CLIP = 0x84, 32_635
MULAW = 7


def main() -> None:
    """Writes the file."""
    samples = [sample(at / RATE) for at in range(int(RATE * CHORD_S * len(CHORDS)))]
    TARGET.write_bytes(wav(bytes(mulaw(int(one * 32_767)) for one in samples)))


def sample(at_s: float) -> float:
    """The sound at a moment, -1 to 1: each note plucked over what is left of the one before."""
    return 0.16 * sum(_pluck(at_s - back * NOTE_S, back * NOTE_S + at_s % NOTE_S) for back in range(4))


def _pluck(at_s: float, age_s: float) -> float:
    whole = CHORD_S * len(CHORDS)
    note = int((at_s % whole) / NOTE_S)
    chord = CHORDS[int(note * NOTE_S / CHORD_S)]
    hz = chord[ORDER[note % len(ORDER)]]
    swell = min(1.0, age_s / 0.03) * math.exp(-1.8 * age_s)
    return swell * (math.sin(math.tau * hz * age_s) + 0.25 * math.sin(math.tau * 2 * hz * age_s))


def mulaw(linear: int) -> int:
    """One sample of 16 bits as G.711 has it."""
    sign, size = (0x80, -linear) if linear < 0 else (0, linear)
    size = min(size, CLIP) + BIAS
    exponent = size.bit_length() - 8
    return ~(sign | exponent << 4 | size >> (exponent + 3) & 0x0F) & 0xFF


def wav(data: bytes) -> bytes:
    """A RIFF file of mono µ-law."""
    form = struct.pack("<HHIIHHH", MULAW, 1, RATE, RATE, 1, 8, 0)
    fact = struct.pack("<I", len(data))
    body = b"WAVE" + _chunk(b"fmt ", form) + _chunk(b"fact", fact) + _chunk(b"data", data)
    return _chunk(b"RIFF", body)


def _chunk(name: bytes, data: bytes) -> bytes:
    return name + struct.pack("<I", len(data)) + data


if __name__ == "__main__":
    main()
