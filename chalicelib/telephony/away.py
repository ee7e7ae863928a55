"""While the agent's line is lost: whoever they talked with hears that they are coming back, and then music.

Said in one place, of every step alike: who begins or ceases to wait follows from the attempt before and
after it, whatever fact brought it there.
"""

import dataclasses
from collections.abc import Iterable
from typing import Literal

from chalicelib.telephony import participants
from chalicelib.telephony.attempt import Attempt
from chalicelib.telephony.facts import Fact, HoldChanged, TimedOut
from chalicelib.telephony.steps import LegCommand, Step

CLOCKS_DIFFER_MS = 2_000
SOON_MS = 4_000
"""When somebody looks whether the music plays, should the carrier not have said so."""


def waits(attempt: Attempt) -> bool:
    """Whether they wait for the agent's browser, and nobody is there who could take the call on."""
    lost = attempt.state == "connected" and attempt.agent.state == "left"
    return lost and participants.specialist_there(attempt) is None


def in_silence(attempt: Attempt) -> bool:
    """Whether somebody waits who, as far as we know, hears nothing."""
    return waits(attempt) and any(not _hears_music(attempt, one) for one in participants.in_talk(attempt))


def is_over(attempt: Attempt, fact: TimedOut, now: int) -> bool:
    """Whether the agent has had their time to come back."""
    return now + CLOCKS_DIFFER_MS >= (attempt.agent.left_at_ms or now) + fact.return_ms


def looked_after(before: Attempt, fact: Fact, step: Step) -> Step:
    """The step, and what the carrier must do so that who waits has music and who talks has none."""
    after, talk = step.attempt, participants.in_talk(step.attempt)
    if after.state != "connected" or step.linked:
        return step
    changed = fact.party if isinstance(fact, HoldChanged) and after != before else None
    if waits(after):
        step = dataclasses.replace(step, legs=tuple(one for one in step.legs if one.name != "resume"))
        return _and(step, "comfort", _silent(before, fact, after, changed))
    if waits(before):
        return _and(step, "resume", talk)
    if changed in talk and _hears_music(after, changed):
        # A hold that was overtaken by the wish to end it.
        return _and(step, "resume", [changed])
    return step


def _silent(before: Attempt, fact: Fact, after: Attempt, changed: str | None) -> list[str]:
    talk = participants.in_talk(after)
    if isinstance(fact, TimedOut):
        return [one for one in talk if one not in fact.held]
    known = participants.in_talk(before) if waits(before) else ()
    begun = [one for one in talk if one not in known or one == changed]
    return [one for one in begun if not _hears_music(after, one)]


def _hears_music(attempt: Attempt, label: str | None) -> bool:
    if label == participants.CUSTOMER:
        return attempt.customer.on_hold
    return any(one.label == label and one.leg.on_hold for one in attempt.participants)


def _and(step: Step, name: Literal["comfort", "resume"], labels: Iterable[str]) -> Step:
    told = {one.label for one in step.legs if one.name == name}
    more = tuple(LegCommand(name, one) for one in labels if one not in told)
    return dataclasses.replace(step, legs=step.legs + more)
