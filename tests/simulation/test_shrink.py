"""A long story that fails becomes a short one that fails alike."""

from pathlib import Path

from tests.simulation.history import play
from tests.simulation.planted import DEFECTS, planted
from tests.simulation.runs import Asked, cloud_of
from tests.simulation.shrink import shrink
from tests.simulation.world import Plan

DEEP, LONG = "ended-ends-again", 100


def test_what_does_not_matter_is_left_out(tmp_path: Path) -> None:
    defect = next(one for one in DEFECTS if one.name == DEEP)
    (tmp_path / "code").mkdir()
    (tmp_path / "released").mkdir()
    cloud = cloud_of(Asked(planted(defect, tmp_path / "code")), tmp_path / "released")
    outcomes = (play(cloud, seed) for seed in range(1000))
    found = next(one for one in outcomes if one.invariant and len(one.story) > LONG)

    shorter, tried = shrink(cloud, found, Plan())

    assert tried > 10
    assert shorter.invariant == found.invariant
    assert len(shorter.story) < len(found.story) / 2
    assert len(shorter.hits) <= len(found.hits)
