"""The emulator alone, once for all of these tests, and the places where DynamoDB is asked."""

from collections.abc import Generator, Iterator
from pathlib import Path
from typing import Any

import pytest
from botocore.exceptions import ClientError

from local import emulator
from local.config import Config, Ports
from tests.conformance.dynamodb_differs import EMULATOR_DIFFERS, LOCAL_DIFFERS
from tests.conformance.dynamodb_store import (
    BACKENDS,
    LOCAL_URL,
    SCHEMA,
    TABLE,
    Store,
    client,
    client_in_memory,
)
from tests.simulation.aws.dynamodb import DynamoDB

DIFFERS: dict[str, dict[str, str]] = {"fake": {}, "emulator": EMULATOR_DIFFERS, "local": LOCAL_DIFFERS}


@pytest.fixture(scope="session")
def emulator_url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """An empty emulator, on a port of its own."""
    config = Config(Ports.free(), Path(tmp_path_factory.mktemp("emulator")))
    server = emulator.start(config)
    try:
        yield config.emulator_url
    finally:
        server.stop()


@pytest.fixture(scope="session")
def dynamodb_fake() -> Any:
    """A client of DynamoDB in memory, with the table."""
    return _with_table(client_in_memory(DynamoDB(lambda: 1_800_000_000_000)))


@pytest.fixture(scope="session")
def dynamodb_emulator(emulator_url: str) -> Any:
    """A client of the emulator, with the table."""
    return _with_table(client(emulator_url))


@pytest.fixture(scope="session")
def dynamodb_local() -> Iterator[Any]:
    """A client of DynamoDB Local, with the table."""
    assert LOCAL_URL is not None
    made = _with_table(client(LOCAL_URL))
    yield made
    made.delete_table(TableName=TABLE)


@pytest.fixture(params=BACKENDS)
def store(request: pytest.FixtureRequest) -> Store:
    """A partition of its own for each case, in memory and elsewhere."""
    partition = f"{request.path.stem}::{request.node.name}"[:200]
    return Store(request.getfixturevalue(f"dynamodb_{request.param}"), request.param, partition)


def _with_table(made: Any) -> Any:
    made.create_table(TableName=TABLE, **SCHEMA)
    return made


@pytest.hookimpl(wrapper=True)
def pytest_pyfunc_call(pyfuncitem: pytest.Function) -> Generator[None, object, object]:
    """A case that is listed as different must be so."""
    backend, case = _case(pyfuncitem)
    if case not in DIFFERS.get(backend, {}):
        return (yield)
    try:
        yield
    except (AssertionError, ClientError):
        return True
    pytest.fail(f"{case} holds for the {backend} now: take it out of dynamodb_differs.py")


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Function]) -> None:
    """A listed case that is gone would hide nothing, but tell a lie."""
    if any("::" in argument for argument in config.args):
        return
    modules = {item.path.stem for item in items}
    cases = {_case(item)[1] for item in items}
    for backend, listed in DIFFERS.items():
        gone = [case for case in listed if case.partition("::")[0] in modules and case not in cases]
        if gone:
            raise pytest.UsageError(f"dynamodb_differs.py lists for the {backend} what is no case: {gone}")


def _case(item: pytest.Function) -> tuple[str, str]:
    """(backend, module::test[case]) of a test, without the backend."""
    given = item.callspec.params if hasattr(item, "callspec") else {}
    backend = str(given.get("store", given.get("streamed", "")))
    name = item.name.replace(f"[{backend}-", "[").removesuffix(f"[{backend}]")
    return backend, f"{item.path.stem}::{name}"
