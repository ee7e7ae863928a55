"""The process dies at every moment of a call to one of our numbers: the same facts, and nobody forgotten on
the line."""

import dataclasses
from collections.abc import Callable
from functools import partial

import pytest

from chalicelib.queue import service as queue
from chalicelib.queue.service import CallbackRow, Sentences
from chalicelib.recording import service as recording
from local.twilio.core.incoming import call_in
from local.twilio.core.model import Call
from tests.cuts import CutHouse, every_cut
from tests.house import API
from tests.people import Agent, ask
from tests.unit.recording.studio import files

OURS, THEIRS, OTHER = "+551130001000", "+5511987650001", "11987660001"
VOICE_URL = f"{API}/twilio/inbound#rc=2&rp=ct,rt,5xx"
"""As docs/deploying.md has it."""


class Calling:
    """Somebody with a phone that answers, and an agent of the lane they choose."""

    def __init__(self, h: CutHouse) -> None:
        self.house, self.agent = h, Agent(h, lanes=("BR:payments", "BR:account")).ready()
        h.world.settings = dataclasses.replace(h.world.settings, number_voice_url=VOICE_URL)
        self.call: Call

    def dials(self, keys: str = "1", seconds: float = 4) -> "Calling":
        self.call = call_in(self.house.world, THEIRS, OURS, keys)
        self.house.wait(seconds)
        return self

    def presses(self, keys: str, seconds: float) -> None:
        assert self.call.listening
        self.house.world.press(self.call, keys)
        self.house.wait(seconds)

    def hangs_up(self, seconds: float = 2) -> None:
        self.house.world.exchange.hang_up(self.call)
        self.house.wait(seconds)

    def request(self) -> CallbackRow:
        rows = [one for one in self.house.items() if one["entity"]["S"] == "callback"]
        (item,) = rows
        return queue.find(item["pk"]["S"].removeprefix("CALLBACK#"))

    def kinds(self) -> list[str]:
        return self.agent.kinds(self.request().request.customer_id)

    def served(self) -> None:
        """Whatever it takes, an agent talks with them."""
        for _ in range(5):
            self.house.draw()
            row = self.request()
            if row.status == "completed":
                break
            if row.status == "connected":
                assert self.agent.send("POST", f"/attempts/{row.attempt_id}/hangup")[0] == 200
                self.house.wait(3)
            elif row.status == "queued" and self.agent.activity() == "available":
                attempt = self.agent.next()
                assert attempt is not None
                self.agent.join(str(attempt["id"]))
                self.house.wait(8)
            else:
                self.house.wait(64)
        assert self.request().status == "completed"
        self.house.wait(64)


def open_site(h: CutHouse) -> Calling:
    return Calling(h)


def asked(h: CutHouse) -> Calling:
    scene = Calling(h)
    ask(h, phone=THEIRS, topic="account")
    h.draw()
    return scene


def closed(h: CutHouse) -> Calling:
    now = h.ctx.now_ms()
    told = Sentences("Hoje é feriado.", "Hoy es feriado.", "Today is a holiday.")
    queue.close_site(h.ctx, "BR", now, now + 86_400_000, told, "sofia")
    return Calling(h)


def asked_and_closed(h: CutHouse) -> Calling:
    scene = closed(h)
    ask(h, phone=THEIRS, topic="account")
    h.draw()
    return scene


def in_line(h: CutHouse) -> Calling:
    scene = Calling(h).dials(seconds=8)
    assert scene.call.listening
    return scene


def claimed(h: CutHouse) -> Calling:
    scene = in_line(h)
    assert scene.agent.next() is not None
    return scene


def dials(scene: Calling) -> None:
    scene.dials()


def dials_with_a_request(scene: Calling) -> None:
    scene.dials("")


def leaves_message(scene: Calling) -> None:
    scene.dials("2", 30)


def is_called_later(scene: Calling) -> None:
    scene.dials("1", 20)


def keeps_place(scene: Calling) -> None:
    scene.presses("1", 15)


def gives_other_number(scene: Calling) -> None:
    scene.presses("2", 2)
    scene.presses(f"{OTHER}#", 15)


def is_brought_in(scene: Calling) -> None:
    attempt_id = scene.request().attempt_id
    scene.agent.join(str(attempt_id))
    scene.house.wait(5)


def nothing(scene: Calling) -> None:
    """Whoever saw it break has gone."""


def waits_and_talks(scene: Calling) -> None:
    scene.house.wait(12)
    live = scene.request().request.live
    assert live is not None and live.call_sid == scene.call.sid and not scene.call.over
    scene.served()
    assert scene.call.over
    assert [one for one in scene.house.world.calls.values() if one.direction == "outbound-api"] == []


def talks_after_all(scene: Calling) -> None:
    """On their own call, or on another once that is over."""
    scene.house.wait(12)
    scene.served()
    assert scene.call.over


def is_called(scene: Calling) -> None:
    scene.house.wait(15)
    assert scene.call.over
    scene.served()
    (dialled,) = [one for one in scene.house.world.calls.values() if one.direction == "outbound-api"]
    assert dialled.to == scene.request().request.phone


def is_called_elsewhere(scene: Calling) -> None:
    is_called(scene)
    assert scene.request().request.phone == f"+55{OTHER}"


def message_is_kept(scene: Calling) -> None:
    """Once, by us alone, and it is work to do."""
    for _ in range(4):
        scene.house.wait(60)
        waiting = scene.house.queues.recordings
        while waiting:
            if scene.house.invoke(partial(recording.file, scene.house.ctx, waiting[0])):
                waiting.popleft()
    (key,) = files()
    assert key.endswith(f"{scene.request().request.callback_id}/{scene.call.sid}.wav")
    assert list(scene.house.world.recordings.kept) == []
    assert scene.kinds().count("recording.stored") == 1


def message_is_told(scene: Calling) -> None:
    message_is_kept(scene)
    assert scene.kinds().count("callback.message_left") == 1


Act = Callable[[Calling], None]
CASES: dict[str, tuple[Callable[[CutHouse], Calling], Act, Act, int]] = {
    "into the line": (open_site, dials, waits_and_talks, 6),
    "into the line with an open request": (asked, dials_with_a_request, waits_and_talks, 5),
    "being brought in": (claimed, is_brought_in, talks_after_all, 6),
    "hanging up in line": (in_line, Calling.hangs_up, is_called, 4),
    "keeping the place": (in_line, keeps_place, is_called, 5),
    "giving another number": (in_line, gives_other_number, is_called_elsewhere, 6),
    "asking to be called later": (closed, is_called_later, is_called, 5),
    "leaving a message": (closed, leaves_message, message_is_kept, 10),
    "leaving one more message": (asked_and_closed, leaves_message, message_is_told, 8),
}


@pytest.mark.parametrize("case", CASES)
def test_a_process_that_dies_in(case: str) -> None:
    make, act, settle, least = CASES[case]
    cuts = every_cut(make, act, (nothing,), settle)
    print(f"{case}: {cuts} cuts")
    assert cuts >= least
