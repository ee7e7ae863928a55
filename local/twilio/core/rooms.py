"""Conferences: who is in, who may hear, and what is reported to the application.

Event names, parameters and reasons follow Twilio's `<Conference>` page.
"""

from local.twilio.core import room_events
from local.twilio.core.exchange import Exchange
from local.twilio.core.model import Call, Conference, Participant, Seat
from local.twilio.core.network import Network
from local.twilio.core.sids import new_sid


class Rooms:
    """Opens a conference for the first leg that names it and ends it with the last."""

    def __init__(self, network: Network, exchange: Exchange) -> None:
        self.network = network
        self.exchange = exchange
        self.conferences: dict[str, Conference] = {}
        self._by_name: dict[str, Conference] = {}

    def active(self, name_or_sid: str) -> Conference | None:
        """The conference under way with that SID or friendly name."""
        room = self._by_name.get(name_or_sid) or self.conferences.get(name_or_sid)
        return room if room and room.status != "completed" else None

    def of(self, call: Call) -> Conference | None:
        conference = self.conferences.get(call.conference_sid)
        return conference if conference and call.sid in conference.people else None

    def label_taken(self, room: str, label: str, call_sid: str = "") -> bool:
        conference = self.active(room) if label else None
        if conference is None:
            return False
        return any(p.label == label and p.call_sid != call_sid for p in conference.people.values())

    def reserve(self, call: Call, seat: Seat) -> Participant:
        """List a leg that is still being dialled."""
        conference = self.active(seat.room) or self._open(seat)
        now_ms = self.network.now_ms
        participant = Participant(
            call.sid,
            seat.label,
            created_ms=now_ms,
            updated_ms=now_ms,
            muted=seat.muted,
            start_on_enter=seat.start_on_enter,
            end_on_exit=seat.end_on_exit,
            coaching=seat.coaching,
            coached_sid=seat.coached_sid,
            waits_silently=seat.wait_url == "",
        )
        conference.people[call.sid] = participant
        call.conference_sid = conference.sid
        return participant

    def seat(self, call: Call, seat: Seat) -> bool:
        """Bring an answered leg in. False, with error 16025, when its label is taken."""
        if self.label_taken(seat.room, seat.label, call.sid):
            self.network.complain(16025, f"Participant label {seat.label} is taken", call.sid)
            return False
        reserved = self.of(call)
        participant = reserved.people[call.sid] if reserved else self.reserve(call, seat)
        conference = self.conferences[call.conference_sid]
        participant.joined_ms = participant.updated_ms = self.network.now_ms
        room_events.report(self.network, conference, "join", "participant-join", participant)
        someone_starts = any(p.start_on_enter for p in conference.joined)
        if conference.status == "init" and len(conference.joined) >= 2 and someone_starts:
            conference.status = "in-progress"
            room_events.report(self.network, conference, "start", "conference-start")
        self._changed(conference)
        return True

    def leave(self, call: Call, reason: str, kicked: bool = False, moving: bool = False) -> None:
        """Take a leg out, ending the conference if it was the last or was to end it.

        A leg that is `moving` to other TwiML is not sent on from here.
        """
        conference = self.of(call)
        if conference is None:
            return
        participant = conference.people.pop(call.sid)
        self._report_leave(conference, participant, call, reason)
        joined = participant.joined_ms is not None
        if joined and participant.end_on_exit:
            how = "kicked" if kicked else "left"
            conference.reason_ended = f"participant-with-end-conference-on-exit-{how}"
            self._close(conference, call.sid, "moderator_ended_conference")
        elif not conference.people:
            conference.reason_ended = f"last-participant-{'kicked' if kicked else 'left'}"
            self._close(conference, call.sid, "")
        self._changed(conference)
        if not moving:
            self._release(call, reason)

    def end(self, conference: Conference) -> None:
        """End a conference through the API; everyone leaves."""
        if conference.status == "completed":
            return
        conference.reason_ended = "conference-ended-via-api"
        self._close(conference, "", "conference_ended_via_api")
        self._changed(conference)

    def set_flag(self, conference: Conference, who: Participant, flag: str, value: bool) -> None:
        """Mute, hold or their opposites; reported only when something changes."""
        if getattr(who, flag) == value:
            return
        setattr(who, flag, value)
        verb = {"muted": "mute", "hold": "hold"}[flag]
        event = f"participant-{verb if value else 'un' + verb}"
        self._touch(conference, who, verb, event)

    def modify(self, conference: Conference, who: Participant, **changes: object) -> None:
        """Change coaching or exit behaviour."""
        for name, value in changes.items():
            setattr(who, name, value)
        self._touch(conference, who, "modify", "participant-modify")

    def _open(self, seat: Seat) -> Conference:
        now_ms = self.network.now_ms
        conference = Conference(
            new_sid("CF", self.network.dice), seat.room, now_ms, now_ms,
            callback=seat.callback, max_participants=seat.max_participants,
        )  # fmt: skip
        self.conferences[conference.sid] = self._by_name[seat.room] = conference
        return conference

    def _close(self, conference: Conference, ender_sid: str, reason: str) -> None:
        conference.status, conference.ended_by_sid = "completed", ender_sid
        del self._by_name[conference.name]
        for sid in list(conference.people):
            participant = conference.people.pop(sid)
            call = self.exchange.calls[sid]
            if participant.joined_ms is None:
                self.exchange.finish(call, "canceled", "conference")
            else:
                self._report_leave(conference, participant, call, reason)
                self._release(call, reason)
        room_events.report_end(self.network, conference)

    def _report_leave(
        self, conference: Conference, participant: Participant, call: Call, reason: str
    ) -> None:
        if participant.joined_ms is None:
            reason = "participant_add_failed"
        details = {"ParticipantCallStatus": call.status, "ReasonParticipantLeft": reason}
        room_events.report(self.network, conference, "leave", "participant-leave", participant, details)

    def _release(self, call: Call, reason: str) -> None:
        if call.over:
            return
        if call.seat is not None:
            self.exchange.finish(call, "completed", "conference")
        else:
            self.exchange.player.resume_after_room(call, reason)

    def _touch(self, conference: Conference, who: Participant, kind: str, event: str) -> None:
        who.updated_ms = self.network.now_ms
        room_events.report(self.network, conference, kind, event, who)
        self._changed(conference)

    def _changed(self, conference: Conference) -> None:
        conference.updated_ms = self.network.now_ms
        self.network.tell("conference", conference.sid)
