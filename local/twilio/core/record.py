"""`<Record>`: a beep, somebody speaks, and the recording is told of.

Source: https://www.twilio.com/docs/voice/twiml/record. Nothing is recorded: it is known how long it took.
"""

from collections.abc import Callable, Generator
from typing import TYPE_CHECKING, Any
from urllib.parse import urljoin

from local.twilio.core import verbs
from local.twilio.core.model import Call
from local.twilio.core.network import voice_params
from local.twilio.core.sids import new_sid
from local.twilio.signing import split_overrides
from local.twilio.twiml import Verb

if TYPE_CHECKING:
    from local.twilio.core.flow import FlowPlayer

SPEAKS_MS = 6_000
"""How long somebody speaks who presses no key and does not hang up."""
API = "https://api.twilio.com/2010-04-01"


def record(
    player: "FlowPlayer", call: Call, verb: Verb
) -> Generator["verbs.Starter", Any, "verbs.NextDocument | None"]:
    """Until a finishing key, silence, the longest length or the end of the call; the action is asked then,
    also after a hang-up (`Digits=hangup`)."""
    given, base, began = verb.attributes, player.track(call).url, player.network.now_ms
    url = urljoin(base, given["action"]) if "action" in given else base
    method, sid = given.get("method", "POST"), new_sid("RE", player.network.dice)

    def told(keys: str) -> dict[str, str]:
        length_s = -(-(player.network.now_ms - began) // 1_000)
        where = f"{API}/Accounts/{player.network.settings.account_sid}/Recordings/{sid}"
        found = {"RecordingSid": sid, "RecordingUrl": where, "RecordingDuration": str(length_s)}
        if callback := given.get("recordingStatusCallback"):
            split_overrides(urljoin(base, callback))
            params = {
                "AccountSid": player.network.settings.account_sid,
                "CallSid": call.sid,
                "RecordingStatus": "completed",
                "RecordingSource": "RecordVerb",
                "RecordingChannels": "1",
                **found,
            }
            verb_ = given.get("recordingStatusCallbackMethod", "POST")
            player.network.post.notify("recording", call.sid, verb_, urljoin(base, callback), params)
        return found | {"Digits": keys}

    def hung_up() -> None:
        params = voice_params(player.network, call) | told("hangup")
        player.network.post.notify("record-action", call.sid, method, url, params)

    track = player.track(call)
    track.on_hang_up = hung_up
    keys = yield _speaking(player, call, verb)
    track.on_hang_up = None
    return verbs.NextDocument(url, method, told(keys))


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
