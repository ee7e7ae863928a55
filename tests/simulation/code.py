"""A version of the code, loaded apart, so that two of them can run side by side in one interpreter.

Python keeps one module of each name; a version brings its own set and puts it in place when it is entered.
"""

import importlib
import io
import logging
import os
import pkgutil
import subprocess
import sys
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from types import ModuleType
from typing import Any

REPOSITORY = Path(__file__).parents[2]
RELEASE = Path(__file__).parent / "release.txt"
PARTS = ("app.py", "chalicelib")
_known: set[str] = set()
"""Every module name any loaded version has."""


@dataclass
class Code:
    """One version. `modules` holds everything named app, chalicelib or chalicelib.*."""

    name: str
    root: Path
    modules: dict[str, ModuleType]
    app: Any
    loggers: dict[str, logging.Logger] = field(default_factory=dict)
    """Those the version made while it was loaded, by name; `logging` itself knows them no more."""

    def handler(self, string: str) -> Callable[..., Any]:
        """What Lambda would call for "app.app" or "chalicelib.queue.events.draw_urgent"."""
        module, _, name = string.rpartition(".")
        found: Callable[..., Any] = getattr(self.modules[module], name)
        return found

    def has(self, string: str) -> bool:
        """Whether this version has such a handler."""
        module, _, name = string.rpartition(".")
        return hasattr(self.modules.get(module), name)

    def module(self, name: str) -> Any:
        """A module of this version. Raises KeyError for one it does not have."""
        return self.modules[name]

    def enter(self) -> None:
        """From now on what is imported in passing comes from this version."""
        if sys.modules.get("chalicelib") is self.modules["chalicelib"]:
            return
        for name in _known - self.modules.keys():
            sys.modules.pop(name, None)
        sys.modules.update(self.modules)


def load(root: Path, name: str) -> Code:
    """Imports all of a version from `root`, which holds app.py and chalicelib, and leaves it entered by
    nobody. Raises LookupError when a module came from elsewhere."""
    root = root.resolve()
    with apart(), _own_loggers() as loggers:
        sys.path.insert(0, str(root))
        importlib.invalidate_caches()
        try:
            app = importlib.import_module("app")
            package = importlib.import_module("chalicelib")
            for found in pkgutil.walk_packages(package.__path__, "chalicelib."):
                importlib.import_module(found.name)
        finally:
            sys.path.remove(str(root))
        modules = {one: module for one, module in sys.modules.items() if _ours(one)}
        # Made when first used; made here, it is this version's own.
        modules["chalicelib.adapters.log"].logger()
    for module in modules.values():
        if not Path(module.__file__ or "").resolve().is_relative_to(root):
            raise LookupError(f"{module.__name__} is not of {root}")
    _known.update(modules)
    return Code(name, root, modules, app.app, loggers)


@contextmanager
def apart() -> Iterator[None]:
    """Within, no version is entered; afterwards everything is as it was."""
    before = {name: module for name, module in sys.modules.items() if _ours(name)}
    _forget()
    try:
        yield
    finally:
        _forget()
        sys.modules.update(before)


def released(into: Path, record: Path = RELEASE) -> Path | None:
    """The code that is deployed, by the commit on record; None when git or the commit is not there."""
    commit = record.read_text().split()[0]
    command = ["git", "-C", str(REPOSITORY), "archive", "--format=zip", commit, *PARTS]
    try:
        ran = subprocess.run(command, capture_output=True)
    except FileNotFoundError:
        return None
    if ran.returncode:
        return None
    with zipfile.ZipFile(io.BytesIO(ran.stdout)) as archive:
        archive.extractall(into)
    return into


def _ours(name: str) -> bool:
    return name in ("app", "chalicelib") or name.startswith("chalicelib.")


def _forget() -> None:
    for name in [name for name in sys.modules if _ours(name)]:
        del sys.modules[name]


@contextmanager
def _own_loggers() -> Iterator[dict[str, logging.Logger]]:
    """Chalice and Powertools configure a logger once for each name; within, theirs are new names."""
    made: dict[str, logging.Logger] = {}
    known = logging.root.manager.loggerDict
    names = ("alo", os.environ.get("POWERTOOLS_SERVICE_NAME", "service_undefined"))
    before = {name: known.pop(name) for name in names if name in known}
    try:
        yield made
    finally:
        for name in names:
            logger = known.pop(name, None)
            if isinstance(logger, logging.Logger):
                made[name] = logger
        known.update(before)
