"""TransactWriteItems: all parts or none, and a request that comes twice is done once."""

from collections import deque
from collections.abc import Callable
from typing import Any

from tests.simulation.aws.dynamodb_table import Table
from tests.simulation.aws.dynamodb_values import invalid
from tests.simulation.aws.dynamodb_write import FAILED, PARTS, Done, Failed, plan
from tests.simulation.aws.refusal import NotCovered, Refused

MAX_PARTS = 100
MAX_BYTES = 4 * 1024 * 1024
TOKEN_KEPT_MS = 600_000
_COVERED = frozenset(("TransactItems", "ClientRequestToken", "ReturnConsumedCapacity"))


class Transactions:
    """Remembers tokens for ten minutes."""

    def __init__(self) -> None:
        self._done: dict[str, Any] = {}
        self._ages: deque[tuple[int, str]] = deque()

    def tried(self, request: dict[str, Any], now_ms: int, table_of: Callable[[str], Table]) -> list[Done]:
        """What the transaction does, nothing when it was done before. Raises Refused."""
        if not request.keys() <= _COVERED:
            raise NotCovered(f"TransactWriteItems with {sorted(request.keys() - _COVERED)}")
        token, items = request.get("ClientRequestToken"), request["TransactItems"]
        self._forget(now_ms)
        if token is not None and token in self._done:
            if self._done[token] != items:
                raise Refused("IdempotentParameterMismatchException", _MISMATCH)
            return []
        done = _tried(items, table_of)
        if token is not None:
            self._done[token] = items
            self._ages.append((now_ms, token))
        return done

    def _forget(self, now_ms: int) -> None:
        while self._ages and now_ms - self._ages[0][0] >= TOKEN_KEPT_MS:
            del self._done[self._ages.popleft()[1]]


_MISMATCH = (
    "Supplied idempotent token is already used with different parameters; "
    "the same token may only be used for the same request"
)


def _tried(items: list[dict[str, Any]], table_of: Callable[[str], Table]) -> list[Done]:
    if not 1 <= len(items) <= MAX_PARTS:
        raise invalid(
            "1 validation error detected: Value at 'transactItems' failed to satisfy constraint: "
            f"Member must have length between 1 and {MAX_PARTS}, inclusive"
        )
    parts, touched = [], {}
    for item in items:
        if len(item) != 1:
            raise invalid("TransactItems can only contain one of Check, Put, Update or Delete")
        ((kind, request),) = item.items()
        if not request.keys() <= PARTS[kind]:
            raise NotCovered(f"{kind} in a transaction with {sorted(request.keys() - PARTS[kind])}")
        part = plan(kind, request, table_of)
        parts.append(part)
        touched[part.table.name, part.key] = True
    if len(touched) < len(parts):
        raise invalid("Transaction request cannot include multiple operations on one item")
    done: list[Done] = []
    reasons: list[dict[str, Any]] = []
    failed = False
    for part in parts:
        try:
            done.append(part.tried())
            reasons.append(_FINE)
        except Failed as one:
            failed = True
            held = {} if one.item is None else {"Item": one.item}
            reasons.append({"Code": "ConditionalCheckFailed", "Message": FAILED} | held)
        except Refused as one:
            failed = True
            reasons.append({"Code": "ValidationError", "Message": one.message})
    if failed:
        raise cancelled(reasons)
    if sum([one.size for one in done]) > MAX_BYTES:
        raise invalid("Collection size has exceeded the maximum allowed transaction size")
    return done


_FINE = {"Code": "None"}


def cancelled(reasons: list[dict[str, Any]]) -> Refused:
    """The refusal of a transaction, with one reason for each part."""
    codes = ", ".join(one["Code"] for one in reasons)
    message = f"Transaction cancelled, please refer cancellation reasons for specific reasons [{codes}]"
    return Refused(
        "TransactionCanceledException",
        message,
        more={"CancellationReasons": reasons, "Message": message},
    )
