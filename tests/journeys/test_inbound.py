"""Customers call our numbers: they wait and talk, are called elsewhere, leave a message out of hours."""

import re
import time
from collections.abc import Iterator

import pytest
from playwright.sync_api import expect

from local.deployer import CALLER_IDS
from tests.journeys.cast import ALWAYS_OPEN, TOPICS, Casting
from tests.journeys.desk import LONG_MS, Desk, Phone, Words
from tests.journeys.outside import Json, Outside, until
from tests.journeys.scene import Agent, Scene
from tests.journeys.test_first_call import both_hear_each_other
from tests.journeys.windows import Windows

TOPIC = "selling"
KEY = str(TOPICS.index(TOPIC) + 1)
NOBODYS = "BR"
"""Closed by hand while somebody leaves a message."""


@pytest.fixture
def line(outside: Outside, casting: Casting, windows: Windows) -> Iterator[Scene]:
    """A lane of the site that is always open."""
    made = Scene(outside, casting, windows, (ALWAYS_OPEN, TOPIC), first=2)
    yield made
    made.clear()


@pytest.fixture
def closed(outside: Outside, casting: Casting, windows: Windows) -> Iterator[Scene]:
    """The lane of messages, of a site that is closed."""
    made = Scene(outside, casting, windows, (NOBODYS, "account"), first=2)
    token, from_ms = outside.sign_in(made.supervisor), int(time.time() * 1000)
    told = {"pt-BR": "Hoje é feriado.", "es": "Hoy es feriado.", "en": "Today is a holiday."}
    closing = {"from_ms": from_ms, "until_ms": from_ms + 3_600_000, "message": told}
    assert outside.api("POST", "/closings", token, closing).is_success
    yield made
    assert outside.api("DELETE", f"/closings/{from_ms}", token).is_success
    made.clear()


class Caller:
    """Somebody with a phone, and their call to the number of a site. Without `keys` they call themselves."""

    def __init__(self, scene: Scene, keys: str = "") -> None:
        self.scene, self.site, self.number = scene, scene.site, CALLER_IDS[scene.site][0]
        self.phone = scene.customer(order=False).phone
        self.says = Words("pt-BR" if self.site == "BR" else "es", "twiml")
        self.sid = self.calls(keys) if keys else ""

    def calls(self, keys: str) -> str:
        """By a script; the SID."""
        given = {"from": self.phone, "to": self.number, "keys": keys}
        return str(self.scene.outside.twin("POST", "/calls", given)["sid"])

    def picks_up_the_phone(self) -> Phone:
        """Calls from a page that is heard and speaks."""
        phone = Phone(self.scene.windows.page(self.scene.phone_page(self.phone)))
        phone.call(self.number)
        calls = self.scene.outside.twin("GET", "/calls")
        (self.sid,) = [one["sid"] for one in calls if one["from"] == self.phone]
        return phone

    def call(self) -> Json:
        """As the twin has it."""
        return next(one for one in self.scene.outside.twin("GET", "/calls") if one["sid"] == self.sid)

    def hears(self, sentence: str) -> None:
        """Sooner or later."""
        heard: list[str] = []

        def look() -> bool:
            heard[:] = self.call()["heard"]
            return sentence in heard

        try:
            until(sentence, look)
        except AssertionError as error:
            raise AssertionError(f"heard instead: {heard}") from error

    def presses(self, keys: str) -> None:
        """Once somebody listens."""
        path = f"/calls/{self.sid}/digits"
        until("somebody to listen", lambda: self.scene.outside.twin("POST", path, {"digits": keys})["heard"])

    def is_over(self) -> None:
        """Their call has ended."""
        until("the end of the call", lambda: self.call()["status"] == "completed")


def test_a_caller_chooses_a_topic_waits_and_talks_with_the_next_agent(line: Scene) -> None:
    agent = line.agent()
    desk = line.desk(agent)
    caller = Caller(line)
    phone = caller.picks_up_the_phone()
    phone.hears(caller.says("inbound_topics"))
    phone.press(KEY)
    phone.hears(caller.says("inbound_welcome"))
    phone.hears(caller.says("waiting_position", position="1"))
    somebody_waits(line, agent)
    desk.take_next()
    desk.is_in("on_call")
    knows_who_calls(desk, caller)
    are_in_one_conference(caller)
    both_hear_each_other(desk, phone)
    assert line.outside.calls_to(caller.phone) == [], "nobody is dialled who is on the line"
    assert caller.call()["status"] == "in-progress"
    desk.timeline_has("attempt.answered")
    desk.press("call.hang_up")
    desk.is_in("ended")
    phone.is_over()
    caller.is_over()
    desk.wrap_up("solved", line.casting.note("Vendió y cobró."))
    line.free(agent)


def somebody_waits(scene: Scene, agent: Agent) -> None:
    """A caller hears their position as soon as they have chosen; they stand in line a message later."""
    until("somebody in line", lambda: scene.say(agent, "GET", "/queue")["waiting"] > 0)


def are_in_one_conference(caller: Caller) -> None:
    """The call they made, and the agent's browser; nobody is muted or on hold."""
    rooms = caller.scene.outside.twin("GET", "/conferences")
    (room,) = [one for one in rooms if any(leg["call_sid"] == caller.sid for leg in one["participants"])]
    assert room["status"] == "in-progress"
    assert {leg["label"].partition("-")[0] for leg in room["participants"]} == {"agent", "customer"}
    assert not any(leg["muted"] or leg["hold"] for leg in room["participants"])


def knows_who_calls(desk: Desk, caller: Caller) -> None:
    """By the number, masked, what it is about, and that they called."""
    desk.says(desk.words("topic.selling"))
    expect(desk.page.get_by_text(caller.phone[-4:]).first).to_be_visible(timeout=LONG_MS)
    expect(desk.page.get_by_text(caller.phone[-8:])).to_have_count(0)
    expect(desk.timeline_has("callback.requested")).to_contain_text(desk.words("topic.selling"))


def test_a_caller_asks_to_be_called_at_another_number_and_is(line: Scene) -> None:
    agent = line.agent()
    desk = line.desk(agent)
    other = line.customer(order=False).phone
    line.outside.person(other, script="answers", answer_after_ms=500)
    caller = Caller(line, KEY)
    caller.hears(caller.says("waiting_position", position="1"))
    caller.presses("2")
    caller.hears(caller.says("number_ask"))
    caller.presses(f"{other[1:]}#")
    caller.hears(caller.says("waiting_kept", ends=" ".join(other[-4:])))
    caller.is_over()
    somebody_waits(line, agent)
    desk.take_next()
    desk.is_in("on_call")
    (dialled,) = line.outside.calls_to(other)
    assert dialled["direction"] == "outbound-api"
    desk.timeline_has("callback.off_line")
    desk.press("call.hang_up")
    desk.is_in("ended")
    desk.wrap_up("solved", "")
    line.free(agent)


def test_a_message_left_out_of_hours_is_work_to_do_and_is_played(closed: Scene) -> None:
    agent = closed.agent()
    desk = closed.desk(agent)
    caller = Caller(closed, "2")
    closed.outside.person(caller.phone, script="answers", answer_after_ms=500)
    caller.hears("Hoje é feriado.")
    caller.hears(caller.says("inbound_message"))
    caller.hears(caller.says("inbound_thanks"))
    caller.is_over()
    somebody_waits(closed, agent)
    desk.take_next()
    desk.is_in("on_call")
    desk.says(re.compile(re.escape("Deixou um recado")))
    row = desk.page.get_by_test_id("timeline").locator('[data-kind="recording.stored"]')
    # A look that comes too soon is made again half a minute later.
    expect(row).to_be_visible(timeout=2 * LONG_MS)
    row.get_by_role("button", name=desk.words("recording.listen")).click()
    player = row.locator("audio")
    expect(player).to_have_attribute("src", re.compile("X-Amz-Expires=300"), timeout=LONG_MS)
    playing = "element => element.readyState >= 2 && element.error === null && element.duration > 5"
    until("the sound", lambda: player.evaluate(playing))
    assert [one for one in closed.outside.twin("GET", "/state")["recordings"] if of(one, caller)] == []
    desk.timeline_has("recording.played")
    desk.press("call.hang_up")
    desk.is_in("ended")
    desk.wrap_up("solved", closed.casting.note("Ouvido."))
    closed.free(agent)


def of(recording: Json, caller: Caller) -> bool:
    """Whether it is of that call."""
    return bool(recording["call_sid"] == caller.sid)
