"""A survey moves on: written if nobody else moved it meanwhile, and told when it is over with an answer."""

from collections.abc import Callable
from typing import Any

from chalicelib.crm import service as crm
from chalicelib.kernel.context import Context
from chalicelib.kernel.errors import DomainError
from chalicelib.queue import service as queue
from chalicelib.surveys import store
from chalicelib.surveys.model import Survey, due_at_ms
from chalicelib.surveys.store import SurveyRow
from chalicelib.table import ConditionFailed, commit
from chalicelib.telephony import service as telephony

TRIES = 5


def change(ctx: Context, attempt_id: str, move: Callable[[Survey], Survey]) -> SurveyRow | None:
    """The survey after it; None when there is none."""
    for _ in range(TRIES):
        row = store.read(attempt_id)
        if row is None:
            return None
        before, after = row.survey, move(row.survey)
        if after == before:
            return row
        attempt = telephony.find(attempt_id)
        row.survey = after
        writes = [store.save(row, queue.due_key(attempt.request.site), due_at_ms(after, ctx.now_ms()))]
        if after.state == "over" and after.score is not None:
            said: dict[str, Any] = {"score": after.score, "channel": after.channel}
            if after.solved is not None:
                said["solved"] = after.solved
            writes.append(crm.record(ctx, telephony.event(ctx, attempt, "survey.answered", said)))
        try:
            commit(writes)
        except ConditionFailed:
            continue
        return row
    raise DomainError("busy")
