"""The whole claim as it is billed: 1, 10 and 50 claimers of one lane in which 4,000 wait.

The product's own claim (telephony/claims.py) with all it reads and writes, on DynamoDB in memory in simulated
time (field.py). A part of a transaction costs twice what a plain write does, and each entry that it moves in
an index is a write more; a transaction that was cancelled is reckoned as if it had been done, without the
indexes. Each claim is by an agent who is free, in one of as many processes as there are claimers.
"""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from random import Random
from typing import Any

from bench.field import Field, Pause, Tally, key_of, read_units, write_units
from bench.ratio import Ratio
from chalicelib import table as one_table
from chalicelib.agents import service as agents
from chalicelib.queue.model import place
from chalicelib.telephony import claims
from tests.house import SETTINGS
from tests.people import wait_in_line
from tests.simulation.aws.dynamodb import Change, DynamoDB
from tests.simulation.aws.dynamodb_values import Item, size_of
from tests.simulation.aws.wire import body
from tests.simulation.setting import table
from tests.unit.queue.press import LANE, Lane
from tests.unit.queue.pressed import House, pause_as, pressed_house

WAITING = 4_000
CLAIMS = {1: 200, 10: 1_000, 50: 3_000}
APART_MS = 200


class Bill:
    """All that is read and written, by what changed."""

    def __init__(self, db: DynamoDB) -> None:
        self._db, self._seen = db, len(db.changes)

    def done(self, tally: Tally, operation: str, request: dict[str, Any], answer: dict[str, Any]) -> None:
        """An index is never read consistently."""
        if operation in ("Query", "GetItem"):
            items = answer.get("Items", [answer.get("Item") or {}])
            size = sum(size_of(item) for item in items)
            tally.read += read_units(size, bool(request.get("ConsistentRead")))
            return
        changes = self._db.changes[self._seen :]
        self._seen = len(self._db.changes)
        written = {(change.key[0], change.key[1]): change for change in changes}
        for part, times in _parts(operation, request):
            change = written.get(key_of(part))
            tally.written += times * self._units(part, change) + (_index_units(change) if change else 0)

    def refused(self, tally: Tally, operation: str, request: dict[str, Any]) -> None:
        """Every part of it, as it stands."""
        for part, times in _parts(operation, request):
            tally.written += times * self._units(part, None)
            tally.refused += times * self._units(part, None)
        tally.lost += operation == "TransactWriteItems"

    def _units(self, part: dict[str, Any], change: Change | None) -> int:
        """By the larger of what was there and what is."""
        if change is not None:
            both = (change.old, change.new)
        else:
            both = (self._db.table(SETTINGS.table_name).items.get(key_of(part)), part.get("Item"))
        return write_units(max(size_of(item) for item in both if item) if any(both) else 0)


def ratios() -> list[Ratio]:
    """The table, on standard error; then what must hold."""
    found = {}
    with pressed_house() as house:
        for claimers in CLAIMS:
            found[claimers] = _measured(house, claimers)
            _show(claimers, found[claimers])
    return [
        Ratio("whole claims out of order", sum(one.overtaken for one in found.values()), 0, "all runs"),
        Ratio("transactions cancelled per claim", found[50].lost / CLAIMS[50], 0.1, "50 claimers"),
    ]


def _show(claimers: int, tally: Tally) -> None:
    count = len(tally.claims)
    print(
        f"  whole claim {WAITING:5} waiting {claimers:3} claimers {count / tally.took_s:7.0f} claims/s"
        f" {tally.lost:4} of {count} cancelled {tally.lost / count:6.3f} a claim"
        f" {tally.written / count:6.2f} WU of which {tally.refused / count:5.2f} refused"
        f" {tally.read / count:6.2f} RU {tally.overtaken:3} overtaken",
        file=sys.stderr,
    )


def _measured(house: House, claimers: int) -> Tally:
    lane = Lane(Random(claimers))
    house.answer = lane.answer
    for number in range(WAITING):
        lane.clock.ms += APART_MS
        # The odd ones are of this lane.
        wait_in_line(lane.ctx, f"seller-{number}", 2 * number + 1)
    names = [f"agent-{number}" for number in range(CLAIMS[claimers])]
    for name in names:
        agents.enrol(lane.ctx, name, name, "BR", [LANE], "pt-BR")
        agents.set_presence(lane.ctx, name, "available", None)
    made = Field(lane.db, lane.clock, claimers, Bill(lane.db))
    house.answer = lambda _, operation, params: made.call(operation, body(params))
    free = iter(names)

    def claim(ctx: Any) -> str | None:
        attempt = claims.claim(ctx, next(free))
        if attempt is None:
            return None
        return place(attempt.request.tier, attempt.request.callback_id, False)

    with _paused(made):
        return made.run(claimers, CLAIMS[claimers], claim)


@contextmanager
def _paused(made: Field) -> Iterator[None]:
    """Wherever a claim pauses, simulated time passes."""
    modules = (claims, one_table)
    before = [vars(module)["time"] for module in modules]
    pause_as(Pause(made))
    for module in modules:
        vars(module)["time"] = Pause(made)
    try:
        yield
    finally:
        for module, time in zip(modules, before, strict=True):
            vars(module)["time"] = time


def _parts(operation: str, request: dict[str, Any]) -> list[tuple[dict[str, Any], int]]:
    """What is written, and how often it is billed."""
    if operation != "TransactWriteItems":
        return [(request, 1)]
    return [(part, 2) for item in request["TransactItems"] for part in item.values()]


def _index_units(change: Change) -> int:
    """An entry that appears, changes or goes is one write; one whose key changes is two."""
    units = 0
    for names in _index_keys():
        old, new = _entry(change.old, names), _entry(change.new, names)
        if old and new and all(old[name] == new[name] for name in names):
            units += write_units(max(size_of(old), size_of(new)))
        else:
            units += sum(write_units(size_of(entry)) for entry in (old, new) if entry)
    return units


def _entry(item: Item | None, names: list[str]) -> Item | None:
    return item if item and all(name in item for name in names) else None


@cache
def _index_keys() -> list[list[str]]:
    """Of the table's indexes, all of which hold whole items."""
    indexes = table()["GlobalSecondaryIndexes"]
    assert all(index["Projection"] == {"ProjectionType": "ALL"} for index in indexes)
    return [[key["AttributeName"] for key in index["KeySchema"]] for index in indexes]
