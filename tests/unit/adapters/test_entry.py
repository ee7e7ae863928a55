"""Handlers that are not HTTP, entered as Lambda enters them."""

import json
import logging
from typing import Any

import pytest

from chalicelib.adapters.log import logger
from chalicelib.queue.events import draw_standard
from chalicelib.timers.events import fire, sweep
from tests.house import house
from tests.people import ask
from tests.privacy import Written
from tests.scene import scene

SECRET = "Cadê o meu dinheiro, pelo amor?"


def records(*bodies: str) -> dict[str, Any]:
    """An SQS event."""
    return {
        "Records": [
            {"messageId": str(number), "body": body, "receiptHandle": "r", "eventSource": "aws:sqs"}
            for number, body in enumerate(bodies)
        ]
    }


def failed(answer: dict[str, Any]) -> list[str]:
    """The messages that come again."""
    return [one["itemIdentifier"] for one in answer["batchItemFailures"]]


def test_a_message_that_fails_holds_up_those_behind_it_in_its_lane() -> None:
    with house() as h:
        ask(h, sub="1")
        ask(h, sub="2")
        good = list(h.queues.tiers)
        assert failed(draw_standard(records(good[0], "not json", good[1]), None)) == ["1", "2"]
        statuses = sorted(i["status"]["S"] for i in h.items() if i["entity"]["S"] == "callback")
        assert statuses == ["queued", "received"]


def test_a_timer_that_fails_comes_again_alone() -> None:
    with scene() as s:
        s.house.world.advance(31_000)
        due = json.dumps({"pk": f"ATTEMPT#{s.id}", "sk": "ATTEMPT", "due_at_ms": s.house.ctx.now_ms()})
        assert failed(fire(records("not json", due, "{}"), None)) == ["0", "2"]
        assert s.attempt()["outcome"] == "agent_never_joined"


def test_the_sweep_finds_what_no_message_reminded_of() -> None:
    with scene() as s:
        s.house.world.advance(40_000)
        schedule = {
            "version": "0", "account": "", "region": "", "detail": {}, "detail-type": "", "source": "",
            "time": "", "id": "", "resources": [],
        }  # fmt: skip
        sweep(schedule, None)
        assert s.attempt()["outcome"] == "agent_never_joined"
        s.house.draw()
        assert s.callback()["status"] == "queued"


def test_a_failure_is_logged_by_type_and_place_and_never_by_its_text() -> None:
    kept = Written()
    inner = logging.getLogger(logger().name)
    inner.addHandler(kept)
    try:
        with house():
            assert failed(draw_standard(records(SECRET), None)) == ["0"]
    finally:
        inner.removeHandler(kept)
    written = "\n".join(kept.lines)
    assert "JSONDecodeError" in written and "draw_standard" in written
    assert SECRET not in written


@pytest.mark.parametrize("body", ['{"callback_id": "cb-unknown"}'])
def test_a_message_about_nothing_is_done(body: str) -> None:
    with house():
        assert failed(draw_standard(records(body), None)) == []
