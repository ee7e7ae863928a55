"""Who may take a callback and when, where it stands, how long it waits: pure, for any numbers."""

from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from chalicelib.kernel.words import TIERS, Outcome, Tier
from chalicelib.queue.model import (
    TIER_RANK,
    Request,
    Server,
    Standing,
    ages_at_ms,
    expires_at_ms,
    free_from_ms,
    place,
    tier_above,
)
from chalicelib.queue.policy import MAX_RETURNS, RETURNS, Ageing, Policy, fate_of, policy_of

LANE = "CO:account"
BASE = policy_of(LANE)
HOUR_MS = 3_600_000
OUTCOMES: tuple[Outcome, ...] = (
    "completed",
    "busy",
    "no_answer",
    "rejected",
    "machine",
    "failed",
    "invalid_number",
    "cancelled",
    "agent_never_joined",
    "agent_dropped",
    "agent_lost",
    "carrier_unavailable",
)
times = st.integers(0, 2_000_000_000_000)
seconds = st.integers(1, 100_000)
tiers = st.sampled_from(TIERS)
agents = st.builds(
    lambda name, special: Server(name, frozenset([LANE]), frozenset([LANE] if special else [])),
    st.sampled_from(["ana", "bruno", "carla"]),
    st.booleans(),
)


@st.composite
def policies(draw: st.DrawFn) -> Policy:
    first = draw(st.sampled_from(("nobody", "specialists", "generalists")))
    return replace(
        BASE,
        first=first,
        head_start_s=0 if first == "nobody" else draw(seconds),
        sticky_s=draw(st.integers(0, 600)),
        ageing=draw(st.none() | st.builds(Ageing, before_s=seconds, tiers=st.sampled_from((1, 2)))),
    )


@st.composite
def standings(draw: st.DrawFn, policy: Policy) -> Standing:
    since, spoke_to = draw(times), draw(st.none() | st.sampled_from(["ana", "bruno"]))
    return Standing(
        why="returned" if spoke_to else "asked",
        since_ms=since,
        aged=draw(st.integers(0, 2)),
        last_agent_id=spoke_to,
        sticky_until_ms=since + policy.sticky_s * 1000 if spoke_to else 0,
    )


def asked(tier: Tier = "standard", at_ms: int = 0) -> Request:
    return Request(
        callback_id="cb-1",
        customer_id="buyer-7",
        customer_name="Marta",
        role="buyer",
        level=None,
        site="AR",
        topic="payments",
        tier=tier,
        country="AR",
        locale="es",
        phone="+541150001000",
        question="?",
        order_id=None,
        requested_at_ms=at_ms,
        promised_until_ms=at_ms + 2 * HOUR_MS,
    )


@given(st.data(), policies(), agents)
def test_whoever_is_kept_is_kept_for_a_while_and_then_for_anybody(
    data: st.DataObject, policy: Policy, agent: Server
) -> None:
    standing = data.draw(standings(policy))
    longest = standing.since_ms + max(policy.head_start_s, policy.sticky_s) * 1000
    assert free_from_ms(policy, standing, agent, LANE) <= longest


@given(st.data(), policies(), agents)
def test_the_agent_they_spoke_to_may_at_once(data: st.DataObject, policy: Policy, agent: Server) -> None:
    standing = replace(data.draw(standings(policy)), last_agent_id=agent.agent_id)
    assert free_from_ms(policy, standing, agent, LANE) == 0


@given(st.data(), policies())
def test_a_head_start_is_for_its_level_and_nobody_else(data: st.DataObject, policy: Policy) -> None:
    standing = replace(data.draw(standings(policy)), last_agent_id=None, sticky_until_ms=0)
    free = {
        level: free_from_ms(policy, standing, Server("x", frozenset([LANE]), frozenset(special)), LANE)
        for level, special in (("specialists", [LANE]), ("generalists", ["AR:returns"]))
    }
    for level, at_ms in free.items():
        kept = policy.first not in ("nobody", level)
        assert at_ms == (standing.since_ms + policy.head_start_s * 1000 if kept else 0)


@given(
    tiers,
    tiers,
    st.booleans(),
    st.booleans(),
    st.text("01", min_size=3, max_size=3),
    st.text("01", min_size=3, max_size=3),
)
def test_places_are_strict_tiers_then_returning_then_time(
    tier: Tier, other: Tier, returning: bool, returned: bool, key: str, later: str
) -> None:
    mine = (TIER_RANK[tier], not returning, key)
    theirs = (TIER_RANK[other], not returned, later)
    assert (place(tier, key, returning) < place(other, later, returned)) == (mine < theirs)


@given(policies(), tiers, times)
def test_ageing_goes_so_far_and_no_further(policy: Policy, tier: Tier, at_ms: int) -> None:
    request, standing, moves = asked(tier, at_ms), Standing(why="asked", since_ms=at_ms), 0
    while (ages_at := ages_at_ms(policy, request, standing)) is not None:
        assert policy.ageing is not None
        assert ages_at == request.promised_until_ms - policy.ageing.before_s * 1000
        better = tier_above(request.tier)
        assert TIER_RANK[better] < TIER_RANK[request.tier]
        request, moves = replace(request, tier=better), moves + 1
        standing = replace(standing, aged=moves)
    assert moves <= (policy.ageing.tiers if policy.ageing else 0)


@given(times, st.integers(0, 100 * HOUR_MS))
def test_a_request_expires_so_long_after_its_promise(at_ms: int, wait_ms: int) -> None:
    request = replace(asked(at_ms=at_ms), promised_until_ms=at_ms + wait_ms)
    assert expires_at_ms(BASE, request) == at_ms + wait_ms + BASE.expires_s * 1000


@given(
    st.sampled_from(["BR:payments", "CO:account", "MX:account"]),
    st.lists(st.sampled_from(OUTCOMES)),
)
def test_attempts_end_whatever_comes(lane: str, outcomes: list[Outcome]) -> None:
    """As many tries as the most patient outcome allows, and so many returns between them."""
    policy, tries, attempts = policy_of(lane), 0, 0
    most = max(retry.tries for retry in policy.retries.values())
    for outcome in outcomes:
        attempts += 1
        tries += outcome not in RETURNS
        if fate_of(policy, outcome, tries, attempts) in ("completed", "unanswered"):
            break
    assert tries <= most
    assert attempts <= most + MAX_RETURNS


@given(st.sampled_from([one for one in OUTCOMES if one in RETURNS]), st.integers(0, 5))
def test_what_is_no_fault_of_the_customers_costs_no_try(outcome: Outcome, tries: int) -> None:
    assert fate_of(BASE, outcome, tries, tries + 1) == "return"
    assert fate_of(BASE, outcome, tries, tries + MAX_RETURNS) == "unanswered"
