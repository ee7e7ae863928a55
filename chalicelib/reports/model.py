"""Call figures from the event log: sums per hour, lane and agent. Pure."""

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, fields
from datetime import date
from typing import Any, Protocol, TypeVar

from chalicelib.kernel.wall_clock import local_date, wall_ms
from chalicelib.kernel.words import TALKED

HOUR_MS = 3_600_000
PROMOTER_FROM, DETRACTOR_TO = 9, 6
"""Of 0 to 10. Source: https://www.netpromoter.com/know/"""


@dataclass
class Sums:
    """See Figures in schema.py for what each counts."""

    requested: int = 0
    handled: int = 0
    unanswered: int = 0
    returned: int = 0
    cancelled: int = 0
    due: int = 0
    within_promise: int = 0
    wait_ms: int = 0
    ring_ms: int = 0
    talk_ms: int = 0
    hold_ms: int = 0
    wrap_up_ms: int = 0
    heard: int = 0
    poor: int = 0
    scored: int = 0
    mos_hundredths: int = 0
    surveyed: int = 0
    promoters: int = 0
    detractors: int = 0
    solved: int = 0
    unsolved: int = 0

    @classmethod
    def of(cls, written: Mapping[str, int]) -> "Sums":
        """As they were written; without what only a newer release counts."""
        return cls(**{one.name: written[one.name] for one in fields(cls) if one.name in written})

    def add(self, other: "Sums") -> None:
        """Adds every sum of the other."""
        for one in fields(self):
            setattr(self, one.name, getattr(self, one.name) + getattr(other, one.name))


class Fact(Protocol):
    """What the figures read of an event."""

    @property
    def kind(self) -> str: ...
    @property
    def at_ms(self) -> float: ...
    @property
    def lane(self) -> str | None: ...
    @property
    def agent_id(self) -> str | None: ...
    @property
    def agent_name(self) -> str | None: ...
    @property
    def data(self) -> Mapping[str, Any]: ...


Key = tuple[str, str | None, str | None]
"""Lane, agent id, agent name; an agent is None for what no agent did."""


Line = tuple[str | None, str | None, str | None]
"""Our number, and the country and carrier of the customer's; None for what Voice Insights did not tell."""
K = TypeVar("K", Key, Line)


def figures(events: Iterable[Fact]) -> dict[Key, Sums]:
    """Sums of the events of one hour."""
    rows: dict[Key, Sums] = {}
    for event in events:
        sums = _of(event)
        if sums is not None:
            key = (event.lane or "", event.agent_id, event.agent_name)
            rows.setdefault(key, Sums()).add(sums)
    return rows


def lines(events: Iterable[Fact]) -> dict[Line, Sums]:
    """How the calls of one hour sounded, by the way they took."""
    rows: dict[Line, Sums] = {}
    for event in events:
        if event.kind == "attempt.quality":
            told = event.data
            key = (told.get("our_number"), told.get("country"), told.get("carrier"))
            rows.setdefault(key, Sums()).add(_heard(told))
    return rows


def _heard(told: Mapping[str, Any]) -> Sums:
    mos = told.get("mos_hundredths")
    return Sums(heard=1, poor=int(told["poor"]), scored=int(mos is not None), mos_hundredths=mos or 0)


def _answered(told: Mapping[str, Any]) -> Sums:
    score, solved = int(told["score"]), told.get("solved")
    return Sums(
        surveyed=1,
        promoters=int(score >= PROMOTER_FROM),
        detractors=int(score <= DETRACTOR_TO),
        solved=int(solved is True),
        unsolved=int(solved is False),
    )


def _of(event: Fact) -> Sums | None:
    data = event.data
    match event.kind:
        case "callback.requested":
            return Sums(requested=1)
        case "callback.cancelled":
            return Sums(cancelled=1)
        case "callback.returned":
            return Sums(returned=1)
        case "callback.unanswered":
            return Sums(unanswered=1)
        case "attempt.dialled" | "attempt.answered":
            kept = event.at_ms <= data.get("promised_until_ms", 0)
            return Sums(due=1, within_promise=int(kept))
        case "attempt.ended" if data.get("outcome") in TALKED and "waited_ms" in data:
            # A transfer that the customer did not wait for is completed without a conversation.
            return Sums(
                handled=1,
                wait_ms=data.get("waited_ms", 0),
                ring_ms=data.get("rang_ms", 0),
                talk_ms=data.get("talk_ms", 0),
                hold_ms=data.get("hold_ms", 0),
            )
        case "attempt.wrapped_up":
            return Sums(wrap_up_ms=data.get("wrap_up_ms", 0))
        case "attempt.quality":
            return _heard(data)
        case "survey.answered":
            return _answered(data)
    return None


def hour_start(at_ms: int) -> int:
    """The UTC hour in which a moment falls."""
    return at_ms - at_ms % HOUR_MS


def day_bounds(zone: str, first: date, last: date) -> tuple[int, int]:
    """[start, end) in UTC ms of the days `first` to `last` in a zone."""
    return wall_ms(first, "00:00", zone), wall_ms(last, "24:00", zone)


def by_day(zone: str, hours: Iterable[tuple[int, dict[K, Sums]]]) -> dict[int, dict[K, Sums]]:
    """Hours gathered into the days of a zone; keys are the days' starts in UTC ms.

    A zone whose offset is not whole hours would split an hour; none of our sites' is.
    """
    days: dict[int, dict[K, Sums]] = {}
    for start, rows in hours:
        bucket = days.setdefault(wall_ms(local_date(start, zone), "00:00", zone), {})
        for key, sums in rows.items():
            bucket.setdefault(key, Sums()).add(sums)
    return days


def total(rows: Iterable[Sums]) -> Sums:
    """All of them together."""
    everything = Sums()
    for sums in rows:
        everything.add(sums)
    return everything


def as_dict(sums: Sums) -> dict[str, int]:
    """As stored."""
    return asdict(sums)
