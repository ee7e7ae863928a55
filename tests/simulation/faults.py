"""What goes wrong in a history, and how often. The names are those of docs/simulation.md."""

import math
from collections.abc import Collection, Mapping

from tests.simulation.dice import Dice

ODDS: Mapping[str, tuple[float, float]] = {
    "crash": (0.005, 0.1),
    "throttle": (0.002, 0.05),
    "conflict": (0.005, 0.2),
    "timeout": (0.002, 0.04),
    "repeat": (0.005, 0.1),
    "stale": (0.02, 0.5),
    "slow": (0.005, 0.1),
    "cold": (0.02, 0.5),
    "redeliver": (0.02, 0.4),
    "dead": (0.2, 1.0),
    "late": (0.02, 0.3),
    "webhook_twice": (0.02, 0.4),
    "webhook_late": (0.02, 0.5),
    "webhook_lost": (0.01, 0.3),
    "carrier_busy": (0.02, 0.3),
    "carrier_broken": (0.02, 0.3),
    "carrier_silent": (0.02, 0.3),
    "skew": (0.3, 1.0),
    "browser": (0.05, 0.5),
    "impatience": (0.1, 0.6),
    "deploy": (1.0, 1.0),
    "by_hand": (0.02, 0.3),
    "leave_lost": (0.02, 0.5),
}
"""Between which bounds the probability of a fault lies in a history that has it."""
SMOOTH = ("browser", "impatience", "skew", "cold", "stale", "late", "redeliver", "leave_lost")
"""What may go wrong where little does: none of it keeps a command from the carrier, nor the one word of two
that is enough."""
ROUGH = tuple(kind for kind in ODDS if kind not in SMOOTH)

Hit = tuple[str, int]
"""A fault that happened: its kind and which throw of that kind it was."""


class Faults:
    """Decides each fault. A hit in `spared` does not happen: that is how a history is shrunk."""

    def __init__(self, dice: Dice, without: Collection[str] = (), spared: Collection[Hit] = ()) -> None:
        unknown = [kind for kind in without if kind not in ODDS]
        if unknown:
            raise ValueError(f"there is no fault {', '.join(unknown)}: choose from {', '.join(ODDS)}")
        drawn = dice.of("faults")
        share = drawn.choice((0.0, 0.15, 0.4, 0.4, 0.7, 1.0))
        self.odds: dict[str, float] = {}
        for kind, (low, high) in ODDS.items():
            chosen, height = drawn.random() < share, drawn.random()
            odds = math.exp(math.log(low) + height * (math.log(high) - math.log(low)))
            self.odds[kind] = odds if chosen and kind not in without else 0.0
        self.smooth = not any(self.odds[kind] for kind in ROUGH)
        self.hits: list[Hit] = []
        self._spared = frozenset(spared)
        self._throws = dict.fromkeys(ODDS, 0)
        self._dice = {kind: dice.of(f"fault {kind}") for kind, odds in self.odds.items() if odds}

    def hit(self, kind: str) -> bool:
        """Whether it happens now."""
        odds = self.odds[kind]
        if not odds:
            return False
        self._throws[kind] += 1
        if self._dice[kind].random() >= odds:
            return False
        one = (kind, self._throws[kind])
        if one in self._spared:
            return False
        self.hits.append(one)
        return True

    def stop(self) -> None:
        """Nothing goes wrong any more."""
        self.odds = dict.fromkeys(self.odds, 0.0)
