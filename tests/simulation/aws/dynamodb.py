"""DynamoDB in memory. What tests/conformance does not hold to the real service raises NotCovered."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from tests.simulation.aws import dynamodb_tables
from tests.simulation.aws.dynamodb_query import Undone, projected, query
from tests.simulation.aws.dynamodb_table import Key, Table
from tests.simulation.aws.dynamodb_transaction import Transactions
from tests.simulation.aws.dynamodb_values import Item
from tests.simulation.aws.dynamodb_write import PARAMETERS, Done, Failed, check_returned, plan, returned
from tests.simulation.aws.expressions import read
from tests.simulation.aws.refusal import NotCovered, Refused

_READ = frozenset(("TableName", "ConsistentRead", "ReturnConsumedCapacity"))
_EXPRESSED = frozenset(("ExpressionAttributeNames", "ProjectionExpression"))
_GET = _READ | _EXPRESSED | {"Key"}
_QUERY = (
    _READ
    | _EXPRESSED
    | {"IndexName", "KeyConditionExpression", "FilterExpression", "ExpressionAttributeValues"}
    | {"Limit", "ExclusiveStartKey", "ScanIndexForward", "Select"}
)


@dataclass(slots=True)
class Change:
    """What the stream tells of one item. `transaction` is equal for all changes of one request."""

    number: int
    transaction: int
    at_ms: int
    table: str
    key: Key
    old: Item | None
    new: Item | None


class DynamoDB:
    """One account. Items in answers, in `changes` and in `Table.items` are shared: nobody may change them.

    `lag` is asked at each eventually consistent read, and at each read of an index: how many of the newest
    changes it does not see.
    """

    def __init__(self, now_ms: Callable[[], int]) -> None:
        self.changes: list[Change] = []
        self.lag: Callable[[], int] = lambda: 0
        self._now_ms = now_ms
        self._tables: dict[str, Table] = {}
        self._transactions = Transactions()
        self._requests = 0
        self._operations: dict[str, Callable[[dict[str, Any]], dict[str, Any]]] = {
            "GetItem": self._get,
            "Query": self._query,
            "TransactWriteItems": self._transact,
            "PutItem": lambda request: self._write("Put", request),
            "UpdateItem": lambda request: self._write("Update", request),
            "DeleteItem": lambda request: self._write("Delete", request),
            "CreateTable": self._create,
            "DescribeTable": self._describe,
        }

    def call(self, operation: str, request: dict[str, Any]) -> dict[str, Any]:
        """The parsed answer. Raises Refused, and NotCovered for what nobody compared with the real service.
        No ConsumedCapacity is told."""
        answer = self._operations.get(operation)
        if answer is None:
            raise NotCovered(operation)
        return answer(request)

    def table(self, name: str) -> Table:
        """Raises Refused when there is none of that name."""
        found = self._tables.get(name)
        if found is None:
            raise Refused("ResourceNotFoundException", "Requested resource not found")
        return found

    def _get(self, request: dict[str, Any]) -> dict[str, Any]:
        _ensure_covered("GetItem", request, _GET)
        expressions, _ = read(request)
        table = self.table(request["TableName"])
        _, key = table.asked(request["Key"])
        item = table.items.get(key)
        if not request.get("ConsistentRead", False):
            lag = self.lag()
            if lag:
                item = next(iter(self._undone(table, lag, key).values()), (item, None))[0]
        if item is None:
            return {}
        return {"Item": item if expressions.projection is None else projected(item, expressions.projection)}

    def _query(self, request: dict[str, Any]) -> dict[str, Any]:
        _ensure_covered("Query", request, _QUERY)
        table = self.table(request["TableName"])
        return query(table, request, lambda: self._undone(table, self.lag()))

    def _undone(self, table: Table, lag: int, only: Key | None = None) -> Undone:
        """The items the newest changes were about: as they were before, and as they are."""
        found: Undone = {}
        for change in self.changes[-lag:] if lag else ():
            if change.table == table.name and change.key not in found and only in (None, change.key):
                found[change.key] = (change.old, table.items.get(change.key))
        return found

    def _write(self, kind: str, request: dict[str, Any]) -> dict[str, Any]:
        _ensure_covered(f"{kind}Item", request, PARAMETERS[kind])
        check_returned(kind, request)
        part = plan(kind, request, self.table)
        try:
            done = part.tried()
        except Failed as failed:
            raise failed.as_refused() from None
        self._commit([done])
        return returned(part, done)

    def _transact(self, request: dict[str, Any]) -> dict[str, Any]:
        done = self._transactions.tried(request, self._now_ms(), self.table)
        self._commit(done)
        return {}

    def _commit(self, writes: list[Done]) -> None:
        self._requests += 1
        at_ms = self._now_ms()
        for write in writes:
            if write.old is write.new or write.old == write.new:
                continue
            write.table.write(write.key, write.old, write.new, write.size)
            self.changes.append(
                Change(
                    len(self.changes) + 1,
                    self._requests,
                    at_ms,
                    write.table.name,
                    write.key,
                    write.old,
                    write.new,
                )
            )

    def _create(self, request: dict[str, Any]) -> dict[str, Any]:
        name = request["TableName"]
        if name in self._tables:
            raise Refused("ResourceInUseException", f"Table already exists: {name}")
        self._tables[name] = dynamodb_tables.create(request)
        return {"TableDescription": self._tables[name].described}

    def _describe(self, request: dict[str, Any]) -> dict[str, Any]:
        return {"Table": self.table(request["TableName"]).described}


def _ensure_covered(operation: str, request: dict[str, Any], parameters: frozenset[str]) -> None:
    if not request.keys() <= parameters:
        raise NotCovered(f"{operation} with {sorted(request.keys() - parameters)}")
