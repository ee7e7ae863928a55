"""The emulator alone, once for all of these tests."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from local import emulator
from local.config import Config, Ports


@pytest.fixture(scope="session")
def emulator_url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """An empty emulator, on a port of its own."""
    config = Config(Ports.free(), Path(tmp_path_factory.mktemp("emulator")))
    server = emulator.start(config)
    try:
        yield config.emulator_url
    finally:
        server.stop()
