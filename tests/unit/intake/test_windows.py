"""A chosen window: which ones are taken, and what a supervisor's closing does to them."""

import json
from collections.abc import Iterator
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from tests.house import House, house
from tests.people import JSON, Agent, portal_token

ZONE = ZoneInfo("America/Sao_Paulo")
GOOD = {"question": "Cadê meu dinheiro?", "topic": "payments", "phone": "+5511987650001"}
TOLD = {"pt-BR": "Inventário", "es": "Inventario", "en": "Stocktaking"}


@pytest.fixture
def h() -> Iterator[House]:
    """It is Friday 15 January 2027, ten in the morning in São Paulo."""
    with house() as one:
        yield one


def at(day: str, clock: str) -> int:
    """UTC ms of a moment in São Paulo."""
    return int(datetime.fromisoformat(f"{day}T{clock}").replace(tzinfo=ZONE).timestamp()) * 1000


def span(day: str, begins: str, ends: str) -> dict[str, int]:
    """A window of a day."""
    return {"from_ms": at(day, begins), "until_ms": at(day, ends)}


def post(h: House, window: Any, **claims: Any) -> tuple[int, dict[str, Any]]:
    """The form with a window."""
    headers = JSON | {"Authorization": f"Bearer {portal_token(h, **claims)}"}
    status, _, text = h.http("POST", "/callbacks", json.dumps(GOOD | {"window": window}), headers)
    return status, json.loads(text)


def own(
    h: House, asked: dict[str, Any], method: str, path: str = "", body: Any = None, query: str = ""
) -> Any:
    """What the customer's page asks."""
    headers = JSON | {"Authorization": f"Bearer {asked['token']}"}
    sent = "" if body is None else json.dumps(body)
    status, _, text = h.http(method, f"/callbacks/{asked['callback']['id']}{path}", sent, headers, query)
    return {"status_code": status, **json.loads(text)}


def test_a_window_that_was_chosen_is_waited_for_and_then_the_callback_is_in_line(h: House) -> None:
    window = span("2027-01-15", "16:00", "17:00")
    status, asked = post(h, window)
    assert status == 201
    assert asked["callback"]["window"] == window
    assert (asked["callback"]["why"], asked["callback"]["chosen_window"]) == ("window", True)
    assert (asked["callback"]["position"], asked["callback"]["next_attempt_at_ms"]) == (
        None,
        window["from_ms"],
    )
    h.draw()
    assert own(h, asked, "GET")["status"] == "received"
    h.world.advance(window["from_ms"] - h.ctx.now_ms())
    h.fire()
    found = own(h, asked, "GET")
    assert (found["status"], found["position"], found["next_attempt_at_ms"]) == ("queued", 1, None)


@pytest.mark.parametrize(
    ("window", "reason"),
    [
        (span("2027-01-15", "04:00", "05:00"), "in_past"),
        (span("2027-01-14", "10:00", "11:00"), "in_past"),
        ({"from_ms": -1, "until_ms": 1}, "in_past"),
        (span("2027-01-15", "10:00", "10:20"), "too_short"),
        (span("2027-01-15", "11:00", "10:00"), "too_short"),
        (span("2027-01-15", "10:00", "15:00"), "too_long"),
        ({"from_ms": at("2027-01-15", "10:00"), "until_ms": 10**18}, "too_long"),
        (span("2027-03-15", "10:00", "11:00"), "too_far"),
        ({"from_ms": 10**18, "until_ms": 10**18 + 3_600_000}, "too_far"),
        (span("2027-02-09", "10:00", "11:00"), "holiday"),
        (span("2027-01-17", "10:00", "11:00"), "weekend"),
        (span("2027-01-15", "19:30", "20:30"), "outside_hours"),
        # Ten in the morning in another zone is the night here.
        ({"from_ms": 1_800_061_200_000, "until_ms": 1_800_064_800_000}, "outside_hours"),
    ],
)
def test_a_window_that_cannot_be_is_refused_with_its_reason_and_nothing_is_written(
    h: House, window: dict[str, int], reason: str
) -> None:
    before = h.items()
    status, answer = post(h, window)
    assert (status, answer["code"]) == (422, "window_invalid"), answer
    assert answer["fields"] == [{"name": "window", "code": reason}]
    assert h.items() == before


@pytest.mark.parametrize(
    ("window", "fields"),
    [
        ("10:00", {"window": "wrong_type"}),
        ({"from_ms": 1}, {"until_ms": "required"}),
        ({"from_ms": 1, "until_ms": 2, "zone": "UTC"}, {"zone": "unknown"}),
        ({"from_ms": 1.5, "until_ms": 2}, {"window.from_ms": "wrong_type"}),
        ({"from_ms": True, "until_ms": 2}, {"window.from_ms": "wrong_type"}),
        ({"from_ms": "1", "until_ms": 2}, {"window.from_ms": "wrong_type"}),
    ],
)
def test_what_is_no_window_is_refused_by_field(h: House, window: Any, fields: dict[str, str]) -> None:
    status, answer = post(h, window)
    assert (status, answer["code"]) == (400, "invalid_request")
    assert {one["name"]: one["code"] for one in answer["fields"]} == fields


def test_every_slot_that_is_offered_is_taken(h: House) -> None:
    _, asked = post(h, None)
    day = own(h, asked, "GET", "/windows", query="date=2027-01-16")
    assert (day["reason"], day["open"]) == ("open", [span("2027-01-16", "09:00", "15:00")])
    assert len(day["slots"]) == 6
    for slot in day["slots"]:
        assert own(h, asked, "PATCH", body={"window": slot})["window"] == slot


@pytest.mark.parametrize(
    ("date", "reason", "holiday"),
    [("2027-01-17", "weekend", None), ("2027-04-21", "holiday", "Tiradentes")],
)
def test_a_day_without_windows_says_why(h: House, date: str, reason: str, holiday: str | None) -> None:
    _, asked = post(h, None)
    day = own(h, asked, "GET", "/windows", query=f"date={date}")
    assert day["slots"] == day["open"] == []
    assert (day["reason"], day["holiday"]) == (reason, holiday)


def test_a_day_that_is_over_was_open_and_offers_nothing(h: House) -> None:
    _, asked = post(h, None)
    day = own(h, asked, "GET", "/windows", query="date=2027-01-14")
    assert (day["reason"], day["open"], day["slots"]) == ("open", [span("2027-01-14", "08:00", "20:00")], [])


@pytest.mark.parametrize(
    "query", ["", "date=", "date=today", "date=2027-02-30", "date=2027-1-1", "day=2027-01-01"]
)
def test_what_is_no_date_is_refused(h: House, query: str) -> None:
    _, asked = post(h, None)
    assert own(h, asked, "GET", "/windows", query=query)["code"] == "invalid_request"


@pytest.mark.parametrize("date", ["0001-01-01", "1582-10-10", "9999-12-31"])
def test_any_date_has_its_preview(h: House, date: str) -> None:
    _, asked = post(h, None)
    assert own(h, asked, "GET", "/windows", query=f"date={date}")["slots"] == []


def test_before_asking_the_portal_sees_the_windows_of_the_site_that_serves_a_country(h: House) -> None:
    headers = JSON | {"Authorization": f"Bearer {portal_token(h)}"}
    query = "country=BR&topic=payments&date=2027-01-15"
    _, _, text = h.http("GET", "/windows", "", headers, query)
    assert json.loads(text)["slots"][0] == span("2027-01-15", "10:00", "11:00")
    for wrong, code in (
        ("country=ES&topic=payments&date=2027-01-15", "country_not_served"),
        ("country=br&topic=payments&date=2027-01-15", "invalid_request"),
        ("country=BR&topic=weather&date=2027-01-15", "invalid_request"),
        ("country=BR&topic=payments", "invalid_request"),
    ):
        _, _, text = h.http("GET", "/windows", "", headers, wrong)
        assert json.loads(text)["code"] == code


def test_a_closing_takes_its_windows_away_and_gives_them_back(h: House) -> None:
    sofia = Agent(h, "sofia")
    closing = span("2027-01-18", "08:00", "14:00")
    status, answer = sofia.send("POST", "/closings", closing | {"message": TOLD})
    assert (status, answer["closings"]) == (200, [closing | {"message": TOLD}])
    status, refusal = post(h, span("2027-01-18", "13:00", "14:00"))
    assert refusal["fields"] == [{"name": "window", "code": "closed"}]
    _, asked = post(h, span("2027-01-18", "14:00", "15:00"))
    day = own(h, asked, "GET", "/windows", query="date=2027-01-18")
    assert (day["reason"], day["message"], day["slots"][0]["from_ms"]) == (
        "open",
        "Inventario",
        at("2027-01-18", "14:00"),
    )
    status, hours = sofia.send("GET", "/hours", query="date=2027-01-18")
    assert (hours["message"], hours["open"]) == ("Inventário", [span("2027-01-18", "14:00", "20:00")])
    for _ in range(2):
        status, answer = sofia.send("DELETE", f"/closings/{closing['from_ms']}")
        assert (status, answer["closings"]) == (200, [])
    assert own(h, asked, "PATCH", body={"window": span("2027-01-18", "13:00", "14:00")})["status_code"] == 200


def test_what_was_promised_stays_promised_when_the_site_closes(h: House) -> None:
    window = span("2027-01-18", "10:00", "11:00")
    _, asked = post(h, window)
    whole_day = span("2027-01-18", "00:00", "23:59")
    Agent(h, "sofia").send("POST", "/closings", whole_day | {"message": TOLD})
    assert own(h, asked, "GET")["window"] == window


def test_a_closing_is_of_its_own_site_and_over_when_it_is_over(h: House) -> None:
    sofia, carla = Agent(h, "sofia"), Agent(h, "carla", ("CO:payments",))
    closing = span("2027-01-15", "16:00", "17:00")
    sofia.send("POST", "/closings", closing | {"message": TOLD})
    assert carla.send("GET", "/closings")[1] == {"site": "CO", "closings": []}
    assert carla.send("DELETE", f"/closings/{closing['from_ms']}")[1]["closings"] == []
    assert len(sofia.send("GET", "/closings")[1]["closings"]) == 1
    h.world.advance(closing["until_ms"] - h.ctx.now_ms())
    assert sofia.send("GET", "/closings")[1]["closings"] == []


@pytest.mark.parametrize(
    ("changes", "fields"),
    [
        ({"until_ms": at("2027-01-15", "04:00")}, {"until_ms": "in_past"}),
        ({"until_ms": at("2027-01-16", "08:00")}, {"until_ms": "too_short"}),
        ({"until_ms": at("2028-03-01", "08:00")}, {"until_ms": "too_long"}),
        (
            {"from_ms": at("2029-01-16", "08:00"), "until_ms": at("2029-06-16", "08:00")},
            {"until_ms": "too_far"},
        ),
        ({"from_ms": -1}, {"from_ms": "out_of_range"}),
        ({"message": {"en": "Only one"}}, {"pt-BR": "required"}),
        ({"message": TOLD | {"es": ""}}, {"message.es": "too_short"}),
        ({"message": TOLD | {"fr": "Fermé"}}, {"fr": "unknown"}),
    ],
)
def test_a_closing_that_makes_no_sense_is_refused(
    h: House, changes: dict[str, Any], fields: dict[str, str]
) -> None:
    body = span("2027-01-16", "08:00", "20:00") | {"message": TOLD} | changes
    status, answer = Agent(h, "sofia").send("POST", "/closings", body)
    assert (status, answer["code"]) == (400, "invalid_request"), answer
    assert {one["name"]: one["code"] for one in answer["fields"]} == fields
    assert not h.surprises


def test_a_promise_counts_only_while_the_site_is_open(h: House) -> None:
    h.world.advance(at("2027-01-15", "19:00") - h.ctx.now_ms())
    _, asked = post(h, None)
    assert asked["callback"]["window"]["until_ms"] == at("2027-01-16", "10:00")
    closed = span("2027-01-16", "08:00", "12:00") | {"message": TOLD}
    assert Agent(h, "sofia").send("POST", "/closings", closed)[0] == 200
    h.world.advance(60_000)
    _, later = post(h, None, sub="seller-9")
    assert later["callback"]["window"]["until_ms"] == at("2027-01-16", "13:01")
