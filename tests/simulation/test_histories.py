"""A thousand histories, and that a history is what its seed says."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests import packaged
from tests.simulation.code import REPOSITORY
from tests.simulation.faults import ODDS, ROUGH
from tests.simulation.gateway import HTTP, SOCKET
from tests.simulation.history import play
from tests.simulation.runs import Asked, Tally, cloud_of, run
from tests.simulation.sources import QUEUE_READERS, SCHEDULES, STREAM_READERS
from tests.simulation.world import Plan

SEEDS = 1000
SMOOTH_SEEDS = 200


def test_a_thousand_histories_hold_and_reach_every_call_site(capsys: pytest.CaptureFixture[str]) -> None:
    def tell(tally: Tally) -> None:
        if len(tally.played) % 250 == 0:
            with capsys.disabled():
                print(f"  {len(tally.played)} of {SEEDS} histories", flush=True)

    tally = run(Asked(coverage=True), range(SEEDS), 1, tell)

    assert [f"seed {one.seed}: {one.invariant}: {one.why}" for one in tally.failed] == []
    assert tally.coverage is not None
    assert [line for line in tally.coverage.missing() if line.endswith("never reached")] == []
    with capsys.disabled():
        print(f"  {tally.coverage.report().splitlines()[-1]}")


def test_where_little_goes_wrong_everything_happens_at_once() -> None:
    tally = run(Asked(without=ROUGH), range(SMOOTH_SEEDS), 1, lambda _: None)
    assert [f"seed {one.seed}: {one.invariant}: {one.why}" for one in tally.failed] == []


def test_a_seed_is_the_same_history_in_any_process() -> None:
    told = [
        told_by("--seeds", "24", "--jobs", jobs, PYTHONHASHSEED=hash_seed)
        for jobs, hash_seed in (("1", "1"), ("2", "2"))
    ]
    assert told[0] == told[1]
    assert told[0]["seeds"] == 24


def test_a_history_is_told_as_a_story() -> None:
    ran = command("--seed", "7", "--trace")
    assert ran.returncode == 0, ran.stderr
    lines = ran.stdout.splitlines()
    assert any("POST /callbacks" in line for line in lines)
    assert any("received → queued" in line for line in lines)
    assert json.loads(lines[-1])["seed"] == 7


def test_a_fault_nobody_knows_is_refused() -> None:
    ran = command("--seeds", "1", "--without", "crahs")
    assert ran.returncode == 2
    assert "crash" in ran.stderr


@pytest.fixture(scope="module")
def cloud(tmp_path_factory: pytest.TempPathFactory) -> Any:
    return cloud_of(Asked(), tmp_path_factory.mktemp("released"))


def test_every_fault_happens_and_every_fault_can_be_left_out(cloud: Any) -> None:
    happened = {kind for seed in range(120) for kind, _ in play(cloud, seed).hits}
    # A deployment is there from the start or not at all: nobody throws for it on the way.
    assert happened == set(ODDS) - {"deploy"}
    quiet = [play(cloud, seed, Plan(without=tuple(ODDS))) for seed in range(20)]
    assert [outcome.hits for outcome in quiet if outcome.hits] == []


def test_the_released_code_runs_beside_the_present_one(cloud: Any) -> None:
    started: set[str] = set()
    choose = cloud.context

    def noticed(code: Any, *more: Any) -> Any:
        started.add(code.name)
        return choose(code, *more)

    cloud.context = noticed
    try:
        for seed in range(20):
            play(cloud, seed)
    finally:
        cloud.context = choose
    assert started == {"present", "released"}


def test_every_packaged_function_is_called() -> None:
    sockets = [f"{SOCKET}.{name}" for name in ("connect", "message", "disconnect")]
    known = [HTTP, *sockets, *STREAM_READERS, *QUEUE_READERS.values(), *SCHEDULES]
    assert sorted(known) == sorted(packaged.handlers().values())


def told_by(*arguments: str, **environment: str) -> Any:
    ran = command(*arguments, **environment)
    assert ran.returncode == 0, ran.stdout + ran.stderr
    return json.loads(ran.stdout.splitlines()[-1])


def command(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "tests.simulation", *arguments],
        cwd=Path(REPOSITORY),
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
    )
