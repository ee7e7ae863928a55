"""The schedules that build reports and measure lanes."""

from chalice import Blueprint, Rate
from chalice.app import CloudWatchEvent

from chalicelib.adapters.entry import scheduled

bp = Blueprint(__name__)


@bp.schedule(Rate(1, unit=Rate.MINUTES), name="build_hours")
def build_hours(event: CloudWatchEvent) -> None:
    """The hourly report, kept fresh."""
    from chalicelib.reports import service

    scheduled("build_hours", service.build_hours)


@bp.schedule(Rate(1, unit=Rate.MINUTES), name="measure")
def measure(event: CloudWatchEvent) -> None:
    """What each lane does at present, for the wait that customers are told."""
    from chalicelib.reports import pace

    scheduled("measure", pace.measure)


@bp.schedule(Rate(1, unit=Rate.HOURS), name="build_days")
def build_days(event: CloudWatchEvent) -> None:
    """The daily report."""
    from chalicelib.reports import service

    scheduled("build_days", service.build_days)
