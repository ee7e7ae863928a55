"""Twilio's words translated into facts.

Sources: https://www.twilio.com/docs/voice/api/conference-participant-resource,
https://www.twilio.com/docs/voice/twiml/conference (statusCallbackEvent), /docs/voice/api/call-resource.
"""

from collections.abc import Mapping

from chalicelib.kernel.ids import is_id
from chalicelib.kernel.ports import LiveConference
from chalicelib.telephony.attempt import Attempt
from chalicelib.telephony.facts import (
    ConferenceEnded,
    CustomerCall,
    Fact,
    HoldChanged,
    Joined,
    Left,
    Machine,
    SeenLeg,
    TimedOut,
    VoiceChanged,
)
from chalicelib.telephony.participants import AGENT, CUSTOMER, party_of

NOT_YET_CONNECTED = ("queued", "connecting", "ringing")
OVER = ("complete", "failed")
CALL_OVER = ("completed", "busy", "no-answer", "failed", "canceled")
HUNG_UP = "participant_hung_up"
NEVER_JOINED = "participant_add_failed"
"""A leg that was dialled and not reached "leaves" too; its own call status says why."""
_STATUS = {
    "queued": "initiated",
    "initiated": "initiated",
    "ringing": "ringing",
    "in-progress": "answered",
    "answered": "answered",
    "completed": "completed",
    "busy": "busy",
    "no-answer": "no-answer",
    "failed": "failed",
    "canceled": "canceled",
}


def conference_fact(form: Mapping[str, str]) -> tuple[str, Fact] | None:
    """The attempt a conference event belongs to and what it says; None for what does not concern us."""
    attempt_id = form.get("FriendlyName", "")
    if not is_id("att", attempt_id):
        return None
    event, sid = form.get("StatusCallbackEvent", ""), form.get("ConferenceSid", "")
    if event == "conference-end":
        return attempt_id, ConferenceEnded(sid)
    party, number = form.get("ParticipantLabel", ""), form.get("SequenceNumber", "")
    if not party or not number.isdecimal():
        return None
    call_sid, seq = form.get("CallSid", ""), int(number)
    if event == "participant-join":
        return attempt_id, Joined(party, call_sid, sid, seq)
    if event == "participant-leave":
        reason = form.get("ReasonParticipantLeft", HUNG_UP)
        if reason == NEVER_JOINED:
            return None
        return attempt_id, Left(party, call_sid, sid, seq, removed=reason != HUNG_UP)
    if event in ("participant-hold", "participant-unhold"):
        return attempt_id, HoldChanged(party, event == "participant-hold", seq)
    if event in ("participant-mute", "participant-unmute", "participant-modify"):
        return attempt_id, VoiceChanged(
            party, form.get("Muted") == "true", form.get("Coaching") == "true", seq
        )
    return None


def status_fact(form: Mapping[str, str], party: str = CUSTOMER) -> Fact | None:
    """What a call status or answering-machine callback of a leg we dialled says."""
    answered_by = form.get("AnsweredBy", "")
    if answered_by.startswith("machine") or answered_by == "fax":
        return Machine()
    status = _STATUS.get(form.get("CallStatus", ""))
    if status is None or "CallSid" not in form:
        return None
    sip = form.get("SipResponseCode", "")
    code = int(sip) if sip.isdecimal() else None
    return CustomerCall(form["CallSid"], status, code, party)  # type: ignore[arg-type]  # values of _STATUS


def seen(live: LiveConference, attempt: Attempt, return_ms: int) -> TimedOut:
    """The carrier's own picture, asked for because nothing was heard in time."""
    customers = {leg.status: leg.call_sid for leg in live.legs if leg.label == CUSTOMER}
    waiting = next((customers[status] for status in NOT_YET_CONNECTED if status in customers), None)
    agents = [leg for leg in live.legs if party_of(attempt, leg.label) == AGENT]
    agent_sid = next((leg.call_sid for leg in agents if leg.status == "connected"), None)
    others = tuple(
        SeenLeg(leg.label, leg.call_sid, leg.status == "connected")
        for leg in live.legs
        if party_of(attempt, leg.label) not in (AGENT, CUSTOMER) and leg.status not in OVER
    )
    held = tuple(leg.label for leg in live.legs if leg.on_hold)
    muted = tuple(leg.label for leg in live.legs if leg.muted)
    coaching = tuple((leg.label, leg.coaches) for leg in live.legs if leg.coaches)
    mine = agent_sid, customers.get("connected"), waiting
    return TimedOut(live.sid or None, *mine, others, held, return_ms, muted, coaching)
