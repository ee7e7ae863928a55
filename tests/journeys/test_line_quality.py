"""A line that sounds bad: the real SDK warns, and the desk says what the customer hears and what helps."""

from playwright.sync_api import Locator, expect

from tests.journeys.desk import LONG_MS, Desk
from tests.journeys.scene import Scene

# As the button on a headset does it: the page and the SDK know nothing of it.
MICROPHONE = "(on) => window.peers.at(-1).getSenders().forEach((one) => (one.track.enabled = on))"
# As a network that lets nothing out.
SENDING = """(on) => Promise.all(window.peers.at(-1).getSenders().map((one) => {
  const parameters = one.getParameters();
  parameters.encodings.forEach((encoding) => (encoding.active = on));
  return one.setParameters(parameters);
}))"""


def test_a_silent_microphone_and_a_mute_line_are_explained_until_they_are_well(scene: Scene) -> None:
    scene.ask(script="answers", answer_after_ms=300)
    desk = scene.desk(scene.agent())
    desk.take_next()
    desk.is_in("on_call")
    expect(advice(desk)).to_have_count(0)
    desk.page.evaluate(MICROPHONE, False)
    explains(desk, "constant_audio_input_level")
    desk.page.evaluate(SENDING, False)
    explains(desk, "low_bytes_sent")
    desk.page.evaluate(SENDING, True)
    explains(desk, "constant_audio_input_level")
    desk.page.evaluate(MICROPHONE, True)
    expect(advice(desk)).to_have_count(0, timeout=LONG_MS)
    desk.press("call.hang_up")


def test_who_mutes_is_not_told_that_they_are_silent(scene: Scene) -> None:
    scene.ask(script="answers", answer_after_ms=300)
    desk = scene.desk(scene.agent())
    desk.take_next()
    desk.is_in("on_call")
    desk.page.evaluate(MICROPHONE, False)
    explains(desk, "constant_audio_input_level")
    desk.press("call.mute")
    expect(advice(desk)).to_have_count(0, timeout=LONG_MS)
    desk.press("call.hang_up")


def advice(desk: Desk) -> Locator:
    """What the desk says of the line."""
    return desk.page.get_by_test_id("line-advice")


def explains(desk: Desk, warning: str) -> None:
    """In the agent's language; the call bar names it too."""
    expect(advice(desk)).to_have_attribute("data-warning", warning, timeout=LONG_MS)
    expect(advice(desk)).to_have_text(desk.words(f"quality.advice.{warning}"))
    bar = desk.page.get_by_role("region", name=desk.words("call.bar"))
    expect(bar.get_by_text(desk.words(f"quality.warning.{warning}"), exact=True)).to_be_visible()
