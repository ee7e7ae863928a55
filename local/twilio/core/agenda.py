"""Virtual time: a clock that moves only when told, and what is due on it."""

import heapq
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import format_datetime


@dataclass(slots=True)
class Appointment:
    """Something due; call `cancel` to have it pass silently."""

    due_ms: int
    action: Callable[[], object]
    cancelled: bool = False

    def cancel(self) -> None:
        self.cancelled = True


class Agenda:
    """Ordered by due time, then by the order of booking."""

    def __init__(self, now_ms: int) -> None:
        self.now_ms = now_ms
        self._heap: list[tuple[int, int, Appointment]] = []
        self._booked = 0

    def after(self, delay_ms: int, action: Callable[[], object]) -> Appointment:
        """Book `action` for `delay_ms` from now."""
        self._booked += 1
        appointment = Appointment(self.now_ms + max(0, int(delay_ms)), action)
        heapq.heappush(self._heap, (appointment.due_ms, self._booked, appointment))
        return appointment

    def next_due_ms(self) -> int | None:
        """When the next appointment falls due, or None when the agenda is empty."""
        while self._heap and self._heap[0][2].cancelled:
            heapq.heappop(self._heap)
        return self._heap[0][0] if self._heap else None

    def advance_to(self, at_ms: int) -> None:
        """Move the clock to `at_ms`, firing what falls due on the way, each at its own time."""
        while (due_ms := self.next_due_ms()) is not None and due_ms <= at_ms:
            appointment = heapq.heappop(self._heap)[2]
            self.now_ms = max(self.now_ms, due_ms)
            appointment.action()
        self.now_ms = max(self.now_ms, at_ms)


def rfc2822(at_ms: int) -> str:
    """Twilio's way to write a time: `Tue, 31 Aug 2010 20:36:28 +0000`."""
    return format_datetime(datetime.fromtimestamp(at_ms // 1000, UTC))
