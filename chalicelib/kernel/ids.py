"""Identifiers that sort by time: ULIDs (https://github.com/ulid/spec) behind a short prefix."""

import secrets
from collections.abc import Callable

from chalicelib.kernel.clock import Clock

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
RANDOM_BITS = 80
_PAIRS = [one + two for one in ALPHABET for two in ALPHABET]
_TO_BASE_32 = str.maketrans(ALPHABET, "0123456789abcdefghijklmnopqrstuv")


class Ids:
    """Makes ids such as `cb-01J9ZQ5W3M8B9C2D4E6F7G8H9J`: never equal, ascending within one process."""

    def __init__(self, clock: Clock, randbits: Callable[[int], int] = secrets.randbits) -> None:
        self._clock = clock
        self._randbits = randbits
        self._last = 0

    def new(self, prefix: str) -> str:
        """A fresh id; two made in the same millisecond ascend too."""
        value = (self._clock.now_ms() << RANDOM_BITS) | self._randbits(RANDOM_BITS)
        if value >> RANDOM_BITS <= self._last >> RANDOM_BITS:
            value = self._last + 1
        self._last = value
        return f"{prefix}-{_crockford(value)}"


def at_ms(identifier: str) -> int:
    """The moment an id was made, UTC milliseconds."""
    return int(identifier.rpartition("-")[2][:10].translate(_TO_BASE_32), 32)


def first(prefix: str, moment_ms: int) -> str:
    """The smallest id that can be made at a moment: where to begin to read."""
    return f"{prefix}-{_crockford(moment_ms << RANDOM_BITS)}"


def protocol(identifier: str) -> str:
    """What a person writes down to ask about it: twelve digits, from when and as what it was made."""
    drawn = int(identifier.rpartition("-")[2][10:14].translate(_TO_BASE_32), 32)
    return f"{at_ms(identifier) // 100 % 10**10:010}{drawn % 100:02}"


def is_id(prefix: str, text: str) -> bool:
    """Whether a text from outside has the shape of an id with this prefix."""
    head, _, tail = text.rpartition("-")
    return head == prefix and len(tail) == 26 and all(letter in ALPHABET for letter in tail)


def _crockford(value: int) -> str:
    return "".join([_PAIRS[value >> shift & 1023] for shift in range(120, -1, -10)])
