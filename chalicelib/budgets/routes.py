"""Budgets and refusals for the supervisor of a site."""

from typing import get_args

from chalice import Blueprint

from chalicelib.agents import service as agents
from chalicelib.budgets import schema
from chalicelib.endpoint import Call, serve
from chalicelib.guard import service as guard
from chalicelib.kernel.errors import DomainError
from chalicelib.numbers import service as numbers

bp = Blueprint(__name__)
DAY_MS = 86_400_000


@serve(bp, schema.READ_GUARD)
def read_guard(call: Call) -> schema.GuardView:
    """Of the supervisor's own site."""
    site = agents.find(call.ctx, call.agent_id).site
    told = guard.refusals(call.ctx, site)
    return schema.GuardView(
        site=site,
        day_ms=call.ctx.now_ms() // DAY_MS * DAY_MS,
        raise_percent=guard.raise_percent(),
        budgets=[_view(guard.read_country(call.ctx, one)) for one in _countries(site)],
        refusals=[schema.Refusals(why, told[why]) for why in get_args(schema.Why) if why in told],
    )


@serve(bp, schema.RESET_BUDGET)
def reset_budget(call: Call, country: str) -> schema.CountryBudget:
    """Of a country of their own site; another does not exist for them."""
    who = agents.find(call.ctx, call.agent_id)
    if country not in _countries(who.site):
        raise DomainError("not_found")
    return _view(guard.reset(call.ctx, country, call.agent_id, who.name))


def _countries(site: str) -> list[str]:
    return [one for one in guard.countries() if numbers.site_of(one) == site]


def _view(one: guard.Country) -> schema.CountryBudget:
    return schema.CountryBudget(
        country=one.country,
        currency="USD",
        budget_minor=one.budget_cents,
        spent_minor=one.spent_cents,
        live=one.live,
        most_live=one.most_live,
        dials=one.dials,
        barred=one.barred,
        breaker_open=one.breaker_open,
        raised_minor=one.raised_cents,
        raised_by=one.raised_by,
        raised_at_ms=one.raised_at_ms,
    )
