"""The queues in memory are heaps that forget lazily. Here they do what a plain list does."""

from dataclasses import dataclass
from random import Random

import pytest

from tests.simulation.aws.sqs import Sqs

HISTORIES, STEPS = 150, 80
HIDDEN_S, MOST_RECEIVES, MOST = (0, 1, 5), 3, 10


@dataclass
class _Listed:
    body: str
    group: str
    visible_ms: int
    since: int
    receives: int = 0
    handle: str = ""


class _List:
    """Everything in one list, searched from the start each time."""

    def __init__(self, fifo: bool) -> None:
        self.fifo, self.messages, self.turn = fifo, list[_Listed](), 0
        self.dead: list[str] = []

    def set_visible(self, message: _Listed, at_ms: int) -> None:
        self.turn += 1
        message.visible_ms, message.since = at_ms, self.turn

    def receive(self, now_ms: int, most: int, hidden_ms: int) -> list[_Listed]:
        received: list[_Listed] = []
        for message in self._ready(now_ms):
            if len(received) == most:
                break
            if message.receives == MOST_RECEIVES:
                self.messages.remove(message)
                self.dead.append(message.body)
            else:
                received.append(message)
        for message in received:
            message.receives += 1
            self.set_visible(message, now_ms + hidden_ms)
        return received

    def _ready(self, now_ms: int) -> list[_Listed]:
        if not self.fifo:
            visible = [m for m in self.messages if m.visible_ms <= now_ms]
            return sorted(visible, key=lambda m: (m.visible_ms, m.since))
        ready: list[_Listed] = []
        for group in {m.group: None for m in self.messages}:
            for message in (m for m in self.messages if m.group == group):
                if message.visible_ms > now_ms:
                    break
                ready.append(message)
        return ready

    def next_visible_ms(self) -> int | None:
        first = {m.group: m for m in reversed(self.messages)} if self.fifo else dict(enumerate(self.messages))
        return min((m.visible_ms for m in first.values()), default=None)


@pytest.mark.parametrize("fifo", [False, True], ids=["standard", "fifo"])
def test_any_history_is_that_of_a_list(fifo: bool) -> None:
    """Groups of a FIFO queue have no order among each other: it takes all, or of one group."""
    received = 0
    for seed in range(HISTORIES):
        received += _history(Random(seed), fifo)
    assert received > HISTORIES


def _history(dice: Random, fifo: bool) -> int:
    now_ms, ids, received = 1_000_000, iter(range(10_000)), 0
    sqs = Sqs(lambda: now_ms, lambda: str(next(ids)))
    suffix, kind = (".fifo", {"FifoQueue": "true"}) if fifo else ("", {})
    dead = sqs.call("CreateQueue", {"QueueName": "dead" + suffix, "Attributes": kind})["QueueUrl"]
    policy = (
        f'{{"deadLetterTargetArn":"arn:aws:sqs:sa-east-1:000000000000:dead{suffix}","maxReceiveCount":3}}'
    )
    given = {"QueueName": "live" + suffix, "Attributes": kind | {"RedrivePolicy": policy}}
    url = sqs.call("CreateQueue", given)["QueueUrl"]
    model = _List(fifo)
    for step in range(STEPS):
        now_ms += dice.choice((0, 0, 300, 1000, 3000))
        act = dice.choice(("send", "send", "receive", "receive", "delete", "hide"))
        held = [m for m in model.messages if m.visible_ms > now_ms and m.receives]
        if act == "send" and len(model.messages) < MOST:
            body, group = str(step), dice.choice("ab") if fifo else ""
            delay_s = 0 if fifo else dice.choice((0, 0, 2))
            more = {"MessageGroupId": group, "MessageDeduplicationId": body} if fifo else {}
            sqs.call("SendMessage", {"QueueUrl": url, "MessageBody": body, "DelaySeconds": delay_s} | more)
            model.turn += 1
            model.messages.append(_Listed(body, group, now_ms + delay_s * 1000, model.turn))
        elif act == "receive":
            one_group = not fifo or len({m.group for m in model.messages}) == 1
            most, hidden_s = dice.randint(1, 4) if one_group else MOST, dice.choice(HIDDEN_S)
            asked = {"QueueUrl": url, "MaxNumberOfMessages": most, "VisibilityTimeout": hidden_s}
            told = sqs.call("ReceiveMessage", asked).get("Messages", [])
            expected = model.receive(now_ms, most, hidden_s * 1000)
            if fifo:
                told.sort(key=lambda message: int(message["Body"]))
                expected.sort(key=lambda message: int(message.body))
            assert [message["Body"] for message in told] == [message.body for message in expected]
            for message, listed in zip(told, expected, strict=True):
                listed.handle = message["ReceiptHandle"]
            received += len(told)
        elif act == "delete" and held:
            gone = dice.choice(held)
            sqs.call("DeleteMessage", {"QueueUrl": url, "ReceiptHandle": gone.handle})
            model.messages.remove(gone)
        elif act == "hide" and held:
            hidden, seconds = dice.choice(held), dice.choice(HIDDEN_S)
            asked = {"QueueUrl": url, "ReceiptHandle": hidden.handle, "VisibilityTimeout": seconds}
            sqs.call("ChangeMessageVisibility", asked)
            model.set_visible(hidden, now_ms + seconds * 1000)
        assert sqs.next_visible_ms(url) == model.next_visible_ms()
        assert (sqs.depth(url), sqs.depth(dead)) == (len(model.messages), len(model.dead))
    return received
