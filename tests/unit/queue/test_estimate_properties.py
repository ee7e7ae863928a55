"""What must hold of every estimate, whatever a lane has been through."""

from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from chalicelib.queue.estimate import RANKS, STALE_MS, Pace, Work, estimate

NOW_MS = 1_800_000_000_000
AGENTS = st.floats(0.1, 500)
FACTORS = st.floats(0.2, 5.0)
WORKS = st.builds(
    Work,
    agents=st.tuples(AGENTS, AGENTS, AGENTS),
    cycle_ms=st.integers(10_000, 7_200_000),
    spread=st.floats(0.01, 4),
    handled=st.integers(0, 2_000),
    joined=st.tuples(*[st.integers(0, 500)] * RANKS),
    taken=st.integers(0, 2_000),
    gone=st.integers(0, 500),
)
PACES = st.builds(
    Pace,
    measured_at_ms=st.integers(NOW_MS - STALE_MS, NOW_MS),
    own=WORKS,
    pool=WORKS,
    shared=st.tuples(*[st.floats(0, 1)] * 3),
    others=st.tuples(*[st.tuples(st.integers(0, 500), st.integers(NOW_MS - 7_200_000, NOW_MS))] * RANKS),
    free=st.integers(0, 20),
    gap_ms=st.integers(0, 600_000),
    ahead=st.lists(st.tuples(FACTORS, FACTORS), max_size=32).map(tuple),
)
POSITIONS = st.integers(1, 3_000)
RANK = st.integers(0, RANKS - 1)
SINCE = st.integers(NOW_MS - 7_200_000, NOW_MS)


def wait(position: int, rank: int, since_ms: int, pace: Pace) -> int:
    told = estimate(position, rank, since_ms, pace, NOW_MS)
    assert told is not None
    return told.wait_ms


@given(POSITIONS, RANK, SINCE, PACES)
def test_it_is_never_negative_and_lies_in_its_interval(
    position: int, rank: int, since_ms: int, pace: Pace
) -> None:
    told = estimate(position, rank, since_ms, pace, NOW_MS)
    assert told is not None
    assert 0 <= told.low_ms <= told.wait_ms <= told.high_ms


@given(POSITIONS, st.integers(0, 200), RANK, SINCE, PACES)
def test_who_stands_further_back_is_never_promised_less(
    position: int, more: int, rank: int, since_ms: int, pace: Pace
) -> None:
    assert wait(position, rank, since_ms, pace) <= wait(position + more, rank, since_ms, pace)


@given(POSITIONS, RANK, SINCE, PACES, st.floats(1, 20))
def test_more_agents_never_make_it_longer(
    position: int, rank: int, since_ms: int, pace: Pace, times: float
) -> None:
    def with_more(work: Work) -> Work:
        first, second, third = (one * times for one in work.agents)
        return replace(work, agents=(first, second, third))

    larger = replace(pace, own=with_more(pace.own), pool=with_more(pace.pool))
    assert wait(position, rank, since_ms, larger) <= wait(position, rank, since_ms, pace)


@given(POSITIONS, RANK, SINCE, PACES, st.integers(1, 500))
def test_more_who_wait_in_lanes_with_the_same_agents_never_make_it_shorter(
    position: int, rank: int, since_ms: int, pace: Pace, more: int
) -> None:
    others = tuple((count + more, first) for count, first in pace.others)
    assert wait(position, rank, since_ms, pace) <= wait(
        position, rank, since_ms, replace(pace, others=others)
    )
