"""The contract, the router, the catalogue and the document agree."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

from app import app
from chalicelib.kernel.errors import STATUS
from chalicelib.kernel.messages import text
from chalicelib.kernel.words import LOCALES
from chalicelib.operations import operations

ROOT = Path(__file__).parents[2]
LONGEST_FILE = 300


def test_the_openapi_document_is_up_to_date() -> None:
    ran = subprocess.run([sys.executable, "-m", "infra.openapi", "--check"], cwd=ROOT, capture_output=True)
    assert ran.returncode == 0, ran.stdout + ran.stderr


def test_every_route_is_an_operation_and_every_operation_a_route() -> None:
    routed = {(method, path) for path, methods in app.routes.items() for method in methods}
    assert routed == {(one.method, one.path) for one in operations()}


def test_operations_have_names_of_their_own() -> None:
    names = [one.id for one in operations()]
    assert len(names) == len(set(names))


@pytest.mark.parametrize("operation", list(operations()), ids=lambda one: one.id)
def test_an_operation_announces_errors_that_exist_and_each_once(operation: object) -> None:
    announced = operation.errors  # type: ignore[attr-defined]  # an Operation
    assert set(announced) <= set(STATUS)
    assert len(announced) == len(set(announced))


@pytest.mark.parametrize("locale", LOCALES)
@pytest.mark.parametrize("code", STATUS)
def test_every_error_has_a_title_and_a_sentence(code: str, locale: str) -> None:
    for part in ("title", "detail"):
        assert text(locale, f"errors.{code}.{part}").strip()


def test_files_stay_short_enough_to_read_at_once() -> None:
    sources = [*(ROOT / "chalicelib").rglob("*.py"), *(ROOT / "tests").rglob("*.py"), ROOT / "app.py"]
    long = {str(path.relative_to(ROOT)): _lines(path) for path in sources if _lines(path) > LONGEST_FILE}
    assert long == {}


def test_no_exception_is_swallowed() -> None:
    for path in [*(ROOT / "chalicelib").rglob("*.py"), *(ROOT / "local").rglob("*.py")]:
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.ExceptHandler) and _broad(node):
                assert not isinstance(node.body[0], ast.Pass), f"{path}:{node.lineno}"


def _broad(node: object) -> bool:
    kind = getattr(node, "type", None)
    return kind is None or getattr(kind, "id", "") in ("Exception", "BaseException")


def _lines(path: Path) -> int:
    return len(path.read_text("utf-8").splitlines())
