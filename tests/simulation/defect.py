"""A mistake an engineer could make."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Defect:
    """`before` becomes `after` in `file`; one of `breaks` (docs/simulation.md) must tell."""

    name: str
    what: str
    file: str
    before: str
    after: str
    breaks: tuple[str, ...]
