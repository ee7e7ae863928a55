"""A recording as a pure state machine.

notice --everybody has heard it--> (asking --agreed-->) on <--> paused; on --somebody new--> notice
any of these --the call ends--> ended --in the bucket--> stored --its time is over--> deleted
            --the customer refuses--> refused; whatever cannot be: failed

Facts may come in any order, twice, or never. The carrier records only in `on`; what it was not told because
a process died, or did not hear, is found by looking at it.
"""

from collections.abc import Callable
from typing import Any

from msgspec.structs import replace

from chalicelib.kernel.words import RecordingState
from chalicelib.recording import after
from chalicelib.recording.state import (
    CUSTOMER,
    Asked,
    Cleared,
    Command,
    Events,
    Fact,
    Filed,
    HoldAsked,
    Looked,
    Notice,
    NoticeFetched,
    NoticeHeard,
    Recording,
    Removed,
    Reported,
    Seen,
    Started,
    Step,
    Tagged,
    TimePassed,
)

LIVE: tuple[RecordingState, ...] = ("notice", "asking", "on", "paused")
FETCH_MS = 8_000
"""How long the carrier may take to come for the words before it is asked again."""
NOTICE_TRIES = 3
LATER_MS = 60_000
SAID_MS = 20_000
"""Longer than the words take. Whoever was not told by then that they were said cannot know that they were."""
PAUSE_MS = 120_000
SOON_MS, LATE_MS = 10_000, 120_000
STARTS = 3


def begin(call_sid: str, noticed: bool, asked: bool, keep_days: int, seen: Seen, now: int) -> Step:
    """The customer is on the line."""
    rec = Recording(call_sid, now, "asking", noticed, not asked, keep_days, look_at_ms=now + LATE_MS)
    return _settled(rec, _told_of(rec, seen.present, now), now)


def decide(rec: Recording, fact: Fact, now: int) -> Step:
    """The one place that moves a recording."""
    return HANDLERS[type(fact)](rec, fact, now)


def _seen(rec: Recording, fact: Seen, now: int) -> Step:
    if rec.state not in LIVE:
        return Step(rec)
    if fact.live:
        return _settled(rec, _told_of(rec, fact.present, now), now)
    return _over(rec, now)


def _over(rec: Recording, now: int) -> Step:
    """The call is over, as far as its recording goes."""
    rec = _unpaused(rec, now)
    if rec.started_at_ms is None:
        return after.failed(rec, "call_over", now)
    ended = replace(rec, state="ended", ended_at_ms=now, look_at_ms=now + after.FIRST_LOOK_MS)
    return Step(ended, commands=(Command("stop", rec.recording_sid or ""),))


def _told_of(rec: Recording, present: tuple[str, ...], now: int) -> Recording:
    """With a notice for whoever is there and has had none."""
    rec = replace(rec, present=present)
    if not rec.noticed:
        return rec
    known = {one.label for one in rec.notices}
    new = tuple(Notice(label, now) for label in present if label not in known)
    return replace(rec, notices=rec.notices + new)


def _settled(before: Recording, rec: Recording, now: int) -> Step:
    """In the state that follows from who has heard what and what the agent wants."""
    state = _state(rec)
    commands = tuple(
        Command("announce", one.label)
        for one, was in zip(rec.notices, _padded(before.notices, len(rec.notices)), strict=True)
        if was is None or one.tries > was.tries
    )
    rec = replace(rec, state=state)
    if state == "on" and before.state != "on":
        if rec.started_at_ms is None:
            rec = replace(rec, started_at_ms=now, starts=rec.starts + 1)
            commands += (Command("start"),)
        else:
            commands += (Command("resume", rec.recording_sid or ""),)
        rec = replace(rec, look_at_ms=now + SOON_MS)
    if before.state == "on" and state != "on":
        commands += (Command("pause", rec.recording_sid or ""),)
        rec = replace(rec, look_at_ms=now + SOON_MS)
    return Step(rec, commands=commands)


def _state(rec: Recording) -> RecordingState:
    if pending(rec):
        return "notice"
    if not rec.agreed:
        return "asking"
    return "on" if rec.paused_at_ms is None else "paused"


def pending(rec: Recording) -> tuple[Notice, ...]:
    """Who is there and has not heard the notice to its end."""
    return tuple(one for one in rec.notices if one.heard_at_ms is None and one.label in rec.present)


def _padded(notices: tuple[Notice, ...], length: int) -> tuple[Notice | None, ...]:
    return (*notices, *[None] * (length - len(notices)))


def _fetched(rec: Recording, fact: NoticeFetched, now: int) -> Step:
    return Step(_with(rec, fact.label, lambda one: replace(one, fetched_at_ms=one.fetched_at_ms or now)))


def _heard(rec: Recording, fact: NoticeHeard, now: int) -> Step:
    if rec.state not in LIVE or not any(one.label == fact.label for one in pending(rec)):
        return Step(rec)
    told = _with(rec, fact.label, lambda one: replace(one, heard_at_ms=now))
    step = _settled(rec, told, now)
    return Step(step.after, (("recording.announced", {"party": fact.label}),), step.commands)


def _with(rec: Recording, label: str, change: Callable[[Notice], Notice]) -> Recording:
    notices = tuple(change(one) if one.label == label else one for one in rec.notices)
    return replace(rec, notices=notices)


def _asked(rec: Recording, fact: Asked, now: int) -> Step:
    if rec.state not in LIVE:
        return Step(rec)
    if fact.wish == "off":
        rec = _unpaused(rec, now)
        running = rec.started_at_ms is not None
        refused = replace(
            rec,
            state="refused",
            ended_at_ms=now,
            gone=not running,
            look_at_ms=now + SOON_MS if running else None,
        )
        stop = (Command("stop", rec.recording_sid or ""),) if running else ()
        return Step(refused, (("recording.refused", {}),), stop)
    if fact.wish == "paused":
        event: Events = () if rec.paused_at_ms else (("recording.paused", {"until_ms": now + PAUSE_MS}),)
        since = rec.paused_at_ms or now
        step = _settled(rec, replace(rec, paused_at_ms=since, resume_at_ms=now + PAUSE_MS), now)
        return Step(step.after, event, step.commands)
    return _resumed(replace(rec, agreed=True), rec, "agent", now)


def _resumed(rec: Recording, before: Recording, why: str, now: int) -> Step:
    event: Events = (("recording.resumed", {"reason": why}),) if rec.paused_at_ms else ()
    step = _settled(before, _unpaused(rec, now), now)
    return Step(step.after, event, step.commands)


def _unpaused(rec: Recording, now: int) -> Recording:
    if rec.paused_at_ms is None:
        return rec
    paused_ms = rec.paused_ms + now - rec.paused_at_ms
    return replace(rec, paused_at_ms=None, resume_at_ms=None, paused_ms=paused_ms)


def _time_passed(rec: Recording, fact: TimePassed, now: int) -> Step:
    """Words nobody came for are asked for again, and so are those of which nobody told that they were said:
    the answer that carried them may have been lost. A pause is over."""
    if rec.state not in LIVE:
        return after.time_passed(rec, now)
    for one in pending(rec):
        if now < ask_again_ms(one):
            continue
        if one.label == CUSTOMER and one.tries >= NOTICE_TRIES:
            return after.failed(_unpaused(rec, now), "notice_failed", now)
        again = _with(rec, one.label, lambda it: _asked_again(it, now))
        return _settled(rec, again, now)
    if rec.resume_at_ms is not None and now >= rec.resume_at_ms:
        return _resumed(rec, rec, "time", now)
    return Step(rec)


def _asked_again(one: Notice, now: int) -> Notice:
    return replace(one, asked_at_ms=now, fetched_at_ms=None, tries=one.tries + 1)


def ask_again_ms(one: Notice) -> int:
    """Whoever is not the customer is asked for again as long as they are there."""
    if one.fetched_at_ms is not None:
        return one.fetched_at_ms + SAID_MS
    return one.asked_at_ms + (FETCH_MS if one.tries < NOTICE_TRIES or one.label == CUSTOMER else LATER_MS)


def due_at_ms(rec: Recording) -> int | None:
    """When somebody must look at it again; None when nothing is left to do."""
    if rec.state not in LIVE:
        return after.due_at_ms(rec)
    said = [ask_again_ms(one) for one in pending(rec)]
    return min(at for at in (rec.look_at_ms, rec.resume_at_ms, *said) if at is not None)


def _started(rec: Recording, fact: Started, now: int) -> Step:
    if rec.recording_sid == fact.sid:
        return Step(rec)
    if rec.recording_sid is not None:
        return Step(rec, commands=(Command("stop", fact.sid), Command("discard", fact.sid)))
    rec = replace(rec, recording_sid=fact.sid, started_at_ms=rec.started_at_ms or now)
    event: Events = (("recording.started", {}),)
    if rec.state == "on":
        return Step(replace(rec, look_at_ms=now + LATE_MS), event)
    if rec.state in LIVE:
        return Step(replace(rec, look_at_ms=now + SOON_MS), event, (Command("pause", fact.sid),))
    return Step(rec, event, (Command("stop", fact.sid),))


def _looked(rec: Recording, fact: Looked, now: int) -> Step:
    mine = next((one for one in fact.recordings if one.sid == rec.recording_sid), None)
    if rec.recording_sid is None and fact.recordings:
        begun = _started(rec, Started(fact.recordings[0].sid), now)
        then = _looked(begun.after, fact, now)
        return Step(then.after, begun.events + then.events, then.commands)
    strays = after.strays(fact.recordings, rec.recording_sid)
    others = any(one.sid != rec.recording_sid for one in fact.recordings)
    step = _mine(rec, mine, now) if rec.state in LIVE else after.looked(rec, mine, now, others)
    return Step(step.after, step.events, strays + step.commands)


def _mine(rec: Recording, mine: Any, now: int) -> Step:
    rec = replace(rec, look_at_ms=now + LATE_MS)
    if rec.started_at_ms is None:
        return Step(rec)
    if mine is None:
        if rec.recording_sid is not None:
            return Step(rec)
        if rec.starts >= STARTS:
            return after.failed(_unpaused(rec, now), "carrier", now)
        if rec.state != "on":
            return Step(replace(rec, started_at_ms=None))
        again = replace(rec, started_at_ms=now, starts=rec.starts + 1, look_at_ms=now + SOON_MS)
        return Step(again, commands=(Command("start"),))
    wanted = "in-progress" if rec.state == "on" else "paused"
    if mine.status == wanted:
        return Step(rec)
    if mine.status in after.RUNNING:
        told = Command("resume" if rec.state == "on" else "pause", mine.sid)
        return Step(replace(rec, look_at_ms=now + SOON_MS), commands=(told,))
    ended = _over(rec, now).after
    return after.looked(ended, mine, now)


def _reported(rec: Recording, fact: Reported, now: int) -> Step:
    one = fact.recording
    if rec.recording_sid is None and rec.started_at_ms is not None:
        begun = _started(rec, Started(one.sid), now)
        then = _reported(begun.after, fact, now)
        return Step(then.after, begun.events + then.events, then.commands)
    if one.sid != rec.recording_sid:
        return Step(rec, commands=after.strays((one,), rec.recording_sid))
    if rec.state in LIVE:
        return Step(rec) if one.status in after.RUNNING else _mine(rec, one, now)
    return after.looked(rec, one, now)


HANDLERS: dict[type, Callable[[Recording, Any, int], Step]] = {
    Seen: _seen,
    NoticeFetched: _fetched,
    NoticeHeard: _heard,
    Asked: _asked,
    Started: _started,
    Looked: _looked,
    Reported: _reported,
    TimePassed: _time_passed,
    Filed: after.filed,
    HoldAsked: after.hold_asked,
    Tagged: after.tagged,
    Removed: after.removed,
    Cleared: after.cleared,
}
