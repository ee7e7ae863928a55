"""Any sequence of requests is answered alike in memory and elsewhere."""

from itertools import count
from typing import Any

import pytest
from botocore.exceptions import ClientError
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.conformance.dynamodb_store import BACKENDS, TABLE, Item, L, N, S, Store, normal

Request = tuple[str, dict[str, Any]]
PARTITION = "{partition}"
SORT_KEYS = st.sampled_from(["a", "a#1", "b", "b#2"])
NUMBERS = st.sampled_from([-1, 0, 1, 2, 10, "1.5"])
WORDS = st.sampled_from(["x", "xy", "y"])
VALUES: dict[str, st.SearchStrategy[Item]] = {
    ":n": NUMBERS.map(N),
    ":m": NUMBERS.map(N),
    ":w": WORDS.map(S),
    ":v": WORDS.map(S),
    ":one": st.just(N(1)),
    ":kind": st.just(S("N")),
    ":sk": SORT_KEYS.map(S),
    ":list": st.lists(WORDS.map(S), max_size=2).map(lambda words: L(*words)),
    ":none": st.just(L()),
    ":due": st.just(S(PARTITION)),
    ":pk": st.just(S(PARTITION)),
}
CONDITIONS = [
    "attribute_exists(pk)",
    "attribute_not_exists(pk)",
    "attribute_exists(n) OR s = :w",
    "n = :n",
    "n <> :n",
    "n < :n AND NOT s = :w",
    "n BETWEEN :n AND :n",
    "s IN (:w, :v)",
    "begins_with(s, :w)",
    "contains(l, :w) OR n >= :n",
    "NOT (attribute_type(n, :kind) AND n > :n)",
    "size(l) > :one",
]
UPDATES = [
    "SET n = :n",
    "SET n = if_not_exists(n, :n) + :m",
    "SET n = n - :one",
    "SET s = :w REMOVE n",
    "SET s = :w, n = :n ADD version :one",
    "SET l = list_append(if_not_exists(l, :none), :list)",
    "SET due_pk = :due, due_at_ms = :n",
    "REMOVE due_at_ms, l",
    "ADD n :n",
]
SOUND = [update for update in UPDATES if "n - " not in update]
"""Always possible. DynamoDB Local refuses a whole transaction where one is not."""
RANGES = [
    "pk = :pk",
    "pk = :pk AND sk > :sk",
    "pk = :pk AND sk <= :sk",
    "pk = :pk AND begins_with(sk, :sk)",
    "pk = :pk AND sk = :sk",
]
DUE = ["due_pk = :due", "due_pk = :due AND due_at_ms < :n", "due_pk = :due AND due_at_ms >= :n"]
FILTERS = [None, "n >= :one", "attribute_exists(l) AND s <> :w"]


@st.composite
def expressed(draw: st.DrawFn, **expressions: str | None) -> dict[str, Any]:
    """Expressions and the values they name."""
    found: dict[str, Any] = {name: text for name, text in expressions.items() if text is not None}
    text = " ".join(found.values()) + " "
    used = [name for name in VALUES if any(name + end in text for end in " ,)")]
    if used:
        found["ExpressionAttributeValues"] = {name: draw(VALUES[name]) for name in used}
    return found


@st.composite
def part(draw: st.DrawFn, updates: list[str]) -> tuple[str, dict[str, Any]]:
    """A write or a check: its kind and its parameters."""
    kind = draw(st.sampled_from(["Put", "Update", "Update", "Delete", "ConditionCheck"]))
    condition = draw(st.sampled_from([None, None, *CONDITIONS]))
    if kind == "ConditionCheck":
        condition = condition or "attribute_exists(pk)"
    update = draw(st.sampled_from(updates)) if kind == "Update" else None
    key = {"pk": S(PARTITION), "sk": S(draw(SORT_KEYS))}
    asked = draw(expressed(ConditionExpression=condition, UpdateExpression=update))
    if kind != "Put":
        return kind, {"TableName": TABLE, "Key": key} | asked
    optional = {
        "s": WORDS.map(S),
        "l": VALUES[":list"],
        "due_pk": st.just(S(PARTITION)),
        "due_at_ms": VALUES[":n"],
    }
    attributes = draw(st.fixed_dictionaries({"n": VALUES[":n"]}, optional=optional))
    return kind, {"TableName": TABLE, "Item": key | attributes} | asked


@st.composite
def requests(draw: st.DrawFn) -> Request:
    """One request: a client's method and its parameters."""
    what = draw(st.sampled_from(["write", "write", "transact", "query", "due"]))
    if what == "transact":
        parts = draw(st.lists(part(SOUND), min_size=1, max_size=4, unique_by=_sort_key))
        return "transact_write_items", {"TransactItems": [{kind: asked} for kind, asked in parts]}
    if what == "write":
        kind, asked = draw(part(UPDATES))
        if kind == "ConditionCheck":
            return "get_item", {"TableName": TABLE, "Key": asked["Key"], "ConsistentRead": True}
        return f"{kind.lower()}_item", asked | {"ReturnValues": "ALL_OLD"}
    asked = draw(
        expressed(
            KeyConditionExpression=draw(st.sampled_from(RANGES if what == "query" else DUE)),
            FilterExpression=draw(st.sampled_from(FILTERS)),
        )
    )
    if what == "due":
        return "query", {"TableName": TABLE, "IndexName": "due"} | asked
    limit = draw(st.sampled_from([{}, {"Limit": 2}]))
    return "query", {"TableName": TABLE, "ScanIndexForward": draw(st.booleans())} | asked | limit


def _sort_key(part: tuple[str, dict[str, Any]]) -> str:
    """DynamoDB Local looks for two parts on one item only when all conditions hold."""
    asked = part[1]
    return str((asked.get("Key") or asked["Item"])["sk"]["S"])


OTHERS = [backend for backend in BACKENDS if backend != "fake"]
_examples = count()


@pytest.mark.parametrize("other", OTHERS)
def test_requests_are_answered_alike(other: str, request: pytest.FixtureRequest) -> None:
    clients = [request.getfixturevalue(f"dynamodb_{name}") for name in ("fake", other)]

    @settings(max_examples=60, suppress_health_check=[HealthCheck.too_slow])
    @given(st.lists(requests(), min_size=4, max_size=14))
    def alike(asked: list[Request]) -> None:
        partition = f"model {other} {next(_examples)}"
        for name, parameters in asked:
            mine, theirs = (_answer(client, name, _placed(parameters, partition)) for client in clients)
            assert mine == theirs, (name, parameters)

    alike()


def _placed(parameters: Any, partition: str) -> Any:
    """The parameters with the example's own partition."""
    if isinstance(parameters, dict):
        return {name: _placed(value, partition) for name, value in parameters.items()}
    if isinstance(parameters, list):
        return [_placed(value, partition) for value in parameters]
    return partition if parameters == PARTITION else parameters


def _answer(client: Any, name: str, parameters: dict[str, Any]) -> Any:
    """What is answered, or how it is refused. Equals of an index stand in any order."""
    try:
        answer = getattr(client, name)(**parameters)
    except ClientError as error:
        reasons = error.response.get("CancellationReasons", [])
        return error.response["Error"]["Code"], [reason["Code"] for reason in reasons]
    found = Store(client, "", "").answer(answer)
    if "IndexName" in parameters:
        found["Items"].sort(key=lambda item: (float(item["due_at_ms"]["N"]), item["sk"]["S"]))
    return normal(found)
