"""What a browser downloads before it shows anything, gzipped, over its budget."""

import gzip
import json
import subprocess
import sys
from pathlib import Path

from bench.ratio import Ratio
from local import web
from local.config import ROOT

ELEMENT_BYTES = 9_000


def ratios() -> list[Ratio]:
    """The desk's first load, and the whole of <click-to-call> with its phone table."""
    web.build()
    size, budget = _desk_bytes()
    element = ROOT / "web" / "help" / "dist" / "click-to-call.js"
    element_size = len(gzip.compress(element.read_bytes(), 9))
    return [
        _ratio("desk first load", size, budget),
        _ratio("click-to-call element", element_size, ELEMENT_BYTES),
    ]


def _desk_bytes() -> tuple[int, int]:
    """As the desk's own check counts them: its page, what that imports, the largest language."""
    node = Path(sys.executable).with_name("node")
    script = ROOT / "web" / "desk" / "scripts" / "check-budget.mjs"
    ran = subprocess.run([str(node), str(script)], capture_output=True, text=True)
    counted = json.loads(ran.stdout.splitlines()[-1])
    return counted["desk_first_load_gzip_bytes"], counted["limit"]


def _ratio(name: str, size: int, budget: int) -> Ratio:
    return Ratio(name, size / budget, 1.0, f"{size / 1000:.1f} KB of {budget / 1000:.0f} KB gzipped")
