"""What the application is told about a call, script by script."""

import pytest

from tests.unit.twilio_twin.harness import (
    ANSWERS,
    BUSY,
    DEAD,
    DECLINES,
    FROM,
    MACHINE,
    NEVER,
    PERSON,
    SHORT,
    Laptop,
)  # fmt: skip


@pytest.mark.parametrize(
    ("number", "steps"),
    [
        (ANSWERS, ["initiated", "ringing", "in-progress"]),
        (SHORT, ["initiated", "ringing", "in-progress", "completed"]),
        (BUSY, ["initiated", "busy"]),
        (NEVER, ["initiated", "ringing", "no-answer"]),
        (DECLINES, ["initiated", "ringing", "busy"]),
        (DEAD, ["initiated", "failed"]),
        (PERSON, ["initiated", "ringing", "no-answer"]),
    ],
)
def test_each_number_ending_tells_its_story(number: str, steps: list[str]) -> None:
    laptop = Laptop()
    laptop.agent()
    sid = laptop.dial(number, Timeout="10")
    laptop.run(20)
    assert laptop.steps(sid) == steps


def test_sequence_numbers_count_from_zero_and_times_are_rfc_2822() -> None:
    laptop = Laptop()
    laptop.agent()
    sid = laptop.dial(SHORT)
    laptop.run(12)
    told = [hook for hook in laptop.hooks if hook.get("CallSid") == sid and "CallbackSource" in hook]
    assert [hook["SequenceNumber"] for hook in told] == ["0", "1", "2", "3"]
    assert told[0]["Timestamp"] == "Tue, 14 Nov 2023 22:13:20 +0000"
    assert (told[-1]["CallDuration"], told[-1]["SipResponseCode"]) == ("5", "200")
    assert told[0]["ToCity"] == "" and told[0]["ToCountry"] == "BR"


def test_only_the_events_asked_for_are_reported() -> None:
    laptop = Laptop()
    status, body = laptop.rest(
        "POST", "/Calls", From=FROM, To=ANSWERS, Twiml="<Response><Say>Hi</Say></Response>",
        StatusCallback="https://app.test/call", StatusCallbackEvent=["answered", "completed"],
    )  # fmt: skip
    laptop.run(10)
    assert (status, laptop.steps(body["sid"])) == (201, ["in-progress", "completed"])


def test_a_busy_line_says_so_with_its_sip_code() -> None:
    laptop = Laptop()
    laptop.agent()
    laptop.dial(BUSY)
    laptop.run(3)
    final = laptop.hooks[-1]
    assert (final["CallStatus"], final["SipResponseCode"], final["CallDuration"]) == ("busy", "486", "0")


def test_ringing_lasts_five_seconds_longer_than_asked() -> None:
    laptop = Laptop()
    laptop.agent()
    sid = laptop.dial(NEVER, Timeout="10")
    laptop.run(15)
    assert laptop.steps(sid)[-1] == "ringing"
    laptop.run(1)
    assert laptop.steps(sid)[-1] == "no-answer"


@pytest.mark.parametrize(
    ("mode", "number", "verdict"),
    [
        ("Enable", ANSWERS, "human"),
        ("Enable", MACHINE, "machine_start"),
        ("DetectMessageEnd", MACHINE, "machine_end_beep"),
    ],
)
def test_the_application_learns_who_picked_up(mode: str, number: str, verdict: str) -> None:
    laptop = Laptop()
    laptop.agent()
    laptop.dial(number, MachineDetection=mode, AmdStatusCallback="https://app.test/amd")
    laptop.run(12)
    (told,) = [hook for hook in laptop.hooks if "AnsweredBy" in hook and "CallbackSource" not in hook]
    assert told["AnsweredBy"] == verdict
    assert int(told["MachineDetectionDuration"]) > 1_000


def test_a_time_limit_ends_the_call() -> None:
    laptop = Laptop()
    laptop.agent()
    sid = laptop.dial(ANSWERS, TimeLimit="30")
    laptop.run(40)
    assert laptop.steps(sid)[-1] == "completed"
    assert laptop.world.calls[sid].talk_s == 30


def test_a_final_state_stays() -> None:
    laptop = Laptop()
    sid = laptop.dial(BUSY)
    laptop.run(3)
    call = laptop.world.calls[sid]
    laptop.world.exchange.hang_up(call)
    assert laptop.world.exchange.answer(call) is False
    assert call.status == "busy"
    status, refusal = laptop.rest("POST", f"/Calls/{sid}", Status="completed")
    assert (status, refusal["code"]) == (400, 21220)


def test_the_application_gives_up_while_it_rings() -> None:
    laptop = Laptop()
    laptop.agent()
    sid = laptop.dial(PERSON)
    laptop.run(2)
    status, _ = laptop.rest("POST", f"/Calls/{sid}", Status="canceled")
    laptop.run(1)
    assert (status, laptop.steps(sid)[-1]) == (200, "canceled")


def test_a_person_at_the_phone_answers_and_hangs_up() -> None:
    laptop = Laptop()
    laptop.agent()
    sid = laptop.dial(PERSON)
    laptop.run(1)
    laptop.world.exchange.answer(laptop.world.calls[sid])
    laptop.run(3)
    laptop.world.exchange.hang_up(laptop.world.calls[sid])
    laptop.run(1)
    assert laptop.steps(sid) == ["initiated", "ringing", "in-progress", "completed"]
    assert laptop.room_events()[-1] == "customer leave"


def test_calls_queue_at_one_a_second_when_asked_to() -> None:
    laptop = Laptop(calls_per_second=1)
    sids = [laptop.dial(ANSWERS, label=f"c{n}") for n in range(3)]
    laptop.run(1.5)
    assert [len(laptop.steps(sid)) for sid in sids] == [2, 2, 0]


def test_a_call_to_a_browser_that_is_away_is_not_answered() -> None:
    laptop = Laptop()
    laptop.agent()
    status, body = laptop.rest(
        "POST", "/Conferences/att-1/Participants", From=FROM, To="client:agent-9", Label="specialist",
        StatusCallback="https://app.test/call",
    )  # fmt: skip
    laptop.run(2)
    assert (status, laptop.steps(body["call_sid"])) == (201, ["no-answer"])
