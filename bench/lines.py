"""Claiming from one lane: three designs on the same rows, 1, 10 and 50 claimers, 100 and 200,000 waiting.

DynamoDB in memory (tests/simulation/aws), every call 4 ms ± 25 % of simulated time away: claims a second are
what the design allows, neither what this machine does nor what a partition serves. Units are reckoned from
the sizes of items by DynamoDB's rules. What is compared is the ticket alone, in plain writes:
whose is which callback. Reading the callback itself, which the product's transaction does not answer as a
plain delete would, is left out of the units, not of the time.
"""

import gc
import heapq
import math
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from random import Random
from typing import Any

from greenlet import getcurrent, greenlet

from bench.ratio import Ratio
from chalicelib.kernel.words import Tier
from chalicelib.queue import choice, line
from chalicelib.queue.model import Server
from chalicelib.table import Row
from tests.house import SETTINGS
from tests.simulation.aws.dynamodb import DynamoDB
from tests.simulation.aws.dynamodb_values import size_of
from tests.simulation.aws.refusal import Refused
from tests.simulation.aws.wire import body
from tests.simulation.setting import table
from tests.unit.queue.press import LANE, Clock, Lane
from tests.unit.queue.pressed import pause_as, pressed_house

DEPTHS, CLAIMERS = (100, 200_000), (1, 10, 50)
EACH = {1: 60, 10: 200, 50: 400}
OURS = {1: 60, 10: 600, 50: 3_000}
RTT_MS = 4.0
TIERS: tuple[Tier, ...] = ("standard", "urgent", "high")
PART = line.line_key(LANE)
INDEX = "head"
APART_MS = 200
"""Between two who ask: 200,000 in eleven hours."""
AGENT = Server("ana", frozenset((LANE,)))


@dataclass
class Tally:
    """What a run cost."""

    claims: list[tuple[str, float, float]] = field(default_factory=list)
    lost: int = 0
    written: float = 0
    read: float = 0

    @property
    def took_s(self) -> float:
        """Of simulated time."""
        return max(ended for *_, ended in self.claims) / 1000

    @property
    def overtaken(self) -> int:
        """Callbacks whose claim began only after that of a worse one had ended."""
        count, first_end = 0, math.inf
        for _, began, ended in sorted(self.claims, reverse=True):
            count += began > first_end
            first_end = min(first_end, ended)
        return count


class Field:
    """Claimers in simulated time, and the meter at the table's door."""

    def __init__(self, db: DynamoDB, clock: Clock, seed: int) -> None:
        self.db, self.clock, self.dice, self.now = db, clock, Random(seed), 0.0
        self.hub, self.tally = getcurrent(), Tally()
        self._agenda: list[tuple[float, int, Any]] = []
        self._count = 0

    def wait(self, ms: float) -> None:
        """Others go on meanwhile."""
        self._count += 1
        heapq.heappush(self._agenda, (self.now + ms, self._count, getcurrent()))
        self.hub.switch()

    def run(self, claimers: int, claims: int, claim: Callable[[Any], str | None]) -> Tally:
        """So many claims in all, each claimer one after the other."""
        started, left, began_at = self.clock.ms, [claims], self.now

        def work(ctx: Any) -> None:
            self.wait(self.dice.uniform(0, RTT_MS))
            while left[0] > 0:
                left[0] -= 1
                began = self.now
                won = claim(ctx)
                if won is None:
                    return
                self.tally.claims.append((won, began, self.now))

        lane = Lane(Random(1), self.clock)
        for _ in range(claimers):
            one = greenlet(work, self.hub)
            one.switch(replace(lane.ctx, cache={}))
        while self._agenda:
            self.now, _, one = heapq.heappop(self._agenda)
            self.clock.ms = started + int(self.now - began_at)
            one.switch()
        return self.tally

    def call(self, operation: str, request: dict[str, Any]) -> dict[str, Any]:
        """A request: there, done and metered, and back."""
        self.wait(RTT_MS / 2 * self.dice.uniform(0.75, 1.25))
        try:
            answer = self.db.call(operation, request)
        except Refused:
            self.tally.written += 1
            raise
        else:
            self._meter(operation, request, answer)
            return answer
        finally:
            self.wait(RTT_MS / 2 * self.dice.uniform(0.75, 1.25))

    def _meter(self, operation: str, request: dict[str, Any], answer: dict[str, Any]) -> None:
        if operation == "Query":
            size = sum(size_of(item) for item in answer["Items"])
            units = max(1, math.ceil(size / 4096)) * (1 if request.get("ConsistentRead") else 0.5)
            self.tally.read += units
        elif operation == "GetItem":
            key, size = request["Key"], size_of(answer.get("Item") or {})
            if key["pk"]["S"] != PART or key["sk"]["S"] == line.ROLL:
                each = 1 if request.get("ConsistentRead") else 0.5
                self.tally.read += max(1, math.ceil(size / 4096)) * each
        else:
            item = request.get("Item") or answer.get("Attributes") or {}
            units = max(1, math.ceil(size_of(item) / 1024))
            self.tally.written += units


def ratios() -> list[Ratio]:
    """The table, on standard error; then what must hold of ours at 50 claimers."""
    found: dict[tuple[str, int, int], Tally] = {}
    with _house() as house:
        for depth in DEPTHS:
            for design in ("index head", "line head", "turns"):
                for claimers in CLAIMERS:
                    found[design, depth, claimers] = _measured(house, design, depth, claimers)
                    _show(design, depth, claimers, found[design, depth, claimers])
    ours, head = found["turns", 200_000, 50], found["index head", 200_000, 50]
    count = len(ours.claims)
    shallow, deep = found["turns", 100, 1], found["turns", 200_000, 1]
    faster = (count / ours.took_s) / (len(head.claims) / head.took_s)
    overtaken = sum(one.overtaken for (design, *_), one in found.items() if design == "turns")
    cost = [(one.written + one.read) / len(one.claims) for one in (shallow, deep)]
    at = "of 50 claimers, 200,000 waiting"
    return [
        Ratio("claims out of order", overtaken, 0, "all runs of ours"),
        Ratio("rows lost per claim", ours.lost / count, 0.1, at),
        Ratio("write units per claim", ours.written / count, 2.0, f"{at}; 2 and the printing"),
        Ratio("read units per claim", ours.read / count, 0.5, at),
        Ratio("a claim's units, 200,000 over 100 waiting", cost[1] / cost[0], 1.0, "one claimer"),
        Ratio("claims a second, index head over ours", 10 / faster, 1.0, f"{faster:.0f} times as many; {at}"),
    ]


def _show(design: str, depth: int, claimers: int, tally: Tally) -> None:
    count = len(tally.claims)
    print(
        f"  {design:10} {depth:7} waiting {claimers:3} claimers {count / tally.took_s:7.0f} claims/s"
        f" {tally.lost / count:6.2f} lost {tally.written / count:6.2f} WU {tally.read / count:6.2f} RU"
        f" {tally.overtaken:3} overtaken",
        file=sys.stderr,
    )


def _measured(house: Any, design: str, depth: int, claimers: int) -> Tally:
    house.refill(depth)
    made = Field(house.db, house.clock, seed=claimers)
    house.field = made
    pause_as(_Pause(made))
    claim = {"index head": _by_index, "line head": _by_line, "turns": _by_turns}[design]
    each = OURS if design == "turns" else EACH
    return made.run(claimers, min(each[claimers], depth), claim(made))


def _by_index(made: Field) -> Callable[[Any], str | None]:
    query = {
        "TableName": SETTINGS.table_name,
        "IndexName": INDEX,
        "KeyConditionExpression": "head_pk = :p",
        "ExpressionAttributeValues": {":p": {"S": PART}},
        "Limit": 1,
    }

    def claim(_: Any) -> str | None:
        while True:
            items = made.call("Query", query)["Items"]
            if not items:
                return None
            update = {
                "TableName": SETTINGS.table_name,
                "Key": {"pk": items[0]["pk"], "sk": items[0]["sk"]},
                "UpdateExpression": "REMOVE head_pk",
                "ConditionExpression": "attribute_exists(head_pk)",
                "ReturnValues": "ALL_OLD",
            }
            try:
                made.call("UpdateItem", update)
            except Refused:
                made.tally.lost += 1
                continue
            # Its entry leaves the index.
            made.tally.written += 1
            return str(items[0]["sk"]["S"])

    return claim


def _by_line(made: Field) -> Callable[[Any], str | None]:
    query = {
        "TableName": SETTINGS.table_name,
        "KeyConditionExpression": "pk = :p",
        "ExpressionAttributeValues": {":p": {"S": PART}},
        "ConsistentRead": True,
        "Limit": 1,
    }

    def claim(_: Any) -> str | None:
        while True:
            items = made.call("Query", query)["Items"]
            if not items:
                return None
            if _taken(made, items[0]["sk"]["S"]):
                return str(items[0]["sk"]["S"])

    return claim


def _by_turns(made: Field) -> Callable[[Any], str | None]:
    def claim(ctx: Any) -> str | None:
        for row in choice.for_agent(ctx, AGENT, 3):
            if _taken(made, row.sk):
                return str(row.sk)
        return None

    return claim


def _taken(made: Field, place: str) -> bool:
    delete = {
        "TableName": SETTINGS.table_name,
        "Key": {"pk": {"S": PART}, "sk": {"S": place}},
        "ConditionExpression": "attribute_exists(pk)",
        "ReturnValues": "ALL_OLD",
    }
    try:
        made.call("DeleteItem", delete)
    except Refused:
        made.tally.lost += 1
        return False
    return True


class _Pause:
    """Stands in for `time` in the code: nobody waits for the machine's."""

    def __init__(self, made: Field) -> None:
        self._made = made

    def sleep(self, seconds: float) -> None:
        self._made.wait(seconds * 1000)


class _Rows:
    """The table, filled again for each run."""

    def __init__(self) -> None:
        self.clock = Clock()
        self.db = DynamoDB(self.clock.now_ms)
        shape = dict(table()) | {"TableName": SETTINGS.table_name}
        shape["AttributeDefinitions"] = [
            *shape["AttributeDefinitions"],
            {"AttributeName": "head_pk", "AttributeType": "S"},
        ]
        keys = [{"AttributeName": "head_pk", "KeyType": "HASH"}, {"AttributeName": "sk", "KeyType": "RANGE"}]
        head = {"IndexName": INDEX, "KeySchema": keys, "Projection": {"ProjectionType": "ALL"}}
        shape["GlobalSecondaryIndexes"] = [head]
        shape["AttributeDefinitions"] = [
            one for one in shape["AttributeDefinitions"] if one["AttributeName"] in ("pk", "sk", "head_pk")
        ]
        self.db.call("CreateTable", shape)
        self.field: Field | None = None
        self._items: dict[str, dict[str, Any]] = {}
        self._made = Lane(Random(1), self.clock)

    def refill(self, depth: int) -> None:
        """So many wait; who was there stays."""
        held = self.db.table(SETTINGS.table_name).items
        for key in [key for key in held if key[1] == line.ROLL]:
            self._key("DeleteItem", key[1])
        if depth == DEPTHS[0]:
            for key in list(held):
                self._key("DeleteItem", key[1])
        gc.disable()
        for number in range(len(held), depth):
            item = self._item(number)
            self.db.call("PutItem", {"TableName": SETTINGS.table_name, "Item": item})
        for item in [one for one in held.values() if "head_pk" not in one]:
            self.db.call(
                "PutItem", {"TableName": SETTINGS.table_name, "Item": {**item, "head_pk": {"S": PART}}}
            )
        self.db.changes.clear()
        gc.enable()
        gc.freeze()

    def _key(self, operation: str, place: str) -> None:
        key = {"pk": {"S": PART}, "sk": {"S": place}}
        self.db.call(operation, {"TableName": SETTINGS.table_name, "Key": key})

    def _item(self, number: int) -> dict[str, Any]:
        self.clock.ms += APART_MS
        row = self._made.row(TIERS[number * 7919 % 3])
        item, _ = row.to_item(None)
        return {**item, "head_pk": {"S": PART}}


@contextmanager
def _house() -> Iterator[_Rows]:
    rows = _Rows()
    with pressed_house() as house:
        house.answer = lambda _, operation, params: _through(rows, operation, body(params))
        yield rows


def _through(rows: _Rows, operation: str, request: dict[str, Any]) -> dict[str, Any]:
    assert rows.field is not None
    return rows.field.call(operation, request)


__all__ = ["Row", "ratios"]
