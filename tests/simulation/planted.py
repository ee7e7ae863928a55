"""Mistakes an engineer could make in this code, planted one at a time: the simulation must find each."""

import shutil
from pathlib import Path

from tests.simulation.code import PARTS, REPOSITORY
from tests.simulation.defect import Defect
from tests.simulation.planted_callers import CALLERS
from tests.simulation.planted_calls import CALLS
from tests.simulation.planted_queue import QUEUE
from tests.simulation.planted_recordings import RECORDINGS
from tests.simulation.planted_surveys import SURVEYS

__all__ = ["DEFECTS", "Defect", "planted"]
DEFECTS = (*QUEUE, *CALLS, *CALLERS, *RECORDINGS, *SURVEYS)


def planted(defect: Defect, into: Path) -> Path:
    """The present code with the defect in it. Raises LookupError unless its text is there exactly once."""
    for part in PARTS:
        source = REPOSITORY / part
        if source.is_dir():
            shutil.copytree(source, into / part, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy(source, into / part)
    file = into / defect.file
    text = file.read_text(encoding="utf-8")
    for before, after in ((defect.before, defect.after), *([defect.too] if defect.too else [])):
        if text.count(before) != 1:
            raise LookupError(f"{defect.name}: {defect.file} has it {text.count(before)} times")
        text = text.replace(before, after)
    file.write_text(text, encoding="utf-8")
    return into
