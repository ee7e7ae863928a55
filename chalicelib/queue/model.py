"""The queue's pure part: what a request is, where it stands in line, who may take it."""

from typing import Literal

from msgspec import Struct
from msgspec.structs import replace

from chalicelib.kernel.words import Level, Locale, Role, Site, Source, Tier, Topic
from chalicelib.queue.policy import Policy, Preference

ENQUEUE_WITHIN_S = 10
"""A request that has no place in line after this long is given one all the same."""
RETURN_WITHIN_S = 90
"""As long a callback waits for its place when somebody may still be on the line: the next agent must not
ring a customer whose phone rings for the last one."""

OPEN = ("received", "queued", "claimed", "dialling", "connected")
TIER_RANK: dict[Tier, int] = {"urgent": 0, "high": 2, "standard": 4}

Reason = Literal["asked", "returned", "retry", "window", "quiet_hours", "aged", "moved", "changed"]
"""Why a callback is where it is. With status received, `window`, `retry` and `quiet_hours` say what it
waits for; every other one is waiting for its place."""
UNTIL_DUE: tuple[Reason, ...] = ("window", "retry", "quiet_hours")


class OtherSide(Struct, frozen=True, omit_defaults=True):
    """Who is on the other side of the order a request is about, and can be asked into its call. `phone` is
    E.164, to be dialled and never shown."""

    name: str
    phone: str


class Live(Struct, frozen=True):
    """The customer is on the line: their call, and since when they have waited in it, UTC ms."""

    call_sid: str
    since_ms: int


class Request(Struct, frozen=True):
    """What a customer asked for. Nobody changes a part of it: another number, window or tier is another
    request in its place, and the callback's `revision` counts them.

    `not_before_ms` is the start of a chosen window, 0 for as soon as possible. `other_side` is of the order
    that came with the request; of one that was on file before, the order itself says it. `live`: they are on
    the line and wait there, and are not dialled (docs/live-call.md).
    """

    callback_id: str
    customer_id: str
    customer_name: str
    role: Role
    level: Level | None
    site: Site
    topic: Topic
    tier: Tier
    country: str
    locale: Locale
    phone: str
    question: str
    order_id: str | None
    requested_at_ms: int
    promised_until_ms: int
    not_before_ms: int = 0
    other_side: OtherSide | None = None
    source: Source = "form"
    live: Live | None = None

    @property
    def lane(self) -> str:
        """Site and topic, for example BR:payments."""
        return lane_of(self.site, self.topic)

    def again(self, callback_id: str, now_ms: int, promised_until_ms: int) -> "Request":
        """The same, asked once more: as soon as possible."""
        return replace(
            self,
            callback_id=callback_id,
            requested_at_ms=now_ms,
            promised_until_ms=promised_until_ms,
            not_before_ms=0,
            source="form",
            live=None,
        )


class Standing(Struct, frozen=True, omit_defaults=True):
    """What its place in line rests on, besides the request.

    tries: attempts that count by the lane's policy. since_ms: since when it has been in line. aged: tiers
    it went up by waiting. last_agent_id: whom the customer spoke to, for whom it is kept until
    sticky_until_ms. last_attempt_id: the attempt before.
    """

    why: Reason
    since_ms: int
    tries: int = 0
    aged: int = 0
    returning: bool = False
    last_agent_id: str | None = None
    sticky_until_ms: int = 0
    last_attempt_id: str | None = None


class Server(Struct, frozen=True):
    """An agent as the queue knows them: a generalist in the lanes where they are no specialist."""

    agent_id: str
    lanes: frozenset[str]
    specialist_in: frozenset[str] = frozenset()


def lane_of(site: str, topic: str) -> str:
    """The name of a lane."""
    return f"{site}:{topic}"


def site_of(lane: str) -> str:
    """The site of a lane."""
    return lane.partition(":")[0]


def tier_of(level: Level | None) -> Tier:
    """Priority by seller level; buyers and other sellers are standard."""
    if level == "platinum":
        return "urgent"
    return "high" if level == "gold" else "standard"


def tier_above(tier: Tier, steps: int = 1) -> Tier:
    """Better by so many tiers; nothing is better than urgent."""
    order: tuple[Tier, ...] = ("urgent", "high", "standard")
    return order[max(0, order.index(tier) - steps)]


def place(tier: Tier, key: str, returning: bool) -> str:
    """Where a callback stands in its lane's line: the smallest place is the best.

    Tiers are strict; in one tier those who return go before fresh ones, and each of the two keeps the
    order in which they asked, because ids ascend with time and `key` is the callback's own. A callback
    that returns therefore has the same place every time. One that lost its place has a newer key.
    """
    return f"{TIER_RANK[tier] + (0 if returning else 1)}#{key}"


def free_from_ms(policy: Policy, standing: Standing, agent: Server, lane: str) -> int:
    """When this agent may take a callback that stands so: 0 for at once.

    A customer who spoke to somebody is kept for them for a while; a fresh one is kept for the lane's
    specialists, or for its generalists, as long as the lane's head start lasts.
    """
    if standing.last_agent_id == agent.agent_id:
        return 0
    level: Preference = "specialists" if lane in agent.specialist_in else "generalists"
    kept_until = standing.sticky_until_ms
    if policy.first not in ("nobody", level):
        kept_until = max(kept_until, standing.since_ms + policy.head_start_s * 1000)
    return kept_until


def expires_at_ms(policy: Policy, request: Request) -> int:
    """When a request is over without a conversation: so long after its promise, which may lie behind a
    weekend."""
    return request.promised_until_ms + policy.expires_s * 1000


def ages_at_ms(policy: Policy, request: Request, standing: Standing) -> int | None:
    """When waiting moves it one tier up: shortly before its promise breaks, and no further than allowed.
    Where a supervisor put it, it stays."""
    ageing = policy.ageing
    if ageing is None or standing.aged >= ageing.tiers or request.tier == "urgent" or standing.why == "moved":
        return None
    return request.promised_until_ms - ageing.before_s * 1000
