"""The HTTP application: every route, one log line a request, every error as problem+json (RFC 9457)."""

from collections.abc import Callable
from typing import Any

from chalice import Chalice, Response
from chalice.app import Request

from chalicelib.agents.routes import bp as agents
from chalicelib.budgets.routes import bp as budgets
from chalicelib.crm.routes import bp as crm
from chalicelib.intake.routes import bp as intake
from chalicelib.problems import observe
from chalicelib.quality.routes import bp as quality
from chalicelib.queue.events import bp as queue
from chalicelib.realtime.events import bp as realtime_events
from chalicelib.realtime.routes import bp as realtime
from chalicelib.reports.events import bp as report_schedules
from chalicelib.reports.routes import bp as reports
from chalicelib.supervision.routes import bp as supervision
from chalicelib.telephony.routes import bp as telephony
from chalicelib.timers.events import bp as timers

app = Chalice(app_name="alo")
app.experimental_feature_flags.update(["BLUEPRINTS", "WEBSOCKETS"])
for blueprint in (
    intake,
    telephony,
    quality,
    agents,
    crm,
    supervision,
    budgets,
    reports,
    realtime,
    queue,
    timers,
    realtime_events,
    report_schedules,
):
    app.register_blueprint(blueprint)


@app.middleware("http")
def every_request(event: Request, get_response: Callable[[Any], Response]) -> Response:
    """See chalicelib/problems.py."""
    return observe(event, get_response)
