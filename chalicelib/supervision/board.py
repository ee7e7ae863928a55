"""What goes on in a site, on one screen."""

from chalicelib.agents import service as agents
from chalicelib.kernel.context import Context
from chalicelib.kernel.words import Site
from chalicelib.supervision import shapes
from chalicelib.telephony import service as telephony


def board(ctx: Context, site: Site) -> shapes.Board:
    """Two questions: what agents do, and which calls go on."""
    people = sorted((_agent(row) for row in agents.read_board(site)), key=lambda one: (one.name, one.id))
    calls = [_call(ctx, row) for row in telephony.of_site(ctx, site)]
    return shapes.Board(site, people, sorted(calls, key=_urgent_first), ctx.now_ms())


def _urgent_first(call: shapes.BoardCall) -> tuple[bool, int]:
    return call.help_since_ms is None, call.help_since_ms or call.claimed_at_ms


def _agent(row: agents.BoardRow) -> shapes.BoardAgent:
    return shapes.BoardAgent(
        id=row.agent_id,
        name=row.name,
        activity=row.activity,
        presence=row.presence,
        reason=row.reason,
        set_by=row.set_by,
        since_ms=int(row.since_ms),
        attempt_id=row.attempt_id,
        unread=int(row.unread),
    )


def _call(ctx: Context, row: telephony.AttemptRow) -> shapes.BoardCall:
    attempt, request = row.call, row.request
    return shapes.BoardCall(
        id=row.attempt_id,
        agent_id=row.agent_id,
        agent_name=row.agent_name,
        customer_name=request.customer_name,
        customer_role=request.role,
        lane=request.lane,
        tier=request.tier,
        state=attempt.state,
        claimed_at_ms=attempt.claimed_at_ms,
        connected_at_ms=attempt.connected_at_ms,
        on_hold=attempt.customer.on_hold,
        hold_ms=telephony.hold_ms(attempt, ctx.now_ms()),
        help_since_ms=attempt.help_since_ms,
        participants=[
            shapes.BoardParticipant(one.label, one.kind, one.name, one.agent_id, one.leg.state, one.mode)
            for one in attempt.participants
            if one.ended_as is None
        ],
    )
