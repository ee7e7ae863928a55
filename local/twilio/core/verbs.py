"""What each TwiML verb does to a call. Durations are estimates of spoken or played time."""

from collections.abc import Callable, Generator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any
from urllib.parse import urljoin

from local.twilio.core.gather import gather
from local.twilio.core.model import Call, Callback, Seat
from local.twilio.core.record import record
from local.twilio.signing import split_overrides
from local.twilio.twiml import TwimlError, Verb

if TYPE_CHECKING:
    from local.twilio.core.flow import FlowPlayer

Starter = Callable[[Callable[[Any], None]], None]
Step = Generator[Starter, Any, "NextDocument | None"]
SPOKEN_MS_PER_LETTER = 60
PLAYED_MS = 3_000
FOREVER = 1_000


@dataclass(frozen=True)
class NextDocument:
    """Where a call's instructions come from next."""

    url: str
    method: str = "POST"
    extra: dict[str, str] = field(default_factory=dict)
    twiml: str = ""


def play(player: "FlowPlayer", call: Call, program: tuple[Verb, ...]) -> Step:
    """Execute verbs in order; returns where to go next, or None at the end."""
    for verb in program:
        if call.status == "ringing" and verb.name not in ("Reject", "Pause", "Redirect", "Hangup"):
            player.exchange.answer(call)
        call.activity = f"<{verb.name}>"
        player.network.tell("call", call.sid)
        if verb.name == "Redirect":
            url = urljoin(player.track(call).url, verb.text)
            return NextDocument(url, verb.attributes.get("method", "POST"))
        if verb.name == "Hangup":
            return None
        if verb.name == "Reject":
            busy = verb.attributes.get("reason") == "busy"
            player.exchange.finish(call, "busy" if busy else "no-answer", "twiml")
            return None
        if verb.name == "Say":
            call.heard.append(verb.text)
        if verb.name in ("Say", "Play", "Pause"):
            yield sleeping(player, call, length_ms(verb))
        elif verb.name == "Gather":
            following = yield from gather(player, call, verb)
            if following is not None:
                return following
        elif verb.name == "Record":
            following = yield from record(player, call, verb)
            if following is not None:
                return following
        elif verb.name == "Dial":
            following = yield from _dial(player, call, verb)
            if following is not None:
                return following
        else:
            raise TwimlError(12200, f"The twin does not model <{verb.name}> yet")
    return None


def length_ms(verb: Verb) -> int:
    """How long a prompt lasts."""
    if verb.name == "Pause":
        return int(verb.attributes.get("length", "1")) * 1_000
    loops = int(verb.attributes.get("loop", "1")) or FOREVER
    if verb.name == "Play":
        return PLAYED_MS * loops
    words = verb.text + "".join(child.text for child in verb.children)
    return max(400, len(words) * SPOKEN_MS_PER_LETTER) * loops


def sleeping(player: "FlowPlayer", call: Call, delay_ms: int) -> Starter:
    def start(resume: Callable[[Any], None]) -> None:
        player.network.agenda.after(delay_ms, lambda: resume(None))

    return start


def _dial(player: "FlowPlayer", call: Call, verb: Verb) -> Step:
    rooms = [child for child in verb.children if child.name == "Conference"]
    if len(rooms) != 1 or len(verb.children) != 1 or verb.text:
        raise TwimlError(12200, "The twin models <Dial> with exactly one <Conference>")
    seat = _seat(rooms[0], player.track(call).url)
    joined = yield _joining(player, call, seat)
    if "action" not in verb.attributes:
        return None
    url = urljoin(player.track(call).url, verb.attributes["action"])
    extra = {"DialCallStatus": "answered" if joined else "failed"}
    return NextDocument(url, verb.attributes.get("method", "POST"), extra)


def _joining(player: "FlowPlayer", call: Call, seat: Seat) -> Starter:
    def start(resume: Callable[[Any], None]) -> None:
        track = player.track(call)
        if not player.rooms.seat(call, seat):
            resume(False)
            return
        track.on_room_left = lambda _reason: resume(True)
        room = player.rooms.of(call)
        if room and room.status == "init" and seat.wait_url:
            url = urljoin(track.url, seat.wait_url)
            player.ask_wait_music(call, url, seat.wait_method)

    return start


def _seat(verb: Verb, base: str) -> Seat:
    name, given = verb.text, verb.attributes
    if not name:
        raise TwimlError(13214, "<Conference> needs a name")
    callback = None
    split_overrides(given.get("waitUrl", ""))
    if "statusCallback" in given:
        events = tuple(given.get("statusCallbackEvent", "start end").split())
        url = urljoin(base, given["statusCallback"])
        split_overrides(url)
        callback = Callback(url, given.get("statusCallbackMethod", "POST"), events)
    return Seat(
        room=name,
        label=given.get("participantLabel", ""),
        muted=given.get("muted") == "true",
        beep=given.get("beep", "true"),
        start_on_enter=given.get("startConferenceOnEnter", "true") == "true",
        end_on_exit=given.get("endConferenceOnExit") == "true",
        wait_url=given.get("waitUrl"),
        wait_method=given.get("waitMethod", "POST"),
        max_participants=int(given.get("maxParticipants", "250")),
        coaching="coach" in given,
        coached_sid=given.get("coach", ""),
        callback=callback,
    )
