"""Telephony through Twilio's REST API.

Source: https://www.twilio.com/docs/voice/api/conference-participant-resource
"""

from collections.abc import Mapping
from typing import Any

from chalicelib.adapters.twilio_client import Twilio, answered
from chalicelib.kernel.ports import LiveConference, LiveLeg
from chalicelib.kernel.webhooks import RETRY

CONFERENCE_EVENTS = ["start", "end", "join", "leave", "hold", "mute", "modify"]
"""As asked for with the agent's leg (telephony/twiml.py): whoever comes first decides."""
STATUS_EVENTS = ["initiated", "ringing", "answered", "completed"]

MOST_LISTED = 1_000
"""Of each state; Twilio's largest page."""
SUMMARISED = (
    "processing_state",
    "tags",
    "properties",
    "to",
    "carrier_edge",
    "client_edge",
    "sdk_edge",
    "sip_edge",
)


class TwilioVoice:
    """Implements kernel.ports.Voice."""

    def __init__(self, twilio: Twilio) -> None:
        self._twilio = twilio

    def dial(self, conference: str, label: str, to: str, caller_id: str, ring_s: int, limit_s: int) -> str:
        """Rings somebody into the conference; answers the call's SID. Only of the customer we ask whether a
        machine answered: whoever else is called is heard by the agent."""
        api, customer = self._twilio.settings.public_api_url, label == "customer"
        party = "" if customer else f"&party={label}"
        status_url = f"{api}/twilio/status?attempt={conference}{party}{RETRY}"
        machine = {
            "machine_detection": "Enable",
            "amd_status_callback": status_url,
            "amd_status_callback_method": "POST",
        }
        with answered():
            participant = self._twilio.client.conferences(conference).participants.create(
                from_=caller_id,
                to=to,
                label=label,
                early_media=True,
                beep="false",
                timeout=ring_s,
                time_limit=limit_s,
                end_conference_on_exit=False,
                wait_url=f"{api}/twilio/wait?attempt={conference}{RETRY}",
                wait_method="POST",
                conference_status_callback=f"{api}/twilio/conference{RETRY}",
                conference_status_callback_method="POST",
                conference_status_callback_event=CONFERENCE_EVENTS,
                status_callback=status_url,
                status_callback_method="POST",
                status_callback_event=STATUS_EVENTS,
                **(machine if customer else {}),
            )
        return str(participant.call_sid)

    def hold(self, conference_sid: str, label: str, plays: str) -> None:
        """What they hear is ours (telephony/music.py)."""
        url = f"{self._twilio.settings.public_api_url}/twilio/{plays}{RETRY}"
        with answered():
            participant = self._twilio.client.conferences(conference_sid).participants(label)
            participant.update(hold=True, hold_url=url, hold_method="POST")

    def resume(self, conference_sid: str, label: str) -> None:
        """They are in the talk again."""
        with answered():
            self._twilio.client.conferences(conference_sid).participants(label).update(hold=False)

    def heard_by(self, conference_sid: str, label: str, muted: bool, coached_sid: str) -> None:
        """One request, so that at no moment somebody else hears them; who is muted may go on coaching.

        Source: https://www.twilio.com/docs/voice/api/conference-participant-resource (Coaching)
        """
        wanted: dict[str, Any] = {"muted": muted}
        if not muted:
            wanted |= {"coaching": bool(coached_sid)} | (
                {"call_sid_to_coach": coached_sid} if coached_sid else {}
            )
        with answered():
            self._twilio.client.conferences(conference_sid).participants(label).update(**wanted)

    def end_conference(self, conference_sid: str) -> None:
        """Everyone leaves."""
        with answered(gone_is_fine=True):
            self._twilio.client.conferences(conference_sid).update(status="completed")

    def hang_up(self, call_sid: str) -> None:
        """`completed` ends a call in any state."""
        with answered(gone_is_fine=True):
            self._twilio.client.calls(call_sid).update(status="completed")

    def tell(self, call_sid: str, document: str) -> None:
        """The leg goes on with this document instead."""
        with answered(gone_is_fine=True):
            self._twilio.client.calls(call_sid).update(twiml=document)

    def redirect(self, call_sid: str, document: str) -> None:
        """A call in progress goes on with this document."""
        with answered():
            self._twilio.client.calls(call_sid).update(twiml=document)

    def summary(self, call_sid: str, partial: bool) -> Mapping[str, Any]:
        """Voice Insights' summary of one leg."""
        wanted = {"processing_state": "partial"} if partial else {}
        with answered():
            found = self._twilio.client.insights.v1.calls(call_sid).summary().fetch(**wanted)
        return {"from": found._from, **{name: getattr(found, name) for name in SUMMARISED}}

    def look(self, conference: str) -> LiveConference:
        """The newest conference of this name and who is in it."""
        with answered():
            found = self._twilio.client.conferences.list(friendly_name=conference, limit=1)
            if not found:
                return LiveConference("", False, ())
            live = found[0].status != "completed"
            legs = self._twilio.client.conferences(found[0].sid).participants.list(limit=20) if live else []
        return LiveConference(
            found[0].sid,
            live,
            tuple(_leg(leg) for leg in legs),
        )

    def under_way(self) -> list[str]:
        """`init` is that of somebody who is alone.

        Source: https://www.twilio.com/docs/voice/api/conference-resource (Conference Status Values)
        """
        conferences = self._twilio.client.conferences
        with answered():
            found = [conferences.list(status=one, limit=MOST_LISTED) for one in ("init", "in-progress")]
        return [one.friendly_name for state in found for one in state]


def _leg(leg: Any) -> LiveLeg:
    coaches = leg.call_sid_to_coach or "" if leg.coaching else ""
    return LiveLeg(leg.call_sid, leg.label or "", leg.status, bool(leg.hold), bool(leg.muted), coaches)
