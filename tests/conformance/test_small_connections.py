"""API Gateway's PostToConnection. A connection that is there needs a whole stack: make smoke has one."""

import botocore.session
import pytest
from botocore.exceptions import ClientError

from tests.simulation.aws import wire
from tests.simulation.aws.refusal import NotCovered
from tests.simulation.aws.small import Connections

ODD_ID = "Ab3=+/_-x"


def _client(url: str) -> botocore.client.BaseClient:
    return botocore.session.Session().create_client(
        "apigatewaymanagementapi",
        region_name="sa-east-1",
        endpoint_url=url,
        aws_access_key_id="test",
        aws_secret_access_key="test",
    )


def _in_memory(there: dict[str, list[bytes]]) -> botocore.client.BaseClient:
    def post(connection_id: str, body: bytes) -> bool:
        there.get(connection_id, []).append(body)
        return connection_id in there

    client, service = _client("https://none.invalid/api"), Connections(post)
    wire.attach(client, lambda _, operation, params: service.call(operation, params))
    return client


@pytest.mark.parametrize("where", ["fake", "emulator"])
def test_a_connection_that_is_gone(where: str, request: pytest.FixtureRequest) -> None:
    client = (
        _in_memory({})
        if where == "fake"
        else _client(request.getfixturevalue("emulator_url") + "/_aws/execute-api/none/api")
    )
    with pytest.raises(ClientError) as raised:
        client.post_to_connection(ConnectionId="Ab3=", Data=b"{}")
    assert raised.value.response["Error"]["Code"] == "GoneException"
    assert isinstance(raised.value, client.exceptions.GoneException)


def test_a_post_arrives_as_it_was() -> None:
    there: dict[str, list[bytes]] = {ODD_ID: [], "other": []}
    client = _in_memory(there)
    client.post_to_connection(ConnectionId=ODD_ID, Data="olá".encode())
    client.post_to_connection(ConnectionId=ODD_ID, Data=b"\x00")
    assert there == {ODD_ID: ["olá".encode(), b"\x00"], "other": []}


def test_nothing_else_is_answered() -> None:
    client = _in_memory({ODD_ID: []})
    with pytest.raises(NotCovered):
        client.get_connection(ConnectionId=ODD_ID)
    with pytest.raises(NotCovered):
        client.post_to_connection(ConnectionId=ODD_ID, Data=b"x" * 131_073)
