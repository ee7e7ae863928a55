"""A customer whose line was lost in mid-call: called again at once, by the same agent, once."""

from chalicelib.kernel.ids import protocol
from chalicelib.kernel.messages import text
from chalicelib.notices import service as notices
from tests.people import Agent, ask
from tests.scene import Scene, scene

MINE = ("attempt.wrapped_up", "callback.requested", "callback.queued", "callback.claimed")


def cut_off(s: Scene) -> Scene:
    """They talked, and the customer's line is gone."""
    s.talk()
    s.house.world.exchange.hang_up(s.customer())
    s.house.wait(1)
    assert s.attempt()["can_call_again"]
    return s


def call_again(s: Scene, who: Agent | None = None) -> tuple[int, dict[str, object]]:
    """The button."""
    return (who or s.agent).send("POST", f"/attempts/{s.id}/call-again")


def test_they_are_rung_again_while_the_agent_wraps_up_and_the_two_talk_on() -> None:
    with scene() as s:
        cut_off(s)
        status, answer = call_again(s)
        again = answer["attempt"]
        assert status == 200 and again["protocol"] == protocol(again["callback"]["id"])
        assert s.agent.activity() == "busy"
        s.agent.join(again["id"])
        s.house.wait(5)
        assert s.agent.attempt(again["id"])["state"] == "connected"
        assert [call.to for call in s.customers()] == [s.customer().to] * 2
        asked = [item for item in s.story() if item["kind"] == "callback.requested"][-1]
        assert (asked["reason"], asked["protocol"]) == ("cut_off", again["protocol"])
        assert sorted(s.kinds()[-8:-4]) == sorted(MINE)


def test_asking_twice_is_asking_once() -> None:
    with scene() as s:
        cut_off(s)
        first, second = call_again(s)[1]["attempt"], call_again(s)[1]["attempt"]
        assert first["id"] == second["id"]
        assert s.kinds().count("callback.requested") == 2


def test_a_second_loss_ends_it() -> None:
    with scene() as s:
        cut_off(s)
        s.id = call_again(s)[1]["attempt"]["id"]
        s.talk()
        s.house.world.exchange.hang_up(s.customer())
        s.house.wait(1)
        assert not s.attempt()["can_call_again"]
        assert call_again(s)[1]["code"] == "call_not_cut_off"
        s.nobody_is_on_the_line()


def test_who_hung_up_themselves_or_let_the_wrap_up_pass_cannot_say_so() -> None:
    with scene() as s:
        s.talk()
        assert call_again(s)[1]["code"] == "call_not_cut_off", "it goes on"
        s.hang_up()
        s.house.wait(1)
        assert call_again(s)[1]["code"] == "call_not_cut_off", "the agent ended it"
    with scene() as s:
        cut_off(s)
        assert call_again(s, Agent(s.house, "bruno"))[1]["code"] == "attempt_not_yours"
        s.house.wait(61)
        assert call_again(s)[1]["code"] == "call_not_cut_off", "too late"
    with scene() as s:
        cut_off(s).wrap_up("Pronto.")
        assert call_again(s)[1]["code"] == "call_not_cut_off", "wrapped up"


def test_a_customer_who_asked_for_another_call_meanwhile_gets_that_one() -> None:
    with scene() as s:
        cut_off(s)
        other = ask(s.house, phone=s.customer().to)["callback"]["id"]
        again = call_again(s)[1]["attempt"]
        assert again["callback"]["id"] == other


def test_when_another_agent_was_quicker_the_first_goes_on_wrapping_up() -> None:
    with scene() as s:
        cut_off(s)
        ask(s.house, phone=s.customer().to)
        s.house.draw()
        assert Agent(s.house, "bruno").ready().next() is not None
        assert call_again(s) == (200, {"attempt": None})
        assert s.agent.activity() == "wrap-up"


def test_a_lost_line_that_the_carrier_tells_apart_is_called_again_without_a_word() -> None:
    with scene() as s:
        s.talk()
        s.house.world.exchange.finish(s.customer(), "failed", "network")
        s.house.wait(1)
        again = s.agent.send("GET", "/me")[1]["attempt_id"]
        assert again != s.id and s.agent.activity() == "busy"
        assert s.agent.attempt(again)["protocol"]


def test_the_customer_is_told_the_protocol_number_by_text_message() -> None:
    with scene("+5511987650001") as s:
        cut_off(s)
        again = call_again(s)[1]["attempt"]
        notices.on_due(s.house.ctx, again["callback"]["id"], "NOTICE#before_first")
        (message,) = s.house.world.messages.values()
        phone = "+55 11 3000-1000"
        assert message.body == text("es", "sms.cut_off", phone=phone, protocol=again["protocol"])
