"""Runs TwiML on calls: one program per call, suspended between verbs, dropped when redirected."""

from collections.abc import Callable, Generator
from dataclasses import dataclass, field
from typing import Any

from local.twilio.core import verbs
from local.twilio.core.exchange import Exchange
from local.twilio.core.model import Call
from local.twilio.core.network import Network, voice_params
from local.twilio.core.recordings import Recordings
from local.twilio.core.rooms import Rooms
from local.twilio.core.verbs import NextDocument, Starter
from local.twilio.core.webhooks import Outcome
from local.twilio.signing import split_overrides
from local.twilio.twiml import TwimlError, Verb, parse

Program = Generator[Starter, Any, NextDocument | None]
XML_TYPES = ("text/xml", "application/xml", "text/html")


@dataclass
class Track:
    """The program under way on one call and what it waits for."""

    program: Generator[Starter, Any, None]
    resume: Callable[[Any], None] | None = None
    on_room_left: Callable[[Any], None] | None = None
    on_digits: Callable[[str], None] | None = None
    on_hang_up: Callable[[], None] | None = None
    gathers: int = 0
    url: str = ""
    extra: dict[str, str] = field(default_factory=dict)


class FlowPlayer:
    """The exchange's player of TwiML."""

    def __init__(self, network: Network, exchange: Exchange, rooms: Rooms, recordings: Recordings) -> None:
        self.network = network
        self.exchange = exchange
        self.rooms = rooms
        self.recordings = recordings
        self._tracks: dict[str, Track] = {}

    def start(self, call: Call, url: str, method: str, twiml: str) -> None:
        """Begin with a document given or to be fetched, dropping whatever ran before."""
        first = NextDocument(url, method, dict(call.params), twiml)
        track = Track(self._run(call, first))
        self._tracks[call.sid] = track
        self._advance(call, track, None)

    def stop(self, call: Call) -> None:
        track = self._tracks.pop(call.sid, None)
        if track and track.on_hang_up and call.over:
            track.on_hang_up()

    def resume_after_room(self, call: Call, reason: str) -> None:
        """A leg left its conference but is still up: go on with the verb after `<Dial>`."""
        track = self._tracks.get(call.sid)
        if track and track.on_room_left:
            resume, track.on_room_left = track.on_room_left, None
            self.network.agenda.after(0, lambda: resume(reason))

    def digits(self, call: Call, digits: str) -> None:
        """Keys pressed on the leg; heard only while a `<Gather>` listens."""
        track = self._tracks.get(call.sid)
        if track and track.on_digits:
            track.on_digits(digits)

    def ask_wait_music(self, call: Call, url: str, method: str) -> None:
        """Fetch a waitUrl or holdUrl and check that it may be played; the tone is the twin's."""
        params = voice_params(self.network, call)
        self.network.post.fetch(
            "wait-music", call.sid, method, url, params, lambda o: self._check_music(call, o)
        )

    def track(self, call: Call) -> Track:
        return self._tracks[call.sid]

    def runs(self, call: Call, track: Track) -> bool:
        """Whether this program is still the one of the call."""
        return self._tracks.get(call.sid) is track

    def _run(self, call: Call, document: NextDocument | None) -> Generator[Starter, Any, None]:
        while document is not None:
            self._tracks[call.sid].url = document.url or self._tracks[call.sid].url
            program = yield from self._load(call, document)
            document = yield from verbs.play(self, call, program)
        self.exchange.finish(call, "completed", "twiml")

    def _load(self, call: Call, document: NextDocument) -> Generator[Starter, Any, tuple[Verb, ...]]:
        if document.twiml:
            return parse(document.twiml)
        if not document.url:
            raise TwimlError(11100, "There is no URL to fetch TwiML from")
        split_overrides(document.url)
        params = voice_params(self.network, call) | document.extra
        outcome = yield self._fetching(call, document.url, document.method, params)
        if outcome.failure and call.fallback_url:
            params |= {"ErrorCode": "11200", "ErrorUrl": document.url}
            outcome = yield self._fetching(call, call.fallback_url, call.fallback_method, params)
        if outcome.failure:
            what = outcome.error or f"HTTP {outcome.status}"
            raise TwimlError(11200, f"HTTP retrieval failure ({what}) at {document.url}")
        if outcome.content_type.split(";")[0].strip() not in XML_TYPES:
            raise TwimlError(12300, f"Invalid Content-Type {outcome.content_type or '(none)'}")
        return parse(outcome.body)

    def _fetching(self, call: Call, url: str, method: str, params: dict[str, str]) -> Starter:
        def start(resume: Callable[[Outcome], None]) -> None:
            self.network.post.fetch("twiml", call.sid, method, url, params, resume)

        return start

    def _advance(self, call: Call, track: Track, value: Any) -> None:
        if call.over or self._tracks.get(call.sid) is not track:
            return
        try:
            starter = track.program.send(value)
        except StopIteration:
            return
        except (TwimlError, ValueError) as error:
            code = error.code if isinstance(error, TwimlError) else 11100
            self.network.complain(code, str(error), call.sid)
            status = "completed" if call.answered_ms else "failed"
            self.exchange.finish(call, status, f"error {code}")
            return
        starter(self._once(call, track))

    def _once(self, call: Call, track: Track) -> Callable[[Any], None]:
        spent: list[bool] = []

        def resume(value: Any = None) -> None:
            if not spent:
                spent.append(True)
                self._advance(call, track, value)

        return resume

    def _check_music(self, call: Call, outcome: Outcome) -> None:
        if outcome.failure or outcome.content_type.startswith("audio/"):
            return
        try:
            program = parse(outcome.body)
        except TwimlError as error:
            self.network.complain(error.code, str(error), call.sid)
            return
        call.heard += [verb.text for verb in program if verb.name in ("Say", "Play")]
        if bad := {verb.name for verb in program} - {"Play", "Say", "Pause", "Redirect"}:
            self.network.complain(13233, f"Music may not use {', '.join(sorted(bad))}", call.sid)
