"""`<Gather>`: prompts, keys, and where the answer goes."""

from collections.abc import Callable, Generator
from typing import TYPE_CHECKING, Any
from urllib.parse import urljoin

from local.twilio.core import verbs
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
    prompts_ms = sum(verbs.length_ms(child) for child in verb.children)
    keys, finished_on = yield _listening(player, call, verb, prompts_ms)
    if not keys and given.get("actionOnEmptyResult") != "true":
        return None
    base = player.track(call).url
    url = urljoin(base, given["action"]) if "action" in given else base
    extra = {"Digits": keys, "FinishedOnKey": finished_on, "msg": "Gather End"}
    return verbs.NextDocument(url, given.get("method", "POST"), extra)


def _listening(player: "FlowPlayer", call: Call, verb: Verb, prompts_ms: int) -> "verbs.Starter":
    """Yields (keys, finishing key). A key silences the prompts and restarts the wait."""
    given = verb.attributes
    silence_ms = int(float(given.get("timeout", "5")) * 1_000)
    enough = int(given["numDigits"]) if "numDigits" in given else None
    finish = given.get("finishOnKey", "#")

    def start(resume: Callable[[Any], None]) -> None:
        track = player.track(call)
        heard: list[str] = []
        agenda = player.network.agenda

        def done(finished_on: str = "") -> None:
            silence.cancel()
            track.on_digits, call.listening = None, False
            resume(("".join(heard), finished_on))

        def press(digits: str) -> None:
            nonlocal silence
            silence.cancel()
            for digit in digits:
                if finish and digit == finish:
                    done(digit)
                    return
                heard.append(digit)
                if enough is not None and len(heard) >= enough:
                    done()
                    return
            silence = agenda.after(silence_ms, done)

        silence = agenda.after(prompts_ms + silence_ms, done)
        track.on_digits, call.listening = press, True
        track.gathers += 1
        _press_by_script(player, call, track.gathers)
        player.network.tell("call", call.sid)

    return start


def _press_by_script(player: "FlowPlayer", call: Call, nth: int) -> None:
    script = player.network.people.of(call.to)
    answers = script.digits.split(",") if script.digits else []
    if nth <= len(answers) and answers[nth - 1]:
        player.network.agenda.after(
            script.digits_after_ms, lambda: player.digits(call, answers[nth - 1])
        )
