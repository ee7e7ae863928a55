"""What the stream tells: every change once, in order, and nothing of a write that changed nothing."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from tests.conformance.dynamodb_store import (
    BACKENDS,
    LOCAL_URL,
    SCHEMA,
    SS,
    Item,
    N,
    S,
    Store,
    client,
    client_in_memory,
    normal,
)
from tests.simulation.aws.dynamodb import DynamoDB

Told = tuple[str, Item | None, Item | None]
"""(range key, old image, new image)"""
TABLE = "streamed"
STREAM = {"StreamEnabled": True, "StreamViewType": "NEW_AND_OLD_IMAGES"}


class Streamed:
    """A table of its own with its stream."""

    def __init__(self, made: Any, told: Callable[[], list[Told]]) -> None:
        self.client, self.told = made, told

    def key(self, sk: str) -> Item:
        """The key of an item."""
        return {"pk": S("p"), "sk": S(sk)}

    def put(self, sk: str, **attributes: Item) -> Item:
        """Puts an item."""
        self.client.put_item(TableName=TABLE, Item=self.key(sk) | attributes)
        return self.key(sk) | attributes

    def update(self, sk: str, expression: str, **values: Item) -> None:
        """Updates an item."""
        given = {"ExpressionAttributeValues": {f":{name}": value for name, value in values.items()}}
        self.client.update_item(
            TableName=TABLE, Key=self.key(sk), UpdateExpression=expression, **(given if values else {})
        )

    def delete(self, sk: str) -> None:
        """Deletes an item."""
        self.client.delete_item(TableName=TABLE, Key=self.key(sk))


@pytest.fixture(params=BACKENDS)
def streamed(request: pytest.FixtureRequest) -> Iterator[Streamed]:
    """A new table and its stream, in memory and elsewhere."""
    if request.param == "fake":
        dynamodb = DynamoDB(lambda: 0)
        made = client_in_memory(dynamodb)
        made.create_table(TableName=TABLE, StreamSpecification=STREAM, **SCHEMA)
        yield Streamed(
            made, lambda: [(one.key[1], normal(one.old), normal(one.new)) for one in dynamodb.changes]
        )
        return
    url = str(LOCAL_URL if request.param == "local" else request.getfixturevalue("emulator_url"))
    made, streams = client(url), client(url, "dynamodbstreams")
    table = made.create_table(TableName=TABLE, StreamSpecification=STREAM, **SCHEMA)["TableDescription"]
    yield Streamed(made, lambda: _records(streams, table["LatestStreamArn"]))
    made.delete_table(TableName=TABLE)


def _records(streams: Any, arn: str) -> list[Told]:
    (shard,) = streams.describe_stream(StreamArn=arn)["StreamDescription"]["Shards"]
    at = streams.get_shard_iterator(StreamArn=arn, ShardId=shard["ShardId"], ShardIteratorType="TRIM_HORIZON")
    told = []
    for record in streams.get_records(ShardIterator=at["ShardIterator"])["Records"]:
        change = record["dynamodb"]
        told.append(
            (change["Keys"]["sk"]["S"], normal(change.get("OldImage")), normal(change.get("NewImage")))
        )
    return told


def test_every_change_is_told_once_and_in_order(streamed: Streamed) -> None:
    first = streamed.put("a", n=N(1))
    second = streamed.put("a", n=N(2), s=SS("x"))
    streamed.update("a", "ADD n :v", v=N(1))
    other = streamed.put("b")
    streamed.delete("a")
    third = second | {"n": N(3)}
    assert streamed.told() == [
        ("a", None, first),
        ("a", first, second),
        ("a", second, third),
        ("b", None, other),
        ("a", third, None),
    ]


def test_a_put_or_an_update_that_changes_nothing_is_not_told(streamed: Streamed) -> None:
    item = streamed.put("a", n=N(1), s=SS("x", "y"))
    streamed.put("a", n=N("1.0"), s=SS("y", "x"))
    streamed.update("a", "SET n = :v REMOVE gone", v=N(1))
    assert streamed.told() == [("a", None, item)]


def test_a_delete_of_nothing_is_not_told(streamed: Streamed) -> None:
    streamed.delete("a")
    assert streamed.told() == []


def test_an_update_that_only_makes_an_item_is_told(streamed: Streamed) -> None:
    streamed.update("a", "REMOVE gone")
    assert streamed.told() == [("a", None, streamed.key("a"))]


def test_of_a_transaction_each_part_that_changed_something_is_told(streamed: Streamed) -> None:
    same, gone = streamed.put("same", n=N(1)), streamed.put("gone", n=N(1))
    streamed.client.transact_write_items(
        TransactItems=[
            {"Delete": {"TableName": TABLE, "Key": streamed.key("gone")}},
            {"Put": {"TableName": TABLE, "Item": same}},
            {"Delete": {"TableName": TABLE, "Key": streamed.key("never")}},
            {"Put": {"TableName": TABLE, "Item": streamed.key("new")}},
        ]
    )
    told = streamed.told()[2:]
    assert sorted(told, key=lambda one: one[0]) == [
        ("gone", gone, None),
        ("new", None, streamed.key("new")),
    ]


def test_of_a_cancelled_transaction_nothing_is_told(streamed: Streamed) -> None:
    with Store(streamed.client, "", "p").cancelled(None, "ConditionalCheckFailed"):
        streamed.client.transact_write_items(
            TransactItems=[
                {"Put": {"TableName": TABLE, "Item": streamed.key("a")}},
                {
                    "ConditionCheck": {
                        "TableName": TABLE,
                        "Key": streamed.key("b"),
                        "ConditionExpression": "attribute_exists(pk)",
                    }
                },
            ]
        )
    assert streamed.told() == []
