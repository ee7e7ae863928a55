"""A browser's line is over, told by others than the conference, should its report be lost: the TwiML
application's status callback says so, and a desk whose page has gone makes us look.

Source: https://www.twilio.com/docs/usage/api/applications (statusCallback)
"""

from collections.abc import Iterator

from chalicelib.agents import service as agents
from chalicelib.kernel.context import Context
from chalicelib.kernel.errors import DomainError
from chalicelib.telephony import participants, store
from chalicelib.telephony.advance import apply
from chalicelib.telephony.attempt import Leg
from chalicelib.telephony.facts import Left
from chalicelib.telephony.looks import look
from chalicelib.telephony.store import AttemptRow

DESK_CLOSED_MS = 1_000
"""After how long somebody looks: by then the conference has told, if it tells at all."""


def line_over(ctx: Context, agent_id: str, call_sid: str) -> None:
    """Whoever was in a conference by that call has left it. Of a call of which no conference has told, or
    which another has replaced, nothing follows."""
    row = _call_of(ctx, agent_id)
    if row is None:
        return
    for party, leg in _lines(row, agent_id):
        if leg.state == "joined" and leg.call_sid == call_sid:
            # Newer than all that is known, and older than what the conference has yet to tell.
            number = max(leg.join_seq, leg.leave_seq) + 1
            left = Left(party, call_sid, row.call.conference_sid or "", number, removed=False)
            apply(ctx, row.attempt_id, left, read=row)
            return


def desk_closed(ctx: Context, agent_id: str) -> None:
    """A page of theirs has gone. Whether it was the one with the line only the carrier knows."""
    row = _call_of(ctx, agent_id)
    if row is None or row.call.state != "connected":
        return
    if any(leg.state == "joined" for _, leg in _lines(row, agent_id)):
        look(ctx, row)


def _call_of(ctx: Context, agent_id: str) -> AttemptRow | None:
    try:
        attempt_id = agents.find(ctx, agent_id).attempt_id
    except DomainError:
        return None
    return store.read(attempt_id) if attempt_id else None


def _lines(row: AttemptRow, agent_id: str) -> Iterator[tuple[str, Leg]]:
    """Their browser's legs in a call: as its agent, and as one who was asked in."""
    if row.agent_id == agent_id:
        yield participants.AGENT, row.call.agent
    yield from ((one.label, one.leg) for one in row.call.participants if one.agent_id == agent_id)
