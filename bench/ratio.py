"""One figure of this project over its floor, both measured in the same run."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Ratio:
    """`value` may be at most `limit`; `detail` says what was divided by what."""

    name: str
    value: float
    limit: float
    detail: str

    @property
    def held(self) -> bool:
        """Whether the limit was kept."""
        return self.value <= self.limit
