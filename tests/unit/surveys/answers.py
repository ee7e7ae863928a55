"""Customers who are asked after their call, for tests of surveys."""

import json
from functools import partial
from typing import Any

from chalicelib.timers import service as timers
from local.twilio.core.people import Script
from tests.house import House
from tests.scene import ANSWERS, Scene
from tests.unit.notices.posts import Reminders

LONG_S = 66
"""Longer than the shortest call that is asked about."""


def talked(h: House, keys: str = "", seconds: float = LONG_S, **script: Any) -> Scene:
    """A conversation with somebody who will press these keys, a comma between questions."""
    h.world.people.scripts[ANSWERS] = Script("answers", digits=keys, **script)
    return Scene(h, ANSWERS).talk(seconds)


def told(scene: Scene) -> list[dict[str, Any]]:
    """What the timeline says of answers."""
    return [item for item in scene.story() if item["kind"] == "survey.answered"]


def row(h: House) -> dict[str, Any] | None:
    """The one survey."""
    found = [item for item in h.items() if item["entity"] == {"S": "survey"}]
    assert len(found) <= 1
    return {**json.loads(found[0]["survey"]["S"]), "watched": "due_pk" in found[0]} if found else None


def ended(h: House, after_s: float = 0) -> None:
    """The stream tells of every attempt, and what follows is done when its time has come."""
    records = [{"dynamodb": {"NewImage": item}} for item in h.items() if item["entity"] == {"S": "attempt"}]
    kept, h.ctx.queues = h.ctx.queues, Reminders()
    timers.arm(h.ctx, records)
    bodies, h.ctx.queues = h.ctx.queues.bodies, kept
    if after_s:
        h.wait(after_s)
    for body in bodies:
        if json.loads(body)["sk"] == "SURVEY" and json.loads(body)["due_at_ms"] <= h.ctx.now_ms():
            h.invoke(partial(timers.fire, h.ctx, body))


def prompts(scene: Scene) -> list[str]:
    """Every document the customer's leg was given for the survey, in order."""
    found = []
    for dispatch in scene.house.world.network.post.log:
        if dispatch.kind == "twiml" and "/twilio/survey" in dispatch.url:
            found += [str(one["answer"]) for one in dispatch.attempts if one["status"] == 200]
    return found
