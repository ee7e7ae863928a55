"""Who may import whom. The contracts are in pyproject.toml; what they cannot say is here."""

import subprocess
import sys
from fnmatch import fnmatch
from functools import cache
from pathlib import Path

import grimp

ROOT = Path(__file__).parents[2]
HTTP_FILES = ("endpoint", "cors", "problems", "adapters.entry", "*.routes", "*.events")
OWNERS = {
    "chalice": HTTP_FILES,
    "botocore": ("adapters.*",),
    "boto3": (),
    "requests": ("adapters.*",),
    # TwiML is a document format; the library only writes its XML.
    "twilio": ("adapters.*", "telephony.twiml"),
    "pynamodb": (
        "adapters.*",
        "table",
        "*.store",
        "queue.line",
        "queue.rolls",
        "queue.printing",
        "queue.turns",
        "queue.closings",
        "queue.depth",
        "queue.pace",
    ),
    "aws_lambda_powertools": ("adapters.*",),
    "msgspec": (
        "contract",
        "endpoint",
        "table",
        "*.schema",
        "*.model",
        "queue.*",
        "numbers.pack",
        "telephony.*",
        "adapters.log",
    ),
}
"""Each library and the only modules of chalicelib that may import it."""

NOT_FEATURES = {"kernel", "adapters"}


def test_the_import_contracts_hold() -> None:
    ran = subprocess.run(
        [str(Path(sys.executable).with_name("lint-imports")), "--no-cache"],
        cwd=ROOT,
        capture_output=True,
        text=True,
    )
    assert ran.returncode == 0, ran.stdout + ran.stderr


def test_each_library_is_imported_only_by_its_owners() -> None:
    for library, owners in OWNERS.items():
        strangers = {
            name
            for name in _importers(library)
            if not any(fnmatch(name.removeprefix("chalicelib."), owner) for owner in owners)
        }
        assert not strangers, (library, strangers)


def test_no_library_is_without_an_owner() -> None:
    libraries = {name for name in _graph().modules if _graph().is_module_squashed(name)}
    assert libraries - sys.stdlib_module_names <= set(OWNERS)


def test_the_kernel_is_the_standard_library_only() -> None:
    for name in _graph().modules:
        if name.startswith("chalicelib.kernel"):
            seen = _graph().find_modules_directly_imported_by(name)
            outside = {one for one in seen if not one.startswith("chalicelib.kernel")}
            assert outside <= set(sys.stdlib_module_names), (name, outside)


def test_a_feature_is_entered_through_its_service() -> None:
    for name in _graph().modules:
        mine = _feature(name)
        for seen in _graph().find_modules_directly_imported_by(name) if mine else ():
            theirs = _feature(seen)
            by_the_door = seen.split(".")[2:3] in ([], ["service"])
            assert theirs in (None, mine) or by_the_door, f"{name} reaches into {seen}"


def _importers(library: str) -> set[str]:
    if library not in _graph().modules:
        return set()
    return set(_graph().find_modules_that_directly_import(library))


def _feature(module: str) -> str | None:
    parts = module.split(".")
    inside = parts[0] == "chalicelib" and len(parts) > 2 and parts[1] not in NOT_FEATURES
    return parts[1] if inside else None


@cache
def _graph() -> grimp.ImportGraph:
    return grimp.build_graph("chalicelib", include_external_packages=True, cache_dir=None)
