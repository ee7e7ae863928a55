"""One running local stack and one Chromium for all journeys; every test gets pages of its own."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, sync_playwright

from local.config import Ports
from local.install import browser as installed_chromium
from local.stack import Stack

FLAGS = [
    "--headless=new",
    "--no-sandbox",
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--use-fake-device-for-media-stream",
    "--use-fake-ui-for-media-stream",
    "--autoplay-policy=no-user-gesture-required",
]


@pytest.fixture(scope="session")
def stack(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stack]:
    """A stack of the journeys' own: free ports, a temporary folder."""
    with Stack(Path(tmp_path_factory.mktemp("stack")), Ports.free()) as running:
        yield running


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """The machine's Chromium, with a microphone that hums."""
    path = installed_chromium()
    assert path, "There is no Chromium: make test installs one"
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=path, args=FLAGS)
        yield running
        running.close()


@pytest.fixture
def person(chromium: Browser) -> Iterator[BrowserContext]:
    """A browser profile of one person; nothing of it is left afterwards."""
    context = chromium.new_context(
        viewport={"width": 1366, "height": 768}, permissions=["microphone"], locale="pt-BR"
    )
    yield context
    context.close()
