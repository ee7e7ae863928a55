"""Makes a phone pattern small enough for the browser: the same numbers, known by their first digits.

A shape accepts every number its pattern accepts, and some more that differ after the first digits:
the form never refuses what the API would take, and the API has the last word.
"""

import importlib
import re
from collections.abc import Callable, Iterable
from typing import Any

# Python's own reading of a pattern; private, but only a developer's tool leans on it.
sre: Any = importlib.import_module("re._parser")
DIGITS = "0123456789"
Prefixes = frozenset[tuple[str, int]]


def prefixes(pattern: str, depth: int) -> Prefixes:
    """(first `depth` digits, length) of every number that a libphonenumber pattern matches."""
    return frozenset((text[:depth], length) for text, length in _walk(sre.parse(pattern), depth))


def shape(found: Iterable[tuple[str, int]]) -> str:
    """A pattern of exactly these beginnings and lengths."""
    by_tail: dict[str, set[str]] = {}
    for text, length in found:
        by_tail.setdefault(_any(length - len(text)), set()).add(text)
    return "|".join(_trie(texts) + tail for tail, texts in sorted(by_tail.items()))


def groups(found: Iterable[tuple[str, int]], grouped: Callable[[str, int], str | None]) -> str:
    """How digits are grouped: "11:2 4-4,3 3-4" reads "11…: 2 4-4; any other of 10 digits: 3 3-4".

    `grouped` gives the sizes for a beginning and a length, None where no number begins so.
    """
    by_sizes: dict[tuple[int, str], set[str]] = {}
    for text, length in found:
        sizes = grouped(text, length)
        if sizes is not None:
            by_sizes.setdefault((length, sizes), set()).add(text)
    out = []
    lengths = sorted({length for length, _ in by_sizes})
    for length in lengths:
        leads = {sizes: _trie(texts) for (n, sizes), texts in by_sizes.items() if n == length}
        # The one with the longest list goes last, without it; half-typed longer numbers pass it by.
        *listed, last = sorted(leads, key=lambda sizes: (len(leads[sizes]), sizes))
        texts = {text for (n, _), every in by_sizes.items() if n == length for text in every}
        coarse = _places(texts) if length != lengths[-1] else ""
        out += [f"{leads[sizes]}:{sizes}" for sizes in listed] + [f"{coarse}:{last}" if coarse else last]
    return ",".join(out)


def _walk(parsed: Any, depth: int) -> set[tuple[str, int]]:
    out = {("", 0)}
    for kind, value in parsed:
        parts = _part(str(kind), value, depth)
        out = {((a + b)[:depth] if n == len(a) else a, n + m) for a, n in out for b, m in parts}
    return out


def _part(kind: str, value: Any, depth: int) -> set[tuple[str, int]]:
    if kind == "LITERAL":
        return {(chr(value), 1)}
    if kind == "IN":
        return {(digit, 1) for digit in DIGITS if _within(digit, value)}
    if kind == "SUBPATTERN":
        return _walk(value[-1], depth)
    if kind == "BRANCH":
        return {one for branch in value[1] for one in _walk(branch, depth)}
    if kind == "MAX_REPEAT":
        least, most, inner = value
        return {one for times in range(least, most + 1) for one in _walk(list(inner) * times, depth)}
    raise ValueError(f"a phone pattern with {kind}")


def _within(digit: str, choices: Any) -> bool:
    tests: dict[str, Callable[[Any], bool]] = {
        "LITERAL": lambda value: chr(value) == digit,
        "RANGE": lambda value: value[0] <= ord(digit) <= value[1],
        "CATEGORY": lambda value: str(value) == "CATEGORY_DIGIT",
    }
    return any(tests[str(kind)](value) for kind, value in choices)


def _trie(texts: set[str]) -> str:
    """Alternatives grouped by what may follow, so that digits with the same future share a class."""
    futures: dict[frozenset[str], list[str]] = {}
    for digit in DIGITS:
        rest = frozenset(text[1:] for text in texts if text.startswith(digit))
        if rest:
            futures.setdefault(rest, []).append(digit)
    branches = [
        _class(digits) + ("" if rest == {""} else _trie(set(rest))) for rest, digits in futures.items()
    ]
    return branches[0] if len(branches) == 1 else f"({'|'.join(branches)})"


def _places(texts: set[str]) -> str:
    """Which digits stand in each of the first places."""
    classes = "".join(_class(sorted({text[place] for text in texts})) for place in range(len(min(texts))))
    return re.sub(r"(\\d)+$", "", classes)


def _class(digits: list[str]) -> str:
    if len(digits) == 10:
        return r"\d"
    if len(digits) == 1:
        return digits[0]
    runs = re.sub(
        r"(\d)(\d*)",
        lambda run: run[0] if len(run[0]) < 3 else f"{run[0][0]}-{run[0][-1]}",
        re.sub(
            r"(?<=(\d))(?=(\d))", lambda gap: "" if int(gap[2]) == int(gap[1]) + 1 else ",", "".join(digits)
        ),
    )
    return f"[{runs.replace(',', '')}]"


def _any(count: int) -> str:
    return r"\d" * count if count < 3 else rf"\d{{{count}}}"
