"""One Chromium and one build of web/help for all; a portal and an API of its own for each test."""

import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from local.install import browser as installed_chromium
from tests.help.stand import ROOT, Stand

FLAGS = ["--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking"]
AXE = ROOT / "web" / "help" / "node_modules" / "axe-core" / "axe.min.js"
FINE = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


@pytest.fixture(scope="session")
def dist(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """web/help, built."""
    folder = tmp_path_factory.mktemp("help") / "dist"
    subprocess.run(["node", str(ROOT / "web" / "help" / "build.mjs"), str(folder)], check=True)
    return folder


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """The machine's own Chromium."""
    with sync_playwright() as playwright:
        found = playwright.chromium.launch(executable_path=installed_chromium(), args=FLAGS)
        yield found
        found.close()


@pytest.fixture
def stand(dist: Path) -> Iterator[Stand]:
    """A portal and an API that behave as told."""
    standing = Stand(dist)
    yield standing
    standing.close()


@pytest.fixture
def context(chromium: Browser) -> Iterator[BrowserContext]:
    """A browser in Brazil."""
    opened = chromium.new_context(locale="pt-BR", timezone_id="America/Sao_Paulo")
    opened.set_default_timeout(10_000)
    yield opened
    opened.close()


@pytest.fixture
def page(context: BrowserContext) -> Iterator[Page]:
    """A page on which nothing may throw and nothing may break the content security policy."""
    opened = context.new_page()
    wrong: list[str] = []
    opened.on("pageerror", lambda error: wrong.append(str(error)))
    opened.on("console", lambda said: wrong.append(said.text) if "Content Security" in said.text else None)
    yield opened
    assert wrong == []


def axe(page: Page) -> list[str]:
    """What axe-core finds wrong with the page as it stands."""
    page.evaluate(AXE.read_text(encoding="utf-8"))
    found = page.evaluate("tags => axe.run({runOnly: {type: 'tag', values: tags}})", FINE)
    return [f"{one['id']}: {node['html']}" for one in found["violations"] for node in one["nodes"]]
