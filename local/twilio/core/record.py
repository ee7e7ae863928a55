"""`<Record>`: a beep, somebody speaks, and the recording is told of.

Source: https://www.twilio.com/docs/voice/twiml/record. The sound is that of any recording: recordings.py.
"""

from collections.abc import Callable, Generator
from typing import TYPE_CHECKING, Any
from urllib.parse import urljoin

from local.twilio.core import verbs
from local.twilio.core.model import Call, Callback
from local.twilio.core.network import voice_params
from local.twilio.signing import split_overrides
from local.twilio.twiml import Verb

if TYPE_CHECKING:
    from local.twilio.core.flow import FlowPlayer

SPEAKS_MS = 6_000
"""How long somebody speaks who presses no key and does not hang up."""
SOURCE = "RecordVerb"


def record(
    player: "FlowPlayer", call: Call, verb: Verb
) -> Generator["verbs.Starter", Any, "verbs.NextDocument | None"]:
    """Until a finishing key, silence, the longest length or the end of the call; the action is asked then,
    also after a hang-up (`Digits=hangup`), but not when nothing was recorded."""
    given, base, kept = verb.attributes, player.track(call).url, player.recordings
    url = urljoin(base, given["action"]) if "action" in given else base
    method, one = given.get("method", "POST"), kept.start(call, 1, _callback(given, base), SOURCE)

    def told(keys: str) -> dict[str, str]:
        kept.stop(one)
        length = {"RecordingDuration": str(one.seconds)}
        return {"RecordingSid": one.sid, "RecordingUrl": kept.url(one), **length, "Digits": keys}

    def hung_up() -> None:
        params = voice_params(player.network, call) | told("hangup")
        if one.heard_ms:
            player.network.post.notify("record-action", call.sid, method, url, params)

    track = player.track(call)
    track.on_hang_up = hung_up
    keys = yield _speaking(player, call, verb)
    track.on_hang_up = None
    extra = told(keys)
    return verbs.NextDocument(url, method, extra) if one.heard_ms else None


def _callback(given: dict[str, str], base: str) -> Callback | None:
    if "recordingStatusCallback" not in given:
        return None
    url = urljoin(base, given["recordingStatusCallback"])
    split_overrides(url)
    events = tuple(given.get("recordingStatusCallbackEvent", "completed").split())
    return Callback(url, given.get("recordingStatusCallbackMethod", "POST"), events)


def _speaking(player: "FlowPlayer", call: Call, verb: Verb) -> "verbs.Starter":
    given = verb.attributes
    finishing = given.get("finishOnKey", "1234567890*#")
    silence_ms, longest_ms = (
        int(given.get("timeout", "5")) * 1_000,
        int(given.get("maxLength", "3600")) * 1_000,
    )

    def start(resume: Callable[[Any], None]) -> None:
        track = player.track(call)

        def done(keys: str) -> None:
            if player.runs(call, track):
                track.on_digits, call.listening = None, False
                resume(keys)

        def press(digits: str) -> None:
            pressed = next((digit for digit in digits if digit in finishing), "")
            if pressed:
                silent.cancel()
                done(pressed)

        ends_ms = min(SPEAKS_MS + silence_ms, longest_ms)
        silent = player.network.agenda.after(ends_ms, lambda: done(""))
        track.on_digits, call.listening = press, True

    return start
