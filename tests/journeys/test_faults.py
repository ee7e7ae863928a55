"""A network that misbehaves changes nothing of how a story ends."""

from collections.abc import Iterator

import pytest

from tests.journeys.desk import Words
from tests.journeys.outside import Outside, until
from tests.journeys.scene import Scene

STEPS = [
    "callback.requested",
    "callback.queued",
    "callback.claimed",
    "attempt.agent_joined",
    "attempt.dialled",
    "attempt.connected",
    "attempt.ended",
    "callback.completed",
]


@pytest.fixture(autouse=True)
def mended(outside: Outside) -> Iterator[None]:
    """Whatever a test broke works again afterwards."""
    yield
    outside.twin("DELETE", "/faults")


@pytest.mark.parametrize(
    "faults",
    [
        {"duplicate": 1.0},
        {"reorder": 0.7},
        {"delay_ms": [200, 1500]},
        {"duplicate": 0.7, "reorder": 0.5, "delay_ms": [0, 800]},
    ],
    ids=["doubled", "out of order", "late", "all of it"],
)
def test_webhooks_doubled_late_or_out_of_order_tell_the_same_story_once(
    scene: Scene, faults: dict[str, object]
) -> None:
    scene.outside.twin("PUT", "/faults", faults)
    asked = scene.ask(script="answers", answer_after_ms=500, hangup_after_ms=3000)
    agent = scene.agent()
    desk = scene.desk(agent)
    desk.take_next()
    desk.is_in("ended")
    desk.wrap_up("solved", scene.casting.note("Resolvido apesar da rede."))
    desk.idle()
    scene.free(agent)
    told = scene.told(agent, asked, "attempt.wrapped_up")
    kinds = scene.kinds(agent, asked)
    assert told["disposition"] == "solved"
    assert [kind for kind in kinds if kind in STEPS] == STEPS
    assert len(kinds) == len(set(kinds))
    assert scene.told(agent, asked, "attempt.ended")["outcome"] == "completed"
    assert len(scene.outside.calls_to(asked.customer.phone)) == 1


def test_a_carrier_that_fails_gives_the_customer_their_place_and_the_agent_their_freedom(
    scene: Scene,
) -> None:
    scene.outside.twin("PUT", "/faults", {"rest_5xx": 1.0})
    asked = scene.ask(script="answers", answer_after_ms=300, hangup_after_ms=2000)
    agent = scene.agent()
    desk = scene.desk(agent)
    desk.take_next()
    desk.idle()
    desk.says(desk.outcome("carrier_unavailable"))
    scene.free(agent)
    assert scene.told(agent, asked, "attempt.ended")["outcome"] == "carrier_unavailable"
    assert scene.becomes(asked, "queued")["position"] == 1
    scene.outside.twin("DELETE", "/faults")
    desk.take_next()
    desk.is_in("ended")
    assert scene.becomes(asked, "completed")
    desk.wrap_up("solved", "")
    desk.idle()


@pytest.mark.parametrize(
    "lost",
    [{"lose_kinds": ["participant-leave"]}, {"lose": 1.0}],
    ids=["the conference's word", "every word"],
)
def test_a_browser_that_is_gone_is_missed_at_once_whatever_report_is_lost(
    scene: Scene, lost: dict[str, object]
) -> None:
    asked = scene.ask(script="answers", answer_after_ms=300)
    agent = scene.agent()
    desk = scene.desk(agent)
    desk.take_next()
    desk.is_in("on_call")
    scene.outside.twin("PUT", "/faults", lost)
    desk.page.context.close()
    coming_back = Words(asked.customer.locale, "twiml")("coming_back")
    (call,) = scene.outside.calls_to(asked.customer.phone)
    # The look, which would find it too, is two minutes away.
    until("the customer to be told", lambda: coming_back in heard_in(scene, call["sid"]), seconds=30)
    assert scene.told(agent, asked, "attempt.agent_left")
    scene.outside.twin("DELETE", "/faults")
    scene.outside.twin("POST", f"/calls/{call['sid']}/hangup")


def heard_in(scene: Scene, sid: str) -> list[str]:
    """What was said to that leg so far."""
    return next(list(one["heard"]) for one in scene.outside.twin("GET", "/calls") if one["sid"] == sid)


def test_a_call_whose_last_webhooks_are_lost_is_found_out_by_asking_the_carrier(scene: Scene) -> None:
    scene.outside.twin("PUT", "/faults", {"lose_kinds": ["call-ringing", "call-answered"]})
    asked = scene.ask(script="answers", answer_after_ms=300, hangup_after_ms=2500)
    agent = scene.agent()
    desk = scene.desk(agent)
    desk.take_next()
    desk.is_in("ended")
    ended = scene.told(agent, asked, "attempt.ended")
    assert (ended["outcome"], ended["ended_by"]) == ("completed", "customer")
    scene.becomes(asked, "completed")
