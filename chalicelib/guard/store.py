"""Counters and budgets. No key holds a phone or an address: they are hashed with a secret.

GUARD#{kind}#{hash} / {UTC day}      how often asked on that day, and in each of its hours
GUARD#line#{hash} / {UTC day}        calls to a number that go on, of those dialled on that day
BUDGET#{country} / {UTC day}         what its calls cost, and how many go on
REFUSED#{site} / {UTC day}#{shard}   refusals by reason
"""

from collections.abc import Iterable, Mapping, Sequence

from pynamodb.attributes import NumberAttribute, UnicodeAttribute
from pynamodb.expressions.condition import Condition
from pynamodb.expressions.operand import Path
from pynamodb.expressions.update import Action

from chalicelib.guard.model import DAY_S, day_of
from chalicelib.table import PassingRow, Write, check, query_items, update

COUNTER_DAYS = 2
BUDGET_DAYS = 35


class BudgetRow(PassingRow):
    """A country's UTC day. Money is US cents; `live` calls were dialled that day and have not ended."""

    spent_cents = NumberAttribute(default=0)
    live = NumberAttribute(default=0)
    dials = NumberAttribute(default=0)
    barred = NumberAttribute(default=0)
    raised_cents = NumberAttribute(default=0)
    raised_by = UnicodeAttribute(null=True)
    raised_by_name = UnicodeAttribute(null=True)
    raised_at_ms = NumberAttribute(null=True)


def count(label: str, partition: str, at_ms: int, names: Iterable[str], below: Mapping[str, int]) -> Write:
    """One more in each of `names`; fails when one named in `below` has reached its number."""
    actions = [*_upsert(at_ms, COUNTER_DAYS, entity="guard"), *(Path(name).add(1) for name in names)]
    condition: Condition | None = None
    for name, most in below.items():
        under = _under(name, most)
        condition = under if condition is None else condition & under
    return update(label, (partition, day_of(at_ms)), actions, condition)


def never(label: str, partition: str) -> Write:
    """Fails: nobody writes this item. So a refusal takes the same calls whatever its reason, and a request
    that is open already is still found."""
    return check(label, (partition, "never"), BudgetRow.pk.exists())


def refused(site: str, at_ms: int, shard: int, why: str) -> Write:
    """One more refusal of a site."""
    actions = [*_upsert(at_ms, BUDGET_DAYS, entity="refused"), Path(f"why_{why}").add(1)]
    return update("refused", (f"REFUSED#{site}", f"{day_of(at_ms)}#{shard}"), actions)


def read_refused(site: str, at_ms: int) -> dict[str, int]:
    """Refusals of a site's day by reason."""
    told: dict[str, int] = {}
    of_the_day = Path("sk").startswith(f"{day_of(at_ms)}#")
    for item in query_items(f"REFUSED#{site}", range_key_condition=of_the_day):
        for name, value in item.items():
            if name.startswith("why_"):
                told[name[4:]] = told.get(name[4:], 0) + int(value["N"])
    return told


def read_budget(country: str, at_ms: int) -> BudgetRow:
    """A country's day, consistently; an empty one when nothing was dialled."""
    try:
        return BudgetRow.get(f"BUDGET#{country}", day_of(at_ms), consistent_read=True)
    except BudgetRow.DoesNotExist:
        return BudgetRow(f"BUDGET#{country}", day_of(at_ms))


def reserve(label: str, country: str, at_ms: int, cents: int, room: tuple[int, int], most_live: int) -> Write:
    """A call is dialled; `room` is what may be spent before it, as things are and once raised."""
    actions = [BudgetRow.spent_cents.add(cents), Path("live").add(1), Path("dials").add(1)]
    return _budget(label, country, at_ms, actions, _fits(room) & _under("live", most_live))


def charge(label: str, country: str, at_ms: int, cents: int, room: tuple[int, int]) -> Write:
    """A call is dialled whose end nobody settles; `room` as for reserve."""
    actions = [BudgetRow.spent_cents.add(cents), Path("dials").add(1)]
    return _budget(label, country, at_ms, actions, _fits(room))


def _fits(room: tuple[int, int]) -> Condition:
    spent, raised = BudgetRow.spent_cents, BudgetRow.raised_at_ms.exists()
    fits: Condition = spent.does_not_exist() | (spent <= room[0]) | (raised & (spent <= room[1]))
    return fits


def settle(country: str, dialled_at_ms: int, cents: int) -> Write:
    """A call has ended; `cents` is what it cost beyond its estimate, often less than nothing."""
    actions = [BudgetRow.spent_cents.add(cents), BudgetRow.live.add(-1)]
    return _budget("guard-settled", country, dialled_at_ms, actions)


def barred(country: str, at_ms: int) -> Write:
    """A call that was not dialled."""
    return _budget("guard-barred", country, at_ms, [BudgetRow.barred.add(1)])


def raise_budget(country: str, at_ms: int, cents: int, agent_id: str, agent_name: str) -> Write:
    """More for today, on record; the part `raised` fails when that was done already."""
    actions = [
        BudgetRow.raised_cents.set(cents),
        BudgetRow.raised_by.set(agent_id),
        BudgetRow.raised_by_name.set(agent_name),
        BudgetRow.raised_at_ms.set(at_ms),
    ]
    return _budget("raised", country, at_ms, actions, BudgetRow.raised_at_ms.does_not_exist())


def line_begins(label: str, partition: str, at_ms: int, most: int) -> Write:
    """A call to a number; fails when `most` go on."""
    actions = [*_upsert(at_ms, COUNTER_DAYS, entity="guard"), Path("live").add(1)]
    return update(label, (partition, day_of(at_ms)), actions, _under("live", most))


def line_ends(partition: str, dialled_at_ms: int) -> Write:
    """A call to a number is over."""
    return update("guard-line-ended", (partition, day_of(dialled_at_ms)), [Path("live").add(-1)])


def _budget(
    label: str, country: str, at_ms: int, actions: Sequence[Action], condition: Condition | None = None
) -> Write:
    key = f"BUDGET#{country}", day_of(at_ms)
    return update(label, key, [*_upsert(at_ms, BUDGET_DAYS, entity="budget"), *actions], condition)


def _under(name: str, most: int) -> Condition:
    counted = Path(name)
    under: Condition = counted.does_not_exist() | (counted < most)
    return under


def _upsert(at_ms: int, days: int, entity: str) -> list[Action]:
    return [
        BudgetRow.entity.set(entity),
        BudgetRow.form.set(1),
        BudgetRow.expires_at_s.set(at_ms // 1000 + (days + 1) * DAY_S),
    ]
