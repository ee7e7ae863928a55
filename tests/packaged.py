"""The packaged app, made once for a test run and unzipped as Lambda would."""

import functools
import json
import subprocess
import tempfile
import zipfile
from pathlib import Path
from typing import Any

from infra.checks import functions
from infra.package import Package, package
from local.emulator import bare_interpreter

REGION = "sa-east-1"


@functools.cache
def made() -> Package:
    """Zip and template of the repository as it stands."""
    return package(REGION, "local", _folder() / "package")


@functools.cache
def unzipped() -> Path:
    """The zip's content."""
    target = _folder() / "task"
    with zipfile.ZipFile(made().zip_path) as held:
        held.extractall(target)
    return target


def handlers() -> dict[str, str]:
    """Function name → handler string."""
    return {name: function["Properties"]["Handler"] for name, function in functions(made().template).items()}


def in_fresh_interpreter(program: str) -> Any:
    """Runs a program that prints JSON, seeing the standard library and the zip and nothing else."""
    start = f"import sys; sys.path.insert(0, {str(unzipped())!r})\n"
    ran = subprocess.run(
        [str(bare_interpreter(_folder())), "-I", "-c", start + program],
        env={"AWS_DEFAULT_REGION": REGION},
        capture_output=True,
        text=True,
    )
    assert ran.returncode == 0, ran.stderr
    return json.loads(ran.stdout.splitlines()[-1])


@functools.cache
def _folder() -> Path:
    # Kept on the module so that it lives as long as the run and is removed with it.
    global _held
    _held = tempfile.TemporaryDirectory(prefix="alo-packaged-")
    return Path(_held.name)


_held: tempfile.TemporaryDirectory[str]
