"""A recorded call: the customer hears of it, a card number is left out, it is played on the timeline."""

import re

from playwright.sync_api import expect

from tests.journeys.desk import LONG_MS
from tests.journeys.outside import until
from tests.journeys.scene import Scene


def test_a_call_is_announced_paused_and_played_on_the_timeline(scene: Scene) -> None:
    agent = scene.agent()
    desk = scene.desk(agent)
    asked = scene.ask(script="answers", answer_after_ms=2_000)
    desk.take_next()
    desk.is_in("on_call")
    shown = desk.page.get_by_test_id("recording")
    expect(shown).to_have_attribute("data-state", "on", timeout=LONG_MS)
    (leg,) = scene.outside.calls_to(asked.customer.phone)
    assert [said for said in leg["heard"] if "grav" in said or "grab" in said or "recorded" in said]
    assert status(scene, leg["sid"]) == "in-progress"

    desk.page.keyboard.press("p")
    expect(shown).to_have_attribute("data-state", "paused", timeout=LONG_MS)
    assert status(scene, leg["sid"]) == "paused"
    desk.page.keyboard.press("p")
    expect(shown).to_have_attribute("data-state", "on", timeout=LONG_MS)
    assert status(scene, leg["sid"]) == "in-progress"

    desk.press("call.hang_up")
    desk.is_in("ended")
    row = desk.timeline_has("recording.stored")
    row.get_by_role("button", name=desk.words("recording.listen")).click()
    player = row.locator("audio")
    expect(player).to_have_attribute("src", re.compile("X-Amz-Expires=300"), timeout=LONG_MS)
    playing = "element => element.readyState >= 2 && element.error === null && element.duration > 0"
    until("the sound", lambda: player.evaluate(playing))
    until("nothing at the carrier", lambda: status(scene, leg["sid"]) == "")
    desk.timeline_has("recording.played")
    desk.wrap_up("solved", scene.casting.note("Gravada."))


def status(scene: Scene, call_sid: str) -> str:
    """Of the recording the carrier has of a leg; "" for none."""
    found = scene.outside.twin("GET", "/state")["recordings"]
    return next((str(one["status"]) for one in found if one["call_sid"] == call_sid), "")
