"""Reports for supervisors, figures for agents."""

from chalice import Blueprint

from chalicelib.agents import service as agents
from chalicelib.endpoint import Call, serve
from chalicelib.reports import schema, service
from chalicelib.reports.model import Sums, as_dict, total

bp = Blueprint(__name__)


@serve(bp, schema.READ_CALL_REPORT)
def read_call_report(call: Call) -> schema.CallReport:
    """Of the supervisor's own site."""
    site = agents.find(call.ctx, call.agent_id).site
    grain = call.query.get("grain", "hour")
    start, end, built = service.report(site, call.query["from"], call.query["until"], grain)
    rows = [
        schema.ReportRow(row.start_ms(), lane, agent_id, name, _figures(sums))
        for row in built
        for (lane, agent_id, name), sums in row.figures().items()
    ]
    return schema.CallReport(
        site=site,
        grain=grain,
        from_ms=start,
        until_ms=end,
        generated_at_ms=max((int(row.generated_at_ms) for row in built), default=None),
        totals=_figures(total(sums for row in built for sums in row.figures().values())),
        rows=rows,
        lines=[
            schema.LineRow(row.start_ms(), *line, sums.heard, sums.poor, sums.scored, sums.mos_hundredths)
            for row in built
            for line, sums in row.by_line().items()
        ],
    )


@serve(bp, schema.EXPORT_CALL_REPORT)
def export_call_report(call: Call) -> str:
    """As CSV."""
    site = agents.find(call.ctx, call.agent_id).site
    grain = call.query.get("grain", "hour")
    return service.as_csv(service.report(site, call.query["from"], call.query["until"], grain)[2])


@serve(bp, schema.READ_MY_FIGURES)
def read_my_figures(call: Call) -> schema.MyFigures:
    """Today, or another day."""
    site = agents.profile(call.ctx, call.agent_id).site
    start, end, sums = service.own(call.ctx, site, call.agent_id, call.query.get("day"))
    return schema.MyFigures(start, end, _figures(sums))


def _figures(sums: Sums) -> schema.Figures:
    return schema.Figures(**as_dict(sums))
