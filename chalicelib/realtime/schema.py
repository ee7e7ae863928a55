"""The live channel: a ticket opens the WebSocket, which then only says what changed."""

from typing import Literal

from chalicelib.contract import Answer, Operation


class RealtimeTicket(Answer, frozen=True):
    """`url` is good for one connection within a minute."""

    url: str
    expires_at_ms: int


class Changed(Answer, frozen=True, tag_field="type", tag="changed"):
    """A push: something the desk shows has changed; read it again.

    `id` is an attempt or customer id, the site for `queue` and `board`, the agent's own id for `me`;
    `version` lets a screen that is already there skip it.
    """

    what: Literal["me", "queue", "board", "attempt", "timeline"]
    id: str
    version: int


ISSUE_TICKET = Operation(
    id="issueRealtimeTicket",
    method="POST",
    path="/realtime-tickets",
    who="agent",
    answer=RealtimeTicket,
    summary="A single-use ticket for the WebSocket",
)
