"""The field's words as closed sets, shared by data, API and screen."""

from typing import Literal

Role = Literal["buyer", "seller"]
Level = Literal["standard", "gold", "platinum"]
Locale = Literal["pt-BR", "es", "en"]
Site = Literal["BR", "AR", "CO", "MX", "UY"]
Topic = Literal["payments", "shipping", "returns", "account", "selling"]
Tier = Literal["urgent", "high", "standard"]
CallbackStatus = Literal[
    "received",
    "queued",
    "claimed",
    "dialling",
    "connected",
    "completed",
    "unanswered",
    "cancelled",
    "expired",
    "refused",
]
LaneState = Literal["open", "draining", "closed"]
Presence = Literal["available", "break", "offline"]
Activity = Literal["available", "busy", "wrap-up", "break", "offline"]
ChosenBreak = Literal["rest", "meal", "training", "meeting", "other"]
BreakReason = Literal["rest", "meal", "training", "meeting", "other", "not_answering"]
"""Nobody chooses `not_answering`: it comes of offers that rang in vain."""
OfferEnd = Literal["declined", "silent", "withdrawn"]
Party = Literal["agent", "customer"]
ParticipantKind = Literal["specialist", "seller", "outside", "supervisor"]
ParticipantEnd = Literal[
    "left",
    "dropped",
    "declined",
    "silent",
    "busy",
    "rejected",
    "no_answer",
    "failed",
    "invalid_number",
    "call_ended",
    "handed_over",
]
Mode = Literal["agent_first", "customer_first"]
AttemptState = Literal["claimed", "agent_joined", "dialling", "connected", "ended"]
LegState = Literal["absent", "initiated", "ringing", "answered", "joined", "left"]
Outcome = Literal[
    "completed",
    "busy",
    "no_answer",
    "rejected",
    "machine",
    "failed",
    "invalid_number",
    "cancelled",
    "agent_never_joined",
    "agent_dropped",
    "agent_lost",
    "carrier_unavailable",
    "transferred",
    "transfer_failed",
]
TALKED: tuple[Outcome, ...] = ("completed", "agent_lost", "transferred")
"""Outcomes of an attempt that was a conversation; a machine that answered was none."""
EndedBy = Literal["agent", "customer", "system"]
Notice = Literal["before_first", "after_last"]
Disposition = Literal[
    "solved", "follow_up", "transferred_elsewhere", "wrong_number", "callback_later", "no_result"
]

SITES: tuple[Site, ...] = ("BR", "AR", "CO", "MX", "UY")
TOPICS: tuple[Topic, ...] = ("payments", "shipping", "returns", "account", "selling")
TIERS: tuple[Tier, ...] = ("urgent", "high", "standard")
LOCALES: tuple[Locale, ...] = ("pt-BR", "es", "en")
