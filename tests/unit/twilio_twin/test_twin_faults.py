"""Webhooks that come twice, late, out of order or never; retries; and replays."""

from collections import Counter

import pytest

from local.twilio.core.faults import Faults
from local.twilio.core.webhooks import Outcome, WebhookRequest
from tests.unit.twilio_twin.harness import ANSWERS, FROM, Laptop

CALLBACK = "https://app.test/flaky"


def call_back_to(laptop: Laptop, url: str) -> None:
    status, body = laptop.rest(
        "POST", "/Calls", From=FROM, To=ANSWERS, Twiml="<Response/>", StatusCallback=url,
        StatusCallbackEvent="completed",
    )  # fmt: skip
    assert status == 201, body
    laptop.run(8)


def attempts(laptop: Laptop) -> list[WebhookRequest]:
    return [request for request in laptop.asked if request.url.startswith(CALLBACK)]


@pytest.mark.parametrize(
    ("fragment", "outcome", "expected"),
    [
        ("", Outcome(503), 1),
        ("", Outcome(error="timeout"), 1),
        ("", Outcome(error="connect"), 2),
        ("#rc=2&rp=ct,rt,5xx", Outcome(503), 3),
        ("#rc=2&rp=ct,rt,5xx", Outcome(error="timeout"), 3),
        ("#rc=2&rp=ct,rt,5xx", Outcome(404), 1),
        ("#rc=0&rp=all", Outcome(404), 1),
        ("#rc=1&rp=all", Outcome(404), 2),
        ("#rc=2&rp=ct,rt,5xx", Outcome(204), 1),
    ],
)
def test_retries_follow_the_urls_fragment(fragment: str, outcome: Outcome, expected: int) -> None:
    laptop = Laptop()
    laptop.answer = lambda _request: outcome
    call_back_to(laptop, CALLBACK + fragment)
    made = attempts(laptop)
    assert [request.attempt for request in made] == list(range(1, expected + 1))
    assert {request.url for request in made} == {CALLBACK}
    assert len({request.headers["I-Twilio-Idempotency-Token"] for request in made}) == 1


def test_an_override_nobody_knows_is_refused_loudly() -> None:
    with pytest.raises(AssertionError, match="retry policies"):
        call_back_to(Laptop(), CALLBACK + "#rp=sometimes")
    with pytest.raises(ValueError, match="rc must be"):
        Laptop(voice_url="https://app.test/voice#rc=9")


def test_a_lost_webhook_never_comes() -> None:
    laptop = Laptop()
    laptop.world.faults = Faults.parse({"lose_kinds": ["participant-join"]})
    laptop.agent()
    laptop.dial(ANSWERS)
    laptop.run(4)
    assert laptop.room_events() == ["start"]


def test_a_doubled_webhook_is_the_same_twice() -> None:
    laptop = Laptop()
    laptop.world.faults = Faults(duplicate=1.0)
    call_back_to(laptop, CALLBACK)
    first, second = attempts(laptop)
    assert first.params == second.params
    assert first.headers == second.headers


def test_late_webhooks_arrive_within_the_span_given() -> None:
    laptop = Laptop()
    laptop.world.faults = Faults(delay_ms=(3_000, 4_000))
    laptop.agent()
    laptop.run(2.8)
    assert laptop.hooks == []
    laptop.run(6)
    assert laptop.room_events() == ["agent join"]


def test_overtaking_changes_the_order_but_loses_nothing() -> None:
    orders = set()
    for seed in range(12):
        laptop = Laptop(seed)
        laptop.world.faults = Faults(reorder=0.5)
        laptop.agent()
        sid = laptop.dial(ANSWERS)
        laptop.run(10)
        orders.add(tuple(laptop.steps(sid)))
        assert Counter(laptop.steps(sid)) == Counter(["initiated", "ringing", "in-progress"])
    assert len(orders) > 1


def test_a_rest_call_may_be_done_though_its_answer_is_lost() -> None:
    laptop = Laptop()
    form = {"From": FROM, "To": ANSWERS, "Twiml": "<Response/>"}
    laptop.world.faults = Faults(rest_timeout_before=1.0)
    assert laptop.rest("POST", "/Calls", **form) == (0, {"acted": False})
    assert not laptop.world.calls
    laptop.world.faults = Faults(rest_timeout_after=1.0)
    assert laptop.rest("POST", "/Calls", **form) == (0, {"acted": True})
    assert len(laptop.world.calls) == 1


@pytest.mark.parametrize(("switch", "status", "code"), [("rest_429", 429, 20429), ("rest_5xx", 500, 20500)])
def test_the_api_can_be_overwhelmed(switch: str, status: int, code: int) -> None:
    laptop = Laptop()
    laptop.world.faults = Faults.parse({switch: 1})
    answer = laptop.rest("GET", "/Conferences")
    assert (answer[0], answer[1]["code"]) == (status, code)


@pytest.mark.parametrize("given", [{"loose": 0.1}, {"lose": 2}, {"delay_ms": [5, 1]}])
def test_fault_switches_that_make_no_sense_are_refused(given: dict[str, object]) -> None:
    with pytest.raises(ValueError):
        Faults.parse(given)


def digest_of(seed: int) -> str:
    laptop = Laptop(seed)
    laptop.world.faults = Faults(duplicate=0.3, lose=0.2, reorder=0.3, delay_ms=(0, 500), rest_429=0.1)
    laptop.agent()
    for n in range(5):
        laptop.rest(
            "POST", "/Conferences/att-1/Participants", From=FROM, To=f"+551199000000{n + 1}", Label=f"c{n}"
        )
    laptop.run(30)
    return laptop.world.digest()


def test_one_seed_is_one_history() -> None:
    assert digest_of(3) == digest_of(3)
    assert digest_of(3) != digest_of(4)
