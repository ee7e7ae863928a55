"""A ticket opens one connection; what changes is told to whom it concerns, and says nothing itself."""

import json
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from chalicelib.realtime import service
from chalicelib.realtime.events import connect, disconnect, message
from chalicelib.realtime.model import changes
from tests.house import House
from tests.people import Agent
from tests.scene import Scene, scene
from tests.unit.telephony.company import company


def ticket(agent: Agent) -> str:
    """A fresh one."""
    url = agent.send("POST", "/realtime-tickets")[1]["url"]
    return parse_qs(urlsplit(url).query)["ticket"][0]


def opened(connection_id: str, given: str | None) -> int:
    """The gateway's answer to the handshake."""
    query = None if given is None else {"ticket": given}
    event = {"requestContext": {"connectionId": connection_id}, "queryStringParameters": query}
    return connect(event, None)["statusCode"]


def streamed(h: House, *entities: str) -> list[dict[str, Any]]:
    """The stream's records of what is in the table."""
    return [
        {"eventName": "INSERT", "dynamodb": {"NewImage": item}}
        for item in h.items()
        if item["entity"]["S"] in entities
    ]


def told(s: Scene) -> dict[str, set[str]]:
    """What each connection heard."""
    heard: dict[str, set[str]] = {}
    for connection_id, body in s.house.push.sent:
        heard.setdefault(connection_id, set()).add(json.loads(body).get("what", "pong"))
    return heard


def test_a_ticket_opens_one_connection_once() -> None:
    with scene() as s:
        given = ticket(s.agent)
        assert [opened("one", given), opened("two", given)] == [200, 403]


def test_without_a_good_ticket_nobody_enters() -> None:
    with scene() as s:
        assert [opened("one", None), opened("two", ""), opened("three", s.asked["token"])] == [403, 403, 403]
        old = ticket(s.agent)
        s.house.world.advance(61_000)
        assert opened("four", old) == 403


def test_a_change_is_told_to_its_own_desks_only() -> None:
    with scene() as s:
        other = Agent(s.house, "bruno")
        for name, agent in (("mine", s.agent), ("second tab", s.agent), ("theirs", other)):
            assert opened(name, ticket(agent)) == 200
        service.fan_out(s.house.ctx, streamed(s.house, "attempt"))
        assert told(s) == {"mine": {"attempt"}, "second tab": {"attempt"}}
        service.fan_out(s.house.ctx, [{"eventName": "REMOVE", "dynamodb": {"OldImage": LEFT_THE_LINE}}])
        assert {name for name, what in told(s).items() if "queue" in what} == {"mine", "second tab", "theirs"}


@pytest.mark.parametrize("image", ["DOOR", "TO_COME"])
def test_a_lane_that_closes_and_a_callback_that_waits_for_a_time_are_told_to_the_site(image: str) -> None:
    with scene() as s:
        assert opened("mine", ticket(s.agent)) == 200
        service.fan_out(s.house.ctx, [{"eventName": "MODIFY", "dynamodb": {"NewImage": SITES_OWN[image]}}])
        assert told(s) == {"mine": {"queue"}}


def test_a_push_says_what_changed_and_never_what_it_is() -> None:
    with scene() as s:
        opened("mine", ticket(s.agent))
        service.fan_out(s.house.ctx, streamed(s.house, "attempt", "agent", "event", "waiting"))
        for _, body in s.house.push.sent:
            assert set(json.loads(body)) == {"type", "what", "id", "version"}
        text = b" ".join(body for _, body in s.house.push.sent).decode()
        assert "dinero" not in text and "987650001" not in text and "Marta" not in text


def test_a_closed_desk_hears_nothing_and_closing_twice_is_fine() -> None:
    with scene() as s:
        opened("mine", ticket(s.agent))
        event = {"requestContext": {"connectionId": "mine"}}
        assert message(event, None) == {"statusCode": 200}
        assert told(s) == {"mine": {"pong"}}
        assert [disconnect(event, None), disconnect(event, None)] == [{"statusCode": 200}] * 2
        s.house.push.sent.clear()
        service.fan_out(s.house.ctx, streamed(s.house, "attempt"))
        assert told(s) == {}


def test_a_desk_that_is_only_just_opening_is_not_forgotten() -> None:
    with scene() as s:
        opened("mine", ticket(s.agent))
        s.house.push.gone.add("mine")
        service.fan_out(s.house.ctx, streamed(s.house, "attempt"))
        s.house.push.gone.clear()
        service.fan_out(s.house.ctx, streamed(s.house, "attempt"))
        assert told(s) == {"mine": {"attempt"}}


def test_a_desk_that_is_long_gone_is_forgotten() -> None:
    with scene() as s:
        opened("mine", ticket(s.agent))
        s.house.world.advance((service.OPENING_S + 1) * 1000)
        s.house.push.gone.add("mine")
        service.fan_out(s.house.ctx, streamed(s.house, "attempt"))
        s.house.push.gone.clear()
        service.fan_out(s.house.ctx, streamed(s.house, "attempt"))
        assert told(s) == {}


OFFERED = {
    "pk": {"S": "LINE#MX:account"},
    "sk": {"S": "5#cb"},
    "entity": {"S": "waiting"},
    "offered_to": {"S": "ana"},
}


FREE = {name: value for name, value in OFFERED.items() if name != "offered_to"}


@pytest.mark.parametrize(
    "after", [{}, {"NewImage": FREE}, {"NewImage": {**FREE, "offered_to": {"S": "bruno"}}}]
)
def test_a_desk_hears_that_what_rang_is_not_theirs_any_more(after: dict[str, Any]) -> None:
    event = "MODIFY" if after else "REMOVE"
    assert ("agent#ana", "me", "ana") in changes(
        [{"eventName": event, "dynamodb": {"OldImage": OFFERED, **after}}]
    )


def test_a_desk_hears_nothing_while_it_rings() -> None:
    kept = {"OldImage": OFFERED, "NewImage": OFFERED}
    assert changes([{"eventName": "MODIFY", "dynamodb": kept}]) == {}


LEFT_THE_LINE = {"pk": {"S": "LINE#BR"}, "sk": {"S": "5#cb"}, "entity": {"S": "waiting"}}
SITES_OWN = {
    "DOOR": {"pk": {"S": "LINE#BR:payments"}, "sk": {"S": "!"}, "entity": {"S": "door"}},
    "TO_COME": {
        "pk": {"S": "CALLBACK#cb"},
        "entity": {"S": "callback"},
        "why": {"S": "retry"},
        "due_pk": {"S": "DUE#BR"},
    },
}


def test_a_specialist_hears_of_a_call_once_they_have_come_into_it() -> None:
    with company() as s:
        opened("carla", ticket(s.carla))
        s.ask(s.carla)
        service.fan_out(s.house.ctx, streamed(s.house, "attempt"))
        assert told(s) == {}
        s.accept(s.carla)
        service.fan_out(s.house.ctx, streamed(s.house, "attempt"))
        assert told(s) == {"carla": {"attempt"}}
