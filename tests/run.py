"""`make test`: every stage, two at a time, the journeys last; ends with `N passed, N failed`.

python -m tests.run [stage …]   only the stages whose names begin so
"""

import os
import re
import subprocess
import sys
import threading
import time
from dataclasses import dataclass, field, replace
from pathlib import Path
from queue import Empty, SimpleQueue

ROOT = Path(__file__).parent.parent
BIN = Path(sys.executable).parent
SIMULATION = ("tests/simulation", "tests/conformance")
WEB = ("web/help", "web/desk")


@dataclass(frozen=True)
class Stage:
    """One command. It counts as one passed or failed check unless its output counts tests.

    `shown`: too long to wait for in silence, so each line is printed as it comes.
    """

    name: str
    command: list[str]
    folder: str = "."
    shown: bool = False


@dataclass
class Outcome:
    """What a stage did."""

    stage: Stage
    passed: int
    failed: int
    output: str
    seconds: float


@dataclass
class Tally:
    """Outcomes so far; stages report from two threads."""

    outcomes: list[Outcome] = field(default_factory=list)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def add(self, outcome: Outcome) -> None:
        """Prints one line, and the whole output of what failed."""
        with self.lock:
            self.outcomes.append(outcome)
            mark = "✗" if outcome.failed else "✓"
            count = f"{outcome.passed} passed" + (f", {outcome.failed} failed" if outcome.failed else "")
            print(f"{mark} {outcome.stage.name:28} {count:24} {outcome.seconds:6.1f} s", flush=True)
            if outcome.failed and not outcome.stage.shown:
                print(outcome.output, flush=True)


def stages() -> list[Stage]:
    """All but the journeys, the slowest first."""
    found = [
        _pytest("simulation", "tests/simulation"),
        _pytest("unit", "tests/unit"),
        _pytest("infra", "tests/infra", "tests/handlers"),
        *[stage for folder in WEB for stage in _web(folder)],
        _pytest("contract", "tests/contract"),
        _pytest("conformance", "tests/conformance"),
        _pytest("walls", "tests/walls"),
        _pytest("help in Chromium", "tests/help"),
        _pytest("twin in Chromium", "tests/twin"),
        Stage("types chalicelib", [_bin("mypy"), "app.py", "chalicelib"]),
        Stage("types tools", [_bin("mypy"), "infra", "local", "bench", "tests/run.py", *SIMULATION]),
        Stage("lint ruff", [_bin("ruff"), "check", "."]),
        Stage("lint format", [_bin("ruff"), "format", "--check", "."]),
        Stage("lint openapi", [sys.executable, "-m", "infra.openapi", "--check"]),
        Stage("lint messages", [_bin("node"), "messages/compile.mjs", "--check"]),
    ]
    return [stage for stage in found if _exists(stage)]


def journeys() -> list[Stage]:
    """What needs both cores: the whole running stack, and CPU over CPU in the same run."""
    long = _pytest("journeys", "-vv", "tests/journeys")
    ratios = Stage("ratios", [sys.executable, "-m", "bench", "cold_start", "first_load", "zip_size"])
    found = [_pytest("emulator", "tests/emulator"), replace(long, shown=True), ratios]
    return [stage for stage in found if _exists(stage)]


def main() -> None:
    """Exit status 1 when anything failed."""
    wanted = sys.argv[1:]
    _nothing_is_left_out()
    tally = Tally()
    waiting: SimpleQueue[Stage] = SimpleQueue()
    for stage in _chosen(stages(), wanted):
        waiting.put(stage)
    workers = [threading.Thread(target=_work, args=(waiting, tally)) for _ in range(2)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    for stage in _chosen(journeys(), wanted):
        print(f"· {stage.name} …", flush=True)
        tally.add(_run(stage))
    failed = [one.stage.name for one in tally.outcomes if one.failed]
    if failed:
        print(f"\nFailed: {', '.join(failed)}")
    passed = sum(one.passed for one in tally.outcomes)
    print(f"\n{passed} passed, {sum(one.failed for one in tally.outcomes)} failed")
    raise SystemExit(1 if failed or not passed else 0)


def _work(waiting: "SimpleQueue[Stage]", tally: Tally) -> None:
    while True:
        try:
            stage = waiting.get_nowait()
        except Empty:
            return
        tally.add(_run(stage))


def _run(stage: Stage) -> Outcome:
    began = time.monotonic()
    lines: list[str] = []
    with subprocess.Popen(
        stage.command,
        cwd=ROOT / stage.folder,
        env={**os.environ, "PATH": f"{BIN}{os.pathsep}{os.environ['PATH']}", "NO_COLOR": "1"},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    ) as ran:
        assert ran.stdout is not None
        for line in ran.stdout:
            lines.append(line)
            if stage.shown:
                print(f"  {line}", end="", flush=True)
    output = "".join(lines)
    passed, failed = _counts(output)
    if not passed and not failed:
        passed = 1 if ran.returncode == 0 else 0
    if ran.returncode and not failed:
        failed = 1
    return Outcome(stage, passed, failed, output, time.monotonic() - began)


def _counts(output: str) -> tuple[int, int]:
    """pytest's closing line, or vitest's `Tests` line."""
    closing = [line for line in output.splitlines() if re.search(r"\d+ (passed|failed)", line)]
    vitest = [line for line in closing if line.strip().startswith("Tests ")]
    if not closing:
        return 0, 0
    line = (vitest or closing)[-1]
    passed, failed = re.search(r"(\d+) passed", line), re.search(r"(\d+) (?:failed|error)", line)
    return int(passed[1]) if passed else 0, int(failed[1]) if failed else 0


def _pytest(name: str, *folders: str) -> Stage:
    return Stage(name, [_bin("pytest"), "--tb=short", *folders])


def _web(folder: str) -> list[Stage]:
    npm = [_bin("npm"), "run", "--silent"]
    part = folder.split("/")[1]
    return [
        Stage(f"{part} tests", [*npm, "test"], folder),
        Stage(f"types {part}", [*npm, "typecheck"], folder),
        Stage(f"lint {part}", [*npm, "lint"], folder),
        *([Stage("types generated", [*npm, "check:types"], folder)] if part == "desk" else []),
    ]


def _exists(stage: Stage) -> bool:
    folders = [one for one in stage.command if one.startswith("tests/") and "." not in one]
    return all(any((ROOT / one).rglob("test_*.py")) for one in folders)


def _nothing_is_left_out() -> None:
    run = {part for stage in stages() + journeys() for part in stage.command}
    for folder in sorted({path.parent for path in (ROOT / "tests").rglob("test_*.py")}):
        name = folder.relative_to(ROOT).as_posix()
        if not any(name == one or name.startswith(one + "/") for one in run):
            raise SystemExit(f"{name} is in no stage of tests/run.py")


def _chosen(found: list[Stage], wanted: list[str]) -> list[Stage]:
    return [one for one in found if not wanted or any(one.name.startswith(want) for want in wanted)]


def _bin(name: str) -> str:
    return str(BIN / name)


if __name__ == "__main__":
    main()
