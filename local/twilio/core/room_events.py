"""Conference callbacks: which are wanted and what they carry."""

from collections.abc import Mapping

from local.twilio.core.agenda import rfc2822
from local.twilio.core.model import Conference, Participant
from local.twilio.core.network import Network


def report(
    network: Network,
    conference: Conference,
    wanted: str,
    event: str,
    participant: Participant | None = None,
    details: Mapping[str, str] | None = None,
) -> None:
    """Send `event` if the conference's first participant subscribed to `wanted`."""
    conference.sequence += 1
    callback = conference.callback
    if callback is None or wanted not in callback.events:
        return
    params = {
        "AccountSid": network.settings.account_sid,
        "ConferenceSid": conference.sid,
        "FriendlyName": conference.name,
        "SequenceNumber": str(conference.sequence),
        "StatusCallbackEvent": event,
        "Timestamp": rfc2822(network.now_ms),
    }
    if participant is not None:
        params |= {
            "CallSid": participant.call_sid,
            "Coaching": _word(participant.coaching),
            "EndConferenceOnExit": _word(participant.end_on_exit),
            "Hold": _word(participant.hold),
            "Muted": _word(participant.muted),
            "StartConferenceOnEnter": _word(participant.start_on_enter),
        }
        if participant.label:
            params["ParticipantLabel"] = participant.label
    network.post.notify(event, conference.sid, callback.method, callback.url, params | dict(details or {}))


def report_end(network: Network, conference: Conference) -> None:
    """The conference is over: why, and by whose leaving."""
    details = {"ReasonConferenceEnded": conference.reason_ended.replace("-", "_")}
    if conference.ended_by_sid:
        details["CallSidEndingConference"] = conference.ended_by_sid
    report(network, conference, "end", "conference-end", None, details)


def _word(flag: bool) -> str:
    return "true" if flag else "false"
