"""`make simulate`: many seeds, or one told as a story. The last line is JSON."""

import argparse
import json
import os
import re
import sys
import time
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.simulation.code import REPOSITORY
from tests.simulation.faults import ODDS
from tests.simulation.history import Outcome, play
from tests.simulation.runs import PORTION, Asked, Tally, cloud_of, run
from tests.simulation.shrink import shrink
from tests.simulation.world import STEPS, Plan

BAR = 40


def main() -> int:
    """Exit status 1 when an invariant did not hold."""
    given = _arguments()
    without = tuple(kind for kind in given.without.split(",") if kind)
    unknown = [kind for kind in without if kind not in ODDS]
    if unknown:
        print(f"There is no fault {', '.join(unknown)}. There are: {', '.join(ODDS)}", file=sys.stderr)
        return 2
    asked = Asked(given.code.resolve(), without, given.coverage, given.steps)
    return _one(asked, given) if given.seed is not None else _many(asked, given)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.simulation", description=__doc__)
    parser.add_argument("--seeds", type=int, default=1000, help="how many")
    parser.add_argument("--from", dest="begin", type=int, default=0, help="the first of them")
    parser.add_argument("--seed", type=int, help="only this one")
    parser.add_argument("--trace", action="store_true", help="tell its story")
    parser.add_argument("--shrink", action="store_true", help="look for a shorter story that fails alike")
    parser.add_argument("--without", default="", help="faults to leave out, with commas")
    parser.add_argument("--steps", type=int, default=STEPS, help="how long a history is under faults")
    parser.add_argument("--code", type=Path, default=REPOSITORY, help="folder with app.py and chalicelib")
    parser.add_argument("--first", action="store_true", help="stop at the first that fails")
    parser.add_argument("--coverage", action="store_true", help="print which call sites were reached and cut")
    parser.add_argument("--jobs", type=int, default=len(os.sched_getaffinity(0)), help="processes")
    return parser.parse_args()


def _many(asked: Asked, given: argparse.Namespace) -> int:
    seeds, began = range(given.begin, given.begin + given.seeds), time.monotonic()

    def tell(tally: Tally) -> None:
        done = len(tally.played)
        if sys.stderr.isatty():
            filled = BAR * done // len(seeds)
            bar = "█" * filled + "·" * (BAR - filled)
            print(f"\r{bar} {done} of {len(seeds)}, {len(tally.failed)} failed", end="", file=sys.stderr)
        elif done * 10 // len(seeds) > (done - PORTION) * 10 // len(seeds):
            print(f"{done} of {len(seeds)}, {len(tally.failed)} failed", file=sys.stderr, flush=True)

    tally = run(asked, seeds, given.jobs, tell, given.first)
    if sys.stderr.isatty():
        print(file=sys.stderr)
    if tally.coverage:
        print(tally.coverage.report())
    for one in tally.failed[:20]:
        print(f"seed {one.seed}, step {one.steps}: {one.invariant}: {one.why}")
    played, steps = len(tally.played), sum(one.steps for one in tally.played)
    calls = sum(one.calls for one in tally.played)
    print(f"{played} histories, {steps} steps, {calls} outside calls in {time.monotonic() - began:.0f} s")
    print(
        f"a second and core: {played / tally.cpu_s:.1f} histories, {steps / tally.cpu_s:.0f} steps, "
        f"{calls / tally.cpu_s:.0f} outside calls"
    )
    print(f"{len(tally.failed)} failed; digest {tally.digest()}")
    if tally.failed:
        first = tally.failed[0]
        print(json.dumps({"seed": first.seed, "step": first.steps, "invariant": first.invariant}))
    else:
        print(json.dumps({"seeds": len(tally.played), "failed": 0, "digest": tally.digest()}))
    return 1 if tally.failed else 0


def _one(asked: Asked, given: argparse.Namespace) -> int:
    with TemporaryDirectory() as folder:
        cloud = cloud_of(asked, Path(folder))
        outcome = play(cloud, given.seed, Plan(asked.without, steps=asked.steps))
        if given.shrink and outcome.invariant:
            outcome, tried = shrink(cloud, outcome, Plan(asked.without, steps=asked.steps))
            print(f"Shrunk in {tried} tries.")
    if given.trace or given.shrink:
        _tell(outcome)
    print(
        json.dumps(
            {
                "seed": outcome.seed,
                "step": outcome.steps,
                "invariant": outcome.invariant,
                "why": outcome.why,
                "digest": outcome.digest,
            },
            ensure_ascii=False,
        )
    )
    return 1 if outcome.invariant else 0


def _tell(outcome: Outcome) -> None:
    begin = outcome.story[0].at_ms if outcome.story else 0
    width = max((len(_short(one.who)) for one in outcome.story), default=0)
    for one in outcome.story:
        print(f"{(one.at_ms - begin) / 1000:10.3f} s  {_short(one.who).ljust(width)}  {_short(one.what)}")
    if outcome.invariant:
        print(f"\nBroken: {outcome.invariant}: {outcome.why}")


def _short(text: str) -> str:
    """Functions by their own names."""
    return re.sub(r"chalicelib\.\w+\.events\.(\w+)", r"\1", text).replace("app.app", "the API")


if __name__ == "__main__":
    raise SystemExit(main())
