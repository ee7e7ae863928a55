"""Calls to our numbers: recognised, put in line, called back, out of hours, refused (docs/inbound.md)."""

from typing import Any

from chalicelib.queue import service as queue
from chalicelib.queue.service import CallbackRow, Sentences
from local.twilio.core.incoming import call_in
from local.twilio.core.model import Call
from tests.house import SETTINGS, House, house
from tests.people import Agent, ask

OURS, THEIRS = "+551130001000", "+5511987654321"


def calls(h: House, from_: str = THEIRS, keys: str = "", seconds: float = 1, **more: Any) -> Call:
    call = call_in(h.world, from_, OURS, keys, **more)
    h.wait(seconds)
    return call


def requests(h: House) -> list[CallbackRow]:
    ids = [item["pk"]["S"][9:] for item in h.items() if item["entity"]["S"] == "callback"]
    return [queue.find(one) for one in sorted(ids)]


def close(h: House) -> None:
    """Until the evening of the next day, with a sentence."""
    now = h.ctx.now_ms()
    told = Sentences("Hoje é feriado.", "Hoy es feriado.", "Today is a holiday.")
    queue.close_site(h.ctx, "BR", now, now + 86_400_000, told, "sofia")


def at_peace(h: House) -> None:
    assert not h.surprises, h.surprises
    assert not h.world.network.errors, list(h.world.network.errors)


def test_a_caller_nobody_knows_chooses_a_topic_waits_and_talks() -> None:
    with house() as h:
        agent = Agent(h).ready()
        call = calls(h, keys="1", seconds=3)
        (row,) = requests(h)
        assert (row.status, row.request.source, row.request.topic) == ("queued", "call", "payments")
        assert row.request.live is not None
        assert row.request.live.call_sid == call.sid
        assert row.request.customer_id.startswith("caller-")
        h.wait(20)
        assert "Você é o número 1 da fila." in call.heard
        assert THEIRS[-4:] not in " ".join(call.heard).replace(" ", "")
        attempt = agent.next()
        assert attempt is not None
        assert attempt["callback"]["source"] == "call"
        assert attempt["callback"]["on_line_since_ms"] is not None
        agent.join(attempt["id"])
        h.wait(2)
        assert agent.attempt(attempt["id"])["state"] == "connected"
        assert [one for one in h.world.calls.values() if one.direction == "outbound-api"] == []
        h.world.exchange.hang_up(call)
        h.wait(2)
        assert requests(h)[0].status == "completed"
        profile = agent.send("GET", f"/customers/{row.request.customer_id}")[1]
        assert (profile["name"], profile["requests"]) == ("+55 11 ••••• 4321", 1)
        at_peace(h)


def test_who_chooses_nothing_twice_and_again_gets_the_default_topic() -> None:
    with house() as h:
        calls(h, seconds=90)
        (row,) = requests(h)
        assert row.request.topic == "account"
        at_peace(h)


def test_who_asked_by_the_form_is_recognised_and_joins_what_is_open() -> None:
    with house() as h:
        asked = ask(h, phone=THEIRS, role="seller", level="gold", topic="returns")
        h.draw()
        call = calls(h, seconds=2)
        (row,) = requests(h)
        assert row.request.callback_id == asked["callback"]["id"]
        assert row.request.live is not None
        assert row.request.live.call_sid == call.sid
        assert (row.request.tier, row.request.topic, row.request.source) == ("high", "returns", "form")
        at_peace(h)


def test_who_was_served_before_is_the_same_customer_with_the_tier_they_have_now() -> None:
    with house() as h:
        asked = ask(h, phone=THEIRS, role="seller", level="platinum")
        queue.cancel(h.ctx, asked["callback"]["id"])
        calls(h, keys="2", seconds=3)
        row = requests(h)[-1]
        assert (row.request.customer_id, row.request.tier) == ("seller-7", "urgent")
        at_peace(h)


def test_a_second_call_from_the_number_takes_over_and_the_first_is_told() -> None:
    with house() as h:
        first = calls(h, keys="1", seconds=3)
        second = calls(h, seconds=30)
        (row,) = requests(h)
        assert row.request.live is not None
        assert row.request.live.call_sid == second.sid
        assert first.over
        assert not second.over
        at_peace(h)


def test_who_is_being_called_is_asked_to_answer_and_not_put_in_line() -> None:
    with house() as h:
        agent = Agent(h).ready()
        ask(h, phone="+5511987650003")
        h.draw()
        attempt = agent.next()
        assert attempt is not None
        agent.join(attempt["id"])
        call = calls(h, "+5511987650003", seconds=15)
        assert call.over
        assert requests(h)[0].request.live is None
        at_peace(h)


def test_who_hangs_up_in_line_is_called_back_and_not_lost() -> None:
    with house() as h:
        calls(h, keys="1", seconds=5, hang_up_after_ms=4_000)
        (row,) = requests(h)
        assert (row.status, row.request.live) == ("queued", None)
        at_peace(h)


def test_out_of_hours_a_caller_hears_when_we_open_and_is_called_back() -> None:
    with house() as h:
        close(h)
        call = calls(h, keys="1", seconds=30)
        (row,) = requests(h)
        assert call.heard[0] == "Hoje é feriado."
        assert "às" in call.heard[1]
        assert (row.request.live, row.request.source) == (None, "call")
        assert call.over
        at_peace(h)


def test_a_message_out_of_hours_is_work_to_do_once() -> None:
    with house() as h:
        close(h)
        call = calls(h, keys="2", seconds=45)
        assert call.over
        (row,) = requests(h)
        assert row.request.source == "voicemail"
        agent = Agent(h)
        assert agent.kinds(row.request.customer_id)[0] == "callback.requested"
        again = calls(h, keys="2", seconds=14, hang_up_after_ms=13_500)
        assert again.over
        h.wait(2)
        (row,) = requests(h)
        assert "callback.message_left" in agent.kinds(row.request.customer_id)
        at_peace(h)


def test_who_shows_no_number_or_one_nobody_can_call_is_told_so() -> None:
    with house() as h:
        for number in ("", "+442071838750", "+5503001234567"):
            call = calls(h, number, seconds=15)
            assert call.over
            assert "mostrando o seu número" in " ".join(call.heard)
        assert requests(h) == []
        at_peace(h)


def test_who_calls_too_often_hears_a_plain_sentence() -> None:
    with house() as h:
        agent = Agent(h)
        for _ in range(6):
            calls(h, keys="1", seconds=3)
            queue.cancel(h.ctx, requests(h)[-1].request.callback_id)
            h.wait(20)
        call = calls(h, keys="1", seconds=20)
        assert call.over
        assert call.heard[-1].startswith("Não podemos atender esta ligação.")
        assert agent.send("GET", "/guard")[0] == 200
        at_peace(h)


def test_our_numbers_in_other_countries_greet_in_their_language() -> None:
    with house() as h:
        mexican = SETTINGS.caller_ids["MX"][0]
        call = call_in(h.world, "+525587654321", mexican)
        h.wait(1)
        assert call.heard[0] == "Ahora estamos cerrados. Abrimos el viernes a las 08:00."
        at_peace(h)
