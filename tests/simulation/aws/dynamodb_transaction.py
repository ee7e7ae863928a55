"""TransactWriteItems: all parts or none, and a request that comes twice is done once."""

from collections import deque
from collections.abc import Callable
from typing import Any

from tests.simulation.aws.dynamodb_table import Table
from tests.simulation.aws.dynamodb_values import Unfit, invalid
from tests.simulation.aws.dynamodb_write import FAILED, PARTS, Done, Failed, Part, plan
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
    parts = _planned(items, table_of)
    if len({(part.table.name, part.key): True for part in parts}) < len(parts):
        raise invalid("Transaction request cannot include multiple operations on one item")
    done: list[Done] = []
    reasons: list[dict[str, Any]] = []
    for part in parts:
        try:
            done.append(part.tried())
            reasons.append(_FINE)
        except Failed as failed:
            held = {} if failed.item is None else {"Item": failed.item}
            reasons.append({"Code": "ConditionalCheckFailed", "Message": FAILED} | held)
        except Unfit as unfit:
            reasons.append({"Code": "ValidationError", "Message": unfit.message})
    if len(done) < len(parts):
        raise cancelled(reasons)
    if sum([one.size for one in done]) > MAX_BYTES:
        raise invalid("Transaction payload size cannot exceed 4MB")
    return done


def _planned(items: list[dict[str, Any]], table_of: Callable[[str], Table]) -> list[Part]:
    parts: list[Part] = []
    reasons: list[dict[str, Any]] = []
    for item in items:
        if len(item) != 1:
            raise invalid("TransactItems can only contain one of Check, Put, Update or Delete")
        ((kind, request),) = item.items()
        if not request.keys() <= PARTS[kind]:
            raise NotCovered(f"{kind} in a transaction with {sorted(request.keys() - PARTS[kind])}")
        try:
            parts.append(plan(kind, request, table_of))
            reasons.append(_FINE)
        except Unfit as unfit:
            reasons.append({"Code": "ValidationError", "Message": unfit.message})
    if len(parts) < len(items):
        raise cancelled(reasons)
    return parts


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
