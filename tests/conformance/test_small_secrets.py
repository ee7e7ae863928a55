"""Secrets Manager's GetSecretValue."""

import botocore.session
import pytest
from botocore.exceptions import ClientError

from tests.simulation.aws import wire
from tests.simulation.aws.refusal import NotCovered
from tests.simulation.aws.small import SecretsManager

VALUE = '{"twilio_auth_token": "t"}'
FIELDS = {"ARN", "Name", "SecretString", "VersionId"}


@pytest.fixture(params=["fake", "emulator"])
def secrets(request: pytest.FixtureRequest) -> botocore.client.BaseClient:
    """A client; the secret alo/app is there."""
    fake = request.param == "fake"
    client = botocore.session.Session().create_client(
        "secretsmanager",
        region_name="sa-east-1",
        endpoint_url=None if fake else request.getfixturevalue("emulator_url"),
        aws_access_key_id="test",
        aws_secret_access_key="test",
    )
    if fake:
        service = SecretsManager({"alo/app": VALUE})
        wire.attach(client, lambda _, operation, params: service.call(operation, wire.body(params)))
    else:
        client.create_secret(Name="alo/app", SecretString=VALUE)
        request.addfinalizer(
            lambda: client.delete_secret(SecretId="alo/app", ForceDeleteWithoutRecovery=True)
        )
    return client


def test_a_secret_is_read(secrets: botocore.client.BaseClient) -> None:
    told = secrets.get_secret_value(SecretId="alo/app")
    assert told.keys() >= FIELDS
    assert (told["Name"], told["SecretString"]) == ("alo/app", VALUE)
    assert told["ARN"].startswith("arn:aws:secretsmanager:sa-east-1:000000000000:secret:alo/app-")


def test_a_secret_that_is_not_there(secrets: botocore.client.BaseClient) -> None:
    with pytest.raises(ClientError) as raised:
        secrets.get_secret_value(SecretId="alo/none")
    assert raised.value.response["Error"]["Code"] == "ResourceNotFoundException"
    assert isinstance(raised.value, secrets.exceptions.ResourceNotFoundException)


def test_secrets_in_memory_are_read_by_arn_as_they_are_now() -> None:
    arn = "arn:aws:secretsmanager:sa-east-1:000000000000:secret:alo/app-Xy12Zw"
    held = {arn: "first"}
    service = SecretsManager(held)
    assert service.call("GetSecretValue", {"SecretId": arn})["SecretString"] == "first"
    held[arn] = "second"
    told = service.call("GetSecretValue", {"SecretId": arn})
    assert (told["SecretString"], told["ARN"], told["Name"]) == ("second", arn, "alo/app")


def test_secrets_in_memory_answer_nothing_else() -> None:
    service = SecretsManager({"alo/app": VALUE})
    for operation, request in (
        ("PutSecretValue", {"SecretId": "alo/app"}),
        ("GetSecretValue", {"SecretId": "alo/app", "VersionStage": "AWSPREVIOUS"}),
    ):
        with pytest.raises(NotCovered):
            service.call(operation, request)
