"""Switches that make the network misbehave, with the odds of each."""

import random
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

_ODDS = (
    "duplicate", "lose", "reorder", "rest_429", "rest_5xx",
    "rest_timeout_before", "rest_timeout_after",
)  # fmt: skip


@dataclass(frozen=True)
class Faults:
    """Odds are 0..1. `lose_kinds` narrows what may be lost (`participant-join`, `call-answered`,
    `amd`, `message`, …; empty means anything). `delay_ms` is the span of extra latency."""

    duplicate: float = 0.0
    lose: float = 0.0
    lose_kinds: tuple[str, ...] = ()
    delay_ms: tuple[int, int] = (0, 0)
    reorder: float = 0.0
    rest_429: float = 0.0
    rest_5xx: float = 0.0
    rest_timeout_before: float = 0.0
    rest_timeout_after: float = 0.0

    @classmethod
    def parse(cls, given: Mapping[str, Any]) -> "Faults":
        """Build from JSON; naming `lose_kinds` alone loses all of those. Raises ValueError."""
        unknown = set(given) - set(cls.__dataclass_fields__)
        if unknown:
            raise ValueError(f"unknown fault switches: {', '.join(sorted(unknown))}")
        fields: dict[str, Any] = {name: float(given[name]) for name in _ODDS if name in given}
        if bad := [name for name in fields if not 0 <= fields[name] <= 1]:
            raise ValueError(f"odds must lie between 0 and 1: {', '.join(bad)}")
        if "lose_kinds" in given:
            fields["lose_kinds"] = tuple(str(kind) for kind in given["lose_kinds"])
            if fields["lose_kinds"]:
                fields.setdefault("lose", 1.0)
        if "delay_ms" in given:
            low, high = (int(ms) for ms in given["delay_ms"])
            if not 0 <= low <= high:
                raise ValueError("delay_ms must be [low, high] with 0 <= low <= high")
            fields["delay_ms"] = (low, high)
        return cls(**fields)

    def as_json(self) -> dict[str, Any]:
        return asdict(self)

    def loses(self, kind: str, dice: random.Random) -> bool:
        named = not self.lose_kinds or kind in self.lose_kinds
        return named and happens(self.lose, dice)

    def delay(self, dice: random.Random) -> int:
        """Extra milliseconds before a callback leaves, including a spell of being overtaken."""
        low, high = self.delay_ms
        wait_ms = dice.randint(low, high) if high else 0
        return wait_ms + (dice.randint(200, 2_000) if happens(self.reorder, dice) else 0)


def happens(odds: float, dice: random.Random) -> bool:
    """Roll only when the switch is on, so that healthy runs draw nothing."""
    return odds > 0 and dice.random() < odds
