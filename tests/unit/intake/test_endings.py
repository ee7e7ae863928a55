"""What a customer reads of a request that was cancelled: by themselves, joined with another, by others."""

from collections.abc import Iterator
from typing import Any

import pytest

from tests.house import House, house
from tests.people import Agent, ask
from tests.unit.intake.test_changes import contact
from tests.unit.intake.test_windows import own

WITHDRAWN = {
    "es": "Cancelamos esta llamada",
    "pt-BR": "Cancelamos esta ligação",
    "en": "We cancelled this call",
}


@pytest.fixture
def h() -> Iterator[House]:
    with house() as one:
        yield one


def ending(h: House, asked: dict[str, Any]) -> Any:
    """What the page is told of a cancelled callback, beside its status."""
    seen = own(h, asked, "GET")
    assert seen["status"] == "cancelled"
    return seen["ending"]


def manage(h: House, asked: dict[str, Any], path: str, body: dict[str, Any]) -> None:
    """A supervisor's doing."""
    status, answer = Agent(h, "sofia").send(
        "POST", f"/queue/callbacks/{asked['callback']['id']}/{path}", body
    )
    assert status == 200, answer


def test_who_cancelled_themselves_is_told_nothing_more(h: House) -> None:
    asked = ask(h)
    assert own(h, asked, "GET")["ending"] is None
    own(h, asked, "DELETE")
    assert ending(h, asked) is None
    told = ask(h)
    manage(h, told, "cancellation", {"reason": "customer_asked"})
    assert ending(h, told) is None


def test_a_request_that_was_joined_with_another_says_so_and_nothing_of_the_other(h: House) -> None:
    kept = ask(h, question="The other question", sub="1", name="Somebody Else")
    gone = ask(h, sub="2")
    h.draw()
    manage(h, gone, "merge", {"into": kept["callback"]["id"]})
    assert ending(h, gone)["headline"] == "Unida a tu otra solicitud"
    seen = str(own(h, gone, "GET"))
    for secret in (kept["callback"]["id"], "The other question", "Somebody Else", kept["token"]):
        assert secret not in seen
    assert own(h, kept, "GET")["ending"] is None


@pytest.mark.parametrize("locale", WITHDRAWN)
@pytest.mark.parametrize("reason", ["duplicate", "wrong_number", "abuse", "other"])
def test_cancelled_by_a_supervisor_is_said_without_the_reason(h: House, reason: str, locale: str) -> None:
    asked = ask(h, locale=locale)
    manage(h, asked, "cancellation", {"reason": reason, "note": "a note of ours"})
    assert ending(h, asked)["headline"] == WITHDRAWN[locale]
    seen = own(h, asked, "GET")
    assert reason not in (seen["why"], *seen["ending"].values()) and "a note of ours" not in str(seen)


def test_who_was_reached_another_way_reads_that(h: House) -> None:
    asked = ask(h)
    contact(h, {})
    assert ending(h, asked)["headline"] == "La llamada ya no hace falta"
