"""Time as an argument: whoever needs the time is handed a clock."""

import time
from typing import Protocol


class Clock(Protocol):
    """Reads the time."""

    def now_ms(self) -> int:
        """UTC, milliseconds since 1970."""
        ...


class SystemClock:
    """The machine's clock."""

    def now_ms(self) -> int:
        """UTC, milliseconds since 1970."""
        return time.time_ns() // 1_000_000
