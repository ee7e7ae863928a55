"""Each planted defect is found within a thousand seeds, and by an invariant that says what is wrong."""

import json
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path

import pytest

from tests.simulation.code import REPOSITORY, load
from tests.simulation.faults import ROUGH
from tests.simulation.planted import DEFECTS, Defect, planted

SEEDS = 1_000
AT_ONCE = 2
INVARIANTS = {
    line.split("`")[1]
    for line in (REPOSITORY / "docs" / "simulation.md").read_text().partition("## Invariants")[2].splitlines()
    if line.startswith("| `")
}
Searches = dict[str, Future[subprocess.CompletedProcess[str]]]


@pytest.fixture(scope="module")
def searches(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Searches]:
    """All searches that were asked for, begun together and run two at a time."""
    folder = tmp_path_factory.mktemp("planted")
    asked = {item.name for item in request.session.items}
    chosen = [one for one in DEFECTS if f"{test_the_simulation_finds_it.__name__}[{one.name}]" in asked]
    with ThreadPoolExecutor(AT_ONCE) as pool:
        yield {one.name: pool.submit(_search, one, folder / one.name) for one in chosen}
        pool.shutdown(cancel_futures=True)


def test_there_are_defects_of_many_kinds() -> None:
    assert len(DEFECTS) >= 16
    assert len({one.name for one in DEFECTS}) == len({one.what for one in DEFECTS}) == len(DEFECTS)
    assert {invariant for one in DEFECTS for invariant in one.breaks} <= INVARIANTS


@pytest.mark.parametrize("defect", DEFECTS, ids=lambda one: one.name)
def test_the_code_with_the_defect_still_loads(defect: Defect, tmp_path: Path) -> None:
    code = load(planted(defect, tmp_path), defect.name)
    name = defect.file.removesuffix(".py").replace("/", ".")
    assert defect.after in Path(str(code.module(name).__file__)).read_text()


def test_a_defect_whose_text_has_gone_is_an_error(tmp_path: Path) -> None:
    gone = Defect("gone", "", "app.py", "there is no such text", "", ())
    with pytest.raises(LookupError):
        planted(gone, tmp_path)


@pytest.mark.parametrize("defect", DEFECTS, ids=lambda one: one.name)
def test_the_simulation_finds_it(defect: Defect, searches: Searches) -> None:
    ran = searches[defect.name].result()
    assert ran.returncode == 1, f"not found in {SEEDS} seeds: {defect.what}\n{ran.stdout[-500:]}{ran.stderr}"
    found = json.loads(ran.stdout.splitlines()[-1])
    assert found["invariant"] in defect.breaks, ran.stdout


def _search(defect: Defect, folder: Path) -> "subprocess.CompletedProcess[str]":
    folder.mkdir()
    command = [sys.executable, "-m", "tests.simulation", "--seeds", str(SEEDS), "--first", "--jobs", "1"]
    command += ["--without", ",".join(ROUGH)] if defect.smooth else []
    return subprocess.run(
        [*command, "--code", str(planted(defect, folder))], cwd=REPOSITORY, capture_output=True, text=True
    )
