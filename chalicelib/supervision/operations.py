"""What a supervisor sees and does of agents and their calls."""

from chalicelib.contract import Operation
from chalicelib.supervision.shapes import (
    Board,
    SetPresenceOf,
    Supervise,
    Supervising,
    TakenOver,
    WriteTo,
)

READ_BOARD = Operation(
    id="readBoard",
    method="GET",
    path="/board",
    who="supervisor",
    answer=Board,
    summary="The agents of the supervisor's site and the calls that go on",
)
SET_PRESENCE_OF = Operation(
    id="setPresenceOf",
    method="PUT",
    path="/agents/{agent_id}/presence",
    who="supervisor",
    body=SetPresenceOf,
    status=204,
    summary="Choose an agent's presence",
    description="Nobody is made available who is not at work.",
    errors=("agent_not_at_work",),
)
WRITE_TO = Operation(
    id="writeTo",
    method="POST",
    path="/agents/{agent_id}/messages",
    who="supervisor",
    body=WriteTo,
    status=204,
    summary="Write to an agent; the five newest unread messages are kept",
)
SUPERVISE = Operation(
    id="supervise",
    method="PUT",
    path="/attempts/{attempt_id}/supervision",
    who="supervisor",
    body=Supervise,
    answer=Supervising,
    summary="Listen to a call, whisper to its agent, or talk to everybody",
    description="Of a call that was transferred, the attempt that goes on.",
    errors=("attempt_ended", "attempt_not_connected", "agent_on_call", "carrier_unavailable"),
)
LEAVE_SUPERVISION = Operation(
    id="leaveSupervision",
    method="DELETE",
    path="/attempts/{attempt_id}/supervision",
    who="supervisor",
    status=204,
    summary="Leave a call",
    description="Leaving what was left already succeeds.",
)
TAKE_OVER = Operation(
    id="takeOver",
    method="POST",
    path="/attempts/{attempt_id}/takeover",
    who="supervisor",
    answer=TakenOver,
    summary="Become the call's agent; the agent before wraps up",
    errors=("attempt_ended", "attempt_not_connected", "participant_unknown"),
)
