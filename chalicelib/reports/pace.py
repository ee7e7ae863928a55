"""Has the queue measure what its lanes do: from the event log, and from who takes calls."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from chalicelib.agents import service as agents
from chalicelib.crm import service as crm
from chalicelib.kernel.context import Context
from chalicelib.kernel.words import SITES
from chalicelib.numbers import service as numbers
from chalicelib.queue import service as queue


def measure(ctx: Context) -> int:
    """Every lane of every site; answers how many were new. Measuring twice gives the same."""
    now, written = ctx.now_ms(), 0
    for site in SITES:
        local = datetime.fromtimestamp(now / 1000, UTC).astimezone(ZoneInfo(numbers.zone_of(site)))
        facts = crm.log_since(site, now - queue.READ_MS, now)
        written += queue.measure(ctx, site, facts, agents.present(site), local)
    return written
