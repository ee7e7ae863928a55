"""What may be done with a recording that is kept: played by who may, held against its deletion."""

from collections.abc import Iterator

from chalicelib.agents import service as agents
from chalicelib.kernel.context import Context
from chalicelib.kernel.errors import DomainError
from chalicelib.recording import store
from chalicelib.recording.service import apply
from chalicelib.recording.state import HoldAsked, Recording
from chalicelib.recording.store import RecordingRow
from chalicelib.recording.whose import Message, Whose, message, tell
from chalicelib.table import commit
from chalicelib.telephony import service as telephony
from chalicelib.telephony.service import AttemptRow

OWN_MS = 7 * 86_400_000
"""How long an agent may hear their own calls."""
LINK_S = 300


def play(ctx: Context, attempt_id: str | None, call_sid: str, who: str, supervisor: bool) -> tuple[str, int]:
    """An address that plays it, and until when (UTC ms); who asked is on the timeline. Supervisors hear the
    calls of their site, agents their own of the last week, and so the messages of whom they call. Raises
    recording_not_yours and recording_not_there."""
    of, row, profile = _find(ctx, attempt_id, call_sid, who)
    first = of.attempt_id if isinstance(of, Message) else of.conference
    own = any(
        one.agent_id == who and ctx.now_ms() - (one.call.ended_at_ms or ctx.now_ms()) < OWN_MS
        for one in _chain(first)
    )
    if not own and not (supervisor and profile.site == row.site):
        raise DomainError("recording_not_yours")
    if row.recording.state != "stored":
        raise DomainError("recording_not_there")
    of.agent_id, of.agent_name = who, profile.name
    commit([tell(ctx, of, "recording.played", {"recording_id": call_sid})])
    return ctx.vault.link(row.file, LINK_S), ctx.now_ms() + LINK_S * 1000


def hold(ctx: Context, attempt_id: str | None, call_sid: str, who: str, held: bool) -> Recording:
    """A supervisor has it kept whatever the policy says, or not any more. Raises recording_not_yours and
    recording_not_there."""
    of, row, profile = _find(ctx, attempt_id, call_sid, who)
    if profile.site != row.site:
        raise DomainError("recording_not_yours")

    def there(rec: Recording) -> None:
        if rec.state != "stored":
            raise DomainError("recording_not_there")

    of.agent_id, of.agent_name = who, profile.name
    done = apply(ctx, of, call_sid, HoldAsked(held), there)
    return (done or row).recording


def _find(
    ctx: Context, attempt_id: str | None, call_sid: str, who: str
) -> tuple[Whose, RecordingRow, agents.Profile]:
    if attempt_id is None:
        row = store.of_message(call_sid)
        of: Whose | None = message(row.conference) if row else None
    else:
        of = telephony.find(attempt_id)
        row = store.read(of.conference, call_sid)
    if row is None or of is None:
        raise DomainError("recording_not_there")
    return of, row, agents.profile(ctx, who)


def _chain(first: str | None) -> Iterator[AttemptRow]:
    """The attempts of a call, from its first."""
    following = first
    while following:
        attempt = telephony.find(following)
        yield attempt
        following = attempt.next_id
