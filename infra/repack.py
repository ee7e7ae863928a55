"""Makes the zip small, quick to start, and the same bytes from the same input.

Lambda's file system is read-only and chalice ships no .pyc: every cold start would
compile everything again (1.8 times the start). Timestamps are the other trap: a .pyc
that is checked against one is stale after any zip tool. Hence unchecked-hash.
"""

import hashlib
import os
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

# The services the adapters talk to; botocore brings the models of four hundred.
SERVICES = ("apigatewaymanagementapi", "dynamodb", "s3", "scheduler", "secretsmanager", "sqs")
# Of Twilio's forty products: the call control of 2010, and how calls sounded.
TWILIO_PRODUCTS = ("api", "insights")
# Powertools' own web framework and parsers: chalice routes and msgspec parses.
POWERTOOLS_UNUSED = ("event_handler", "utilities/parser", "utilities/kafka", "utilities/auth_alpha")
USELESS_FOLDERS = ("tests", "test", "__pycache__", "bin")
USELESS_SUFFIXES = (".pyi", ".c", ".h", ".pyx", ".pxd", ".typed")
TASK_ROOT = "/var/task"
EPOCH = (1980, 1, 1, 0, 0, 0)


def prune(folder: Path) -> None:
    """Removes what no function reads."""
    for root, names, files in os.walk(folder):
        for name in [one for one in names if one in USELESS_FOLDERS or one.endswith(".dist-info")]:
            shutil.rmtree(Path(root, name))
            names.remove(name)
        for name in files:
            if name.endswith(USELESS_SUFFIXES):
                Path(root, name).unlink()
    for product in (folder / "twilio" / "rest").glob("*/"):
        if product.name not in TWILIO_PRODUCTS:
            shutil.rmtree(product)
    for unused in POWERTOOLS_UNUSED:
        shutil.rmtree(folder / "aws_lambda_powertools" / unused)
    for model in (folder / "botocore" / "data").glob("*/"):
        if model.name not in SERVICES:
            shutil.rmtree(model)


def compile_tree(folder: Path) -> None:
    """Writes unchecked-hash .pyc files of the running interpreter's minor version.

    In an interpreter of its own with a fixed hash seed: what else a process has in memory
    shows in the bytes it marshals.
    """
    subprocess.run(
        [sys.executable, "-m", "compileall", "-q", "-j", "1"]
        + ["--invalidation-mode", "unchecked-hash", "-s", str(folder), "-p", TASK_ROOT, str(folder)],
        check=True,
        env={**os.environ, "PYTHONHASHSEED": "0"},
    )


def write_zip(folders: list[Path], target: Path) -> str:
    """Zips the folders as one tree; answers the sha256 of the bytes. A later folder wins."""
    tree: dict[str, Path] = {}
    for folder in folders:
        for path in folder.rglob("*"):
            if path.is_file():
                tree[path.relative_to(folder).as_posix()] = path
    target.parent.mkdir(parents=True, exist_ok=True)
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as out:
        for name in sorted(tree):
            entry = zipfile.ZipInfo(name, EPOCH)
            entry.external_attr = 0o100644 << 16
            entry.create_system = 3
            entry.compress_type = zipfile.ZIP_DEFLATED
            out.writestr(entry, tree[name].read_bytes())
    return hashlib.sha256(target.read_bytes()).hexdigest()
