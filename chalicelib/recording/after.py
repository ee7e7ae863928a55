"""What becomes of a recording when its call is over: fetched, kept, deleted. Pure."""

from typing import Any

from msgspec.structs import replace

from chalicelib.kernel.ports import CarrierRecording
from chalicelib.recording.state import (
    Cleared,
    Command,
    Filed,
    HoldAsked,
    Recording,
    Removed,
    Step,
    Tagged,
)

DAY_MS = 86_400_000
FIRST_LOOK_MS = 30_000
SPOKEN_MS = 5_000
"""When the carrier has made a file of a message, most often."""
GIVEN_UP_MS = 7 * DAY_MS
LOST_MS = 3_600_000
"""How long a recording that was running may be missing from the carrier's list."""
TIDY_MS = 60_000
RUNNING = ("in-progress", "paused")
NOTHING = ("absent", "failed")
"""The carrier has no file of it and never will."""


def left(call_sid: str, recording_sid: str, seconds: int, keep_days: int, now: int) -> Recording:
    """A message that somebody left for us: nobody needs be told, and it is over as it begins."""
    return Recording(
        call_sid,
        now,
        "ended",
        noticed=False,
        keep_days=keep_days,
        recording_sid=recording_sid,
        started_at_ms=now,
        ended_at_ms=now,
        look_at_ms=now + SPOKEN_MS,
        seconds=seconds,
    )


def failed(rec: Recording, reason: str, now: int) -> Step:
    """There will be no recording. What the carrier has all the same is discarded."""
    running = rec.started_at_ms is not None
    over = replace(
        rec,
        state="failed",
        reason=reason,
        ended_at_ms=rec.ended_at_ms or now,
        gone=not running,
        look_at_ms=now + FIRST_LOOK_MS if running else None,
    )
    stop = (Command("stop", rec.recording_sid or ""),) if running else ()
    return Step(over, (("recording.failed", {"reason": reason}),), stop)


def looked(rec: Recording, mine: CarrierRecording | None, now: int, others: bool = False) -> Step:
    """What the carrier has of it now that it is over; `others`: and it has more of the leg."""
    if rec.gone or rec.state == "deleted":
        return Step(rec)
    rec = replace(rec, look_at_ms=now + TIDY_MS if rec.state == "stored" else next_look_ms(rec, now))
    if mine is None:
        return _nothing_there(rec, others, now)
    if mine.status in RUNNING:
        return Step(rec, commands=(Command("stop", mine.sid),))
    if mine.status == "completed" and rec.state == "ended":
        rec = replace(rec, seconds=mine.seconds if mine.seconds is not None else rec.seconds)
        return Step(rec, commands=(Command("file", mine.sid),))
    if mine.status not in ("completed", *NOTHING):
        return Step(rec)
    discard = (Command("discard", mine.sid),)
    if rec.state != "ended":
        return Step(rec, commands=discard)
    over = failed(rec, "carrier", now)
    return Step(over.after, over.events, discard)


def _nothing_there(rec: Recording, others: bool, now: int) -> Step:
    """What was discarded is gone. One that is yet to be fetched, or whose start was never answered, may be
    too new for the carrier's list."""
    recent = now - (rec.ended_at_ms or now) < LOST_MS
    if others or (recent and (rec.state == "ended" or rec.recording_sid is None)):
        return Step(rec)
    gone = replace(rec, gone=True, look_at_ms=rec.look_at_ms if rec.held != rec.tagged else None)
    if rec.state != "ended":
        return Step(gone)
    over = failed(gone, "carrier", now)
    return Step(replace(over.after, gone=True, look_at_ms=None), over.events)


def next_look_ms(rec: Recording, now: int) -> int:
    """Each look at twice the age of the one before."""
    ended = rec.ended_at_ms or now
    return ended + min(max(2 * (now - ended), FIRST_LOOK_MS), GIVEN_UP_MS)


def time_passed(rec: Recording, now: int) -> Step:
    """After a week nobody waits for it any more. What was said and not heard to be done is done again."""
    if rec.state == "stored" and rec.gone:
        if rec.held != rec.tagged:
            return Step(replace(rec, look_at_ms=now + TIDY_MS), commands=(Command("tag"),))
        return removed(rec, Removed(), now)
    if rec.state == "deleted" and rec.look_at_ms is not None:
        return Step(replace(rec, look_at_ms=now + TIDY_MS), commands=(Command("clear"),))
    if rec.state == "ended" and now - (rec.ended_at_ms or now) >= GIVEN_UP_MS:
        return failed(rec, "not_fetched", now)
    return Step(rec)


def filed(rec: Recording, fact: Filed, now: int) -> Step:
    """Kept as long as the policy says from now on."""
    if rec.state != "ended":
        return Step(rec)
    until = now + rec.keep_days * DAY_MS
    kept = replace(rec, state="stored", size=fact.size, keep_until_ms=until, look_at_ms=now + TIDY_MS)
    told: dict[str, Any] = {
        "recording_id": rec.call_sid,
        "seconds": rec.seconds,
        "paused_ms": rec.paused_ms,
        "until_ms": until,
    }
    return Step(kept, (("recording.stored", told),), (Command("discard", rec.recording_sid or ""),))


def hold_asked(rec: Recording, fact: HoldAsked, now: int) -> Step:
    """A legal hold is on the timeline, and its end. The bucket is told, for its own rule deletes too."""
    if rec.held == fact.held or rec.state != "stored":
        return Step(rec)
    kind = "recording.held" if fact.held else "recording.released"
    held = replace(rec, held=fact.held, look_at_ms=now + TIDY_MS)
    return Step(held, ((kind, {"recording_id": rec.call_sid}),), (Command("tag"),))


def tagged(rec: Recording, fact: Tagged, now: int) -> Step:
    """As it was told."""
    rec = replace(rec, tagged=fact.held)
    return Step(replace(rec, look_at_ms=None) if rec.gone and rec.held == rec.tagged else rec)


def removed(rec: Recording, fact: Removed, now: int) -> Step:
    """On the timeline first, so that nobody holds what is being deleted."""
    if rec.state != "stored" or rec.held or not rec.gone or now < (rec.keep_until_ms or now):
        return Step(rec)
    over = replace(rec, state="deleted", look_at_ms=now + TIDY_MS)
    told: dict[str, Any] = {"recording_id": rec.call_sid, "reason": "policy"}
    return Step(over, (("recording.deleted", told),), (Command("clear"),))


def cleared(rec: Recording, fact: Cleared, now: int) -> Step:
    """Nothing is left to do."""
    return Step(replace(rec, look_at_ms=None) if rec.state == "deleted" else rec)


def strays(found: tuple[CarrierRecording, ...], mine: str | None) -> tuple[Command, ...]:
    """Recordings of the leg that are not the one we know: started by an answer that was lost."""
    return tuple(
        Command("stop" if one.status in RUNNING else "discard", one.sid)
        for one in found
        if one.sid != mine and one.status in (*RUNNING, "completed")
    )


def due_at_ms(rec: Recording) -> int | None:
    """When somebody must look at it again; None when nothing is left to do."""
    if rec.state == "stored" and rec.gone and rec.held == rec.tagged:
        return None if rec.held else rec.keep_until_ms
    return rec.look_at_ms
