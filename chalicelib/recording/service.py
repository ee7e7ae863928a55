"""Verbs of recordings. What a fact means is written first, and then carrier, queue and bucket are told; what
they were not told because a process died, or refused, is found by the recording's due time."""

import json
from collections.abc import Callable, Mapping
from contextlib import suppress
from tempfile import TemporaryFile
from typing import Any

from chalicelib.kernel.context import Context
from chalicelib.kernel.errors import DomainError
from chalicelib.kernel.ports import CarrierRefused, CarrierSilent, NotKept, NotSent
from chalicelib.kernel.words import Locale
from chalicelib.numbers import service as numbers
from chalicelib.queue import service as queue
from chalicelib.recording import after, follow, policy, store, whose
from chalicelib.recording.model import LIVE, begin, decide
from chalicelib.recording.state import (
    CUSTOMER,
    Asked,
    Cleared,
    Command,
    Fact,
    Filed,
    Looked,
    NoticeFetched,
    NoticeHeard,
    Recording,
    Reported,
    Started,
    Step,
    Tagged,
    TimePassed,
    Wish,
)
from chalicelib.recording.store import PREFIX, RecordingRow
from chalicelib.recording.whose import Message, Whose
from chalicelib.table import ConditionFailed, commit
from chalicelib.telephony import service as telephony
from chalicelib.telephony.service import AttemptRow

TRIES = 6
"""How often a step is decided anew because somebody else was first."""


def item_called_for(new: Mapping[str, Any], old: Mapping[str, Any]) -> str | None:
    """The sort key of the recording that must look at its call after a change of the table, by the stream's
    images."""
    call_sid = follow.changed(new, old)
    return f"{PREFIX}{call_sid}" if call_sid else None


def on_due(ctx: Context, attempt_id: str, item: str) -> None:
    """The call has changed, or it is time to look."""
    attempt, call_sid = telephony.live(attempt_id), item.removeprefix(PREFIX)
    if attempt is None:
        return
    row = store.read(attempt.conference, call_sid)
    if row is None:
        _begin(ctx, attempt, call_sid)
        return
    if row.recording.state in LIVE:
        row = apply(ctx, attempt, call_sid, follow.seen(attempt.call, call_sid)) or row
    _due(ctx, attempt, row)


def keep_message(ctx: Context, callback_id: str, call_sid: str, recording_sid: str, seconds: int) -> None:
    """What a caller left is fetched and kept as recordings of calls are. Twice is as once. Raises
    not_found."""
    request, now = queue.find(callback_id).request, ctx.now_ms()
    row = store.new(callback_id, call_sid, request.site)
    row.become(after.left(call_sid, recording_sid, seconds, policy.keep_days(request.country), now))
    with suppress(ConditionFailed):
        commit([store.save(row)])


def message_due(ctx: Context, call_sid: str) -> None:
    """It is time to look at the message left in that call."""
    row = store.of_message(call_sid)
    message = whose.message(row.conference) if row else None
    if row is not None and message is not None:
        _due(ctx, message, row)


def _due(ctx: Context, of: Whose, row: RecordingRow) -> None:
    if row.due_at_ms is not None and row.due_at_ms <= ctx.now_ms():
        row = apply(ctx, of, row.recording.call_sid, TimePassed()) or row
        _look(ctx, of, row)


def _begin(ctx: Context, attempt: AttemptRow, call_sid: str) -> None:
    request, seen = attempt.request, follow.seen(attempt.call, call_sid)
    terms = policy.terms(request.site, request.country)
    if terms is None or not seen.live:
        return
    row = store.new(attempt.conference, call_sid, request.site)
    step = begin(call_sid, terms.noticed, terms.asked, terms.keep_days, seen, ctx.now_ms())
    with suppress(ConditionFailed):
        _write(ctx, attempt, row, step)
        _run(ctx, attempt, row, step.commands)


def _look(ctx: Context, of: Whose, row: RecordingRow) -> None:
    """The carrier's own list decides, if nothing is heard while it is asked."""
    rec, version = row.recording, row.version
    wanted = rec.state in LIVE or not (rec.gone or rec.state == "deleted")
    if not wanted or rec.look_at_ms is None or rec.look_at_ms > ctx.now_ms():
        return
    looked = Looked(ctx.recorder.of_call(rec.call_sid))
    apply(ctx, of, rec.call_sid, looked, seen=version)


def apply(
    ctx: Context,
    of: Whose,
    call_sid: str,
    fact: Fact,
    check: Callable[[Recording], None] | None = None,
    heard: bool = False,
    seen: int | None = None,
    first: RecordingRow | None = None,
) -> RecordingRow | None:
    """Records what a fact means, then does what follows from it. None: there is no such recording. `check`
    raises why it cannot be; `heard`: the carrier must have taken it, else carrier_unavailable is raised.
    `seen` is the version for which the carrier was looked at; `first` the recording, if it was just read."""
    for _ in range(TRIES):
        row, first = first or store.read(of.conference, call_sid), None
        if row is None:
            return None
        if seen is not None and row.version != seen:
            return row
        if check:
            check(row.recording)
        step = decide(row.recording, fact, ctx.now_ms())
        if step.after != row.recording or step.events:
            try:
                _write(ctx, of, row, step)
            except ConditionFailed:
                continue
        _run(ctx, of, row, step.commands, heard)
        return row
    raise DomainError("busy")


def _write(ctx: Context, of: Whose, row: RecordingRow, step: Step) -> None:
    row.become(step.after)
    commit([store.save(row), *[whose.tell(ctx, of, kind, data) for kind, data in step.events]])


def _run(
    ctx: Context,
    of: Whose,
    row: RecordingRow,
    commands: tuple[Command, ...],
    heard: bool = False,
) -> None:
    for command in commands:
        try:
            follows = _told(ctx, of, row, command)
        except (CarrierRefused, CarrierSilent) as error:
            if heard:
                raise DomainError("carrier_unavailable") from error
            continue
        except (NotSent, NotKept):
            continue
        if follows is not None:
            apply(ctx, of, row.recording.call_sid, follows)


def _told(ctx: Context, of: Whose, row: RecordingRow, command: Command) -> Fact | None:
    """Does it; answers what is known by that."""
    rec = row.recording
    match command.name:
        case "announce" if isinstance(of, AttemptRow):
            ctx.recorder.announce(of.call.conference_sid or "", command.who, row.conference)
        case "start":
            return Started(ctx.recorder.start(rec.call_sid, row.conference))
        case "pause":
            ctx.recorder.change(rec.call_sid, command.who, "paused")
        case "resume":
            ctx.recorder.change(rec.call_sid, command.who, "in-progress")
        case "stop":
            ctx.recorder.change(rec.call_sid, command.who, "stopped")
        case "discard":
            ctx.recorder.discard(command.who)
        case "file":
            ctx.queues.file(json.dumps({"attempt_id": row.conference, "call_sid": rec.call_sid}))
        case "tag":
            ctx.vault.tag(row.file, rec.held)
            return Tagged(rec.held)
        case "clear":
            ctx.vault.delete(row.file)
            return Cleared()
    return None


def file(ctx: Context, body: str) -> None:
    """Fetches one from the carrier into the bucket. Twice is as once. Raises CarrierRefused, CarrierSilent
    and NotKept: the message comes back."""
    told = json.loads(body)
    of = whose.find(told["attempt_id"])
    row = store.read(told["attempt_id"], told["call_sid"])
    if of is None or row is None or row.recording.state != "ended" or not row.recording.recording_sid:
        return
    with TemporaryFile() as content:
        ctx.recorder.fetch(row.recording.recording_sid, 1 if isinstance(of, Message) else 2, content)
        size = content.tell()
        content.seek(0)
        ctx.vault.put(row.file, content)
    apply(ctx, of, told["call_sid"], Filed(size))


def reported(ctx: Context, conference: str, call_sid: str, fact: Reported) -> None:
    """What the carrier tells by itself."""
    attempt = telephony.live(conference)
    if attempt is not None:
        apply(ctx, attempt, call_sid, fact)


def notice(ctx: Context, conference: str, label: str, said: bool) -> tuple[Locale, bool]:
    """The carrier comes for the words, or has said them: the language of who hears them, and whether they are
    still to be said. Raises not_found."""
    attempt = telephony.live(conference)
    call_sid = attempt.call.customer.call_sid if attempt else None
    if attempt is None or call_sid is None:
        raise DomainError("not_found")
    fact = NoticeHeard(label) if said else NoticeFetched(label)
    row = apply(ctx, attempt, call_sid, fact)
    if row is None:
        raise DomainError("not_found")
    return _language(attempt, label), not said and row.recording.state in LIVE


def _language(attempt: AttemptRow, label: str) -> Locale:
    if label == CUSTOMER:
        return attempt.request.locale
    one = next((one for one in attempt.call.participants if one.label == label), None)
    return numbers.locale_of(one.country) if one and one.country else attempt.request.locale


def of_call(ctx: Context, attempt_id: str, agent_id: str) -> Recording | None:
    """The recording of the call an agent is in, if there is one. Raises not_found and attempt_not_yours."""
    attempt = telephony.seen_by(attempt_id, agent_id)
    row = store.read(attempt.conference, attempt.call.customer.call_sid or "-")
    return row.recording if row else None


def ask(ctx: Context, attempt_id: str, agent_id: str, wish: Wish) -> Recording:
    """Pauses, goes on, or ends it for good because the customer does not want it. The carrier has taken it
    when this returns. Raises not_found, attempt_not_yours, recording_not_running, carrier_unavailable."""
    attempt, recordings = store.with_attempt(attempt_id)
    if attempt is None:
        raise DomainError("not_found")
    if attempt.agent_id != agent_id:
        raise DomainError("attempt_not_yours")
    if attempt.next_id:
        # The call goes on, as somebody else's.
        raise DomainError("recording_not_running")
    call_sid = attempt.call.customer.call_sid or "-"
    first = next((one for one in recordings if one.recording.call_sid == call_sid), None)
    row = apply(ctx, attempt, call_sid, Asked(wish), _can(wish), heard=True, first=first)
    if row is None:
        raise DomainError("recording_not_running")
    return row.recording


def _can(wish: Wish) -> Callable[[Recording], None]:
    def check(rec: Recording) -> None:
        if rec.state not in LIVE and not (wish == "off" and rec.state == "refused"):
            raise DomainError("recording_not_running")

    return check


__all__ = ["PREFIX", "item_called_for", "on_due"]
