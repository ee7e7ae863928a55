"""Supervisors in a call: participants whom nobody talks with, and who keep no call alive.

They join muted, whatever they want, and are heard only by a command that names for whom: nobody (listen), the
agent alone (whisper), everybody (barge). What the carrier shall do follows from the attempt by `voice_of`; it
is told wherever that changes, so that a whisper goes along with the agent's leg and is silent without one.
"""

import dataclasses

from msgspec.structs import replace

from chalicelib.telephony import participants, transfers
from chalicelib.telephony.attempt import SUPERVISOR, Attempt, Participant
from chalicelib.telephony.facts import (
    Fact,
    HelpAsked,
    SupervisionAsked,
    SupervisionOver,
    TakeOverAsked,
    TimedOut,
    VoiceChanged,
)
from chalicelib.telephony.steps import Events, LegCommand, Step

Voice = tuple[bool, str]
"""(muted, the SID of the one leg that hears them, or empty for all)."""
MUTED: Voice = (True, "")
HEARD: Voice = (False, "")
OWN = (SupervisionAsked, SupervisionOver, TakeOverAsked, HelpAsked, VoiceChanged)


def voice_of(attempt: Attempt, one: Participant) -> Voice:
    """How the carrier shall have a supervisor. Without an agent's leg a whisper is heard by nobody."""
    if one.mode == "barge":
        return HEARD
    agent = attempt.agent
    if one.mode == "whisper" and attempt.state == "connected" and agent.state == "joined" and agent.call_sid:
        return False, agent.call_sid
    return MUTED


def of(attempt: Attempt, agent_id: str) -> Participant | None:
    """The supervisor who is in the call or on their way."""
    return next((one for one in all_of(attempt) if one.agent_id == agent_id and one.ended_as is None), None)


def all_of(attempt: Attempt) -> tuple[Participant, ...]:
    """Every supervisor the call ever had."""
    return tuple(one for one in attempt.participants if one.kind == SUPERVISOR)


def unsettled(attempt: Attempt) -> bool:
    """Whether the carrier has not said yet that somebody is heard as they shall be."""
    return attempt.silent or any(
        participants.there(one) and not _same((one.muted, one.coaching), voice_of(attempt, one))
        for one in all_of(attempt)
    )


def decide(attempt: Attempt, fact: Fact, now: int) -> Step:
    """What is about supervisors alone."""
    match fact:
        case SupervisionAsked():
            return _asked(attempt, fact, now)
        case SupervisionOver():
            one = of(attempt, fact.agent_id)
            return Step(attempt) if one is None else participants.over(attempt, one, "left", now)
        case TakeOverAsked():
            return _taken_over(attempt, fact, now)
        case HelpAsked():
            return _help(attempt, fact, now)
        case VoiceChanged():
            return _heard(attempt, fact)
    return Step(attempt)


def followed(before: Attempt, fact: Fact, step: Step) -> Step:
    """A step of whatever kind, and what it means for the supervisors of the call that goes on."""
    after = step.linked.attempt if step.linked else step.attempt
    came = [one for one in all_of(after) if participants.there(one) and not _there(before, one.label)]
    if came and after.help_since_ms is not None and after is step.attempt:
        after = replace(after, help_since_ms=None)
        over = ("attempt.help_over", {"reason": SUPERVISOR})
        step = dataclasses.replace(step, attempt=after, events=(*step.events, over))
    told = {leg.label for leg in step.legs if leg.name == "voice"}
    legs = tuple(
        LegCommand("voice", one.label)
        for one in all_of(after)
        if one.label not in told and participants.there(one) and _differs(before, after, one, fact)
    )
    if isinstance(fact, TimedOut) and step.linked is None:
        step, unmute = _looked(after, fact, step)
        legs += unmute
    return dataclasses.replace(step, legs=step.legs + legs) if legs else step


def _asked(attempt: Attempt, fact: SupervisionAsked, now: int) -> Step:
    """Who is there already changes how; the carrier is told again, should it not have heard."""
    if attempt.state != "connected":
        return Step(attempt)
    one = of(attempt, fact.agent_id)
    if one is None:
        one = Participant(
            label=f"{SUPERVISOR}-{attempt.asked + 1}",
            kind=SUPERVISOR,
            name=fact.name,
            asked_at_ms=now,
            until_ms=fact.until_ms,
            agent_id=fact.agent_id,
            accepted=True,
            mode=fact.mode,
        )
        after = replace(attempt, asked=attempt.asked + 1, participants=(*attempt.participants, one))
        return Step(after, (("attempt.party_asked", _told(one)),))
    changed = replace(one, mode=fact.mode)
    told: Events = () if one.mode == fact.mode else (("attempt.supervised", _told(changed)),)
    legs = (LegCommand("voice", one.label),) if participants.there(one) else ()
    return Step(_with(attempt, changed), told, legs=legs)


def _taken_over(attempt: Attempt, fact: TakeOverAsked, now: int) -> Step:
    """They are heard by everybody before the agent leaves."""
    one = of(attempt, fact.agent_id)
    if attempt.state != "connected" or one is None or not participants.there(one):
        return Step(attempt)
    step = transfers.taken_over(attempt, one, "agent", now)
    assert step.linked is not None
    linked = dataclasses.replace(step.linked, attempt=replace(step.linked.attempt, silent=True))
    told = {leg.label for leg in step.legs if leg.name == "resume"}
    # Who waited for a lost agent hears music that nobody has asked for.
    waited = (LegCommand("resume", each) for each in participants.present(linked.attempt) if each not in told)
    legs = (LegCommand("unmute", one.label), *waited, *step.legs)
    return dataclasses.replace(step, legs=legs, linked=linked)


def _help(attempt: Attempt, fact: HelpAsked, now: int) -> Step:
    asked = attempt.help_since_ms is not None
    if attempt.state != "connected" or asked == fact.wanted:
        return Step(attempt)
    if fact.wanted:
        return Step(replace(attempt, help_since_ms=now), (("attempt.help_asked", {}),))
    return Step(replace(attempt, help_since_ms=None), (("attempt.help_over", {"reason": "cancelled"}),))


def _heard(attempt: Attempt, fact: VoiceChanged) -> Step:
    """What the carrier tells; who is heard otherwise than they shall be is told again."""
    if participants.party_of(attempt, fact.party) == participants.AGENT:
        return Step(replace(attempt, silent=attempt.silent and (fact.muted or fact.coaching)))
    one = participants.find(attempt, fact.party)
    if one is None or one.kind != SUPERVISOR or fact.seq <= one.voice_seq:
        return Step(attempt)
    one = replace(one, muted=fact.muted, coaching=fact.coaching, voice_seq=fact.seq)
    wrong = participants.there(one) and not _same((one.muted, one.coaching), voice_of(attempt, one))
    return Step(_with(attempt, one), legs=(LegCommand("voice", one.label),) if wrong else ())


def _looked(after: Attempt, fact: TimedOut, step: Step) -> tuple[Step, tuple[LegCommand, ...]]:
    """The carrier's picture of who is heard by whom."""
    coaching = dict(fact.coaching)
    people = tuple(
        replace(one, muted=one.label in fact.muted, coaching=one.label in coaching)
        if one.kind == SUPERVISOR and participants.there(one)
        else one
        for one in after.participants
    )
    silent = after.silent and (after.agent_label in fact.muted or after.agent_label in coaching)
    after = replace(after, participants=people, silent=silent)
    unmute = (LegCommand("unmute", after.agent_label),) if silent and after.state == "connected" else ()
    return dataclasses.replace(step, attempt=after), unmute


def _differs(before: Attempt, after: Attempt, one: Participant, fact: Fact) -> bool:
    wanted = voice_of(after, one)
    if isinstance(fact, TimedOut):
        coached = dict(fact.coaching).get(one.label, "")
        seen: Voice = MUTED if one.label in fact.muted else (False, coached)
        return seen != wanted
    known = participants.find(before, one.label)
    was = voice_of(before, known) if known is not None and participants.there(known) else MUTED
    return was != wanted


def _same(carrier: tuple[bool, bool], wanted: Voice) -> bool:
    """As far as the carrier's reports tell; whom a coach is heard by they do not."""
    muted, coached = wanted
    return carrier[0] == muted and (muted or carrier[1] == bool(coached))


def _there(attempt: Attempt, label: str) -> bool:
    one = participants.find(attempt, label)
    return one is not None and participants.there(one)


def _with(attempt: Attempt, one: Participant) -> Attempt:
    return replace(
        attempt, participants=tuple(one if each.label == one.label else each for each in attempt.participants)
    )


def _told(one: Participant) -> dict[str, str]:
    return {"party": one.label, "party_kind": one.kind, "party_name": one.name, "mode": one.mode or "listen"}
