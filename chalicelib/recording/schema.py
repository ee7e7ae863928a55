"""Recordings at the desk, and what Twilio tells of them."""

from typing import Annotated, Literal

from msgspec import Meta

from chalicelib.contract import Answer, Body, Operation
from chalicelib.kernel.words import RecordingState

Id = Annotated[str, Meta(max_length=40)]


class RecordingView(Answer, frozen=True):
    """The recording of a call; `state` is null where nothing is recorded. `resume_at_ms`: when a pause ends
    by itself. `reason`: why there is none."""

    attempt_id: str
    state: RecordingState | None
    resume_at_ms: int | None
    reason: str | None
    now_ms: int


class SetRecording(Body, frozen=True):
    """`off`: the customer does not want to be recorded, and nothing is kept."""

    state: Literal["on", "paused", "off"]


class Played(Body, frozen=True):
    """A recording of the timeline; a message that was left is of no attempt."""

    recording_id: Id
    attempt_id: Id | None = None


class Link(Answer, frozen=True):
    """An address that plays it until then."""

    url: str
    expires_at_ms: int


class HoldRecording(Body, frozen=True):
    """`held`: kept whatever the policy says."""

    recording_id: Id
    held: bool
    attempt_id: Id | None = None


class HeldView(Answer, frozen=True):
    """`keep_until_ms`: when it is deleted, unless it is held."""

    recording_id: str
    held: bool
    keep_until_ms: int | None


READ_RECORDING = Operation(
    id="readRecording",
    method="GET",
    path="/attempts/{attempt_id}/recording",
    who="agent",
    answer=RecordingView,
    summary="Whether the call is being recorded",
    errors=("not_found", "attempt_not_yours"),
)
SET_RECORDING = Operation(
    id="setRecording",
    method="PUT",
    path="/attempts/{attempt_id}/recording",
    who="agent",
    body=SetRecording,
    answer=RecordingView,
    summary="Pause the recording, go on, or end it for good",
    description="A pause ends by itself after two minutes; pausing again begins them anew.",
    errors=("not_found", "attempt_not_yours", "recording_not_running", "carrier_unavailable"),
)
PLAY_RECORDING = Operation(
    id="playRecording",
    method="POST",
    path="/recordings/plays",
    who="agent",
    body=Played,
    answer=Link,
    summary="Play a recording; recorded on the timeline",
    description="Supervisors hear the calls of their site, agents their own of the last week. A message that"
    " was left has no attempt_id, and is heard by whoever calls back.",
    errors=("not_found", "recording_not_yours", "recording_not_there"),
)
HOLD_RECORDING = Operation(
    id="holdRecording",
    method="PUT",
    path="/recordings/holds",
    who="supervisor",
    body=HoldRecording,
    answer=HeldView,
    summary="Keep a recording whatever the policy says, or not any more",
    errors=("not_found", "recording_not_yours", "recording_not_there"),
)
NOTICE_WEBHOOK = Operation(
    id="noticeWebhook",
    method="POST",
    path="/twilio/notice",
    who="twilio",
    summary="TwiML that tells somebody they are recorded",
    media="text/xml",
)
NOTICE_HEARD_WEBHOOK = Operation(
    id="noticeHeardWebhook",
    method="POST",
    path="/twilio/notice-heard",
    who="twilio",
    summary="The notice was said to its end",
    media="text/xml",
)
RECORDING_WEBHOOK = Operation(
    id="recordingWebhook",
    method="POST",
    path="/twilio/recording",
    who="twilio",
    status=204,
    summary="What became of a recording",
)
