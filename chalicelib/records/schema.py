"""The record of a call, linked to those of the same request. Times are null where it did not come to them."""

from typing import Literal

from chalicelib.contract import Answer, Operation
from chalicelib.kernel.words import (
    Disposition,
    EndedBy,
    Outcome,
    ParticipantEnd,
    Site,
    SurveyChannel,
)

PartyKind = Literal["agent", "customer", "specialist", "seller", "outside", "supervisor"]
Link = Literal["initial", "transfer", "retry"]


class PartyRecord(Answer, frozen=True):
    """Somebody in the call, by name and kind; agent and customer first."""

    label: str
    kind: PartyKind
    name: str
    joined_at_ms: int | None
    left_at_ms: int | None
    ended_as: ParticipantEnd | None


class SurveyRecord(Answer, frozen=True):
    """What the customer said; null what they did not."""

    channel: SurveyChannel
    score: int | None
    solved: bool | None
    answered_at_ms: int | None


class QualityRecord(Answer, frozen=True):
    """How it sounded: the worst of its streams (docs/quality.md)."""

    poor: bool
    mos_hundredths: int | None
    jitter_ms: int | None
    loss_permille: int | None
    rtt_ms: int | None
    hung_up: Literal["customer", "us"] | None


class CallRecord(Answer, frozen=True):
    """One attempt. `link`: how it came of the one before, `previous_id`; `initial_id` is the first of all.

    initiated: asked for, handed over, or in line anew. enqueued, dequeued: in line, and taken by the agent.
    system_connected: the customer answered; agent_connected: they had each other. `wait_ms` is from the
    request to that, whatever happened between.
    """

    id: str
    link: Link
    previous_id: str | None
    next_id: str | None
    initial_id: str
    callback_id: str
    site: Site
    lane: str
    agent_id: str
    agent_name: str
    outcome: Outcome | None
    ended_by: EndedBy | None
    requested_at_ms: int
    initiated_at_ms: int
    enqueued_at_ms: int | None
    dequeued_at_ms: int
    system_connected_at_ms: int | None
    agent_connected_at_ms: int | None
    ended_at_ms: int | None
    wrapped_up_at_ms: int | None
    wait_ms: int | None
    rang_ms: int | None
    talk_ms: int | None
    hold_ms: int
    disposition: Disposition | None
    parties: list[PartyRecord]
    survey: SurveyRecord | None
    quality: QualityRecord | None


class CallRecords(Answer, frozen=True):
    """The first to the newest."""

    records: list[CallRecord]


READ_CALL_RECORD = Operation(
    id="readCallRecord",
    method="GET",
    path="/attempts/{attempt_id}/record",
    who="agent",
    answer=CallRecords,
    summary="The record of a call, and of every other attempt of the same request",
    description="For the agents who had one of them, and the supervisors of the site.",
    errors=("not_found", "attempt_not_yours"),
)
