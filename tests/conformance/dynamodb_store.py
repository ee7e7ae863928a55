"""What cases do with DynamoDB, through a boto3 client, wherever it runs."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import boto3
from botocore.config import Config
from botocore.exceptions import ClientError

from tests.simulation.aws import wire
from tests.simulation.aws.dynamodb import DynamoDB

Item = dict[str, Any]
LOCAL_URL = os.environ.get("ALO_DYNAMODB_LOCAL")
"""Of a running DynamoDB Local, for who has it."""
BACKENDS = ["fake", "emulator", *(["local"] if LOCAL_URL else [])]
TABLE = "conformance"
SCHEMA: dict[str, Any] = {
    "BillingMode": "PAY_PER_REQUEST",
    "AttributeDefinitions": [
        {"AttributeName": name, "AttributeType": kind}
        for name, kind in (("pk", "S"), ("sk", "S"), ("due_pk", "S"), ("due_at_ms", "N"))
    ],
    "KeySchema": [{"AttributeName": "pk", "KeyType": "HASH"}, {"AttributeName": "sk", "KeyType": "RANGE"}],
    "GlobalSecondaryIndexes": [
        {
            "IndexName": "due",
            "KeySchema": [
                {"AttributeName": "due_pk", "KeyType": "HASH"},
                {"AttributeName": "due_at_ms", "KeyType": "RANGE"},
            ],
            "Projection": {"ProjectionType": "ALL"},
        }
    ],
}


def client(url: str = "http://localhost:1", service: str = "dynamodb") -> Any:
    """A client that asks once."""
    return boto3.Session("test", "test", region_name="sa-east-1").client(
        service, endpoint_url=url, config=Config(retries={"total_max_attempts": 1})
    )


def client_in_memory(dynamodb: DynamoDB) -> Any:
    """A client of DynamoDB in memory."""
    made = client()
    wire.attach(made, lambda service, operation, params: dynamodb.call(operation, wire.body(params)))
    return made


def S(text: str) -> Item:
    """A string."""
    return {"S": text}


def N(number: object) -> Item:
    """A number."""
    return {"N": str(number)}


def L(*values: Item) -> Item:
    """A list."""
    return {"L": list(values)}


def M(**values: Item) -> Item:
    """A map."""
    return {"M": values}


def SS(*texts: str) -> Item:
    """A set of strings."""
    return {"SS": list(texts)}


def NS(*numbers: object) -> Item:
    """A set of numbers."""
    return {"NS": [str(number) for number in numbers]}


def given(values: dict[str, Item] | None) -> dict[str, Any]:
    """Values by their placeholders without the colon, as a request has them."""
    if not values:
        return {}
    return {"ExpressionAttributeValues": {f":{name}": value for name, value in values.items()}}


def ids(cases: list[Any]) -> list[str]:
    """A name for each case of (expression, values, …): the expression with its values."""
    return [_told(case[0], case[1])[:70] or "nothing" for case in cases]


def _told(expression: str, values: dict[str, Item]) -> str:
    for name, value in values.items():
        shown = ",".join(f"{kind}:{held}"[:20] for kind, held in value.items())
        expression = expression.replace(f":{name}", f"<{shown}>")
    return expression


def normal(item: Any) -> Any:
    """Sets in one order, to compare answers."""
    if isinstance(item, list):
        return [normal(one) for one in item]
    if not isinstance(item, dict):
        return item
    return {name: sorted(held) if name in ("SS", "NS") else normal(held) for name, held in item.items()}


class Store:
    """One case's own partition of the table."""

    def __init__(self, made: Any, backend: str, partition: str) -> None:
        self.client, self.backend, self.partition = made, backend, partition

    def key(self, sk: str = "a") -> Item:
        """The key of an item in the partition."""
        return {"pk": S(self.partition), "sk": S(sk)}

    def put(self, sk: str = "a", **attributes: Item) -> Item:
        """Puts an item and returns it."""
        item = self.key(sk) | attributes
        self.client.put_item(TableName=TABLE, Item=item)
        return item

    def get(self, sk: str = "a", **more: Any) -> Item | None:
        """An item, consistently."""
        asked = {"ConsistentRead": True} | more
        found: Item | None = self.client.get_item(TableName=TABLE, Key=self.key(sk), **asked).get("Item")
        return None if found is None else normal(found)

    def update(self, expression: str, values: dict[str, Item] | None = None, **more: Any) -> Item:
        """UpdateItem's answer without its metadata."""
        asked = {"Key": self.key(), "ReturnValues": "ALL_NEW"} | given(values) | more
        return self.answer(self.client.update_item(TableName=TABLE, UpdateExpression=expression, **asked))

    def query(self, condition: str = "pk = :pk", values: dict[str, Item] | None = None, **more: Any) -> Any:
        """Query's answer without its metadata; `:pk` is the partition."""
        asked = given(({"pk": S(self.partition)} if ":pk" in condition else {}) | (values or {})) | more
        return self.answer(self.client.query(TableName=TABLE, KeyConditionExpression=condition, **asked))

    def found(
        self, condition: str = "pk = :pk", values: dict[str, Item] | None = None, **more: Any
    ) -> list[str]:
        """The sort keys a query finds."""
        return [item["sk"]["S"] for item in self.query(condition, values, **more)["Items"]]

    def write(self, *parts: Item, **more: Any) -> None:
        """TransactWriteItems."""
        self.client.transact_write_items(TransactItems=list(parts), **more)

    def part(self, kind: str, sk: str = "a", values: dict[str, Item] | None = None, **more: Any) -> Item:
        """A part of a transaction: Update, Delete or ConditionCheck by key."""
        return {kind: {"TableName": TABLE, "Key": self.key(sk)} | given(values) | more}

    def put_part(self, sk: str = "a", attributes: Item | None = None, **more: Any) -> Item:
        """A part of a transaction that puts an item."""
        return {"Put": {"TableName": TABLE, "Item": self.key(sk) | (attributes or {})} | more}

    def answer(self, answer: Item) -> Any:
        """What was answered, in one order, without what it took."""
        left_out = ("ResponseMetadata", "ConsumedCapacity")
        return normal({name: held for name, held in answer.items() if name not in left_out})

    @contextmanager
    def refused(self, code: str = "ValidationException", about: str = "") -> Iterator[Item]:
        """The case's request must be refused so; the emulator may say why in other words.
        Yields what will be the parsed answer."""
        answer: Item = {}
        try:
            yield answer
        except ClientError as error:
            answer |= error.response
            told = error.response["Error"]
            assert told["Code"] == code, told
            assert self.backend == "emulator" or about in told.get("Message", ""), told
            return
        raise AssertionError(f"not refused, but should be: {code} {about}")

    @contextmanager
    def cancelled(self, *codes: str | None) -> Iterator[list[Item]]:
        """A transaction that must be cancelled for these reasons, None for parts that were fine.
        Yields what will be the reasons."""
        reasons: list[Item] = []
        with self.refused("TransactionCanceledException", "Transaction cancelled") as answer:
            yield reasons
        reasons += [normal(one) for one in answer["CancellationReasons"]]
        assert [one["Code"] for one in reasons] == [code or "None" for code in codes], reasons
