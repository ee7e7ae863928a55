"""Who asks too often is refused, and not told why.

A form counts in the transaction that files it: what is not filed is not counted, and a request found open
costs nothing. A refused one counts for who sent it, not for the number it names: else anybody could use up
somebody else's.
"""

from collections.abc import Collection
from contextlib import suppress
from typing import NamedTuple, NoReturn

from chalicelib.guard import budgets, store
from chalicelib.guard.hashing import hashed
from chalicelib.guard.model import KINDS, Kind, hour_of, limits, network_of, prefix_of
from chalicelib.kernel.context import Context
from chalicelib.kernel.errors import DomainError
from chalicelib.table import Contended, Write, commit

BY_SENDER: tuple[Kind, ...] = ("token", "person", "address")
SPENT = "country_budget"
REFUSED_SHARDS = 8
KEPT_MS = 10_000
"""How old this process's picture of a country's budget may be when a form is filed."""


class Asked(NamedTuple):
    """Who asks for a call to which number. What is empty of `token_id` and `source_ip` does not count."""

    site: str
    country: str
    number: str
    customer_id: str
    token_id: str
    source_ip: str


def admit(ctx: Context, asked: Asked, dials: bool = True) -> list[Write]:
    """The parts that count a request; they fail where a limit is reached, or where the budget of the country
    is spent and it is one that `dials`."""
    now, partitions, writes = ctx.now_ms(), _partitions(ctx, asked), list[Write]()
    if dials and budgets.is_spent(ctx, asked.country, KEPT_MS):
        writes.append(store.never(f"guard-{SPENT}", partitions["person"]))
    for kind, partition in partitions.items():
        per_hour, per_day = limits().counters[kind].share(ctx.settings.guard_scale)
        below = {hour_of(now): per_hour, "day": per_day}
        writes.append(store.count(f"guard-{kind}", partition, now, below, below))
    return writes


def refuse_if_limited(ctx: Context, asked: Asked, failed: Collection[str]) -> None:
    """After a transaction with those parts failed. Raises request_refused if a limit was why."""
    for why in (*KINDS, SPENT):
        if f"guard-{why}" in failed:
            _refuse(ctx, asked, why)


def refusals(ctx: Context, site: str) -> dict[str, int]:
    """A site's refusals today, by reason."""
    return store.read_refused(site, ctx.now_ms())


def _refuse(ctx: Context, asked: Asked, why: str) -> NoReturn:
    """Whatever the reason: the same calls, the same answer. The reason is in the log, and counted."""
    now, partitions = ctx.now_ms(), _partitions(ctx, asked)
    writes = [store.refused(asked.site, now, _shard(ctx, asked, REFUSED_SHARDS), why)]
    for kind in BY_SENDER:
        if kind in partitions:
            writes.append(store.count(f"guard-{kind}", partitions[kind], now, (hour_of(now), "day"), {}))
    with suppress(Contended):  # A storm of refusals: the answer is the same, and the log has each.
        commit(writes)
    facts = {"why": why, "country": asked.country, "number_ends": asked.number[-2:]}
    for kind, partition in partitions.items():
        if kind != "country":
            facts[kind] = partition.rpartition("#")[2][:12]
    raise DomainError("request_refused", facts=facts)


def _partitions(ctx: Context, asked: Asked) -> dict[Kind, str]:
    """Where each kind of limit counts this request."""
    values: dict[Kind, str] = {
        "token": asked.token_id,
        "person": asked.customer_id,
        "address": network_of(asked.source_ip),
        "number": asked.number,
        "prefix": prefix_of(asked.number),
    }
    found = {kind: f"GUARD#{kind}#{hashed(ctx, kind, value)}" for kind, value in values.items() if value}
    shard = _shard(ctx, asked, limits().counters["country"].shards)
    found["country"] = f"GUARD#country#{asked.country}#{shard}"
    return found


def _shard(ctx: Context, asked: Asked, shards: int) -> int:
    return int(hashed(ctx, "person", asked.customer_id)[:8], 16) % shards
