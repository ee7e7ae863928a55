"""After a call of a minute the customer is asked how it was, and their answer is on the agent's screen."""

import re
from typing import Any

from tests.journeys.desk import LONG_MS
from tests.journeys.outside import Outside, until
from tests.journeys.scene import Scene

ASKED_AFTER_MS = 61_000
"""By chalicelib/queue/lanes.json: shorter calls are not asked about."""


def test_the_customer_stays_for_two_keys_when_the_agent_hangs_up(scene: Scene) -> None:
    asked = scene.ask(script="answers", answer_after_ms=300)
    agent = scene.agent()
    desk = scene.desk(agent)
    desk.take_next()
    desk.is_in("on_call")
    desk.page.wait_for_timeout(ASKED_AFTER_MS)
    desk.press("call.hang_up")
    desk.is_in("ended")
    assert scene.activity(agent) == "wrap-up", "the survey is not the agent's"

    (line,) = scene.outside.calls_to(asked.customer.phone)
    presses(scene.outside, line["sid"], "9#")
    presses(scene.outside, line["sid"], "1")
    until("the goodbye", lambda: now(scene.outside, line["sid"])["status"] == "completed")
    told = scene.told(agent, asked, "survey.answered")
    assert (told["score"], told["solved"], told["channel"]) == (9, True, "voice")
    row = desk.timeline_has("survey.answered")
    row.get_by_text(re.compile(r"\b9\b")).first.wait_for(timeout=LONG_MS)


def presses(outside: Outside, sid: str, digits: str) -> None:
    """Once somebody listens to keys."""
    until(
        f"somebody to listen to {digits}",
        lambda: outside.twin("POST", f"/calls/{sid}/digits", {"digits": digits})["heard"],
    )


def now(outside: Outside, sid: str) -> Any:
    """The call as the carrier has it."""
    return next(one for one in outside.twin("GET", "/calls") if one["sid"] == sid)
