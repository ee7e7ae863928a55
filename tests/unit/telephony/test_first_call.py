"""One call from the form to the timeline, through app.py, with the twin's core as Twilio."""

from tests.house import house
from tests.people import Agent, ask


def test_a_whole_call() -> None:
    with house() as h:
        agent = Agent(h).ready()
        asked = ask(h, phone="+5511987650001")
        assert asked["status_code"] == 201, asked
        h.draw()
        attempt = agent.next()
        assert attempt and attempt["callback"]["question"] == "¿Dónde está mi dinero?"
        agent.join(attempt["id"])
        h.wait(5)
        now = agent.attempt(attempt["id"])
        assert now["state"] == "connected", now
        assert agent.send("POST", f"/attempts/{attempt['id']}/hangup")[0] == 200
        h.wait(1)
        ended = agent.attempt(attempt["id"])
        assert (ended["state"], ended["outcome"], ended["ended_by"]) == ("ended", "completed", "agent")
        assert agent.activity() == "wrap-up"
        wrap = {"disposition": "solved", "note": "Pago liberado."}
        assert agent.send("PUT", f"/attempts/{attempt['id']}/wrap-up", wrap)[0] == 200
        assert agent.activity() == "available"
        assert agent.kinds("buyer-7") == [
            "callback.requested",
            "callback.queued",
            "callback.claimed",
            "attempt.agent_joined",
            "attempt.dialled",
            "attempt.ringing",
            "attempt.connected",
            "attempt.ended",
            "callback.completed",
            "attempt.wrapped_up",
        ]
