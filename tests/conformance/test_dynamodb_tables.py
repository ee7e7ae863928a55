"""CreateTable and DescribeTable, and tables that are not there."""

from collections.abc import Callable
from typing import Any

import pytest

from tests.conformance.dynamodb_store import SCHEMA, TABLE, N, S, Store


def test_a_table_is_described_as_it_was_made(store: Store) -> None:
    table = store.client.describe_table(TableName=TABLE)["Table"]
    assert (table["TableName"], table["TableStatus"]) == (TABLE, "ACTIVE")
    assert table["KeySchema"] == SCHEMA["KeySchema"]
    assert _by_name(table["AttributeDefinitions"]) == _by_name(SCHEMA["AttributeDefinitions"])
    (index,) = table["GlobalSecondaryIndexes"]
    (wanted,) = SCHEMA["GlobalSecondaryIndexes"]
    assert {name: index[name] for name in wanted} == wanted
    assert index["IndexStatus"] == "ACTIVE"


def test_a_table_is_made_once(store: Store) -> None:
    with store.refused("ResourceInUseException"):
        store.client.create_table(TableName=TABLE, **SCHEMA)


HASH = {"AttributeName": "pk", "KeyType": "HASH"}
WRONG: list[tuple[str, list[str], list[dict[str, str]]]] = [
    ("an attribute no key uses", ["pk", "other"], [HASH]),
    ("a key no attribute defines", ["other"], [HASH]),
    ("no hash key", ["pk"], [{"AttributeName": "pk", "KeyType": "RANGE"}]),
]


@pytest.mark.parametrize(("defined", "keys"), [case[1:] for case in WRONG], ids=[case[0] for case in WRONG])
def test_a_table_that_cannot_be(store: Store, defined: list[str], keys: list[dict[str, str]]) -> None:
    with store.refused("ValidationException"):
        store.client.create_table(
            TableName="wrong",
            BillingMode="PAY_PER_REQUEST",
            AttributeDefinitions=[{"AttributeName": name, "AttributeType": "S"} for name in defined],
            KeySchema=keys,
        )


def test_a_table_may_have_a_hash_key_alone(store: Store) -> None:
    made = store.client.create_table(
        TableName="single",
        BillingMode="PAY_PER_REQUEST",
        AttributeDefinitions=[{"AttributeName": "n", "AttributeType": "N"}],
        KeySchema=[{"AttributeName": "n", "KeyType": "HASH"}],
    )
    assert made["TableDescription"]["TableName"] == "single"
    for number in ("1", "1.0", "2"):
        store.client.put_item(TableName="single", Item={"n": N(number), "given": S(number)})
    values = {":n": N("1.00")}
    found = store.client.query(
        TableName="single", KeyConditionExpression="n = :n", ExpressionAttributeValues=values
    )
    assert found["Items"] == [{"n": N(1), "given": S("1.0")}]
    with store.refused("ValidationException"):
        store.client.query(
            TableName="single",
            KeyConditionExpression="n = :n AND m = :n",
            ExpressionAttributeValues=values,
        )
    store.client.delete_item(TableName="single", Key={"n": N("2.0")})
    assert "Item" not in store.client.get_item(TableName="single", Key={"n": N(2)})
    if store.backend == "local":
        store.client.delete_table(TableName="single")


KEY = {"pk": S("a"), "sk": S("a")}
ASKED: dict[str, Callable[[Any], Any]] = {
    "describe": lambda client: client.describe_table(TableName="gone"),
    "get": lambda client: client.get_item(TableName="gone", Key=KEY),
    "put": lambda client: client.put_item(TableName="gone", Item=KEY),
    "update": lambda client: client.update_item(TableName="gone", Key=KEY),
    "delete": lambda client: client.delete_item(TableName="gone", Key=KEY),
    "query": lambda client: client.query(
        TableName="gone", KeyConditionExpression="pk = :v", ExpressionAttributeValues={":v": S("a")}
    ),
    "transact": lambda client: client.transact_write_items(
        TransactItems=[{"Delete": {"TableName": "gone", "Key": KEY}}]
    ),
}


@pytest.mark.parametrize("asked", ASKED)
def test_a_table_that_is_not_there(store: Store, asked: str) -> None:
    with store.refused("ResourceNotFoundException"):
        ASKED[asked](store.client)


def _by_name(definitions: list[dict[str, str]]) -> dict[str, str]:
    return {one["AttributeName"]: one["AttributeType"] for one in definitions}
