"""What is said to one participant of a conference (`AnnounceUrl`) while it goes on: nobody else hears it.

Source: https://www.twilio.com/docs/voice/api/conference-participant-resource (AnnounceUrl),
https://www.twilio.com/changelog/conference-announce-events
"""

from urllib.parse import urljoin

from local.twilio.core import room_events
from local.twilio.core.model import Call, Conference, Participant
from local.twilio.core.network import Network, voice_params
from local.twilio.core.rooms import Rooms
from local.twilio.core.verbs import length_ms
from local.twilio.core.webhooks import Outcome
from local.twilio.twiml import TwimlError, Verb, parse

ALLOWED = ("Play", "Say", "Pause", "Redirect")
END, FAIL = "announcement-end", "announcement-fail"


class Announcer:
    """Plays documents to participants; what each was told is in its call's `heard`."""

    def __init__(self, network: Network, rooms: Rooms) -> None:
        self.network, self.rooms = network, rooms
        self.said: set[str] = set()
        """Legs to which words were said to their end."""

    def announce(self, conference: Conference, who: Participant, call: Call, url: str, method: str) -> None:
        """Fetches the document and says it."""
        params = voice_params(self.network, call) | {
            "ConferenceSid": conference.sid,
            "FriendlyName": conference.name,
        }

        def fetched(outcome: Outcome) -> None:
            try:
                verbs = _verbs(outcome)
            except TwimlError as error:
                self.network.complain(error.code, str(error), call.sid)
                self._over(conference, who, call, FAIL)
                return
            self._say(conference, who, call, url, list(verbs))

        self.network.post.fetch("twiml", call.sid, method, url, params, fetched)

    def _say(self, conference: Conference, who: Participant, call: Call, url: str, verbs: list[Verb]) -> None:
        if self.rooms.of(call) is not conference:
            return
        if not verbs:
            self._over(conference, who, call, END)
            return
        verb = verbs.pop(0)
        if verb.name == "Redirect":
            following = urljoin(url, verb.text)
            self.announce(conference, who, call, following, verb.attributes.get("method", "POST"))
            return
        call.activity = f"<{verb.name}>"
        if verb.name == "Say":
            call.heard.append(verb.text)
        self.network.tell("call", call.sid)

        def on() -> None:
            if verb.name == "Say" and self.rooms.of(call) is conference:
                self.said.add(call.sid)
            self._say(conference, who, call, url, verbs)

        self.network.agenda.after(length_ms(verb), on)

    def _over(self, conference: Conference, who: Participant, call: Call, event: str) -> None:
        if self.rooms.of(call) is conference:
            call.activity = ""
            room_events.report(self.network, conference, "announcement", event, who)
            self.network.tell("call", call.sid)


def _verbs(outcome: Outcome) -> tuple[Verb, ...]:
    if outcome.failure:
        raise TwimlError(11200, f"HTTP retrieval failure ({outcome.error or outcome.status})")
    verbs = parse(outcome.body)
    if bad := sorted({verb.name for verb in verbs} - set(ALLOWED)):
        raise TwimlError(13233, f"An announcement may not use {', '.join(bad)}")
    return verbs
