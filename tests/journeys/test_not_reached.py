"""The customer is not reached: the desk says why and the agent is free."""

import pytest

from tests.journeys.desk import Phone
from tests.journeys.scene import Scene

# How they behave, what the API answers and the desk's catalogue calls it, and whether they are called again.
ENDINGS = [
    ("busy", "busy", True),
    ("rejects", "rejected", True),
    ("fails", "invalid_number", False),
    ("invalid", "invalid_number", False),
]


@pytest.mark.parametrize(("script", "outcome", "again"), ENDINGS)
def test_a_customer_who_is_not_reached_leaves_a_reason_and_a_free_agent(
    scene: Scene, script: str, outcome: str, again: bool
) -> None:
    asked = scene.ask(script=script, answer_after_ms=300)
    agent = scene.agent()
    desk = scene.desk(agent)
    desk.take_next()
    desk.idle()
    scene.free(agent)
    assert scene.told(agent, asked, "attempt.ended")["outcome"] == outcome
    seen = scene.becomes(asked, "received" if again else "unanswered")
    assert seen["cancellable"] is again
    assert (seen["why"] == "retry" and seen["next_attempt_at_ms"] > seen["now_ms"]) is again
    desk.next.wait_for()
    desk.says(desk.outcome(outcome))


def test_a_machine_that_answers_is_found_out_and_nobody_was_spoken_to(scene: Scene) -> None:
    asked = scene.ask(script="machine", answer_after_ms=300)
    agent = scene.agent()
    desk = scene.desk(agent)
    desk.take_next()
    desk.idle()
    desk.says(desk.outcome("machine"))
    scene.free(agent)
    assert scene.told(agent, asked, "attempt.ended")["outcome"] == "machine"
    assert "attempt.wrapped_up" not in scene.kinds(agent, asked)
    assert scene.becomes(asked, "received")["why"] == "retry"


def test_a_customer_who_never_answers_is_given_up_after_the_ring_time(scene: Scene) -> None:
    asked = scene.ask(script="no_answer")
    agent = scene.agent()
    desk = scene.desk(agent)
    desk.take_next()
    desk.is_in("ringing")
    scene.outside.ringing(asked.customer.phone)
    scene.outside.twin("POST", "/clock/advance", {"ms": 60_000})
    desk.idle()
    scene.free(agent)
    assert scene.told(agent, asked, "attempt.ended")["outcome"] == "no_answer"
    assert scene.becomes(asked, "received")["why"] == "retry"
    desk.says(desk.outcome("no_answer"))


def test_a_customer_who_declines_on_the_phone_page_has_rejected_the_call(scene: Scene) -> None:
    asked = scene.ask()
    agent = scene.agent()
    phone = Phone(scene.windows.page(scene.phone_page(asked.customer.phone)))
    desk = scene.desk(agent)
    desk.take_next()
    phone.decline()
    desk.idle()
    scene.free(agent)
    assert scene.told(agent, asked, "attempt.ended")["outcome"] in ("rejected", "busy")
    assert scene.becomes(asked, "received")["why"] == "retry"


def test_an_agent_who_hangs_up_while_it_rings_gives_the_customer_their_place_back(scene: Scene) -> None:
    asked = scene.ask(script="no_answer")
    agent = scene.agent()
    desk = scene.desk(agent)
    desk.take_next()
    desk.is_in("ringing")
    desk.press("call.hang_up")
    desk.idle()
    scene.free(agent)
    assert scene.told(agent, asked, "attempt.ended")["outcome"] == "cancelled"
    assert scene.becomes(asked, "queued")["position"] == 1
    over = [one["status"] for one in scene.outside.calls_to(asked.customer.phone)]
    assert over == ["canceled"]


def test_a_customer_who_hangs_up_ends_the_call_and_the_desk_says_who_did(scene: Scene) -> None:
    asked = scene.ask(script="answers", answer_after_ms=300, hangup_after_ms=1500)
    agent = scene.agent()
    desk = scene.desk(agent)
    desk.take_next()
    desk.is_in("ended")
    ended = scene.told(agent, asked, "attempt.ended")
    assert (ended["outcome"], ended["ended_by"]) == ("completed", "customer")
    desk.says(desk.outcome("completed", "customer"))
    scene.becomes(asked, "completed")
    desk.wrap_up("follow_up", scene.casting.note("Desligou antes do fim; retomar amanhã."))
    desk.idle()
    scene.free(agent)
