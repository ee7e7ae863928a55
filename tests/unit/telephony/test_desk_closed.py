"""A desk whose page has gone makes us look at its call: a third word on a lost browser, and no carrier's."""

from chalicelib.realtime.events import disconnect
from local.twilio.core.faults import Faults
from tests.scene import Scene, scene
from tests.stream import Stream
from tests.unit.realtime.test_live_channel import opened, ticket
from tests.unit.telephony.test_away import COMING_BACK, SOON_S, on_hold


def test_a_browser_gone_of_which_no_report_arrives_is_missed_by_its_desk() -> None:
    with scene() as s:
        stream = with_a_desk(s.talk())
        s.house.world.faults = Faults(lose=1)
        close_desk()
        s.lose_browser()
        s.house.world.faults = Faults()
        stream.wait(SOON_S - 1)
        assert on_hold(s) and s.customer().heard[-2:] == COMING_BACK
        s.join().house.wait(2)
        assert not on_hold(s) and s.kinds()[-2:] == ["attempt.agent_returned", "attempt.resumed"]


def test_a_desk_that_closes_while_another_has_the_line_changes_nothing() -> None:
    with scene() as s:
        stream = with_a_desk(s.talk())
        known = s.kinds()
        close_desk()
        stream.wait(SOON_S)
        assert (s.attempt()["state"], s.kinds(), on_hold(s)) == ("connected", known, False)


def test_a_desk_that_closes_while_the_customer_rings_ends_nothing() -> None:
    with scene(script="no_answer") as s:
        s.join().house.wait(2)
        stream = with_a_desk(s)
        close_desk()
        stream.wait(SOON_S)
        assert s.attempt()["state"] == "dialling"


def test_a_line_that_is_known_to_be_lost_is_not_looked_for() -> None:
    with scene() as s:
        stream = with_a_desk(s.talk())
        s.lose_browser()
        asked = len(s.house.world.requests)
        close_desk()
        stream.wait(SOON_S)
        assert len(s.house.world.requests) == asked


def with_a_desk(s: Scene) -> Stream:
    """The agent's desk is open, and the recording, which is the stream's work too, has begun."""
    assert opened("desk", ticket(s.agent)) == 200
    stream = Stream(s.house)
    stream.wait(10)
    return stream


def close_desk() -> None:
    """As the gateway tells."""
    assert disconnect({"requestContext": {"connectionId": "desk"}}, None) == {"statusCode": 200}
