"""What no due time watches, found by key once a period and set right (docs/live-call.md, "The reaper").

A step moves a call and its agents in one transaction. They can disagree all the same: an agent's part that
fails is left out so that the call goes on (advance.py), and tables are mended by hand. A call that is over is
looked after for a while only, and somebody may come into its conference later, unheard.
"""

from collections.abc import Iterator

from chalicelib.agents import service as agents
from chalicelib.kernel.context import Context
from chalicelib.kernel.ids import is_id
from chalicelib.kernel.words import SITES
from chalicelib.table import ConditionFailed, Write, commit
from chalicelib.telephony import store
from chalicelib.telephony.advance import live
from chalicelib.telephony.conversation import decline
from chalicelib.telephony.due import of_site
from chalicelib.telephony.looks import look
from chalicelib.telephony.participants import engaged
from chalicelib.telephony.store import AttemptRow

Amiss = tuple[str, str]
"""An agent, and the call in which they seem to be, or nothing; or a conference by its name, and nothing."""


def amiss(ctx: Context) -> Iterator[Amiss]:
    """Whatever may be wrong, by reads that may be a moment old; the carrier is asked last. Raises
    CarrierRefused and CarrierSilent."""
    calls = [row for site in SITES for row in of_site(ctx, site)]
    theirs = {agent_id: str(row.attempt_id) for row in calls for agent_id in _busy(row)}
    board = [row for site in SITES for row in agents.read_board(site) if row.activity == "busy"]
    shown = {row.agent_id: row.attempt_id for row in board}
    for agent_id in sorted(theirs.keys() | shown.keys()):
        if theirs.get(agent_id) != shown.get(agent_id):
            yield agent_id, theirs.get(agent_id, "")
    known = {row.conference for row in calls}
    for name in ctx.voice.under_way():
        if is_id("att", name) and name not in known:
            yield name, ""


def set_right(ctx: Context, what: str, call: str) -> None:
    """Looks again, consistently, and mends what is amiss."""
    if is_id("att", what):
        _look_into(ctx, what)
    else:
        _agree(ctx, what, call)


def _look_into(ctx: Context, conference: str) -> None:
    """A conference of a call that nobody looks at any more. One that we do not know is somebody else's: an
    account may serve more than one deployment."""
    row = live(conference)
    if row is not None and row.due_at_ms is None:
        look(ctx, row)


def _agree(ctx: Context, agent_id: str, attempt_id: str) -> None:
    """Who is on a call that is over, or not theirs, is free of it; who is on one and is not said to be, is
    busy with it. Who has another call, or wraps one up, is left to that."""
    agent = agents.find(ctx, agent_id)
    if agent.activity == "busy" and agent.attempt_id:
        row = store.read(agent.attempt_id)
        if row is None or agent_id not in _busy(row):
            _write(agents.corrected_write(ctx, agent, None, _wrap_up_until_ms(row, agent_id)), row)
    elif attempt_id and agent.attempt_id is None:
        _silence(ctx, agent)
        agent, row = agents.find(ctx, agent_id), store.read(attempt_id)
        if row is not None and agent_id in _busy(row):
            _write(agents.corrected_write(ctx, agent, attempt_id), row)


def _busy(row: AttemptRow) -> set[str]:
    """The agents who are in the call: its own, unless they are still rung for it, and who came into it."""
    if row.call.state == "ended":
        return set()
    came = {agent_id for agent_id, one in engaged(row.call).items() if one.accepted}
    return came if row.call.rings else came | {str(row.agent_id)}


def _wrap_up_until_ms(row: AttemptRow | None, agent_id: str) -> int | None:
    """The wrap-up they should be in, or should have had."""
    if row is None or row.agent_id != agent_id or row.wrapped_up_at_ms or row.wrap_up_until_ms is None:
        return None
    return int(row.wrap_up_until_ms)


def _silence(ctx: Context, agent: agents.AgentRow) -> None:
    """Nothing rings at the desk of somebody who is on a call."""
    if agent.offer is not None:
        agents.end_offer(ctx, agent.agent_id, agent.offer.callback_id, "withdrawn")
    if agent.invitation is not None:
        decline(ctx, agent.agent_id, agent.invitation.attempt_id, agent.invitation.label)


def _write(agent: Write, row: AttemptRow | None) -> None:
    """Only if both are as they were read; else somebody has moved them, and the next period looks again."""
    try:
        commit([agent, *([] if row is None else [store.unchanged(row)])])
    except ConditionFailed:
        return
