"""A FIFO queue: order within a message group, and each message once in five minutes.

A group gives its messages in order up to the first that is in flight or delayed. That is what the
documentation promises, and it agrees with what AWS was seen to do when one message of a group becomes
visible again while a later one is in flight: it is delivered again, alone.
"""

from tests.simulation.aws.sqs_message import Message
from tests.simulation.aws.sqs_queue import Bury, Queue
from tests.simulation.aws.sqs_settings import Settings

DEDUPLICATION_MS = 300_000


class Group:
    """The messages of one message group, in their order."""

    __slots__ = ("messages", "turn")

    def __init__(self) -> None:
        self.messages: dict[str, Message] = {}
        self.turn = 0

    def first(self) -> Message:
        """The one that the others wait for."""
        return next(iter(self.messages.values()))


class FifoQueue(Queue):
    """`agenda` has (first message visible at ms, turn, group)."""

    fifo = True

    def __init__(self, name: str, url: str, settings: Settings) -> None:
        super().__init__(name, url, settings)
        self.groups: dict[str, Group] = {}
        self._sent: dict[tuple[str, str], Message] = {}

    def twin(self, message: Message) -> Message | None:
        """What was sent with the same deduplication id in the last five minutes; else it is remembered."""
        mark = (message.group if self.settings.dedupe_per_group else "", message.dedupe)
        since_ms = message.sent_ms - DEDUPLICATION_MS
        known = self._sent.get(mark)
        if known is not None and known.sent_ms > since_ms:
            return known
        while self._sent and next(iter(self._sent.values())).sent_ms <= since_ms:
            del self._sent[next(iter(self._sent))]
        self._sent[mark] = message
        return None

    def receive(self, now_ms: int, most: int, hidden_ms: int, bury: Bury) -> list[Message]:
        """Up to `most` messages, in flight from now on for `hidden_ms`; as many of a group as possible."""
        received: list[Message] = []
        touched: list[Group] = []
        while len(received) < most and (due := self._next()) is not None and due[0] <= now_ms:
            group: Group = due[2]
            touched.append(group)
            ready = self._ready(group, now_ms, most - len(received), bury)
            group.turn = -1
            received += ready
        for message in received:
            message.take(now_ms, hidden_ms)
        for group in touched:
            self._plan(group)
        return received

    def _ready(self, group: Group, now_ms: int, most: int, bury: Bury) -> list[Message]:
        ready: list[Message] = []
        spent: list[Message] = []
        limit = self.settings.max_receives
        for message in group.messages.values():
            if message.visible_ms > now_ms or len(ready) == most:
                break
            (spent if limit and message.receives >= limit else ready).append(message)
        for message in spent:
            self._drop(message, group)
            bury(message)
        return ready

    def plan(self, message: Message) -> None:
        """The message's time of becoming visible was set."""
        group = self.groups.get(message.group)
        if group is None:
            group = self.groups[message.group] = Group()
        group.messages[message.id] = message
        if group.first() is message:
            self._plan(group)

    def remove(self, message: Message) -> None:
        """Deleted or expired."""
        group = self.groups[message.group]
        was_first = group.first() is message
        self._drop(message, group)
        if was_first:
            self._plan(group)

    def clear(self) -> None:
        """Purged; what was sent before is no longer a duplicate of anything."""
        super().clear()
        self.groups.clear()
        self._sent.clear()

    def _drop(self, message: Message, group: Group) -> None:
        del self.messages[message.id]
        del group.messages[message.id]
        if not group.messages:
            del self.groups[message.group]

    def _plan(self, group: Group) -> None:
        group.turn = -1
        if group.messages:
            self._enter(group.first().visible_ms, group)
