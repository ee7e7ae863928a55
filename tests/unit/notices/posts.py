"""The stream and the timers queue for tests of notices: what changed is armed, what was armed is fired."""

import json
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from chalicelib.timers import service as timers
from local.twilio.core.model import Message
from tests.house import House, ListedQueues


@dataclass
class Reminders(ListedQueues):
    """Keeps what was sent to the timers queue."""

    bodies: list[str] = field(default_factory=list)

    def remind(self, delay_s: int, body: str) -> None:
        """At once or later."""
        self.bodies.append(body)


def post(h: House, times: int = 1) -> None:
    """Every callback as the stream tells of it, `times` over, and what follows from it now."""
    records = [{"dynamodb": {"NewImage": item}} for item in h.items() if item["entity"] == {"S": "callback"}]
    kept, h.ctx.queues = h.ctx.queues, Reminders()
    for _ in range(times):
        timers.arm(h.ctx, records)
    bodies, h.ctx.queues = h.ctx.queues.bodies, kept
    for body in bodies:
        if json.loads(body)["due_at_ms"] <= h.ctx.now_ms():
            h.invoke(partial(timers.fire, h.ctx, body))


def messages(h: House) -> list[Message]:
    """What the carrier was given."""
    return list(h.world.messages.values())


def notices(h: House) -> dict[str, dict[str, Any]]:
    """The marks, by notice."""
    rows = (item for item in h.items() if item["entity"] == {"S": "notice"})
    return {row["sk"]["S"].removeprefix("NOTICE#"): row for row in rows}
