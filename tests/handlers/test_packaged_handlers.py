"""Each handler string Lambda will import, imported as Lambda will: from the zip, in a fresh interpreter."""

import re
from pathlib import Path

import pytest

from tests import packaged

REPOSITORY = Path(__file__).parents[2]

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


def test_every_product_of_twilio_that_an_adapter_asks_for_is_in_the_zip() -> None:
    """Its client imports each when it is first named."""
    asked = {name for text in _adapters() for name in re.findall(r"_twilio\.client\.(\w+)", text)}
    assert {"conferences", "calls", "messages", "insights"} <= asked
    versions = {name for text in _adapters() for name in re.findall(r"_twilio\.client\.(\w+\.v\d+)", text)}
    named = packaged.in_fresh_interpreter(
        f"""
import json, operator
from twilio.rest import Client
client = Client("AC" + "0" * 32, "token")
names = {sorted(asked | versions)!r}
print(json.dumps([name for name in names if operator.attrgetter(name)(client) is not None]))
"""
    )
    assert named == sorted(asked | versions)


def test_every_service_of_aws_that_an_adapter_asks_for_is_in_the_zip() -> None:
    written = {name for text in _adapters() for name in re.findall(r"client\(\s*\"(\w+)\"", text)}
    assert {"s3", "sqs", "secretsmanager", "apigatewaymanagementapi"} <= written
    asked = sorted(written | {"dynamodb"})
    services = packaged.in_fresh_interpreter(
        f"""
import json
import botocore.session
session = botocore.session.get_session()
names = {asked!r}
print(json.dumps([session.create_client(one).meta.service_model.service_name for one in names]))
"""
    )
    assert services == asked


def _adapters() -> list[str]:
    return [path.read_text() for path in (REPOSITORY / "chalicelib" / "adapters").glob("*.py")]
