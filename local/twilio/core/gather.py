"""`<Gather>`: prompts, keys, and where the answer goes."""

from collections.abc import Callable, Generator
from typing import TYPE_CHECKING, Any
from urllib.parse import urljoin

from local.twilio.core import verbs
from local.twilio.core.agenda import Appointment
from local.twilio.core.model import Call
from local.twilio.twiml import TwimlError, Verb

if TYPE_CHECKING:
    from local.twilio.core.flow import FlowPlayer


def gather(
    player: "FlowPlayer", call: Call, verb: Verb
) -> Generator["verbs.Starter", Any, "verbs.NextDocument | None"]:
    """Collect keys until enough, the finishing key, or silence."""
    given = verb.attributes
    if given.get("input", "dtmf") != "dtmf":
        raise TwimlError(12200, "The twin models <Gather> for keys only (input=dtmf)")
    call.heard += [child.text for child in verb.children if child.name == "Say"]
    prompts_ms = sum(verbs.length_ms(child) for child in verb.children)
    keys, finished_on = yield _listening(player, call, verb, prompts_ms)
    if not keys and given.get("actionOnEmptyResult") != "true":
        return None
    base = player.track(call).url
    url = urljoin(base, given["action"]) if "action" in given else base
    extra = {"Digits": keys, "FinishedOnKey": finished_on, "msg": "Gather End"}
    return verbs.NextDocument(url, given.get("method", "POST"), extra)


def _listening(player: "FlowPlayer", call: Call, verb: Verb, prompts_ms: int) -> "verbs.Starter":
    def start(resume: Callable[[Any], None]) -> None:
        ear = _Ear(player, call, verb, resume)
        ear.wait(prompts_ms)
        track = player.track(call)
        track.on_digits, call.listening = ear.press, True
        track.gathers += 1
        _press_by_script(player, call, track.gathers)
        player.network.tell("call", call.sid)

    return start


class _Ear:
    """Resumes with (keys, finishing key). A key silences the prompts and restarts the wait."""

    def __init__(self, player: "FlowPlayer", call: Call, verb: Verb, resume: Callable[[Any], None]) -> None:
        given = verb.attributes
        self._player = player
        self._call = call
        self._track = player.track(call)
        self._resume = resume
        self._silence_ms = int(float(given.get("timeout", "5")) * 1_000)
        self._enough = int(given["numDigits"]) if "numDigits" in given else None
        self._finish = given.get("finishOnKey", "#")
        self._heard = ""
        self._silence: Appointment | None = None

    def wait(self, prompts_ms: int = 0) -> None:
        self._silence = self._player.network.agenda.after(
            prompts_ms + self._silence_ms, lambda: self._done("")
        )

    def press(self, digits: str) -> None:
        if self._silence:
            self._silence.cancel()
        for digit in digits:
            if self._finish and digit == self._finish:
                self._done(digit)
                return
            self._heard += digit
            if self._enough is not None and len(self._heard) >= self._enough:
                self._done("")
                return
        self.wait()

    def _done(self, finished_on: str) -> None:
        if not self._player.runs(self._call, self._track):
            # They hung up, or were led elsewhere while it listened.
            return
        self._track.on_digits = None
        self._call.listening = False
        self._resume((self._heard, finished_on))


def _press_by_script(player: "FlowPlayer", call: Call, nth: int) -> None:
    script = player.network.people.of(call.from_ if call.direction == "inbound" else call.to)
    keys = call.keys or script.digits
    answers = keys.split(",") if keys else []
    if nth <= len(answers) and answers[nth - 1]:
        player.network.agenda.after(script.digits_after_ms, lambda: player.digits(call, answers[nth - 1]))
