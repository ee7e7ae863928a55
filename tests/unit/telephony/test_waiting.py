"""The live waiting caller: brought in when an agent is there, or called back if they choose that."""

import dataclasses

from local.twilio.core.incoming import call_in
from local.twilio.core.model import Call
from tests.house import API, House, house
from tests.people import Agent, ask

OURS, THEIRS = "+551130001000", "+5511987650001"


class Line:
    """A request whose customer has come on the line, and an agent who is there."""

    def __init__(self, h: House, topic: str = "payments") -> None:
        self.house, self.agent = h, Agent(h, lanes=(f"BR:{topic}",)).ready()
        self.asked = ask(h, phone=THEIRS, topic=topic)
        h.draw()
        url = f"{API}/twilio/waiting?callback={self.asked['callback']['id']}"
        h.world.settings = dataclasses.replace(h.world.settings, number_voice_url=url)
        self.call = self.dial()

    def dial(self) -> Call:
        call = call_in(self.house.world, THEIRS, OURS)
        self.house.wait(1)
        return call

    def claim(self) -> str:
        attempt = self.agent.next()
        assert attempt is not None
        return str(attempt["id"])

    def row(self) -> dict[str, object]:
        from chalicelib.queue import service as queue

        found = queue.find(self.asked["callback"]["id"])
        return {"status": found.status, "live": found.request.live, "phone": found.request.phone}

    def dialled(self) -> list[Call]:
        return [one for one in self.house.world.calls.values() if one.direction == "outbound-api"]

    def kinds(self) -> list[str]:
        return self.agent.kinds("buyer-7")


def test_who_waits_is_brought_in_and_not_dialled() -> None:
    with house() as h:
        line = Line(h)
        assert "en la fila" in line.call.heard[0]
        attempt_id = line.claim()
        h.wait(2)
        assert line.agent.attempt(attempt_id)["state"] == "claimed"
        line.agent.join(attempt_id)
        h.wait(2)
        attempt = line.agent.attempt(attempt_id)
        assert attempt["state"] == "connected"
        assert attempt["customer"]["state"] == "joined"
        assert not line.dialled()
        h.world.exchange.hang_up(line.call)
        h.wait(2)
        assert line.agent.attempt(attempt_id)["outcome"] == "completed"
        assert line.row()["status"] == "completed"
        assert line.kinds() == [
            "callback.requested",
            "callback.queued",
            "callback.on_line",
            "callback.claimed",
            "attempt.agent_joined",
            "attempt.answered",
            "attempt.connected",
            "attempt.ended",
            "callback.completed",
        ]
        assert not h.surprises


def test_the_agent_hangs_up_and_the_callers_call_is_over() -> None:
    with house() as h:
        line = Line(h)
        attempt_id = line.claim()
        line.agent.join(attempt_id)
        h.wait(3)
        line.agent.send("POST", f"/attempts/{attempt_id}/hangup")
        h.wait(3)
        assert line.call.over
        assert line.row()["status"] == "completed"


def test_an_agent_who_never_joins_leaves_them_waiting_at_their_place() -> None:
    with house() as h:
        line = Line(h)
        attempt_id = line.claim()
        h.wait(40)
        assert line.agent.attempt(attempt_id)["outcome"] == "agent_never_joined"
        assert not line.call.over
        assert line.row()["status"] == "queued"
        again = line.claim()
        line.agent.join(again)
        h.wait(2)
        assert line.agent.attempt(again)["state"] == "connected"
        assert not line.dialled()


def test_an_agent_lost_in_mid_call_leaves_them_in_line_and_on_the_line() -> None:
    with house() as h:
        line = Line(h)
        attempt_id = line.claim()
        line.agent.join(attempt_id)
        h.wait(3)
        assert line.agent.call is not None
        h.world.exchange.hang_up(line.agent.call)
        h.wait(45)
        assert line.agent.attempt(attempt_id)["outcome"] == "agent_lost"
        assert not line.call.over
        assert line.row()["status"] == "queued"
        assert line.row()["live"] is not None


def test_who_hangs_up_while_they_wait_keeps_their_place_and_is_called() -> None:
    with house() as h:
        line = Line(h)
        h.world.exchange.hang_up(line.call)
        h.wait(1)
        attempt_id = line.claim()
        line.agent.join(attempt_id)
        h.wait(5)
        assert line.agent.attempt(attempt_id)["state"] == "connected"
        assert len(line.dialled()) == 1
        assert line.row()["live"] is None
        assert "callback.off_line" in line.kinds()


def test_who_chooses_to_be_called_back_keeps_their_place() -> None:
    with house() as h:
        line = Line(h)
        h.world.press(line.call, "1")
        h.wait(20)
        assert line.call.over
        assert line.row() == {"status": "queued", "live": None, "phone": THEIRS}
        assert "0 0 0 1" in " ".join(line.call.heard)


def test_another_number_is_typed_and_checked() -> None:
    with house() as h:
        line = Line(h)
        h.world.press(line.call, "2")
        h.wait(1)
        h.world.press(line.call, "12#")
        h.wait(1)
        h.world.press(line.call, "11987654444#")
        h.wait(20)
        assert line.call.over
        assert line.row() == {"status": "queued", "live": None, "phone": "+5511987654444"}


def test_a_lane_that_is_customer_first_brings_them_in_all_the_same() -> None:
    with house() as h:
        line = Line(h, "returns")
        attempt_id = line.claim()
        line.agent.join(attempt_id)
        h.wait(2)
        assert line.agent.attempt(attempt_id)["state"] == "connected"
        assert not line.dialled()
