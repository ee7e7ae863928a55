"""Many seeds on all cores."""

import gc
import hashlib
import multiprocessing
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.simulation.cloud import Cloud
from tests.simulation.code import REPOSITORY, load, released
from tests.simulation.history import Outcome, play
from tests.simulation.sites import Coverage
from tests.simulation.world import Plan

PORTION = 10
WARM_UP = 1


@dataclass(frozen=True)
class Asked:
    """Which code is played, and how."""

    root: Path = REPOSITORY
    without: tuple[str, ...] = ()
    coverage: bool = False
    steps: int = Plan.steps


@dataclass
class Played:
    """One seed's outcome, small enough to travel between processes."""

    seed: int
    steps: int
    calls: int
    digest: str
    invariant: str
    why: str


@dataclass
class Portion:
    """What one process did in one go."""

    played: list[Played]
    cpu_s: float
    coverage: Coverage | None


@dataclass
class Tally:
    """Everything so far."""

    played: list[Played] = field(default_factory=list)
    cpu_s: float = 0.0
    coverage: Coverage | None = None

    @property
    def failed(self) -> list[Played]:
        """By seed."""
        return sorted((one for one in self.played if one.invariant), key=lambda one: one.seed)

    def digest(self) -> str:
        """Of all histories: equal on every machine."""
        lines = [f"{one.seed} {one.digest}" for one in sorted(self.played, key=lambda one: one.seed)]
        return hashlib.sha256("\n".join(lines).encode()).hexdigest()[:16]

    def add(self, portion: Portion) -> None:
        """One portion more."""
        self.played += portion.played
        self.cpu_s += portion.cpu_s
        if portion.coverage:
            if self.coverage is None:
                self.coverage = portion.coverage
            else:
                self.coverage.merge([portion.coverage])


def cloud_of(asked: Asked, into: Path) -> Cloud:
    """The code in question, and what is deployed today beside it; where git does not have that any more, as
    in a shallow clone, a second copy of the same."""
    deployed = released(into)
    if deployed is None:
        print("The released commit is not in this clone: the present code is deployed.", file=sys.stderr)
    return Cloud([load(asked.root, "present"), load(deployed or asked.root, "released")])


def run(asked: Asked, seeds: range, jobs: int, tell: Callable[[Tally], object], first: bool = False) -> Tally:
    """Plays the seeds; `tell` hears after each portion. `first`: stops at the first that fails."""
    tally = Tally()
    portions = [seeds[at : at + PORTION] for at in range(0, len(seeds), PORTION)]
    with TemporaryDirectory() as folder, _Workers(asked, Path(folder), jobs) as portion_of:
        for portion in portion_of(portions):
            tally.add(portion)
            tell(tally)
            if first and tally.failed:
                break
    return tally


class _Workers:
    """A pool, or this process when there is to be one only."""

    def __init__(self, asked: Asked, folder: Path, jobs: int) -> None:
        self._asked, self._folder, self._jobs = asked, folder, jobs

    def __enter__(self) -> Callable[[list[range]], Iterator[Portion]]:
        _begin(self._asked, self._folder)
        if self._jobs == 1:
            return lambda portions: map(_play, portions)
        # Forked: what has been loaded is there at once in each.
        self._pool = multiprocessing.get_context("fork").Pool(self._jobs)
        return lambda portions: self._pool.imap_unordered(_play, portions)

    def __exit__(self, *_: object) -> None:
        gc.unfreeze()
        gc.enable()
        if self._jobs > 1:
            self._pool.terminate()
            self._pool.join()


_here: list[tuple[Asked, Cloud, Coverage | None]] = []


def _begin(asked: Asked, folder: Path) -> None:
    cloud = cloud_of(asked, folder)
    coverage = Coverage(asked.root, *[code.root for code in cloud.codes]) if asked.coverage else None
    _here[:] = [(asked, cloud, coverage)]
    # What is imported when it is first used is no part of a history's time.
    play(cloud, WARM_UP)
    # What is loaded by now stays, and a history's own litter is little: collected after each portion.
    gc.collect()
    gc.freeze()
    gc.disable()


def _play(seeds: range) -> Portion:
    asked, cloud, sites = _here[0]
    coverage = sites.another() if sites else None
    began = time.process_time()
    played = [_small(play(cloud, seed, Plan(asked.without, steps=asked.steps), coverage)) for seed in seeds]
    gc.collect()
    return Portion(played, time.process_time() - began, coverage)


def _small(one: Outcome) -> Played:
    return Played(one.seed, one.steps, one.calls, one.digest, one.invariant, one.why)
