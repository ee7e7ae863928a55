"""What the services in memory answer when they will not, and what they refuse to guess."""

from typing import Any


class Refused(Exception):
    """An error answer of a service. `more` is merged into it, for example CancellationReasons."""

    def __init__(
        self, code: str, message: str = "", status: int = 400, more: dict[str, Any] | None = None
    ) -> None:
        super().__init__(f"{code}: {message}")
        self.code, self.message, self.status, self.more = code, message, status, more or {}


class NotCovered(AssertionError):
    """The conformance suite does not cover this, so nobody knows what the real service would do."""
