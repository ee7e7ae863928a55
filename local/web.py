"""Builds the browser's parts when their sources changed."""

import hashlib
import json
import os
import subprocess
import sys
from pathlib import Path

from local.config import ROOT, CannotStart

# A part, and what else its build reads.
PARTS = {
    "web/help": ["messages", "chalicelib/numbers/phones.json"],
    "web/desk": ["messages", "docs/openapi.json"],
    "web/docs": [],
}
NOT_SOURCES = ("node_modules", "dist", "test-results", "playwright-report")


def build() -> list[str]:
    """Builds what is stale; answers what was built. Raises CannotStart with the build's last words."""
    built = []
    for part, more in PARTS.items():
        folder = ROOT / part
        if not (folder / "package.json").exists():
            continue
        stamp, key = folder / "dist" / ".built-from", _fingerprint([folder, *map(_at, more)])
        if stamp.exists() and stamp.read_text() == key:
            continue
        _npm(folder, "run", "build")
        stamp.write_text(key)
        built.append(part)
    return built


def _npm(folder: Path, *what: str) -> None:
    binaries = Path(sys.executable).parent
    ran = subprocess.run(
        [str(binaries / "npm"), *what],
        cwd=folder,
        env={**os.environ, "PATH": f"{binaries}{os.pathsep}{os.environ['PATH']}"},
        capture_output=True,
        text=True,
    )
    if ran.returncode != 0:
        raise CannotStart(
            f"{folder.relative_to(ROOT)} could not be built:\n{(ran.stdout + ran.stderr)[-3000:]}"
        )


def _fingerprint(places: list[Path]) -> str:
    digest = hashlib.sha256()
    for place in places:
        for path in sorted(_sources(place)):
            digest.update(path.relative_to(ROOT).as_posix().encode() + path.read_bytes())
    return json.dumps(digest.hexdigest())


def _sources(place: Path) -> list[Path]:
    if place.is_file():
        return [place]
    found = []
    for root, folders, names in os.walk(place):
        folders[:] = [one for one in folders if one not in NOT_SOURCES]
        found += [Path(root, name) for name in names]
    return found


def _at(name: str) -> Path:
    return ROOT / name
