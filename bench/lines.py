"""Claiming from one lane: three designs on the same rows, 1, 10 and 50 claimers, 100 and 200,000 waiting.

Simulated time and DynamoDB in memory (field.py); units by DynamoDB's rules from the sizes of items. What is
compared is the ticket alone, in plain writes: whose is which callback; the whole claim is in claims.py.
Reading the callback itself, which the product's transaction does not answer as a plain delete would, is left
out of the units, not of the time.
"""

import gc
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from random import Random
from typing import Any

from bench.field import Field, Pause, Tally, key_of, read_units, write_units
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
OURS = {1: 60, 10: 2_000, 50: 20_000}
"""Long enough that the rush in which all press at once is what it is in a day."""
TIERS: tuple[Tier, ...] = ("standard", "urgent", "high")
PART = line.line_key(LANE)
INDEX = "head"
APART_MS = 200
"""Between two who ask: 200,000 in eleven hours."""
AGENT = Server("ana", frozenset((LANE,)))


class Tickets:
    """What is written and read to know whose is which callback."""

    def done(self, tally: Tally, operation: str, request: dict[str, Any], answer: dict[str, Any]) -> None:
        """By the size of what was there, or is."""
        if operation == "Query":
            size = sum(size_of(item) for item in answer["Items"])
            tally.read += read_units(size, bool(request.get("ConsistentRead")))
        elif operation == "GetItem":
            pk, sk = key_of(request)
            if pk != PART or sk == line.ROLL:
                size = size_of(answer.get("Item") or {})
                tally.read += read_units(size, bool(request.get("ConsistentRead")))
        else:
            units = write_units(size_of(request.get("Item") or answer.get("Attributes") or {}))
            tally.written += units
            tally.printing += units if _prints(request) else 0

    def refused(self, tally: Tally, operation: str, request: dict[str, Any]) -> None:
        """The item is small."""
        tally.written += 1
        tally.refused += 1


def _prints(request: dict[str, Any]) -> bool:
    """Whether it writes a block, or of the roll more than that a turn is taken."""
    pk, sk = key_of(request)
    if sk != line.ROLL:
        return pk != PART
    names = request["ExpressionAttributeNames"]
    added = request["UpdateExpression"].partition("ADD ")[2].split()
    return not added or names[added[0]] != "taken"


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
    count, own = len(ours.claims), ours.written - ours.refused - ours.printing
    shallow, deep = found["turns", 100, 1], found["turns", 200_000, 1]
    faster = (count / ours.took_s) / (len(head.claims) / head.took_s)
    overtaken = sum(one.overtaken for (design, *_), one in found.items() if design == "turns")
    cost = [(one.written + one.read) / len(one.claims) for one in (shallow, deep)]
    at = "of 50 claimers, 200,000 waiting"
    return [
        Ratio("claims out of order", overtaken, 0, "all runs of ours"),
        Ratio("rows lost per claim", ours.lost / count, 0.1, at),
        Ratio("write units per claim, turn and row", own / count, 2.0, at),
        Ratio("write units per claim, refused", ours.refused / count, 0.01, f"{at}; all press at once"),
        Ratio("write units per claim, printing", ours.printing / count, 0.032, f"{at}; 5 for 160 places"),
        Ratio("read units per claim", ours.read / count, 0.5, at),
        Ratio("a claim's units, 200,000 over 100 waiting", cost[1] / cost[0], 1.0, "one claimer"),
        Ratio("claims a second, index head over ours", 10 / faster, 1.0, f"{faster:.0f} times as many; {at}"),
    ]


def _show(design: str, depth: int, claimers: int, tally: Tally) -> None:
    count = len(tally.claims)
    print(
        f"  {design:10} {depth:7} waiting {claimers:3} claimers {count / tally.took_s:7.0f} claims/s"
        f" {tally.lost / count:6.2f} lost {tally.written / count:7.3f} WU of which"
        f" {tally.refused / count:6.3f} refused {tally.printing / count:5.3f} printing"
        f" {tally.read / count:6.2f} RU"
        f" {tally.overtaken:3} overtaken",
        file=sys.stderr,
    )


def _measured(house: Any, design: str, depth: int, claimers: int) -> Tally:
    house.refill(depth)
    made = Field(house.db, house.clock, claimers, Tickets())
    house.field = made
    pause_as(Pause(made))
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
        for key in [key for key in held if depth == DEPTHS[0] or key[0] != PART or key[1] == line.ROLL]:
            self._delete(*key)
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

    def _delete(self, pk: str, sk: str) -> None:
        key = {"pk": {"S": pk}, "sk": {"S": sk}}
        self.db.call("DeleteItem", {"TableName": SETTINGS.table_name, "Key": key})

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
