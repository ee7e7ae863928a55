"""How a leg sounded: as measured where the twin carries its media, else as scripted."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

_MEASURES = ("jitter_ms", "jitter_max_ms", "loss_percent", "rtt_ms")


@dataclass(frozen=True)
class Quality:
    """Means over the call. `tags` are those of Voice Insights; `packets` were received from the leg."""

    jitter_ms: float = 1.2
    jitter_max_ms: float = 4.8
    loss_percent: float = 0.0
    rtt_ms: float = 48.0
    packets: int = 500
    tags: tuple[str, ...] = ()

    @classmethod
    def parse(cls, given: Mapping[str, Any]) -> "Quality":
        """Build from JSON; what is not named is as on a good line. Raises ValueError."""
        if unknown := sorted(set(given) - {*_MEASURES, "tags"}):
            raise ValueError(f"unknown fields: {', '.join(unknown)}")
        fields: dict[str, Any] = {name: float(given[name]) for name in _MEASURES if name in given}
        if bad := [name for name, value in fields.items() if not 0 <= value <= 60_000]:
            raise ValueError(f"must be 0 to 60000: {', '.join(bad)}")
        if not isinstance(given.get("tags", []), list):
            raise ValueError("tags must be a list")
        return cls(**fields, tags=tuple(str(tag) for tag in given.get("tags", [])))

    def as_json(self) -> dict[str, Any]:
        return asdict(self)

    @property
    def lost(self) -> int:
        """Packets that never came."""
        return round(self.packets * self.loss_percent / 100)

    @property
    def mos(self) -> float:
        """Mean opinion score, 1 to 4.4, by the simplified E-model (ITU-T G.107) that the browser SDK
        goes by too."""
        latency_ms = self.rtt_ms + 2 * self.jitter_ms + 10
        rating = 94.768 - (latency_ms / 40 if latency_ms < 160 else (latency_ms - 120) / 10)
        rating = max(0.0, min(100.0, rating - 2.5 * self.loss_percent))
        return max(1.0, 1 + 0.035 * rating + 0.000007 * rating * (rating - 60) * (100 - rating))


LINES = {
    "good": Quality(),
    "poor": Quality(
        jitter_ms=46.0,
        jitter_max_ms=180.0,
        loss_percent=6.5,
        rtt_ms=420.0,
        tags=("high_jitter", "high_packet_loss"),
    ),
}
