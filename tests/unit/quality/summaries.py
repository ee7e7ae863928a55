"""Calls that are over and what Voice Insights says of them, for tests of the quality."""

import json
from functools import partial
from typing import Any

from chalicelib.timers import service as timers
from local.twilio.rest.insights import COMPLETE_AFTER_MS
from tests.house import House
from tests.scene import Scene
from tests.unit.notices.posts import Reminders

POOR = "+5511987650008"


def over(h: House, phone: str = POOR) -> Scene:
    """A conversation that has just ended."""
    scene = Scene(h, phone).talk()
    scene.hang_up()
    h.wait(1)
    return scene


def post(h: House) -> None:
    """The end of every attempt as the stream tells of it, and what follows from it at once."""
    records = [{"dynamodb": {"NewImage": item}} for item in h.items() if item["entity"] == {"S": "attempt"}]
    kept, h.ctx.queues = h.ctx.queues, Reminders()
    timers.arm(h.ctx, records)
    bodies, h.ctx.queues = h.ctx.queues.bodies, kept
    for body in bodies:
        if json.loads(body)["due_at_ms"] <= h.ctx.now_ms():
            h.invoke(partial(timers.fire, h.ctx, body))


def later(h: House, seconds: int) -> None:
    """So much later, the timers come."""
    h.world.advance(seconds * 1000)
    h.deliver()
    h.fire()


def complete(h: House) -> None:
    """Long enough for the summaries of all that is over."""
    post(h)
    for _ in range(2):
        later(h, COMPLETE_AFTER_MS // 1000)


def rows(h: House) -> list[dict[str, Any]]:
    """What is known of every call's quality."""
    return [item for item in h.items() if item["entity"] == {"S": "quality"}]


def asked(h: House) -> list[str]:
    """Every summary the carrier was asked for, by the query."""
    found = [one for one in h.world.requests if one["path"].endswith("/Summary")]
    return [str(one["params"].get("ProcessingState", ["complete"])[0]) for one in found]


def told(scene: Scene) -> list[dict[str, Any]]:
    """What the timeline says of how calls sounded."""
    return [item for item in scene.story() if item["kind"] == "attempt.quality"]
