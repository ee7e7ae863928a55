"""A customer is told before the first attempt and after the last, each once."""

from typing import Any

import pytest

from chalicelib.kernel.messages import text
from chalicelib.kernel.words import LOCALES
from chalicelib.notices.model import called_for
from chalicelib.notices.service import TEXTS
from local.twilio.core.faults import Faults
from local.twilio.core.people import Script
from tests.house import House
from tests.scene import ANSWERS, scene
from tests.unit.notices.posts import messages, notices, post

UNREACHABLE, FIXED = "+5511987650007", "+551130340001"
GSM_7 = set(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?"
    "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
"""Letters of one septet. Source: 3GPP TS 23.038, table 6.2.1."""
LONGEST_PHONE = "+598 9999 99999999"


def test_before_the_first_attempt_they_learn_which_number_will_call() -> None:
    with scene(ANSWERS) as s:
        post(s.house)
        (message,) = messages(s.house)
        assert (message.to, message.from_) == (ANSWERS, "+551130001000")
        assert message.body == "Pediste una llamada. Te llamamos ahora desde el +55 11 3000-1000."
        told = s.story()[-1]
        assert (told["kind"], told["notice"]) == ("callback.notified", "before_first")
        assert told["phone_masked"] == "+55 11 ••••• 0001"


def test_after_the_last_attempt_they_learn_that_they_were_not_reached() -> None:
    with scene(UNREACHABLE) as s:
        post(s.house)
        s.join().house.wait(5)
        post(s.house)
        assert [message.body[:20] for message in messages(s.house)] == [
            "Pediste una llamada.",
            "Intentamos llamarte ",
        ]
        assert [item["notice"] for item in s.story() if item["kind"] == "callback.notified"] == [
            "before_first",
            "after_last",
        ]


def test_a_change_that_is_told_again_and_again_is_one_message() -> None:
    with scene(ANSWERS) as s:
        post(s.house, times=3)
        post(s.house)
        assert len(messages(s.house)) == 1
        assert s.kinds().count("callback.notified") == 1


def test_a_call_that_has_begun_is_not_announced_any_more() -> None:
    with scene(ANSWERS) as s:
        s.talk()
        post(s.house)
        assert messages(s.house) == [] and notices(s.house) == {}


def test_a_second_attempt_is_not_announced() -> None:
    with scene(ANSWERS) as s:
        s.house.wait(32)
        assert s.attempt()["outcome"] == "agent_never_joined"
        s.claim()
        post(s.house)
        assert messages(s.house) == []


def test_a_fixed_line_gets_no_text_message() -> None:
    with scene(FIXED) as s:
        post(s.house)
        assert messages(s.house) == [] and notices(s.house) == {}
        assert "callback.notified" not in s.kinds()


def test_who_has_opted_out_is_left_alone_and_called_all_the_same() -> None:
    with scene(ANSWERS) as s:
        s.house.world.people.scripts[ANSWERS] = Script("answers", opted_out=True)
        post(s.house, times=2)
        mark = notices(s.house)["before_first"]
        assert (mark["state"]["S"], mark["code"]["N"], "due_pk" in mark) == ("failed", "21610", False)
        assert "callback.notified" not in s.kinds()
        s.talk()


def test_a_message_whose_answer_was_lost_is_found_and_not_sent_again() -> None:
    with scene(ANSWERS) as s:
        s.house.world.faults = Faults(rest_timeout_after=1)
        post(s.house)
        s.house.world.faults = Faults()
        assert notices(s.house)["before_first"]["state"] == {"S": "sending"}
        s.house.wait(61)
        assert len(messages(s.house)) == 1
        assert notices(s.house)["before_first"]["state"] == {"S": "sent"}
        assert s.kinds().count("callback.notified") == 1


@pytest.mark.parametrize("fault", [Faults(rest_429=1), Faults(rest_5xx=1), Faults(rest_timeout_before=1)])
def test_what_the_carrier_never_took_is_sent_a_minute_later_if_it_is_still_true(fault: Faults) -> None:
    with scene(UNREACHABLE) as s:
        s.join().house.wait(5)
        s.house.world.faults = fault
        post(s.house)
        s.house.world.faults = Faults()
        assert messages(s.house) == []
        s.house.wait(61)
        assert len(messages(s.house)) == 1
        assert s.kinds().count("callback.notified") == 1


def test_an_announcement_the_carrier_never_took_is_dropped_once_the_call_is_over() -> None:
    with scene(ANSWERS) as s:
        s.house.world.faults = Faults(rest_5xx=1)
        post(s.house)
        s.house.world.faults = Faults()
        s.talk().house.wait(61)
        assert messages(s.house) == []
        assert notices(s.house)["before_first"]["state"] == {"S": "failed"}


def test_a_carrier_that_never_takes_it_is_asked_twice() -> None:
    with scene(UNREACHABLE) as s:
        s.join().house.wait(5)
        asked = takes_no_messages(s.house)
        post(s.house)
        s.house.wait(200)
        assert asked == ["POST", "GET", "POST", "GET"]
        mark = notices(s.house)["after_last"]
        assert (mark["state"]["S"], "due_pk" in mark) == ("failed", False)


def takes_no_messages(h: House) -> list[str]:
    """The carrier lists its messages and is overloaded for new ones; what it is asked of them."""
    asked: list[str] = []
    rest = h.world.rest

    def answer(method: str, path: str, *more: Any) -> tuple[int, dict[str, Any]]:
        if not path.endswith("/Messages.json"):
            return rest(method, path, *more)
        asked.append(method)
        return rest(method, path, *more) if method == "GET" else (503, {"code": 20503, "message": "later"})

    h.world.rest = answer  # type: ignore[method-assign]  # the wire itself is what fails
    return asked


def test_only_a_callback_that_changes_so_calls_for_a_notice() -> None:
    def image(status: str, attempts: int, entity: str = "callback") -> dict[str, dict[str, str]]:
        return {"entity": {"S": entity}, "status": {"S": status}, "attempts": {"N": str(attempts)}}

    assert called_for(image("claimed", 1), image("queued", 0)) == "before_first"
    assert called_for(image("dialling", 1), image("queued", 0)) == "before_first"
    assert called_for(image("dialling", 1), image("claimed", 1)) is None
    assert called_for(image("claimed", 2), image("queued", 1)) is None
    assert called_for(image("unanswered", 3), image("dialling", 3)) == "after_last"
    assert called_for(image("expired", 0), image("queued", 0)) == "after_last"
    assert called_for(image("completed", 1), image("connected", 1)) is None
    assert called_for(image("claimed", 1, "attempt"), {}) is None
    assert called_for({}, image("claimed", 1)) is None


@pytest.mark.parametrize("locale", LOCALES)
@pytest.mark.parametrize("key", TEXTS.values())
def test_a_text_is_one_message(key: str, locale: str) -> None:
    said = text(locale, key, phone=LONGEST_PHONE)
    assert set(said) <= GSM_7
    assert len(said) <= 160
