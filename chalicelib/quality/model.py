"""How a call sounded, read from Voice Insights' summaries of its two legs. Pure.

Source: https://www.twilio.com/docs/voice/voice-insights/api/call/details-call-summary
"""

from collections.abc import Collection, Iterable, Mapping
from typing import Any, Literal

import msgspec
from msgspec import Struct
from msgspec.structs import asdict

from chalicelib.kernel.words import Party

POOR_MOS = 3.5
POOR_JITTER_MS = 30
POOR_LOSS_PERCENT = 3
NOT_HEARD = frozenset({"high_pdd"})
"""Tags of what nobody hears: how long it took until it rang."""

FIRST_LOOK_MS = 120_000
GIVEN_UP_MS = 86_400_000
HungUp = Literal["customer", "us"]
Edge = Literal["carrier", "client", "sdk", "sip"]
EDGES: tuple[Edge, ...] = ("carrier", "client", "sdk", "sip")
Image = Mapping[str, Mapping[str, Any]]


class _Spread(Struct):
    avg: float | None = None
    max: float | None = None


class _Metrics(Struct):
    jitter: _Spread | None = None
    packets_loss_percentage: float | None = None
    rtt: _Spread | None = None
    mos: _Spread | None = None


class _Edge(Struct):
    metrics: dict[str, _Metrics | None] | None = None


class _Properties(Struct):
    disconnected_by: str | None = None
    direction: str | None = None


class _Address(Struct):
    caller: str | None = None
    callee: str | None = None
    carrier: str | None = None
    country_code: str | None = None


class Summary(Struct):
    """What we read of a summary, by Twilio's own names."""

    processing_state: str | None = None
    tags: list[str] | None = None
    properties: _Properties | None = None
    from_: _Address | None = msgspec.field(name="from", default=None)
    to: _Address | None = None
    carrier_edge: _Edge | None = None
    client_edge: _Edge | None = None
    sdk_edge: _Edge | None = None
    sip_edge: _Edge | None = None


class Stream(Struct, frozen=True, omit_defaults=True):
    """One direction at one edge, `inbound` being to Twilio. Means of the call; None: not told there."""

    edge: Edge
    direction: str
    jitter_ms: int | None = None
    jitter_max_ms: int | None = None
    loss_permille: int | None = None
    rtt_ms: int | None = None
    mos_hundredths: int | None = None
    poor: bool = False


class Leg(Struct, frozen=True, omit_defaults=True):
    """One party's leg. `our_number` is the one it went through; `carrier` and `country` are the party's."""

    party: Party
    streams: tuple[Stream, ...] = ()
    tags: tuple[str, ...] = ()
    hung_up: HungUp | None = None
    our_number: str | None = None
    carrier: str | None = None
    country: str | None = None


class Heard(Struct, frozen=True, omit_defaults=True):
    """A call as a whole: the worst of its streams."""

    poor: bool
    mos_hundredths: int | None = None
    jitter_ms: int | None = None
    loss_permille: int | None = None
    rtt_ms: int | None = None
    hung_up: HungUp | None = None
    our_number: str | None = None
    carrier: str | None = None
    country: str | None = None
    tags: tuple[str, ...] = ()


class Known(Struct, frozen=True):
    """The call as a whole, and each leg with its edges."""

    heard: Heard
    legs: tuple[Leg, ...]


def facts_of(heard: Heard) -> dict[str, Any]:
    """What the timeline is told: what is known."""
    return {name: value for name, value in asdict(heard).items() if value not in (None, ())}


def called_for(new: Image, old: Image) -> bool:
    """Whether a change of the table, its images as the stream has them, is the end of a conversation."""
    return _talked(new) and not _talked(old)


def _talked(image: Image) -> bool:
    if image.get("entity", {}).get("S") != "attempt":
        return False
    call = msgspec.json.decode(image["call"]["S"])
    return call.get("state") == "ended" and "connected_at_ms" in call


def first_look_ms(ended_at_ms: int) -> int:
    """When it is first worth asking."""
    return ended_at_ms + FIRST_LOOK_MS


def next_look_ms(ended_at_ms: int, now_ms: int) -> int | None:
    """Each look at twice the age of the one before, the last one after a day; None after that."""
    age = now_ms - ended_at_ms
    if age >= GIVEN_UP_MS:
        return None
    return ended_at_ms + min(max(2 * age, FIRST_LOOK_MS), GIVEN_UP_MS)


def leg_of(party: Party, told: Mapping[str, Any], ours: Collection[str]) -> Leg | None:
    """A leg by its summary; None for a summary that is none. `ours` are our own numbers: no other is kept."""
    try:
        summary = msgspec.convert(told, Summary, strict=False)
    except msgspec.ValidationError:
        return None
    streams = [
        _stream(edge, direction, metrics)
        for edge in EDGES
        for direction, metrics in ((getattr(summary, f"{edge}_edge") or _Edge()).metrics or {}).items()
        if metrics is not None
    ]
    inbound = (summary.properties or _Properties()).direction == "inbound"
    near, far = (summary.to, summary.from_) if inbound else (summary.from_, summary.to)
    number = (near.callee if inbound else near.caller) if near else None
    return Leg(
        party,
        tuple(streams),
        tuple(summary.tags or ()),
        _hung_up(summary, inbound) if party == "customer" else None,
        number if number in ours else None,
        far.carrier if far else None,
        far.country_code if far else None,
    )


def _stream(edge: Edge, direction: str, metrics: _Metrics) -> Stream:
    jitter, rtt = metrics.jitter or _Spread(), metrics.rtt or _Spread()
    mos, loss = (metrics.mos or _Spread()).avg, metrics.packets_loss_percentage
    return Stream(
        edge,
        direction,
        _whole(jitter.avg),
        _whole(jitter.max),
        _whole(loss, 10),
        _whole(rtt.avg),
        _whole(mos, 100),
        poor=(mos or POOR_MOS) < POOR_MOS
        or (jitter.avg or 0) > POOR_JITTER_MS
        or (loss or 0) > POOR_LOSS_PERCENT,
    )


def _hung_up(summary: Summary, inbound: bool) -> HungUp | None:
    by = (summary.properties or _Properties()).disconnected_by
    if by not in ("caller", "callee"):
        return None
    return "customer" if (by == "caller") == inbound else "us"


def _whole(value: float | None, times: int = 1) -> int | None:
    return None if value is None else round(value * times)


def heard(legs: Iterable[Leg]) -> Heard:
    """The verdict: poor where any stream is, or where Twilio tagged what can be heard."""
    legs = list(legs)
    streams = [stream for leg in legs for stream in leg.streams]
    tags = tuple(sorted({tag for leg in legs for tag in leg.tags}))
    customer = next((leg for leg in legs if leg.party == "customer"), Leg("customer"))
    return Heard(
        poor=any(stream.poor for stream in streams) or bool(set(tags) - NOT_HEARD),
        mos_hundredths=min(_told(streams, "mos_hundredths"), default=None),
        jitter_ms=max(_told(streams, "jitter_ms"), default=None),
        loss_permille=max(_told(streams, "loss_permille"), default=None),
        rtt_ms=max(_told(streams, "rtt_ms"), default=None),
        hung_up=customer.hung_up,
        our_number=customer.our_number,
        carrier=customer.carrier,
        country=customer.country,
        tags=tags,
    )


def _told(streams: list[Stream], name: str) -> list[int]:
    return [value for one in streams if (value := getattr(one, name)) is not None]
