"""What holds for every test."""

import logging
from collections.abc import Iterator

import pytest
from hypothesis import settings

from tests.privacy import Written, leaks, remembered

pytest.register_assert_rewrite("tests.house", "tests.people", "tests.scene", "tests.cuts")

# The same examples in every run, and no clock: a slow machine must not fail a test.
settings.register_profile("alo", derandomize=True, deadline=None, database=None)
settings.load_profile("alo")

LOGGED = pytest.StashKey[Written]()


def pytest_configure(config: pytest.Config) -> None:
    """Listens to every logger of the run."""
    config.stash[LOGGED] = Written()
    logging.getLogger().addHandler(config.stash[LOGGED])


@pytest.hookimpl(wrapper=True)
def pytest_sessionfinish(session: pytest.Session) -> Iterator[None]:
    """A log that identifies a person fails the run."""
    if leaks(session.config.stash[LOGGED].lines):
        session.exitstatus = pytest.ExitCode.TESTS_FAILED
    return (yield)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    """Says what leaked, or how much was looked at."""
    lines = config.stash[LOGGED].lines
    for line in leaks(lines)[:20]:
        terminalreporter.write_line(f"A log identifies a person: {line[:2000]}", red=True)
    terminalreporter.write_line(f"{len(lines)} log records hold none of {remembered()} secrets")
