"""What calls to a country may cost in a day, and how many may go on at once.

A call is reserved at its estimate in the transaction that decides to dial, and settled in the one that ends
it: so `live` is the number of calls that go on, whatever process dies.
"""

from collections.abc import Collection
from typing import NamedTuple

from chalicelib.guard import store
from chalicelib.guard.hashing import hashed
from chalicelib.guard.model import Barred, budget_of, estimate, limits, minutes, spent_out
from chalicelib.guard.store import BudgetRow
from chalicelib.kernel.context import Context
from chalicelib.kernel.errors import DomainError
from chalicelib.table import ConditionFailed, Write, commit

KEPT_MS = 30_000
"""How old a process's picture of a country may be when a callback is claimed; the dial itself is exact."""
BUDGET, LINE = "guard-budget", "guard-line"


class Call(NamedTuple):
    """One that was dialled."""

    country: str
    number: str
    number_type: str
    dialled_at_ms: int


class Country(NamedTuple):
    """A country's UTC day. Money is US cents; `live` calls go on, `barred` were not dialled."""

    country: str
    budget_cents: int
    spent_cents: int
    live: int
    most_live: int
    dials: int
    barred: int
    breaker_open: bool
    raised_cents: int
    raised_by: str | None
    raised_at_ms: int | None


def may_call(ctx: Context, country: str) -> bool:
    """Whether a callback to this country could be dialled now, as far as this process knows."""
    _, _, live = _known(ctx, country, KEPT_MS)
    return live < _most_live(ctx, country) and not is_spent(ctx, country, KEPT_MS)


def is_spent(ctx: Context, country: str, kept_ms: int) -> bool:
    """Whether the breaker is open, from a picture at most `kept_ms` old."""
    spent, raised, _ = _known(ctx, country, kept_ms)
    return spent_out(country, ctx.settings.guard_scale, spent, raised)


def dial(ctx: Context, country: str, number: str, number_type: str) -> tuple[list[Write], int]:
    """The parts that let a call be dialled now, and what it is taken to cost (US cents)."""
    now, scale = ctx.now_ms(), ctx.settings.guard_scale
    cents = estimate(country, number_type)
    rooms = _rooms(ctx, country, cents)
    reserved = store.reserve(BUDGET, country, now, cents, rooms, _most_live(ctx, country))
    line = store.line_begins(LINE, _line(ctx, number), now, limits().live_per_number * scale)
    return [reserved, line], cents


def charge(ctx: Context, country: str, number_type: str, label: str) -> Write:
    """The part that lets somebody be dialled into a call that goes on. It is taken at its estimate: a
    transaction holds one part for a country, and the customer's call is settled in the same."""
    cents = estimate(country, number_type)
    return store.charge(label, country, ctx.now_ms(), cents, _rooms(ctx, country, cents))


def _rooms(ctx: Context, country: str, cents: int) -> tuple[int, int]:
    """What may be spent before a call of so many cents, as things are and once raised."""
    room = budget_of(country, ctx.settings.guard_scale) - cents
    return room, room + _raise_cents(ctx, country)


def why_barred(ctx: Context, country: str, failed: Collection[str]) -> Barred | None:
    """Why a transaction with the parts of `dial` failed; None when it was for another part."""
    if LINE in failed:
        return "number_live"
    if BUDGET not in failed:
        return None
    return "country_budget" if is_spent(ctx, country, -1) else "country_live"


def barred(ctx: Context, country: str) -> Write:
    """The part that counts a call which was not dialled."""
    return store.barred(country, ctx.now_ms())


def call_over(ctx: Context, call: Call, reserved_cents: int, connected_ms: int) -> list[Write]:
    """The parts that settle what `dial` reserved."""
    cost = limits().countries[call.country].cents(call.number_type, minutes(connected_ms))
    return [
        store.settle(call.country, call.dialled_at_ms, cost - reserved_cents),
        store.line_ends(_line(ctx, call.number), call.dialled_at_ms),
    ]


def call_limit_s(ctx: Context, country: str) -> int:
    """The longest a call to this country may last."""
    return min(ctx.settings.call_limit_s, limits().countries[country].call_limit_s)


def countries() -> list[str]:
    """Every country that has a budget."""
    return sorted(limits().countries)


def raise_percent() -> int:
    """By how much a supervisor may raise a day's budget."""
    return limits().raise_percent


def read_country(ctx: Context, country: str) -> Country:
    """A country's day so far. Raises KeyError."""
    row = store.read_budget(country, ctx.now_ms())
    spent, raised, live = _remember(ctx, country, row)
    scale = ctx.settings.guard_scale
    return Country(
        country=country,
        budget_cents=budget_of(country, scale, raised),
        spent_cents=spent,
        live=live,
        most_live=_most_live(ctx, country),
        dials=int(row.dials),
        barred=int(row.barred),
        breaker_open=spent_out(country, scale, spent, raised),
        raised_cents=raised,
        raised_by=row.raised_by_name,
        raised_at_ms=None if row.raised_at_ms is None else int(row.raised_at_ms),
    )


def reset(ctx: Context, country: str, agent_id: str, agent_name: str) -> Country:
    """Raises today's budget, once, by whom and when on record. Raises budget_raised_already."""
    cents = _raise_cents(ctx, country)
    try:
        commit([store.raise_budget(country, ctx.now_ms(), cents, agent_id, agent_name)])
    except ConditionFailed as failed:
        raise DomainError("budget_raised_already") from failed
    return read_country(ctx, country)


def _known(ctx: Context, country: str, kept_ms: int) -> tuple[int, int, int]:
    """Spent, raised and live, at most `kept_ms` old; read now if that is negative."""
    read_at, kept = ctx.cache.get(("budget", country), (0, None))
    if kept is None or ctx.now_ms() - read_at > kept_ms:
        return _remember(ctx, country, store.read_budget(country, ctx.now_ms()))
    known: tuple[int, int, int] = kept
    return known


def _remember(ctx: Context, country: str, row: BudgetRow) -> tuple[int, int, int]:
    known = int(row.spent_cents), int(row.raised_cents), int(row.live)
    ctx.cache["budget", country] = (ctx.now_ms(), known)
    return known


def _most_live(ctx: Context, country: str) -> int:
    return limits().countries[country].live * ctx.settings.guard_scale


def _raise_cents(ctx: Context, country: str) -> int:
    return budget_of(country, ctx.settings.guard_scale) * limits().raise_percent // 100


def _line(ctx: Context, number: str) -> str:
    return f"GUARD#line#{hashed(ctx, 'number', number)}"
