"""Participants: whoever is in a conference besides its agent and its customer, and who talks with whom.

Labels are used once. Who is to be gone has `ended_as`, whatever their leg still does; a leg that is there all
the same is dropped again. Who is not in the talk is held: the wish is in `held`, what came of it in each leg.
"""

from msgspec.structs import replace

from chalicelib.kernel.words import ParticipantEnd
from chalicelib.telephony import legs
from chalicelib.telephony.attempt import SUPERVISOR, Attempt, Participant
from chalicelib.telephony.facts import (
    CustomerCall,
    DialRefused,
    DropAsked,
    Fact,
    HoldAsked,
    HoldChanged,
    InvitationAccepted,
    InvitationOver,
    Joined,
    Left,
    ParticipantAsked,
    SeenLeg,
    TalkAsked,
    TimedOut,
)
from chalicelib.telephony.steps import LegCommand, Step, end, then

CUSTOMER, AGENT = "customer", "agent"
FROM_OUTSIDE = ("seller", "outside")


def agent_prefix(hops: int) -> str:
    """What the labels of an agent's own legs begin with, after so many transfers: `agent-`, `agent1-`."""
    return f"agent{hops or ''}-"


def party_of(attempt: Attempt, label: str) -> str:
    """`customer`, `agent` for a leg of the present agent, else the label itself."""
    mine = label == attempt.agent_label or label.startswith(agent_prefix(attempt.hops))
    return AGENT if mine and label else label


def find(attempt: Attempt, label: str) -> Participant | None:
    """A participant, also one who has left."""
    return next((one for one in attempt.participants if one.label == label), None)


def there(one: Participant) -> bool:
    """In the conference and meant to be."""
    return one.ended_as is None and one.leg.state == "joined"


def present(attempt: Attempt) -> tuple[str, ...]:
    """The labels of all with whom the agent can talk."""
    customer = (CUSTOMER,) if attempt.customer.state == "joined" else ()
    return customer + tuple(p.label for p in attempt.participants if there(p) and p.kind != SUPERVISOR)


def in_talk(attempt: Attempt) -> tuple[str, ...]:
    """Those of them with whom the agent wants to talk now."""
    return tuple(label for label in present(attempt) if label not in attempt.held)


def specialist_there(attempt: Attempt) -> Participant | None:
    """Whoever could take the call on, the first of them."""
    return next((one for one in attempt.participants if one.kind == "specialist" and there(one)), None)


def goes_on(attempt: Attempt) -> bool:
    """Whether there is somebody to talk with though the customer has gone."""
    return any(there(one) and one.kind in FROM_OUTSIDE for one in attempt.participants)


def engaged(attempt: Attempt) -> dict[str, Participant]:
    """The agents who are rung for this call or busy with it, besides its own."""
    if attempt.state == "ended":
        return {}
    return {one.agent_id: one for one in attempt.participants if one.agent_id and one.ended_as is None}


def taken_back(attempt: Attempt, label: str, was_there: bool) -> Step:
    """After `label` has gone: if they alone were in the talk, everybody held is in it again."""
    alone = was_there and label not in attempt.held and attempt.held and not in_talk(attempt)
    if not alone:
        return Step(replace(attempt, held=tuple(one for one in attempt.held if one != label)))
    return together(attempt)


def together(attempt: Attempt) -> Step:
    """Nobody is held."""
    resumed = tuple(LegCommand("resume", one) for one in present(attempt) if one in attempt.held)
    return Step(replace(attempt, held=()), legs=resumed)


def asked(attempt: Attempt, fact: ParticipantAsked, now: int) -> Step:
    """Somebody is dialled, or rung at their desk. Who is there or on their way is not asked twice."""
    if attempt.state != "connected" or _asked_already(attempt, fact):
        return Step(attempt)
    label = f"{fact.kind}-{attempt.asked + 1}"
    one = Participant(
        label=label,
        kind=fact.kind,
        name=fact.name,
        asked_at_ms=now,
        until_ms=fact.until_ms,
        agent_id=fact.agent_id,
        phone=fact.phone,
        country=fact.country,
    )
    after = replace(attempt, asked=attempt.asked + 1, participants=(*attempt.participants, one))
    dial = (LegCommand("dial", label),) if fact.phone else ()
    return Step(after, (("attempt.party_asked", _told(one)),), legs=dial)


def _asked_already(attempt: Attempt, fact: ParticipantAsked) -> bool:
    return any(
        one.ended_as is None and (one.agent_id, one.phone) == (fact.agent_id, fact.phone)
        for one in attempt.participants
    )


def accepted(attempt: Attempt, fact: InvitationAccepted, now: int) -> Step:
    """They come."""
    one = find(attempt, fact.party)
    if one is None or one.accepted or one.ended_as:
        return Step(attempt)
    return Step(_with(attempt, replace(one, accepted=True, until_ms=fact.until_ms)))


def invitation_over(attempt: Attempt, fact: InvitationOver, now: int) -> Step:
    """They do not."""
    one = find(attempt, fact.party)
    if one is None or one.accepted:
        return Step(attempt)
    return over(attempt, one, fact.reason, now)


def talk(attempt: Attempt, fact: TalkAsked, now: int) -> Step:
    """The carrier is told of everybody: what we know of who is held may be old."""
    if attempt.state != "connected":
        return Step(attempt)
    here = present(attempt)
    held = tuple(label for label in here if label not in fact.parties)
    told = tuple(LegCommand("hold" if label in held else "resume", label) for label in here)
    return Step(replace(attempt, held=held), legs=told)


def hold(attempt: Attempt, fact: HoldAsked, now: int) -> Step:
    """Whoever else is in the talk stays in it."""
    others = [label for label in in_talk(attempt) if label != CUSTOMER]
    return talk(attempt, TalkAsked((*others, *([] if fact.on_hold else [CUSTOMER]))), now)


def dropped(attempt: Attempt, fact: DropAsked, now: int) -> Step:
    """A participant leaves at the agent's wish."""
    one = find(attempt, fact.party)
    if one is None or attempt.state == "ended":
        return Step(attempt)
    return over(attempt, one, "dropped", now)


def over(attempt: Attempt, one: Participant, why: ParticipantEnd, now: int) -> Step:
    """They are to be gone. Those who were held for their sake are back first."""
    if one.ended_as:
        return Step(attempt)
    one = replace(one, ended_as=why)
    was_there = one.leg.joined_at_ms is not None and one.kind != SUPERVISOR
    step = taken_back(_with(attempt, one), one.label, was_there)
    told = ("attempt.party_left", {**_told(one), "reason": why})
    step = then(step, Step(step.attempt, (told,), legs=_drop(one)))
    if step.attempt.customer.state == "left" and not goes_on(step.attempt):
        return then(step, end(step.attempt, "completed", "customer", now))
    return step


def heard(attempt: Attempt, label: str, fact: Fact, now: int) -> Step:
    """What the carrier says of a participant's leg, or of an agent's who has handed the call over."""
    one = find(attempt, label)
    if one is None:
        return _stranger(attempt, label, fact, now)
    match fact:
        case Joined():
            return _joined(attempt, one, fact, now)
        case Left():
            found = legs.left(one.leg, fact, now)
            if found is None:
                return Step(attempt)
            one = replace(one, leg=found[0])
            after = _with(attempt, one)
            return over(after, one, "left", now) if found[1] else Step(after)
        case HoldChanged() if fact.seq > one.leg.hold_seq:
            leg = replace(one.leg, hold_seq=fact.seq, on_hold=fact.on_hold)
            return Step(_with(attempt, replace(one, leg=leg)))
        case CustomerCall():
            return _progress(attempt, one, fact, now)
        case DialRefused() if one.leg.state == "absent":
            one = replace(one, leg=legs.off(one.leg, now))
            why: ParticipantEnd = "invalid_number" if fact.permanent else "failed"
            return over(_with(attempt, one), one, why, now)
    return Step(attempt)


def _stranger(attempt: Attempt, label: str, fact: Fact, now: int) -> Step:
    if isinstance(fact, Left) and fact.call_sid == attempt.former.call_sid:
        return Step(replace(attempt, former=legs.off(attempt.former, now)))
    if not isinstance(fact, Joined):
        return Step(attempt)
    if attempt.state == "ended":
        return Step(attempt, commands=("end_conference",))
    return Step(attempt, legs=(LegCommand("drop", label, fact.call_sid),))


def _joined(attempt: Attempt, one: Participant, fact: Joined, now: int) -> Step:
    found = legs.joined(one.leg, fact, now)
    if found is None:
        return Step(attempt)
    first = one.leg.joined_at_ms is None
    one = replace(one, leg=found[0])
    after = replace(_with(attempt, one), conference_sid=fact.conference_sid)
    if found[1]:
        return Step(after)
    if attempt.state == "ended":
        return Step(after, commands=("end_conference",))
    if one.ended_as:
        return Step(after, legs=_drop(one))
    return Step(after, (("attempt.party_joined", _told(one)),) if first else ())


def _progress(attempt: Attempt, one: Participant, fact: CustomerCall, now: int) -> Step:
    leg = one.leg
    if fact.status in ("initiated", "ringing", "answered"):
        unknown = one.ended_as is not None and leg.call_sid != fact.call_sid
        forward = legs.LEG_ORDER.index(fact.status) > legs.LEG_ORDER.index(leg.state)
        state = fact.status if forward or unknown else leg.state
        one = replace(one, leg=replace(leg, state=state, call_sid=fact.call_sid))
        unwanted = one.ended_as is not None and (forward or unknown)
        return Step(_with(attempt, one), legs=_drop(one) if unwanted else ())
    one = replace(one, leg=replace(legs.off(leg, now), call_sid=fact.call_sid))
    why: ParticipantEnd = "left" if fact.status == "completed" else legs.why_over(fact)
    return over(_with(attempt, one), one, why, now)


def looked(attempt: Attempt, fact: TimedOut, now: int) -> Step:
    """The carrier's picture of everybody else. Nobody is put on hold by it, for that may be old."""
    seen = {one.party: one for one in fact.others}
    if attempt.former.call_sid not in {one.call_sid for one in fact.others}:
        attempt = replace(attempt, former=legs.gone(attempt.former, now))
    step = Step(attempt)
    for at in range(len(attempt.participants)):
        one = step.attempt.participants[at]  # as the look at those before has left them
        step = then(step, _looked_at(step.attempt, one, seen.pop(one.label, None), now))
    strangers = tuple(LegCommand("drop", label, leg.call_sid) for label, leg in seen.items() if leg.connected)
    wrongly = [one for one in present(step.attempt) if one in fact.held and one not in step.attempt.held]
    resumed = tuple(LegCommand("resume", one) for one in wrongly if step.attempt.state == "connected")
    return then(step, Step(step.attempt, legs=strangers + resumed))


def _looked_at(attempt: Attempt, one: Participant, seen: SeenLeg | None, now: int) -> Step:
    first, was, late = one.leg.joined_at_ms is None, one.leg.state, now >= one.until_ms
    if seen is None:
        never_came = one.leg.state == "joined" or late or one.ended_as is not None
        one = replace(one, leg=legs.off(one.leg, now) if never_came else one.leg)
        after = _with(attempt, one)
        return over(after, one, _why_not(one, was == "joined"), now) if never_came else Step(after)
    if seen.connected:
        one = replace(one, leg=legs.as_seen(one.leg, seen.call_sid, now))
    else:
        one = replace(one, leg=legs.ringing(one.leg, seen.call_sid))
    after = _with(attempt, one)
    if one.ended_as:
        return Step(after, legs=_drop(one))
    if seen.connected:
        return Step(after, (("attempt.party_joined", _told(one)),) if first else ())
    return over(after, one, "no_answer", now) if late else Step(after)


def _why_not(one: Participant, was_there: bool) -> ParticipantEnd:
    if was_there:
        return "left"
    if one.agent_id and not one.accepted:
        return "silent"
    return "no_answer" if one.leg.call_sid else "failed"


def _with(attempt: Attempt, one: Participant) -> Attempt:
    return replace(
        attempt, participants=tuple(one if each.label == one.label else each for each in attempt.participants)
    )


def _drop(one: Participant) -> tuple[LegCommand, ...]:
    on_the_line = one.leg.state not in ("absent", "left") and one.leg.call_sid
    return (LegCommand("drop", one.label, one.leg.call_sid or ""),) if on_the_line else ()


def _told(one: Participant) -> dict[str, str]:
    return {"party": one.label, "party_kind": one.kind, "party_name": one.name}
