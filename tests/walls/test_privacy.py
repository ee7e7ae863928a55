"""The wall of conftest.py sees what it should, and nothing gets around it."""

import ast
import logging
from pathlib import Path

from tests.privacy import Written, leaks

ROOT = Path(__file__).parents[2]
TOLD = ["Cadê meu dinheiro?", "+55 11 98765-0001", "Marta Ríos"]


def written(message: str, **extra: object) -> list[str]:
    """What a handler keeps of one record."""
    kept, log = Written(), logging.Logger("test")
    log.addHandler(kept)
    log.warning(message, extra=extra)
    return kept.lines


def test_a_secret_in_a_message_is_found() -> None:
    assert leaks(written("asked: Cadê meu dinheiro?"), TOLD)


def test_a_secret_in_an_extra_is_found() -> None:
    assert leaks(written("asked", who="Marta Ríos"), TOLD)


def test_a_phone_is_found_however_it_is_written() -> None:
    assert leaks(written("to 5511987650001"), TOLD)


def test_a_secret_in_a_traceback_is_found() -> None:
    kept, log = Written(), logging.Logger("test")
    log.addHandler(kept)
    try:
        raise ValueError(TOLD[0])
    except ValueError:
        log.exception("failed")
    assert leaks(kept.lines, TOLD)


def test_a_line_that_names_nobody_passes() -> None:
    assert not leaks(written("request", route="POST /callbacks", status=201), TOLD)


def test_the_backend_writes_only_through_its_logger() -> None:
    for path in [*(ROOT / "chalicelib").rglob("*.py"), ROOT / "app.py"]:
        calls = [
            node.func for node in ast.walk(ast.parse(path.read_text("utf-8"))) if isinstance(node, ast.Call)
        ]
        names = {one.id for one in calls if isinstance(one, ast.Name)}
        assert "print" not in names, path
        source = path.read_text("utf-8")
        assert "sys.stdout" not in source and "sys.stderr" not in source, path
