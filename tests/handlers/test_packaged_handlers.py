"""Each handler string Lambda will import, imported as Lambda will: from the zip, in a fresh interpreter."""

import pytest

from tests import packaged

# Each costs a cold start more than everything else together, or is not in the zip at all.
FORBIDDEN = (
    "twilio.rest",
    "pydantic",
    "aws_xray_sdk",
    "cryptography",
    "phonenumbers",
    "boto3",
    "requests",
)
LOAD = """
import importlib, json
module, _, name = {handler!r}.rpartition(".")
handler = getattr(importlib.import_module(module), name)
print(json.dumps({{
    "callable": callable(handler),
    "modules": sorted(sys.modules),
    "files": sorted(
        file for one in list(sys.modules.values()) if (file := getattr(one, "__file__", None))
    ),
}}))
"""


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    if "handler" in metafunc.fixturenames:
        metafunc.parametrize("handler", sorted(packaged.handlers().values()))


def test_loads_and_leaves_the_heavy_modules_alone(handler: str) -> None:
    seen = packaged.in_fresh_interpreter(LOAD.format(handler=handler))
    assert seen["callable"]
    assert [name for name in FORBIDDEN if name in seen["modules"]] == []


def test_finds_everything_in_the_zip_or_the_standard_library(handler: str) -> None:
    seen = packaged.in_fresh_interpreter(LOAD.format(handler=handler))
    elsewhere = [file for file in seen["files"] if "site-packages" in file]
    assert elsewhere == []


def test_every_module_of_the_app_can_be_imported_from_the_zip() -> None:
    failed = packaged.in_fresh_interpreter(
        """
import importlib, json, pkgutil, chalicelib
failed = {}
for found in pkgutil.walk_packages(chalicelib.__path__, "chalicelib."):
    try:
        importlib.import_module(found.name)
    except ImportError as error:
        failed[found.name] = str(error)
print(json.dumps(failed))
"""
    )
    assert failed == {}


def test_what_is_imported_on_first_use_is_in_the_zip_too() -> None:
    """Twilio's client is imported when it is first needed, AWS clients when first asked for."""
    services = packaged.in_fresh_interpreter(
        """
import json
import botocore.session
from twilio.rest import Client
client = Client("AC" + "0" * 32, "token")
client.conferences("CF" + "0" * 32).participants, client.calls, client.messages
session = botocore.session.get_session()
services = ["dynamodb", "sqs", "secretsmanager", "apigatewaymanagementapi"]
print(json.dumps([session.create_client(one).meta.service_model.service_name for one in services]))
"""
    )
    assert services == ["dynamodb", "sqs", "secretsmanager", "apigatewaymanagementapi"]
