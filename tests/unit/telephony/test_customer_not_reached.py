"""The customer is not reached: each way has its own end, the agent is free, nobody is left on the line."""

import pytest

from tests.scene import ASKED, BUSY, CONNECTED, DIALLED, SILENT, scene

UNANSWERED = ["attempt.ended", "callback.unanswered"]
AGAIN = ["attempt.ended", "callback.returned"]


def test_a_busy_customer_frees_the_agent() -> None:
    with scene(BUSY) as s:
        s.join().house.wait(5)
        s.ended("busy", "customer", "received", "available", [*DIALLED, *AGAIN])


def test_a_customer_who_does_not_answer_frees_the_agent() -> None:
    with scene(SILENT) as s:
        s.join().house.wait(60)
        s.ended("no_answer", "system", "received", "available", [*DIALLED, "attempt.ringing", *AGAIN])


def test_a_customer_who_declines_is_told_from_a_busy_one() -> None:
    with scene(script="rejects") as s:
        s.join().house.wait(8)
        s.ended("rejected", "customer", "received", "available", [*DIALLED, "attempt.ringing", *AGAIN])


def test_a_voicemail_box_is_not_a_conversation() -> None:
    with scene(script="machine") as s:
        s.join().house.wait(15)
        s.ended("machine", "system", "received", "available", [*CONNECTED, *AGAIN])


def test_a_call_that_fails_at_the_carrier_frees_the_agent() -> None:
    with scene(script="fails") as s:
        s.join().house.wait(5)
        s.ended("invalid_number", "system", "unanswered", "available", [*DIALLED, *UNANSWERED])


@pytest.mark.parametrize(("script", "outcome"), [("invalid", "invalid_number")])
def test_a_number_twilio_refuses_is_the_numbers_fault(script: str, outcome: str) -> None:
    with scene(script=script) as s:
        s.join().house.wait(5)
        s.ended(outcome, "system", "unanswered", "available", [*DIALLED, *UNANSWERED])


def test_a_country_we_may_not_call_is_our_fault_and_the_customer_returns() -> None:
    with scene(script="forbidden") as s:
        s.join().house.wait(5)
        s.ended(
            "carrier_unavailable",
            "system",
            "queued",
            "available",
            [*DIALLED, "attempt.ended", "callback.returned", "callback.queued"],
        )


def test_three_attempts_that_were_not_the_customers_doing_end_unanswered() -> None:
    with scene() as s:
        for _ in range(2):
            s.house.wait(32)
            assert s.attempt()["outcome"] == "agent_never_joined"
            assert s.callback()["status"] == "queued"
            s.id = s.claim()
        s.house.wait(32)
        again = ["attempt.ended", "callback.returned", "callback.queued", "callback.claimed"]
        s.ended(
            "agent_never_joined", "system", "unanswered", "available", [*ASKED, *again, *again, *UNANSWERED]
        )
        assert s.agent.next() is None
