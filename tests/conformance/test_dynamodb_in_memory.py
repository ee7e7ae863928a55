"""What only DynamoDB in memory can be asked: the past, its list of changes, what it does not cover."""

from typing import Any

import pytest

from tests.conformance.dynamodb_store import SCHEMA, TABLE, Item, N, S, Store, client_in_memory
from tests.simulation.aws.dynamodb import DynamoDB
from tests.simulation.aws.refusal import NotCovered, Refused


class Clock:
    """Time moves when it is told to."""

    now_ms = 1_000

    def __call__(self) -> int:
        return self.now_ms


@pytest.fixture
def clock() -> Clock:
    """The account's time."""
    return Clock()


@pytest.fixture
def dynamodb(clock: Clock) -> DynamoDB:
    """An account with the table."""
    made = DynamoDB(clock)
    made.call("CreateTable", {"TableName": TABLE, **SCHEMA})
    return made


@pytest.fixture
def store(dynamodb: DynamoDB) -> Store:
    """A partition in it."""
    return Store(client_in_memory(dynamodb), "fake", "p")


def _lagging(dynamodb: DynamoDB, lag: int) -> None:
    dynamodb.lag = lambda: lag


def test_a_consistent_read_sees_everything(dynamodb: DynamoDB, store: Store) -> None:
    store.put("a", n=N(1))
    item = store.put("a", n=N(2))
    _lagging(dynamodb, 2)
    assert store.get("a") == item
    assert store.query(ConsistentRead=True)["Items"] == [item]


@pytest.mark.parametrize(("lag", "seen"), [(0, 3), (1, 2), (2, 1), (3, None), (9, None)])
def test_another_read_sees_an_item_as_it_was(
    dynamodb: DynamoDB, store: Store, lag: int, seen: int | None
) -> None:
    for number in (1, 2, 3):
        store.put("a", n=N(number))
    _lagging(dynamodb, lag)
    expected = None if seen is None else store.key("a") | {"n": N(seen)}
    assert store.get("a", ConsistentRead=False) == expected
    assert store.query()["Items"] == ([] if expected is None else [expected])


def test_another_read_sees_what_is_deleted_since(dynamodb: DynamoDB, store: Store) -> None:
    for sk in "abc":
        store.put(sk)
    store.client.delete_item(TableName=TABLE, Key=store.key("b"))
    store.put("bb")
    _lagging(dynamodb, 2)
    assert store.found() == ["a", "b", "c"]
    assert store.found(ScanIndexForward=False, Limit=2) == ["c", "b"]
    _lagging(dynamodb, 1)
    assert store.found() == ["a", "c"]
    assert store.get("b", ConsistentRead=False) is None
    _lagging(dynamodb, 0)
    assert store.found() == ["a", "bb", "c"]


def test_an_index_is_always_read_from_the_past(dynamodb: DynamoDB, store: Store) -> None:
    def due() -> list[tuple[str, str]]:
        found = store.query("due_pk = :d", {"d": S("D")}, IndexName="due")["Items"]
        return [(item["sk"]["S"], item["due_at_ms"]["N"]) for item in found]

    store.put("a", due_pk=S("D"), due_at_ms=N(1))
    store.put("b", due_pk=S("D"), due_at_ms=N(2))
    store.put("a", due_pk=S("D"), due_at_ms=N(3))
    store.update("REMOVE due_pk", Key=store.key("b"))
    store.update("SET due_pk = :v", {"v": S("other")}, Key=store.key("a"))
    seen = []
    for lag in range(6):
        _lagging(dynamodb, lag)
        seen.append(due())
    assert seen == [
        [],
        [("a", "3")],
        [("b", "2"), ("a", "3")],
        [("a", "1"), ("b", "2")],
        [("a", "1")],
        [],
    ]


def test_the_past_knows_other_partitions_apart(dynamodb: DynamoDB, store: Store) -> None:
    store.put("a")
    Store(store.client, "fake", "q").put("a")
    _lagging(dynamodb, 1)
    assert store.found() == ["a"]
    assert Store(store.client, "fake", "q").found() == []


def test_a_transaction_may_be_half_visible(dynamodb: DynamoDB, store: Store) -> None:
    store.write(store.put_part("a"), store.put_part("b"))
    _lagging(dynamodb, 1)
    assert store.found() == ["a"]


def test_changes_have_numbers_and_those_of_a_request_belong_together(
    dynamodb: DynamoDB, store: Store, clock: Clock
) -> None:
    store.put("a")
    clock.now_ms = 2_000
    store.put("a")
    store.write(store.put_part("b"), store.put_part("a"), store.put_part("c"))
    store.client.delete_item(TableName=TABLE, Key=store.key("b"))
    changes = dynamodb.changes
    assert [change.number for change in changes] == [1, 2, 3, 4]
    assert [change.key for change in changes] == [("p", "a"), ("p", "b"), ("p", "c"), ("p", "b")]
    requests = [change.transaction for change in changes]
    assert requests[0] < requests[1] == requests[2] < requests[3]
    assert [change.at_ms for change in changes] == [1_000, 2_000, 2_000, 2_000]
    assert {change.table for change in changes} == {TABLE}
    assert (changes[3].old, changes[3].new) == (store.key("b"), None)


def test_its_items_are_seen_by_key(dynamodb: DynamoDB, store: Store) -> None:
    item = store.put("a", n=N("1.0"))
    assert dynamodb.table(TABLE).items == {("p", "a"): item | {"n": N(1)}}
    with pytest.raises(Refused):
        dynamodb.table("gone")


def test_what_was_stored_does_not_change_with_the_request(dynamodb: DynamoDB) -> None:
    item: Item = {"pk": S("p"), "sk": S("a")}
    dynamodb.call("PutItem", {"TableName": TABLE, "Item": item})
    item["n"] = N(1)
    assert dynamodb.table(TABLE).items == {("p", "a"): {"pk": S("p"), "sk": S("a")}}


def test_a_token_is_forgotten_after_ten_minutes(store: Store, clock: Clock) -> None:
    part = store.part("Update", "a", {"v": N(1)}, UpdateExpression="ADD n :v")
    for now_ms, done in ((0, 1), (599_999, 1), (600_000, 2), (1_199_999, 2), (1_200_000, 3)):
        clock.now_ms = now_ms
        store.write(part, ClientRequestToken="token")
        assert store.get() == store.key() | {"n": N(done)}


KEY: Item = {"pk": S("p"), "sk": S("a")}
QUERY: dict[str, Any] = {
    "KeyConditionExpression": "pk = :v",
    "ExpressionAttributeValues": {":v": S("p")},
}
NOT_COVERED: list[tuple[str, dict[str, Any]]] = [
    ("Scan", {}),
    ("BatchGetItem", {}),
    ("BatchWriteItem", {}),
    ("TransactGetItems", {}),
    ("GetItem", {"Key": KEY, "AttributesToGet": ["n"]}),
    ("GetItem", {"Key": KEY, "ProjectionExpression": "l[0]"}),
    ("PutItem", {"Item": KEY, "Expected": {}}),
    ("PutItem", {"Item": KEY | {"b": {"B": "AA=="}}}),
    ("UpdateItem", {"Key": KEY, "AttributeUpdates": {}}),
    ("UpdateItem", {"Key": KEY, "UpdateExpression": "SET n = (n)"}),
    ("UpdateItem", {"Key": KEY, "UpdateExpression": "REMOVE l[0]", "ReturnValues": "UPDATED_OLD"}),
    ("DeleteItem", {"Key": KEY, "ReturnItemCollectionMetrics": "SIZE"}),
    ("Query", QUERY | {"Select": "SOMETHING"}),
    ("Query", QUERY | {"QueryFilter": {}}),
    ("TransactWriteItems", {"TransactItems": [], "ReturnItemCollectionMetrics": "SIZE"}),
    ("CreateTable", SCHEMA | {"TableName": "t", "LocalSecondaryIndexes": []}),
    ("CreateTable", SCHEMA | {"TableName": "t", "BillingMode": "PROVISIONED"}),
]


@pytest.mark.parametrize(("operation", "request_"), NOT_COVERED)
def test_what_nobody_compared_is_not_answered(
    dynamodb: DynamoDB, operation: str, request_: dict[str, Any]
) -> None:
    dynamodb.call("PutItem", {"TableName": TABLE, "Item": KEY | {"l": {"L": [N(1)]}}})
    with pytest.raises(NotCovered):
        dynamodb.call(operation, {"TableName": TABLE} | request_)
