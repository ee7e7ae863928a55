"""Across features only another feature's service; import-linter knows the rest."""

import grimp
import pytest

# Not features: what every feature stands on.
GROUND = {"kernel", "adapters"}
SHOWN = {"service"}


@pytest.fixture(scope="module")
def graph() -> grimp.ImportGraph:
    return grimp.build_graph("chalicelib", cache_dir=None)


def test_a_feature_reaches_another_through_its_service(graph: grimp.ImportGraph) -> None:
    crossing = []
    for importer in sorted(graph.modules):
        for imported in sorted(graph.find_modules_directly_imported_by(importer)):
            here, there = importer.split("."), imported.split(".")
            if len(here) < 3 or len(there) < 3 or here[1] == there[1] or {here[1], there[1]} & GROUND:
                continue
            if there[2] not in SHOWN:
                crossing.append(f"{importer} imports {imported}")
    assert crossing == []
