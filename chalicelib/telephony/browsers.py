"""A browser's call is over, as the TwiML application's status callback tells: a second word on who left,
should the conference's be lost.

Source: https://www.twilio.com/docs/usage/api/applications (statusCallback)
"""

from collections.abc import Iterator

from chalicelib.agents import service as agents
from chalicelib.kernel.context import Context
from chalicelib.kernel.errors import DomainError
from chalicelib.telephony import participants, store
from chalicelib.telephony.advance import apply
from chalicelib.telephony.attempt import Attempt, Leg
from chalicelib.telephony.facts import Left


def line_over(ctx: Context, agent_id: str, call_sid: str) -> None:
    """Whoever was in a conference by that call has left it. Of a call of which no conference has told, or
    which another has replaced, nothing follows."""
    try:
        attempt_id = agents.find(ctx, agent_id).attempt_id
    except DomainError:
        return
    row = store.read(attempt_id) if attempt_id else None
    if row is None:
        return
    for party, leg in _by_browser(row.call):
        if leg.state == "joined" and leg.call_sid == call_sid:
            # Newer than all that is known, and older than what the conference has yet to tell.
            number = max(leg.join_seq, leg.leave_seq) + 1
            left = Left(party, call_sid, row.call.conference_sid or "", number, removed=False)
            apply(ctx, row.attempt_id, left, read=row)
            return


def _by_browser(attempt: Attempt) -> Iterator[tuple[str, Leg]]:
    yield participants.AGENT, attempt.agent
    yield from ((one.label, one.leg) for one in attempt.participants if one.agent_id)
