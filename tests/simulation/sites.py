"""Where the code calls the outside world, found in its source, and which of these places a history reached.

A call site is the statement below which an AWS or Twilio call leaves. table.py and the adapters are how it
leaves: what goes through them is their caller's.
"""

import ast
import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from copy import copy
from dataclasses import dataclass, field
from pathlib import Path
from types import FrameType

MEANS = ("chalicelib/table.py", "chalicelib/adapters/")
DIRECT = ("commit", "query_items", "update_alone")
PORTS = ("queues", "schedules", "push", "voice", "messaging", "secrets", "recorder", "vault")
AT_HOME = ("link",)
"""What a port makes without a request."""
ON_ROWS = ("get", "query", "count", "scan", "batch_get", "save", "refresh", "update", "delete")
OF_TABLE = ("commit", "query_items", "update_alone")
LAZY = ("query", "scan", "query_items")
"""These ask when the result is iterated, which may be another statement of the same function."""

Span = tuple[int, int]
Function = ast.FunctionDef | ast.AsyncFunctionDef


class NotASite(LookupError):
    """A call left from where the source has none."""


@dataclass(frozen=True, order=True)
class Site:
    """The nth `what` of a function; `spans` are the lines (first, last) that may be running when it calls."""

    file: str
    function: str
    what: str
    number: int = 1
    spans: tuple[Span, ...] = field(default=(), compare=False)

    def __str__(self) -> str:
        return f"{self.file}:{self.spans[0][0]} {self.function} {self.what}"


class Sites:
    """All sites of the version at `root`; those of `others` are only recognised, as the same sites."""

    def __init__(self, root: Path, *others: Path) -> None:
        self.all = tuple(in_source(root))
        self._lines: dict[str, dict[int, Site]] = {}
        self._learn(root.resolve(), self.all)
        for one in others:
            self._learn(one.resolve(), in_source(one))

    def current(self, frame: FrameType | None) -> Site:
        """The site at which this stack leaves the code. Raises NotASite."""
        while frame is not None:
            lines = self._lines.get(frame.f_code.co_filename)
            if lines is not None:
                site = lines.get(frame.f_lineno)
                if site is None:
                    where = f"{frame.f_code.co_filename}:{frame.f_lineno}"
                    raise NotASite(f"{where} in {frame.f_code.co_name} is no known call site")
                return site
            frame = frame.f_back
        raise NotASite("none of the code is running")

    def _learn(self, root: Path, sites: Iterable[Site]) -> None:
        for file in _files(root):
            self._lines[str(root / file)] = {}
        for site in sites:
            lines = self._lines[str(root / site.file)]
            for first, last in site.spans:
                for line in range(first, last + 1):
                    if lines.setdefault(line, site) != site:
                        raise NotASite(f"{site} shares a statement with {lines[line]}")


class Coverage:
    """Sites reached and sites at which a process died, before or after the call took effect."""

    def __init__(self, root: Path, *others: Path) -> None:
        self.sites = Sites(root, *others)
        self.visits: Counter[tuple[Site, str]] = Counter()
        self.cuts: Counter[tuple[Site, str, str]] = Counter()

    def another(self) -> "Coverage":
        """An empty one of the same sites: the source is read once, even if somebody edits it meanwhile."""
        empty = copy(self)
        empty.visits, empty.cuts = Counter(), Counter()
        return empty

    def site(self) -> Site:
        """Where the caller's stack leaves the code. Raises NotASite."""
        return self.sites.current(sys._getframe(1))

    def visit(self, site: Site, operation: str) -> None:
        """A call is made there."""
        self.visits[site, operation] += 1

    def cut(self, site: Site, operation: str, when: str) -> None:
        """The process dies there, "before" or "after"."""
        self.cuts[site, operation, when] += 1

    def merge(self, others: "Iterable[Coverage]") -> None:
        """Adds what others saw of the same code."""
        for other in others:
            self.visits += other.visits
            self.cuts += other.cuts

    def missing(self) -> list[str]:
        """What no history has reached yet, or not cut, a line each."""
        reached, cut = {site for site, _ in self.visits}, self._cut()
        lost = [f"{site}: never reached" for site in self.sites.all if site not in reached]
        for site in self.sites.all:
            lost += [
                f"{site}: never cut {when}"
                for when in ("before", "after")
                if site in reached and (site, when) not in cut
            ]
        return lost

    def report(self) -> str:
        """A table, and the sum of it in the last line."""
        rows = [("call site", "operation", "visits", "cut before", "cut after")]
        for site in self.sites.all:
            operations = sorted(operation for one, operation in self.visits if one == site)
            for operation in operations or ["never reached"]:
                before, after = (self.cuts[site, operation, when] for when in ("before", "after"))
                visits = self.visits[site, operation]
                rows.append((str(site), operation, str(visits), str(before), str(after)))
        widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
        lines = [
            "  ".join(
                [cell.ljust(width) for cell, width in zip(row[:2], widths, strict=False)]
                + [cell.rjust(width) for cell, width in zip(row[2:], widths[2:], strict=True)]
            )
            for row in rows
        ]
        total = len(self.sites.all)
        reached = len({site for site, _ in self.visits} & set(self.sites.all))
        lines.append(f"{reached} of {total} call sites reached, {len(self._cut())} of {2 * total} cuts")
        return "\n".join(lines)

    def _cut(self) -> set[tuple[Site, str]]:
        known = set(self.sites.all)
        return {(site, when) for site, _, when in self.cuts if site in known}


def in_source(root: Path) -> Iterator[Site]:
    """Every site of the code at `root`, in order."""
    trees = {file: ast.parse((root / file).read_text(encoding="utf-8")) for file in _files(root)}
    table = ast.parse((root / MEANS[0]).read_text(encoding="utf-8"))
    rows = _rows([table, *trees.values()])
    for file, tree in trees.items():
        for function, node in _functions(tree, ""):
            seen: Counter[str] = Counter()
            for call, statement in _nodes(node):
                what = _what(call, rows) if isinstance(call, ast.Call) else None
                if what and isinstance(call, ast.Call):
                    seen[what] += 1
                    spans = (_span(call, statement), *_iterated(call, statement, node, rows))
                    yield Site(file, function, what, seen[what], spans)


def _files(root: Path) -> list[str]:
    found = sorted(path.relative_to(root).as_posix() for path in (root / "chalicelib").rglob("*.py"))
    return [file for file in found if not file.startswith(MEANS)]


def _rows(trees: list[ast.Module]) -> set[str]:
    """Names of the classes derived from Row."""
    bases = {
        node.name: {base.id for base in node.bases if isinstance(base, ast.Name)}
        for tree in trees
        for node in ast.walk(tree)
        if isinstance(node, ast.ClassDef)
    }
    rows = {"Row"}
    while more := {name for name, of in bases.items() if of & rows} - rows:
        rows |= more
    return rows


def _functions(node: ast.AST, prefix: str) -> Iterator[tuple[str, Function]]:
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            name = f"{prefix}{child.name}"
            if not isinstance(child, ast.ClassDef):
                yield name, child
            yield from _functions(child, f"{name}.")
        else:
            yield from _functions(child, prefix)


def _nodes(function: Function) -> Iterator[tuple[ast.AST, ast.stmt]]:
    """Everything in a function with its innermost statement, inner functions left out."""

    def within(node: ast.AST, statement: ast.stmt) -> Iterator[tuple[ast.AST, ast.stmt]]:
        if isinstance(node, Function | ast.ClassDef):
            return
        if isinstance(node, ast.stmt):
            statement = node
        yield node, statement
        for child in ast.iter_child_nodes(node):
            yield from within(child, statement)

    for part in function.body:
        yield from within(part, part)


def _what(call: ast.Call, rows: set[str]) -> str | None:
    """The name of a call that leaves the process, else None."""
    chain = _chain(call.func)
    root, last = chain[0].removesuffix("()"), chain[-1]
    leaves = (
        (len(chain) == 1 and last in OF_TABLE)
        or (chain[0] == "connection()" and len(chain) > 1)
        or (root in rows and last in ON_ROWS)
        or ("ctx" in chain[:-2] and chain[-2] in PORTS and last not in AT_HOME)
    )
    return ".".join(chain) if leaves else None


def _chain(called: ast.expr) -> list[str]:
    """["ctx", "voice", "dial"] or ["connection()", "query"]; anything but a name at its root is ""."""
    if isinstance(called, ast.Attribute):
        return [*_chain(called.value), called.attr]
    if isinstance(called, ast.Call) and isinstance(called.func, ast.Name):
        return [f"{called.func.id}()"]
    return [called.id if isinstance(called, ast.Name) else ""]


def _span(inner: ast.AST, statement: ast.stmt) -> Span:
    """The statement's lines; of one that has others below it, its own part only."""
    held: ast.expr | ast.stmt = statement
    if hasattr(statement, "body"):
        parts = (part for part in ast.walk(statement) if isinstance(part, ast.expr))
        held = next(part for part in parts if any(one is inner for one in ast.walk(part)))
    return held.lineno, held.end_lineno or held.lineno


def _iterated(call: ast.Call, statement: ast.stmt, function: Function, rows: set[str]) -> Iterator[Span]:
    """Where else in the function a lazy result that was given a name may be iterated."""
    chain = _chain(call.func)
    lazy = chain[-1] in LAZY and (len(chain) == 1 or chain[0] in rows)
    if not lazy or not isinstance(statement, ast.Assign) or statement.value is not call:
        return
    names = {target.id for target in statement.targets if isinstance(target, ast.Name)}
    for used, user in _nodes(function):
        if isinstance(used, ast.Name) and used.id in names and isinstance(used.ctx, ast.Load):
            yield _span(used, user)
