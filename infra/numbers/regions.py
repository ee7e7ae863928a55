"""infra/regions.json, read and written in its own layout: a line for each setting of a region."""

import json
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from infra.deploy import REGIONS
from infra.numbers.plan import Wrong

__all__ = ["REGIONS", "laid_out", "read", "write_table"]


def read(path: Path, region: str) -> dict[str, Any]:
    """The settings of a region. Raises Wrong."""
    regions = json.loads(path.read_text(encoding="utf-8"))
    if region not in regions:
        raise Wrong(f"{region} is not in {path.name}: {', '.join(sorted(regions))}")
    return {"numbers": {}, "caller_ids": {}, **regions[region]}


def write_table(path: Path, region: str, table: Mapping[str, list[str]]) -> bool:
    """Puts the caller ids into the region; whether that changed anything. Whole or not at all."""
    regions = json.loads(path.read_text(encoding="utf-8"))
    if regions[region].get("caller_ids") == table:
        return False
    regions[region]["caller_ids"] = dict(table)
    beside = path.with_suffix(".new")
    beside.write_text(laid_out(regions), encoding="utf-8")
    os.replace(beside, path)
    return True


def laid_out(regions: Mapping[str, Mapping[str, Any]]) -> str:
    """The file's text."""
    blocks = []
    for region, settings in regions.items():
        lines = [f"    {json.dumps(name)}: {json.dumps(value)}" for name, value in settings.items()]
        blocks.append(f"  {json.dumps(region)}: {{\n" + ",\n".join(lines) + "\n  }")
    return "{\n" + ",\n".join(blocks) + "\n}\n"
