"""A desk measures its line: a call that is with nobody, and over by itself."""

from chalicelib.telephony.twiml import CHECK_PAUSE_S
from tests.house import house
from tests.people import Agent


def test_a_browser_that_measures_hears_nothing_and_is_in_no_conference() -> None:
    with house() as h:
        agent = Agent(h)
        call = h.world.connect_client(agent.id, {"check": "line"})
        h.wait(2)
        assert call.status == "in-progress" and not call.conference_sid
        h.wait(CHECK_PAUSE_S + 10)
        assert call.status == "completed" and not list(h.world.network.errors)
        assert agent.activity() == "offline"
        assert not h.world.rooms.conferences


def test_who_is_no_agent_measures_nothing() -> None:
    with house() as h:
        call = h.world.connect_client("ghost", {"check": "line"})
        h.wait(10)
        assert call.status == "completed" and call.talk_s < CHECK_PAUSE_S
