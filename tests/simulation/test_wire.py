"""The short way into the services in memory and botocore's own give the same answers."""

from collections.abc import Callable
from typing import Any

import boto3
import pytest
from botocore.exceptions import ClientError

from tests.simulation.aws.dynamodb import DynamoDB
from tests.simulation.aws.refusal import Refused
from tests.simulation.aws.small import Connections, SecretsManager
from tests.simulation.aws.wire import attach, attach_bare, body
from tests.simulation.setting import table as shape

WAYS = (attach, attach_bare)
KEY = {"pk": {"S": "a"}, "sk": {"S": "b"}}
ITEM = {**KEY, "n": {"N": "1"}, "list": {"L": [{"S": "x"}]}, "none": {"NULL": True}}


@pytest.fixture(params=WAYS, ids=lambda way: way.__name__)
def way(request: pytest.FixtureRequest) -> Any:
    return request.param


def client(service: str, way: Callable[[Any, Any], None], answer: Any) -> Any:
    made = boto3.Session("test", "test", region_name="sa-east-1").client(
        service, endpoint_url="https://nowhere.example"
    )
    way(made, answer)
    return made


def dynamodb(way: Any) -> Any:
    service = DynamoDB(lambda: 0)
    service.call("CreateTable", shape())
    return client("dynamodb", way, lambda _, operation, params: service.call(operation, body(params)))


def test_an_item_comes_back_as_it_was_put(way: Any) -> None:
    table = dynamodb(way)
    assert table.put_item(TableName="alo", Item=ITEM) == {}
    assert table.get_item(TableName="alo", Key=KEY)["Item"] == ITEM


def test_a_refusal_is_the_clients_own_error(way: Any) -> None:
    table = dynamodb(way)
    with pytest.raises(table.exceptions.ConditionalCheckFailedException) as refused:
        table.put_item(TableName="alo", Item=ITEM, ConditionExpression="attribute_exists(pk)")
    assert refused.value.response["Error"]["Code"] == "ConditionalCheckFailedException"
    assert refused.value.response["ResponseMetadata"]["HTTPStatusCode"] == 400


def test_a_cancelled_transaction_tells_its_reasons(way: Any) -> None:
    table = dynamodb(way)
    check = {"TableName": "alo", "Key": KEY, "ConditionExpression": "attribute_exists(pk)"}
    put = {"TableName": "alo", "Item": {"pk": {"S": "other"}, "sk": {"S": "b"}}}
    with pytest.raises(ClientError) as refused:
        table.transact_write_items(TransactItems=[{"ConditionCheck": check}, {"Put": put}])
    codes = [reason["Code"] for reason in refused.value.response["CancellationReasons"]]
    assert codes == ["ConditionalCheckFailed", "None"]


def test_a_transaction_has_a_token_so_that_it_can_be_repeated(way: Any) -> None:
    tokens: list[str] = []

    def answer(_: str, __: str, params: dict[str, Any]) -> dict[str, Any]:
        tokens.append(body(params)["ClientRequestToken"])
        return {}

    table = client("dynamodb", way, answer)
    for _ in range(2):
        table.transact_write_items(TransactItems=[{"Put": {"TableName": "alo", "Item": ITEM}}])
    assert len(set(tokens)) == 2


def test_secrets_and_connections(way: Any) -> None:
    secrets = SecretsManager({"app": "shh"})
    found = client("secretsmanager", way, lambda _, operation, params: secrets.call(operation, body(params)))
    assert found.get_secret_value(SecretId="app")["SecretString"] == "shh"

    heard: list[tuple[str, bytes]] = []

    def hears(name: str, message: bytes) -> bool:
        heard.append((name, message))
        return name == "here"

    connections = Connections(hears)
    desk = client(
        "apigatewaymanagementapi", way, lambda _, operation, params: connections.call(operation, params)
    )
    desk.post_to_connection(ConnectionId="here", Data=b"hello")
    with pytest.raises(desk.exceptions.GoneException):
        desk.post_to_connection(ConnectionId="gone", Data=b"hello")
    assert heard == [("here", b"hello"), ("gone", b"hello")]


def test_what_is_not_covered_is_no_answer(way: Any) -> None:
    def answer(*_: Any) -> dict[str, Any]:
        raise Refused("ThrottlingException", "Slow down")

    with pytest.raises(ClientError, match="Slow down"):
        client("sqs", way, answer).send_message(QueueUrl="https://queue.example", MessageBody="hi")
