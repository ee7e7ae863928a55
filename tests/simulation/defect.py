"""A mistake an engineer could make."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Defect:
    """`before` becomes `after` in `file`; one of `breaks` (docs/simulation.md) must tell. `too`: another
    such pair there, for a mistake that takes two places. `smooth`: looked for where little goes
    wrong, for only there it lasts too long."""

    name: str
    what: str
    file: str
    before: str
    after: str
    breaks: tuple[str, ...]
    too: tuple[str, str] | None = None
    smooth: bool = False
