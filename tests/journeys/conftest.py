"""One running local stack and one Chromium for all journeys; every test has people and a lane of its own.

ALO_JOURNEYS_ON=<folder of a running stack> drives that one instead: quicker while writing a journey.
"""

import json
import os
import shutil
from collections.abc import Generator, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Playwright, sync_playwright

from infra.package import SHIPPED
from local import people
from local.config import ROOT, Config, Ports
from local.install import browser as installed_chromium
from local.stack import Stack
from tests.journeys.cast import ALWAYS_OPEN, APART, LANES, RINGING, Casting, write_roster
from tests.journeys.outside import Outside
from tests.journeys.scene import Scene
from tests.journeys.windows import Windows

FLAGS = [
    "--headless=new",
    "--no-sandbox",
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--use-fake-device-for-media-stream",
    "--autoplay-policy=no-user-gesture-required",
]
# Long enough to fill a form on a busy machine, short enough to wait for.
TIMERS = {"WrapUpSeconds": 25, "AgentReturnSeconds": 8}
OUTCOME = pytest.StashKey[pytest.TestReport]()


def with_an_open_site(folder: Path) -> Path:
    """The app, but for one site's hours: whoever calls that is in time, whenever the tests run."""
    for name in SHIPPED:
        into = folder / name
        if (ROOT / name).is_dir():
            shutil.copytree(ROOT / name, into, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            into.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(ROOT / name, into)
    hours = folder / "chalicelib" / "queue" / "hours.json"
    weeks = json.loads(hours.read_text())
    weeks[ALWAYS_OPEN] = dict.fromkeys(weeks[ALWAYS_OPEN], ("00:00", "24:00"))
    hours.write_text(json.dumps(weeks))
    return folder


@pytest.fixture(scope="session")
def config(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Config]:
    """Where the stack of the journeys is; it runs on free ports, in a temporary folder."""
    if running := os.environ.get("ALO_JOURNEYS_ON"):
        yield Config.load(Path(running) / "stack.json")
        return
    source = with_an_open_site(tmp_path_factory.mktemp("app"))
    with Stack(tmp_path_factory.mktemp("stack"), Ports.free(), timers=TIMERS, source=source) as stack:
        people.enrol(stack.config, write_roster(stack.folder / "roster.json"))
        yield stack.config


@pytest.fixture(scope="session")
def casting() -> Casting:
    """Everybody who was ever on stage, and what they said."""
    return Casting()


@pytest.fixture(scope="session")
def outside(config: Config) -> Iterator[Outside]:
    """The stack's public interfaces."""
    reached = Outside(config)
    yield reached
    reached.http.close()


@pytest.fixture(scope="session")
def playwright() -> Iterator[Playwright]:
    """Drives the machine's own Chromium."""
    with sync_playwright() as running:
        yield running


@pytest.fixture(scope="session")
def chromium(playwright: Playwright) -> Iterator[Browser]:
    """With a microphone that beeps, and permission to use it."""
    running = launch(playwright, "--use-fake-ui-for-media-stream")
    yield running
    running.close()


def launch(playwright: Playwright, *more: str) -> Browser:
    """A Chromium with flags of its own."""
    path = installed_chromium()
    assert path, "There is no Chromium: make test installs one"
    return playwright.chromium.launch(executable_path=path, args=[*FLAGS, *more])


@pytest.fixture
def windows(
    chromium: Browser,
    config: Config,
    request: pytest.FixtureRequest,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[Windows]:
    """Browser profiles, one a person. What a failed test saw is kept; what a page complained of fails it."""
    opened = Windows(chromium, config)
    yield opened
    report = request.node.stash.get(OUTCOME, None)
    if report is not None and report.failed:
        kept = opened.keep(tmp_path_factory.mktemp("seen"))
        report.sections.append(("Seen", f"{kept}\nlogs of the stack: {config.folder / 'logs'}"))
    opened.close()
    assert not opened.complaints, opened.complaints


@pytest.fixture
def scene(
    outside: Outside, casting: Casting, windows: Windows, request: pytest.FixtureRequest
) -> Iterator[Scene]:
    """A lane nobody else is using, its agents, and customers made for it."""
    taken: list[tuple[str, str]] = request.session.stash.setdefault(TAKEN, [])
    lanes = [lane for lane in LANES if lane not in APART]
    lane = lanes[len(taken) % len(lanes)]
    taken.append(lane)
    made = Scene(outside, casting, windows, lane, first=len(taken) // len(lanes) * 2)
    yield made
    made.clear()


@pytest.fixture
def ringing(outside: Outside, casting: Casting, windows: Windows) -> Iterator[Scene]:
    """The lane that offers."""
    made = Scene(outside, casting, windows, RINGING, first=0)
    yield made
    made.clear()


TAKEN = pytest.StashKey[list[tuple[str, str]]]()


def pytest_configure(config: pytest.Config) -> None:
    """Marks of the journeys' own."""
    config.addinivalue_line("markers", "last: runs after every other journey")


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item, call: pytest.CallInfo[None]
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """What became of a test is known when its windows close."""
    report = yield
    if call.when == "call":
        item.stash[OUTCOME] = report
    return report


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """What looks at everything the others left behind comes last."""
    items.sort(key=lambda item: item.get_closest_marker("last") is not None)
