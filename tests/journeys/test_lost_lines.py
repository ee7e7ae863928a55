"""Lines that are lost in mid-call, in a real browser: the customer's, and the agent's for good."""

from tests.journeys.desk import LONG_MS
from tests.journeys.outside import until
from tests.journeys.scene import Scene


def test_a_customer_who_was_cut_off_is_called_again_at_once_with_a_protocol_number(scene: Scene) -> None:
    asked = scene.ask(script="answers", answer_after_ms=300, hangup_after_ms=1_500)
    agent = scene.agent()
    desk = scene.desk(agent)
    desk.take_next()
    desk.is_in("ended")
    scene.outside.person(asked.customer.phone, script="answers", answer_after_ms=300)
    desk.page.keyboard.press("r")
    desk.is_in("on_call")
    until("their second call", lambda: len(scene.outside.calls_to(asked.customer.phone)) == 2)
    desk.page.get_by_text(desk.words("timeline.protocol").split("{")[0].strip()).first.wait_for(
        timeout=LONG_MS
    )
    desk.press("call.hang_up")
    desk.is_in("ended")
    assert desk.button("ended.cut_off").count() == 0, "once"
