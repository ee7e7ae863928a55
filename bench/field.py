"""Claimers in simulated time on DynamoDB in memory (tests/simulation/aws), and what their calls cost.

Every call is 4 ms ± 25 % away, so claims a second are what a design allows, neither what this machine does
nor what a partition serves. A transaction holds its items for another 4 ms; a write that meets one of them
meanwhile is refused as DynamoDB refuses it.
"""

import heapq
import math
import random
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from random import Random
from typing import Any, Protocol

from greenlet import getcurrent, greenlet

from tests.simulation.aws.dynamodb import DynamoDB
from tests.simulation.aws.dynamodb_transaction import cancelled
from tests.simulation.aws.refusal import Refused
from tests.unit.queue.press import Clock, Lane

RTT_MS = 4.0


@dataclass
class Tally:
    """What a run cost. `refused` and `printing` are parts of `written`."""

    claims: list[tuple[str, float, float]] = field(default_factory=list)
    lost: int = 0
    written: float = 0
    refused: float = 0
    printing: float = 0
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


class Meter(Protocol):
    """Reckons the units of calls by DynamoDB's rules."""

    def done(self, tally: Tally, operation: str, request: dict[str, Any], answer: dict[str, Any]) -> None:
        """A call that was answered."""

    def refused(self, tally: Tally, operation: str, request: dict[str, Any]) -> None:
        """A call that was refused; it is billed all the same."""


class Field:
    """Claimers in simulated time, and the meter at the table's door."""

    def __init__(self, db: DynamoDB, clock: Clock, seed: int, meter: Meter) -> None:
        self.db, self.clock, self.dice, self.now = db, clock, Random(seed), 0.0
        self.hub, self.tally, self._meter = getcurrent(), Tally(), meter
        self._agenda: list[tuple[float, int, Any]] = []
        self._count = 0
        self._held: set[tuple[str, str]] = set()
        # Pauses of random length in the code.
        random.seed(seed)

    def wait(self, ms: float) -> None:
        """Others go on meanwhile."""
        self._count += 1
        heapq.heappush(self._agenda, (self.now + ms, self._count, getcurrent()))
        self.hub.switch()

    def run(self, claimers: int, claims: int, claim: Callable[[Any], str | None]) -> Tally:
        """So many claims in all, each claimer one after the other; each is a process of its own."""
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
        self._travel()
        try:
            answer = self._served(operation, request)
        except Refused:
            self._meter.refused(self.tally, operation, request)
            raise
        else:
            self._meter.done(self.tally, operation, request, answer)
            return answer
        finally:
            self._travel()

    def _served(self, operation: str, request: dict[str, Any]) -> dict[str, Any]:
        if operation != "TransactWriteItems":
            if key_of(request) in self._held and operation in ("PutItem", "UpdateItem", "DeleteItem"):
                raise Refused("TransactionConflictException", "Transaction is ongoing for the item")
            return self.db.call(operation, request)
        keys = [key_of(part) for item in request["TransactItems"] for part in item.values()]
        if not self._held.isdisjoint(keys):
            codes = [{"Code": "TransactionConflict" if key in self._held else "None"} for key in keys]
            raise cancelled(codes)
        self._held.update(keys)
        try:
            self.wait(RTT_MS)
            return self.db.call(operation, request)
        finally:
            self._held.difference_update(keys)

    def _travel(self) -> None:
        self.wait(RTT_MS / 2 * self.dice.uniform(0.75, 1.25))


class Pause:
    """Stands in for `time` in the code: nobody waits for the machine's."""

    def __init__(self, made: Field) -> None:
        self._made = made

    def sleep(self, seconds: float) -> None:
        """In simulated time."""
        self._made.wait(seconds * 1000)


def key_of(request: dict[str, Any]) -> tuple[str, str]:
    """Of the item a request or a part of a transaction is about; ("", "") for a query."""
    key = request.get("Key") or request.get("Item")
    return (key["pk"]["S"], key["sk"]["S"]) if key else ("", "")


def write_units(size: int) -> int:
    """Of an item of so many bytes."""
    return max(1, math.ceil(size / 1024))


def read_units(size: int, consistent: bool) -> float:
    """Of an item or a page of so many bytes."""
    return max(1, math.ceil(size / 4096)) * (1 if consistent else 0.5)
