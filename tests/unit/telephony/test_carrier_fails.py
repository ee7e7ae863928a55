"""Twilio refuses, is silent, or its words get lost, doubled, late, out of order."""

from dataclasses import replace

import pytest

from chalicelib.queue import service as queue
from local.twilio.core.faults import Faults
from tests.scene import ASKED, CONNECTED, DIALLED, scene

RETURNED = ["attempt.ended", "callback.returned", "callback.queued"]
COMPLETED = ["attempt.ended", "callback.completed"]
AGAIN = ["attempt.ended", "callback.returned"]


@pytest.mark.parametrize("fault", [Faults(rest_429=1), Faults(rest_5xx=1)], ids=["429", "5xx"])
def test_a_refused_dial_returns_the_customer_and_the_agent_is_let_go_once_twilio_listens(
    fault: Faults,
) -> None:
    with scene() as s:
        s.house.world.faults = fault
        s.join().house.wait(3)
        assert s.attempt()["outcome"] == "carrier_unavailable"
        s.house.world.faults = Faults()
        s.house.wait(21)
        s.ended("carrier_unavailable", "system", "queued", "available", [*DIALLED, *RETURNED])
        assert s.customers() == []


def test_a_dial_that_was_never_heard_is_found_out_and_not_repeated_blindly() -> None:
    with scene() as s:
        s.house.world.faults = Faults(rest_timeout_before=1)
        s.join()
        s.house.world.faults = Faults()
        s.house.wait(45)
        assert s.callback()["status"] == "received", "it may yet ring: a second look decides"
        s.house.wait(10)
        s.ended("carrier_unavailable", "system", "queued", "available", [*DIALLED, *RETURNED])
        assert s.customers() == []


def test_a_phone_that_still_rings_is_not_rung_by_the_next_agent() -> None:
    with scene("+5511987650003") as s:
        s.join()
        s.house.wait(3)
        s.house.world.faults = Faults(rest_5xx=1)
        assert s.hang_up() == 200
        s.house.wait(8)
        assert s.customer().status == "ringing"
        queue.on_due(s.house.ctx, s.asked["callback"]["id"])
        assert s.callback()["status"] == "received", "a reminder of an earlier wait gave it a place"
        assert s.agent.next() is None

        s.house.world.faults = Faults()
        s.house.wait(12)
        s.nobody_is_on_the_line()
        assert s.agent.next() is not None


def test_a_dial_whose_answer_was_lost_is_never_dialled_again() -> None:
    with scene() as s:
        s.house.world.faults = Faults(rest_timeout_after=1)
        s.join()
        s.house.world.faults = Faults()
        s.house.wait(60)
        assert s.attempt()["state"] == "connected"
        assert len(s.customers()) == 1
        s.hang_up()
        s.house.wait(1)
        s.ended("completed", "agent", "completed", "wrap-up", [*CONNECTED, *COMPLETED])


def test_hanging_up_with_every_webhook_lost_stops_the_ringing() -> None:
    with scene("+5511987650003") as s:
        s.join()
        s.house.world.faults = Faults(lose=1)
        s.house.wait(3)
        assert s.customer().status == "ringing"
        assert s.hang_up() == 200
        s.house.wait(25)
        s.nobody_is_on_the_line()
        assert s.customer().answered_ms is None


def test_a_dial_refused_that_rings_all_the_same_is_stopped() -> None:
    with scene("+5511987650003") as s:
        s.house.world.faults = Faults(rest_timeout_after=1, lose=1)
        s.join()
        s.house.wait(35)
        s.house.world.faults = Faults()
        s.house.wait(60)
        s.nobody_is_on_the_line()
        assert len(s.customers()) == 1
        assert s.agent.activity() == "available"


def test_with_every_webhook_lost_the_truth_is_found_by_asking() -> None:
    with scene() as s:
        s.house.world.faults = Faults(lose=1)
        s.join().house.wait(31)
        assert s.attempt()["state"] == "dialling"
        s.house.wait(45)
        assert s.attempt()["state"] == "connected"
        assert len(s.customers()) == 1
        assert s.hang_up() == 200
        s.house.wait(25)
        quiet = [kind for kind in CONNECTED if kind != "attempt.ringing"]
        s.ended("completed", "agent", "completed", "wrap-up", [*quiet, *COMPLETED])


def test_with_every_webhook_lost_a_customer_who_hangs_up_is_missed_at_the_next_look() -> None:
    with scene("+5511987650005") as s:
        s.house.world.faults = Faults(lose=1)
        s.join().house.wait(31)
        s.house.wait(60)
        s.ended("no_answer", "system", "received", "available", [*DIALLED, *AGAIN])


@pytest.mark.parametrize(
    "kind",
    [
        "participant-join",
        "participant-leave",
        "conference-start",
        "conference-end",
        "call-initiated",
        "call-ringing",
        "call-answered",
        "call-completed",
        "amd",
    ],
)
def test_any_one_kind_of_webhook_may_be_lost_for_ever(kind: str) -> None:
    with scene() as s:
        s.house.world.faults = Faults(lose=1, lose_kinds=(kind,))
        s.join().house.wait(90)
        assert s.attempt()["state"] == "connected"
        assert len(s.customers()) == 1
        s.hang_up()
        s.house.wait(50)  # They stay for the survey, and say nothing.
        told = [one for one in s.kinds() if one != "attempt.ringing"]
        s.ended("completed", "agent", "completed", "wrap-up", s.kinds())
        assert told == [*[one for one in CONNECTED if one != "attempt.ringing"], *COMPLETED]


@pytest.mark.parametrize(
    "fault",
    [
        Faults(duplicate=1),
        Faults(delay_ms=(100, 3_000)),
        Faults(reorder=0.5),
        Faults(duplicate=1, reorder=0.5, delay_ms=(0, 2_000)),
    ],
    ids=["doubled", "late", "out of order", "all of it"],
)
@pytest.mark.parametrize("seed", range(3))
def test_webhooks_may_come_twice_late_and_out_of_order(fault: Faults, seed: int) -> None:
    with scene() as s:
        s.house.world.network.post._dice.seed(seed)
        s.house.world.faults = fault
        s.join().house.wait(20)
        assert s.attempt()["state"] == "connected"
        s.hang_up()
        s.house.wait(25)
        assert len(s.customers()) == 1
        kinds = s.kinds()
        assert len(set(kinds)) == len(kinds), kinds
        s.ended("completed", "agent", "completed", "wrap-up", kinds)
        assert [kind for kind in kinds if kind in {*ASKED, *COMPLETED}] == [*ASKED, *COMPLETED]


def test_a_webhook_whose_answer_was_an_error_is_sent_again_and_counts_once() -> None:
    with scene() as s:
        refuse = {"left": 2}
        answer = s.house.answer

        def first_fails(request):  # type: ignore[no-untyped-def]  # as answer
            outcome = answer(request)
            if request.kind == "participant-join" and refuse["left"]:
                refuse["left"] -= 1
                return replace(outcome, status=503)
            return outcome

        s.house.answer = first_fails  # type: ignore[method-assign]  # listens in
        s.talk()
        assert refuse["left"] == 0
        s.hang_up()
        s.house.wait(1)
        s.ended("completed", "agent", "completed", "wrap-up", [*CONNECTED, *COMPLETED])


def test_an_ended_attempt_is_not_changed_by_any_webhook_ever_sent_before() -> None:
    with scene() as s:
        heard = []
        answer = s.house.answer

        def listening(request):  # type: ignore[no-untyped-def]  # as answer
            heard.append(request)
            return answer(request)

        s.house.answer = listening  # type: ignore[method-assign]  # listens in
        s.talk()
        s.hang_up()
        s.house.wait(1)
        before, kinds = s.attempt(), s.kinds()
        for request in [*heard, *reversed(heard)]:
            assert answer(request).status < 300
        after = s.attempt()
        for fixed in set(before) - {"version", "now_ms"}:
            assert after[fixed] == before[fixed], fixed
        assert s.kinds() == kinds
        s.nobody_is_on_the_line()
