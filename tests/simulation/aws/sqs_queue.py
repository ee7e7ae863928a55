"""A standard queue, and what both kinds of queue have in common."""

from collections.abc import Callable
from heapq import heappop, heappush
from typing import Any, ClassVar

from tests.simulation.aws.sqs_message import Message
from tests.simulation.aws.sqs_settings import Settings

Bury = Callable[[Message], None]
"""Puts a message that was received too often into the dead-letter queue."""
_NEVER = float("inf")


class Queue:
    """A standard queue. It delivers in the order of becoming visible; whoever wants less order adds it.

    `agenda` has (visible at ms, turn, message); an entry counts while its turn is the message's latest.
    """

    fifo: ClassVar[bool] = False

    def __init__(self, name: str, url: str, settings: Settings) -> None:
        self.name, self.url, self.settings = name, url, settings
        self.messages: dict[str, Message] = {}
        self.agenda: list[tuple[int, int, Any]] = []
        self._turns = 0
        self._none_expires_before_ms = _NEVER

    def add(self, message: Message) -> None:
        """A message that was sent, or moved here."""
        self.messages[message.id] = message
        end_ms = message.kept_since_ms + self.settings.retention_ms
        if end_ms < self._none_expires_before_ms:
            self._none_expires_before_ms = end_ms
        self.plan(message)

    def receive(self, now_ms: int, most: int, hidden_ms: int, bury: Bury) -> list[Message]:
        """Up to `most` messages, in flight from now on for `hidden_ms`."""
        received: list[Message] = []
        limit = self.settings.max_receives
        while len(received) < most and (due := self._next()) is not None and due[0] <= now_ms:
            message: Message = due[2]
            heappop(self.agenda)
            if limit and message.receives >= limit:
                del self.messages[message.id]
                bury(message)
            else:
                received.append(message)
        for message in received:
            message.take(now_ms, hidden_ms)
            self.plan(message)
        return received

    def plan(self, message: Message) -> None:
        """The message's time of becoming visible was set."""
        self._enter(message.visible_ms, message)

    def remove(self, message: Message) -> None:
        """Deleted; the agenda forgets it when it comes to it."""
        del self.messages[message.id]
        message.turn = -1

    def clear(self) -> None:
        """Purged."""
        self.messages.clear()
        self.agenda.clear()
        self._none_expires_before_ms = _NEVER

    def next_visible_ms(self) -> int | None:
        """When the next message is, or was, visible."""
        due = self._next()
        return None if due is None else due[0]

    def expire(self, now_ms: int) -> None:
        """Drops what was kept for the whole retention period, in flight or not."""
        if now_ms < self._none_expires_before_ms:
            return
        kept_ms = self.settings.retention_ms
        for message in [m for m in self.messages.values() if m.kept_since_ms + kept_ms <= now_ms]:
            self.remove(message)
        self.retention_changed()

    def retention_changed(self) -> None:
        """Looks anew for the message that expires first."""
        starts = (m.kept_since_ms for m in self.messages.values())
        self._none_expires_before_ms = min(starts, default=_NEVER) + self.settings.retention_ms

    def counts(self, now_ms: int) -> dict[str, str]:
        """How many messages are visible, in flight and delayed, by AWS' names."""
        hidden = [m for m in self.messages.values() if m.visible_ms > now_ms]
        flying = sum(m.receives > 0 for m in hidden)
        return {
            "ApproximateNumberOfMessages": str(len(self.messages) - len(hidden)),
            "ApproximateNumberOfMessagesNotVisible": str(flying),
            "ApproximateNumberOfMessagesDelayed": str(len(hidden) - flying),
        }

    def _enter(self, at_ms: int, what: Any) -> None:
        self._turns += 1
        what.turn = self._turns
        heappush(self.agenda, (at_ms, self._turns, what))

    def _next(self) -> tuple[int, int, Any] | None:
        agenda = self.agenda
        while agenda:
            first = agenda[0]
            if first[1] == first[2].turn:
                return first
            heappop(agenda)
        return None
