"""What can be done with a call, and what Twilio tells of it."""

from chalicelib.contract import Operation
from chalicelib.telephony.shapes import (
    AcceptOffer,
    AskParticipant,
    AttemptView,
    Claim,
    HandOver,
    Help,
    Hold,
    Invited,
    OutsideList,
    PhoneNumber,
    Talk,
    VoiceToken,
    WrapUp,
)

CLAIM_NEXT = Operation(
    id="claimNext",
    method="POST",
    path="/claims",
    who="agent",
    answer=Claim,
    summary="Next customer: claim the best waiting callback",
    description="Claiming twice answers the attempt the agent already has.",
    errors=("agent_not_available", "busy"),
)
ACCEPT_OFFER = Operation(
    id="acceptOffer",
    method="POST",
    path="/offers/accept",
    who="agent",
    body=AcceptOffer,
    answer=Claim,
    summary="Take the callback that rings at the desk",
    description="Accepting twice answers the attempt that began.",
    errors=("offer_gone",),
)
READ_ATTEMPT = Operation(
    id="readAttempt",
    method="GET",
    path="/attempts/{attempt_id}",
    who="agent",
    answer=AttemptView,
    summary="One attempt",
    errors=("not_found", "attempt_not_yours"),
)
HOLD = Operation(
    id="holdCustomer",
    method="PUT",
    path="/attempts/{attempt_id}/hold",
    who="agent",
    body=Hold,
    answer=AttemptView,
    summary="Hold or resume the customer",
    errors=(
        "not_found",
        "attempt_not_yours",
        "attempt_ended",
        "attempt_not_connected",
        "carrier_unavailable",
    ),
)
HELP = Operation(
    id="askHelp",
    method="PUT",
    path="/attempts/{attempt_id}/help",
    who="agent",
    body=Help,
    answer=AttemptView,
    summary="Ask for a supervisor, or ask no more",
    description="It is over by itself once a supervisor is in the call.",
    errors=("not_found", "attempt_not_yours", "attempt_ended", "attempt_not_connected"),
)
HANG_UP = Operation(
    id="hangUp",
    method="POST",
    path="/attempts/{attempt_id}/hangup",
    who="agent",
    answer=AttemptView,
    summary="End the call for everyone",
    description="Ending what has ended already succeeds.",
    errors=("not_found", "attempt_not_yours", "carrier_unavailable"),
)
WRAP_UP = Operation(
    id="wrapUp",
    method="PUT",
    path="/attempts/{attempt_id}/wrap-up",
    who="agent",
    body=WrapUp,
    answer=AttemptView,
    summary="Disposition and note; the agent is ready again",
    errors=("not_found", "attempt_not_yours", "wrap_up_not_due"),
)
CALL_AGAIN = Operation(
    id="callAgain",
    method="POST",
    path="/attempts/{attempt_id}/call-again",
    who="agent",
    answer=Claim,
    summary="The customer was cut off: call them again at once",
    description="While the agent wraps up, and once. Null when somebody else has the customer by now.",
    errors=("not_found", "attempt_not_yours", "call_not_cut_off", "busy"),
)
REVEAL_PHONE = Operation(
    id="revealPhone",
    method="POST",
    path="/attempts/{attempt_id}/phone",
    who="agent",
    answer=PhoneNumber,
    summary="Show the customer's number; recorded on the timeline",
    errors=("not_found", "attempt_not_yours"),
)
ISSUE_VOICE_TOKEN = Operation(
    id="issueVoiceToken",
    method="POST",
    path="/voice-tokens",
    who="agent",
    answer=VoiceToken,
    summary="Access token for the browser's voice SDK",
)
ASK_PARTICIPANT = Operation(
    id="askParticipant",
    method="POST",
    path="/attempts/{attempt_id}/participants",
    who="agent",
    body=AskParticipant,
    answer=AttemptView,
    summary="Ask somebody into the call, or leave the customer to them",
    description="Asking again for somebody who is there or on their way changes nothing.",
    errors=(
        "not_found",
        "attempt_not_yours",
        "attempt_ended",
        "attempt_not_connected",
        "specialist_unavailable",
        "seller_unreachable",
        "participant_unknown",
        "participant_barred",
    ),
)
LIST_OUTSIDE = Operation(
    id="listOutside",
    method="GET",
    path="/outside",
    who="agent",
    answer=OutsideList,
    summary="The outside numbers that may be asked into a call of the agent's site",
)
DROP_PARTICIPANT = Operation(
    id="dropParticipant",
    method="DELETE",
    path="/attempts/{attempt_id}/participants/{label}",
    who="agent",
    answer=AttemptView,
    summary="One party leaves the call; a specialist may leave by themselves",
    description="Dropping who has left already succeeds.",
    errors=("not_found", "attempt_not_yours", "attempt_ended", "participant_unknown"),
)
TALK = Operation(
    id="talk",
    method="PUT",
    path="/attempts/{attempt_id}/talk",
    who="agent",
    body=Talk,
    answer=AttemptView,
    summary="Choose with whom to talk; everybody else is held",
    errors=(
        "not_found",
        "attempt_not_yours",
        "attempt_ended",
        "attempt_not_connected",
        "participant_unknown",
        "carrier_unavailable",
    ),
)
HAND_OVER = Operation(
    id="handOver",
    method="POST",
    path="/attempts/{attempt_id}/handover",
    who="agent",
    body=HandOver,
    answer=AttemptView,
    summary="Leave the call to a specialist who is in it",
    errors=(
        "not_found",
        "attempt_not_yours",
        "attempt_ended",
        "attempt_not_connected",
        "participant_unknown",
    ),
)
ACCEPT_INVITATION = Operation(
    id="acceptInvitation",
    method="POST",
    path="/invitations/accept",
    who="agent",
    body=Invited,
    answer=Claim,
    summary="Come into the call that rings at the desk",
    description="Accepting twice answers the same call.",
    errors=("invitation_gone",),
)
DECLINE_INVITATION = Operation(
    id="declineInvitation",
    method="POST",
    path="/invitations/decline",
    who="agent",
    body=Invited,
    status=204,
    summary="Do not come",
    description="Declining what does not ring any more succeeds.",
)
VOICE_WEBHOOK = Operation(
    id="voiceWebhook",
    method="POST",
    path="/twilio/voice",
    who="twilio",
    summary="TwiML for an agent's browser leg",
    media="text/xml",
)
WAIT_WEBHOOK = Operation(
    id="waitWebhook",
    method="POST",
    path="/twilio/wait",
    who="twilio",
    summary="TwiML for a customer who waits for the agent",
    media="text/xml",
)
MUSIC_WEBHOOK = Operation(
    id="musicWebhook",
    method="POST",
    path="/twilio/music",
    who="twilio",
    summary="TwiML for whoever is on hold",
    media="text/xml",
)
COMING_BACK_WEBHOOK = Operation(
    id="comingBackWebhook",
    method="POST",
    path="/twilio/coming-back",
    who="twilio",
    summary="TwiML for whoever lost their agent in mid-call: they are coming back, then music",
    media="text/xml",
)
WAITING_WEBHOOK = Operation(
    id="waitingWebhook",
    method="POST",
    path="/twilio/waiting",
    who="twilio",
    summary="TwiML for a customer who waits on the line, and the keys they press there",
    media="text/xml",
)
CONFERENCE_WEBHOOK = Operation(
    id="conferenceWebhook",
    method="POST",
    path="/twilio/conference",
    who="twilio",
    status=204,
    summary="Conference and participant events",
)
STATUS_WEBHOOK = Operation(
    id="statusWebhook",
    method="POST",
    path="/twilio/status",
    who="twilio",
    status=204,
    summary="Call progress of the legs we dialled, answering-machine events of the customer's, and how a "
    "browser's call ended",
)
