"""Call records: what telephony, the survey and the carrier know of each attempt, side by side."""

from typing import Literal, NamedTuple

from chalicelib.agents import service as agents
from chalicelib.kernel.context import Context
from chalicelib.kernel.errors import DomainError
from chalicelib.quality import service as quality
from chalicelib.surveys import service as surveys
from chalicelib.telephony import service as telephony
from chalicelib.telephony.service import AttemptRow


class Linked(NamedTuple):
    """An attempt, how it came of the one before, and what was learnt after it."""

    row: AttemptRow
    link: Literal["initial", "transfer", "retry"]
    survey: surveys.Survey | None
    heard: quality.Heard | None

    @property
    def initiated_at_ms(self) -> int:
        """When it was asked for, handed over, or put in line anew."""
        if self.link == "initial":
            return self.row.request.requested_at_ms
        if self.link == "retry" and self.row.queued_at_ms is not None:
            return int(self.row.queued_at_ms)
        return self.row.call.claimed_at_ms


def of_call(ctx: Context, attempt_id: str, who: str, supervisor: bool) -> list[Linked]:
    """Every attempt of the request. Raises not_found and attempt_not_yours."""
    rows = telephony.chain(attempt_id)
    if who not in {one for row in rows for one in _agents(row)}:
        here = agents.profile(ctx, who).site == rows[0].request.site
        if not (supervisor and here):
            raise DomainError("attempt_not_yours")
    return [
        Linked(row, _link(place, row), surveys.of_call(row.attempt_id), quality.of_call(row.attempt_id))
        for place, row in enumerate(rows)
    ]


def _agents(row: AttemptRow) -> set[str]:
    asked_in = {one.agent_id for one in row.call.participants if one.agent_id and one.accepted}
    return {str(row.agent_id), *asked_in}


def _link(place: int, row: AttemptRow) -> Literal["initial", "transfer", "retry"]:
    if place == 0:
        return "initial"
    return "transfer" if row.previous_id else "retry"
