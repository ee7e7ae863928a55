"""From the answer to the end: hold, resume, and who hung up."""

from tests.scene import CONNECTED, scene

COMPLETED = ["attempt.ended", "callback.completed"]


def test_a_customer_who_hangs_up_ends_the_call_for_both() -> None:
    with scene("+5511987650005") as s:
        s.talk(4)
        s.house.wait(5)
        s.ended("completed", "customer", "completed", "wrap-up", [*CONNECTED, *COMPLETED])


def test_hold_and_resume_are_on_the_timeline_and_their_time_is_not_talk() -> None:
    with scene() as s:
        s.talk()
        began = s.attempt()["connected_at_ms"]
        assert s.hold(True) == 200
        s.house.wait(7)
        assert s.attempt()["customer"]["on_hold"] is True
        assert s.hold(False) == 200
        s.house.wait(3)
        assert s.attempt()["hold_ms"] == 7_000
        assert s.hang_up() == 200
        whole = s.attempt()["ended_at_ms"] - began
        s.house.wait(1)
        held = ["attempt.held", "attempt.resumed"]
        s.ended("completed", "agent", "completed", "wrap-up", [*CONNECTED, *held, *COMPLETED])
        end = next(item for item in s.story() if item["kind"] == "attempt.ended")
        assert (end["hold_ms"], end["talk_ms"]) == (7_000, whole - 7_000)


def test_a_call_that_ends_on_hold_counts_the_hold_to_its_end() -> None:
    with scene() as s:
        s.talk()
        s.hold(True)
        s.house.wait(4)
        s.hang_up()
        s.house.wait(1)
        held = ["attempt.held"]
        s.ended("completed", "agent", "completed", "wrap-up", [*CONNECTED, *held, *COMPLETED])
        end = next(item for item in s.story() if item["kind"] == "attempt.ended")
        assert 3_900 <= end["hold_ms"] <= 4_000


def test_holding_twice_is_holding_once() -> None:
    with scene() as s:
        s.talk()
        assert [s.hold(True), s.hold(True)] == [200, 200]
        s.house.wait(1)
        assert s.kinds().count("attempt.held") == 1


def test_a_customer_who_is_not_there_yet_cannot_be_held() -> None:
    with scene() as s:
        assert s.hold(True) == 409


def test_every_part_of_the_wait_is_told() -> None:
    with scene() as s:
        s.house.wait(3)
        s.talk()
        told = {item["kind"]: item for item in s.story()}
        assert told["callback.claimed"]["waited_ms"] == 0
        assert told["attempt.dialled"]["phone_masked"].endswith("0001")
        assert told["attempt.dialled"]["caller_id_country"] == "BR"
        assert told["attempt.connected"]["rang_ms"] > 0
        assert told["attempt.connected"]["waited_ms"] >= 3_000
