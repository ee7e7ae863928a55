"""Two versions of the code in one interpreter share nothing of ours."""

import shutil
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.packaged import handlers
from tests.simulation.code import PARTS, REPOSITORY, Code, apart, load, released


@pytest.fixture(scope="module")
def two() -> Iterator[tuple[Code, Code]]:
    """The same root, loaded twice."""
    with apart():
        yield load(REPOSITORY, "one"), load(REPOSITORY, "other")


@pytest.fixture(autouse=True)
def nobody_entered() -> Iterator[None]:
    """Other tests of the run go on with their own modules."""
    with apart():
        yield


def test_every_module_is_loaded_and_from_the_root(two: tuple[Code, Code]) -> None:
    files = {path.resolve() for path in [REPOSITORY / "app.py", *(REPOSITORY / "chalicelib").rglob("*.py")]}
    for version in two:
        assert {Path(str(module.__file__)) for module in version.modules.values()} == files


def test_loading_leaves_no_trace(tmp_path: Path) -> None:
    path, ours = list(sys.path), {name for name in sys.modules if name.startswith(("app", "chalicelib"))}
    load(REPOSITORY, "passing")
    assert sys.path == path
    assert {name for name in sys.modules if name.startswith(("app", "chalicelib"))} == ours


def test_no_module_and_nothing_in_a_module_is_shared(two: tuple[Code, Code]) -> None:
    one, other = two
    assert one.modules.keys() == other.modules.keys()
    shared = {
        f"{name}.{key}"
        for name, module in one.modules.items()
        for key, value in vars(module).items()
        if key != "__builtins__" and value is vars(other.modules[name])[key] and _is_ours(value)
    }
    assert shared == set()


def test_state_that_lives_on_classes_and_in_caches_is_not_shared(two: tuple[Code, Code]) -> None:
    one, other = two
    for version in two:
        version.enter()
        table, adapter = version.module("chalicelib.table"), version.module("chalicelib.adapters.context")
        table.Row.Meta.table_name = version.name
        table.Row._connection = version.name
        adapter.install(version.name)
        version.module("chalicelib.kernel.messages").text("en", "errors.busy.title")
    for version in two:
        table, adapter = version.module("chalicelib.table"), version.module("chalicelib.adapters.context")
        assert table.Row.Meta.table_name == table.Row._connection == version.name
        assert version.module("chalicelib.queue.store").CallbackRow._connection == version.name
        assert adapter.context() == version.name
    for at, name in [("kernel.messages", "_catalogue"), ("adapters.log", "logger")]:
        assert getattr(one.module(f"chalicelib.{at}"), name) is not getattr(
            other.module(f"chalicelib.{at}"), name
        )


def test_each_version_logs_through_its_own_logger(two: tuple[Code, Code]) -> None:
    one, other = (version.module("chalicelib.adapters.log").logger() for version in two)
    assert one._logger is not other._logger
    for version in two:
        assert len(version.loggers) == 2
        formatter = version.module("chalicelib.adapters.log").logger().logger_handler.formatter
        assert type(formatter) is version.module("chalicelib.adapters.log").OneLine
        assert version.app.log in version.loggers.values()


def test_what_is_imported_in_passing_is_of_the_version_entered(two: tuple[Code, Code]) -> None:
    for version in (*two, *two):
        version.enter()
        from chalicelib.queue import service

        assert service is version.module("chalicelib.queue.service")
        assert sys.modules["app"] is version.modules["app"]


def test_a_module_only_the_other_version_has_is_not_left_behind(
    two: tuple[Code, Code], tmp_path: Path
) -> None:
    _with_novelty(tmp_path).enter()
    assert "chalicelib.kernel.novelty" in sys.modules
    two[0].enter()
    assert "chalicelib.kernel.novelty" not in sys.modules


def test_every_handler_lambda_will_call_is_found(two: tuple[Code, Code]) -> None:
    for string in handlers().values():
        assert callable(two[0].handler(string)), string
    assert two[0].handler("app.app") is two[0].app is not two[1].app


def test_code_from_elsewhere_is_refused(tmp_path: Path) -> None:
    (tmp_path / "app.py").write_text("app = None\n")
    with pytest.raises(LookupError):
        load(tmp_path, "half")


def test_the_released_code_loads(tmp_path: Path) -> None:
    root = released(tmp_path)
    if root is None:
        assert not (REPOSITORY / ".git").exists() or (REPOSITORY / ".git" / "shallow").exists()
    else:
        assert load(root, "released").root == tmp_path.resolve()


def test_a_commit_that_is_not_there_is_none(tmp_path: Path) -> None:
    record = tmp_path / "release.txt"
    record.write_text("0" * 40 + "\n")
    assert released(tmp_path, record) is None


def _with_novelty(root: Path) -> Code:
    for part in PARTS:
        source = REPOSITORY / part
        (shutil.copytree if source.is_dir() else shutil.copy)(source, root / part)
    (root / "chalicelib" / "kernel" / "novelty.py").touch()
    return load(root, "grown")


def _is_ours(value: Any) -> bool:
    """Made by the application, or able to hold what the application puts there."""
    made_by = getattr(value, "__module__", None) or type(value).__module__
    return made_by == "app" or made_by.startswith("chalicelib") or isinstance(value, list | dict | set)
