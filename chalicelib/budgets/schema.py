"""What a supervisor sees of the abuse guard, and the one thing they can do."""

from typing import Literal

from chalicelib.contract import Answer, Operation
from chalicelib.kernel.words import Site

Why = Literal["token", "person", "address", "number", "prefix", "country", "country_budget"]


class CountryBudget(Answer, frozen=True):
    """A country's UTC day. `dials`: calls begun; `barred`: calls that were not dialled because of the guard;
    `live`: calls that go on, of `most_live` allowed. `breaker_open`: nobody is called until it is raised or
    the day ends. `raised_*`: who raised it today, by how much, when; null when nobody did."""

    country: str
    currency: Literal["USD"]
    budget_minor: int
    spent_minor: int
    live: int
    most_live: int
    dials: int
    barred: int
    breaker_open: bool
    raised_minor: int
    raised_by: str | None
    raised_at_ms: int | None


class Refusals(Answer, frozen=True):
    """Requests refused today, by reason."""

    why: Why
    count: int


class GuardView(Answer, frozen=True):
    """The UTC day that began at `day_ms`, of the countries a site serves."""

    site: Site
    day_ms: int
    raise_percent: int
    budgets: list[CountryBudget]
    refusals: list[Refusals]


READ_GUARD = Operation(
    id="readGuard",
    method="GET",
    path="/guard",
    who="supervisor",
    answer=GuardView,
    summary="Today's budgets and refusals of the supervisor's site",
)
RESET_BUDGET = Operation(
    id="resetBudget",
    method="POST",
    path="/guard/{country}/reset",
    who="supervisor",
    answer=CountryBudget,
    summary="Raise a country's budget for today, once",
    description="Closes its breaker. Who did it and when is on record.",
    errors=("budget_raised_already",),
)
