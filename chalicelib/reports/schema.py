"""Call reports and an agent's own figures."""

from typing import Literal

from chalicelib.contract import Answer, Operation, Parameter
from chalicelib.kernel.words import Site

Grain = Literal["hour", "day"]


class Figures(Answer, frozen=True):
    """Sums, never ratios: a reader divides. All `*_ms` are sums over the handled calls.

    requested: callbacks asked for. handled: conversations held. unanswered: the customer was not reached.
    returned: attempts that put the customer back in the queue through no fault of theirs.
    cancelled: by the customer before contact. due / within_promise: calls dialled, and those
    of them dialled inside the promised window. heard: calls of which it is known how they sounded, poor:
    those of them that sounded bad; mos_hundredths: the sum of the mean scores of the `scored` ones.
    """

    requested: int
    handled: int
    unanswered: int
    returned: int
    cancelled: int
    due: int
    within_promise: int
    wait_ms: int
    ring_ms: int
    talk_ms: int
    hold_ms: int
    wrap_up_ms: int
    heard: int
    poor: int
    scored: int
    mos_hundredths: int


class LineRow(Answer, frozen=True):
    """How the calls of one hour or day sounded that went through a number of ours to a carrier; null for
    what Voice Insights did not tell. Counted as in Figures."""

    from_ms: int
    our_number: str | None
    country: str | None
    carrier: str | None
    heard: int
    poor: int
    scored: int
    mos_hundredths: int


class ReportRow(Answer, frozen=True):
    """One hour or day of one lane and agent; `agent_id` is null for what no agent did (requests)."""

    from_ms: int
    lane: str
    agent_id: str | None
    agent_name: str | None
    figures: Figures


class CallReport(Answer, frozen=True):
    """`generated_at_ms` is the newest build among the hours covered; null when none is built yet."""

    site: Site
    grain: Grain
    from_ms: int
    until_ms: int
    generated_at_ms: int | None
    totals: Figures
    rows: list[ReportRow]
    lines: list[LineRow]


class MyFigures(Answer, frozen=True):
    """An agent's own calls between two moments, read from the event log as it stands."""

    from_ms: int
    until_ms: int
    figures: Figures


_RANGE = (
    Parameter("from", required=True, description="first local day of the site, YYYY-MM-DD"),
    Parameter(
        "until",
        required=True,
        description="last local day of the site, YYYY-MM-DD, at most 31 days on",
    ),
    Parameter("grain", Grain, description="hour (default) or day"),
)
READ_CALL_REPORT = Operation(
    id="readCallReport",
    method="GET",
    path="/reports/calls",
    who="supervisor",
    answer=CallReport,
    query=_RANGE,
    summary="Calls per hour or day, lane and agent, of the supervisor's site",
)
EXPORT_CALL_REPORT = Operation(
    id="exportCallReport",
    method="GET",
    path="/reports/calls.csv",
    who="supervisor",
    query=_RANGE,
    media="text/csv",
    summary="The same report as CSV",
)
READ_MY_FIGURES = Operation(
    id="readMyFigures",
    method="GET",
    path="/me/figures",
    who="agent",
    answer=MyFigures,
    query=(Parameter("day", description="local day of the site, YYYY-MM-DD; default today"),),
    summary="The agent's own figures",
)
