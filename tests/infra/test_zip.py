"""The zip: small, complete, ours alone, ready to start, and always the same bytes."""

import re
import shutil
import zipfile
from pathlib import Path

import pytest

from infra import dependencies
from infra.dependencies import Layer
from infra.package import CACHE, LARGEST_ZIP_BYTES, ROOT, SHIPPED, check_zip, package
from infra.repack import SERVICES
from tests import packaged

# PEP 552: bit 0, the hash decides; bit 1, it is checked at import.
UNCHECKED_HASH = 0b01


def test_is_at_most_eight_megabytes() -> None:
    assert packaged.made().zip_path.stat().st_size <= LARGEST_ZIP_BYTES


def test_is_the_same_bytes_from_the_same_sources(tmp_path: Path) -> None:
    frozen = tmp_path / "source"
    for name in SHIPPED:
        copy = shutil.copytree if (ROOT / name).is_dir() else shutil.copyfile
        (frozen / name).parent.mkdir(parents=True, exist_ok=True)
        copy(ROOT / name, frozen / name)
    first, second = (
        package(packaged.REGION, "local", tmp_path / out, source=frozen) for out in ("one", "two")
    )
    assert first.sha256 == second.sha256


def test_holds_the_app_and_nothing_else_of_the_repository() -> None:
    tops = {name.split("/")[0] for name in _names()}
    assert {"app.py", "chalicelib", "chalice"} <= tops
    assert not tops & {"local", "infra", "web", "tests", "bench", "docs", "messages"}


def test_lacks_what_no_function_imports() -> None:
    tops = {name.split("/")[0] for name in _names()}
    assert not tops & {"boto3", "phonenumbers", "cryptography", "pydantic", "aiohttp", "click"}
    models = {name.split("/")[2] for name in _names() if re.match(r"botocore/data/[^/]+/", name)}
    assert models == set(SERVICES)


def test_every_source_has_bytecode_that_is_never_stale() -> None:
    with zipfile.ZipFile(packaged.made().zip_path) as held:
        compiled = [name for name in held.namelist() if name.endswith(".pyc")]
        flags = {int.from_bytes(held.read(name)[4:8], "little") for name in compiled}
    sources = [name for name in _names() if name.endswith(".py")]
    assert len(compiled) == len(sources)
    assert flags == {UNCHECKED_HASH}


def test_a_zip_without_a_dependency_is_refused(tmp_path: Path) -> None:
    layered = dependencies.layer(dependencies.host_architecture(), CACHE / "layers")
    lacking = tmp_path / "lacking.zip"
    with zipfile.ZipFile(lacking, "w") as out:
        for name in _names():
            if not name.startswith("pynamodb/"):
                out.writestr(name, b"")
    with pytest.raises(ValueError, match="lacks pynamodb"):
        check_zip(lacking, Layer(layered.folder, layered.holds))


def test_runtime_packages_are_those_of_the_lock() -> None:
    locked = dict(
        line.split("==") for line in (ROOT / "requirements-dev.txt").read_text().splitlines() if "==" in line
    )
    versions = {re.sub(r"[-_.]+", "-", name).lower(): version for name, version in locked.items()}
    chosen = dependencies.closure()
    assert {"botocore", "pynamodb", "twilio", "msgspec", "aws-lambda-powertools"} <= set(chosen)
    assert all(versions[name] == version for name, version in chosen.items())


def test_lock_files_name_versions_and_no_hosts() -> None:
    locks = [ROOT / "requirements-dev.txt", ROOT / "requirements.txt"]
    locks += [path for path in ROOT.glob("*/*/package-lock.json") if "node_modules" not in path.parts]
    for lock in locks:
        text = lock.read_text()
        assert '"resolved"' not in text, lock
        assert "registry." not in text, lock


def _names() -> list[str]:
    with zipfile.ZipFile(packaged.made().zip_path) as held:
        return held.namelist()
