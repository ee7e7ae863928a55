"""An invariant that did not hold."""


class Violation(Exception):
    """`why` says what was seen, in a sentence that names the rows."""

    def __init__(self, invariant: str, why: str) -> None:
        super().__init__(f"{invariant}: {why}")
        self.invariant, self.why = invariant, why


def require(holds: bool, invariant: str, why: str) -> None:
    """Raises Violation unless it holds. Build `why` cheaply: it is made every time."""
    if not holds:
        raise Violation(invariant, why)
