"""The packages a function imports: chosen from the lock, pruned, kept between builds.

`chalice package` would run pip again at every edit of the app (14-40 s). Which packages
are needed changes only with the lock, so they are laid out once for each lock,
interpreter and processor; an edit of the app then costs a second.
"""

import hashlib
import platform
import re
import shutil
import subprocess
import sys
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path

from infra.repack import compile_tree, prune

ROOT = Path(__file__).parent.parent
LOCK = ROOT / "requirements-dev.txt"
ROOTS = ROOT / "requirements.txt"
# Asked for by a package, never imported by a function.
NOT_AT_RUNTIME = {
    "chalice": "its runtime half comes with chalice package; the rest is its command line",
    "aiohttp": "twilio's asynchronous client",
    "aiohttp-retry": "twilio's asynchronous client",
}
WHEEL_PLATFORMS = {"x86_64": "manylinux2014_x86_64", "arm64": "manylinux2014_aarch64"}


@dataclass(frozen=True)
class Layer:
    """A folder of importable packages and what is in it: distribution → version."""

    folder: Path
    holds: dict[str, str]


def layer(architecture: str, cache: Path) -> Layer:
    """The packages for an architecture (x86_64 or arm64), from the cache when they are there."""
    holds = closure()
    key = hashlib.sha256(
        "\n".join(
            [*(f"{name}=={version}" for name, version in sorted(holds.items())), architecture]
            + [sys.version, Path(__file__).read_text(), Path(prune.__code__.co_filename).read_text()]
        ).encode()
    ).hexdigest()[:16]
    folder = cache / f"{architecture}-{key}"
    if not folder.exists():
        making = cache / f"{folder.name}.making"
        shutil.rmtree(making, ignore_errors=True)
        making.mkdir(parents=True)
        _install(holds, making, architecture)
        prune(making)
        compile_tree(making)
        making.rename(folder)
    return Layer(folder, holds)


def closure() -> dict[str, str]:
    """Every distribution reached from requirements.txt, with the version of the lock."""
    locked = {_name(line): line.strip().split("==")[1] for line in _lines(LOCK)}
    reached: dict[str, str] = {}
    waiting = [_name(line) for line in _lines(ROOTS)]
    while waiting:
        name = waiting.pop()
        if name in reached or name in NOT_AT_RUNTIME:
            continue
        reached[name] = locked[name]
        for needed in metadata.requires(name) or []:
            if _applies(needed) and _name(needed) in locked:
                waiting.append(_name(needed))
    return reached


def host_architecture() -> str:
    """The processor of this machine, in Lambda's words."""
    return "arm64" if platform.machine() in ("arm64", "aarch64") else "x86_64"


def _install(holds: dict[str, str], target: Path, architecture: str) -> None:
    wheels = [f"--platform={WHEEL_PLATFORMS[architecture]}", "--only-binary=:all:"]
    subprocess.run(
        [sys.executable, "-m", "pip", "install", "-qq", "--disable-pip-version-check"]
        + ["--no-deps", "--no-compile", "--target", str(target)]
        + (wheels if architecture != host_architecture() else [])
        + [f"{name}=={version}" for name, version in sorted(holds.items())],
        check=True,
        stdout=sys.stderr,
    )


def _lines(path: Path) -> list[str]:
    return [line for line in path.read_text().splitlines() if line and not line.startswith("#")]


def _name(requirement: str) -> str:
    matched = re.match(r"[A-Za-z0-9._-]+", requirement)
    assert matched is not None, requirement
    return re.sub(r"[-_.]+", "-", matched.group()).lower()


def _applies(requirement: str) -> bool:
    """Extras are never asked for here; other markers only narrow by platform."""
    return "extra ==" not in requirement and "extra==" not in requirement
