"""Many agents press at the same instant, on a DynamoDB that really serves many at once."""

import threading
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from typing import Any

from chalicelib.agents import service as agents
from chalicelib.kernel.context import Context
from chalicelib.kernel.errors import DomainError
from chalicelib.kernel.ids import Ids
from chalicelib.queue import service as queue
from chalicelib.queue.service import Request
from chalicelib.telephony import claims
from tests.people import LANES, wait_in_line

AGENTS, CALLBACKS = 50, 60
CLAIMS_AT_MOST = 20


def test_fifty_agents_and_sixty_customers_make_fifty_calls_best_first(ctx: Context) -> None:
    asked = [wait_in_line(ctx, f"seller-{number}", number) for number in range(CALLBACKS)]
    names = [enrol(ctx, f"racer-{number}") for number in range(AGENTS)]
    best_first = [request.callback_id for request in sorted(asked, key=place)]

    won = together([lambda name=name: claim_until_told(ctx, name) for name in names])

    claimed = Counter(attempt.request.callback_id for attempt in won)
    assert set(claimed.values()) == {1}
    assert set(claimed) == set(best_first[:AGENTS])
    assert sorted(attempt.agent_id for attempt in won) == sorted(names)
    left = [row.sk.partition("#")[2] for row in queue.waiting(LANES)]
    assert left == best_first[AGENTS:]
    for name in names:
        assert agents.find(ctx, name).activity == "busy"


def test_a_double_click_is_one_call(ctx: Context) -> None:
    for number in range(CALLBACKS, CALLBACKS + 4):
        wait_in_line(ctx, f"seller-{number}", number)
    name = enrol(ctx, "impatient")
    before = len(list(queue.waiting(LANES)))

    won = together([lambda: claim_until_told(ctx, name)] * 4)

    assert len({attempt.attempt_id for attempt in won}) == 1
    assert len(list(queue.waiting(LANES))) == before - 1


def claim_until_told(ctx: Context, agent_id: str) -> Any:
    """Presses again when told that it is busy, as the desk says; any other error is a failure."""
    mine = replace(ctx, ids=Ids(ctx.clock), cache={})
    for _ in range(CLAIMS_AT_MOST):
        try:
            attempt = claims.claim(mine, agent_id)
        except DomainError as error:
            assert error.code == "busy", error.code
            continue
        assert attempt is not None, "told that nobody waits while somebody does"
        return attempt
    raise AssertionError("busy for ever")


def together(work: list[Callable[[], Any]]) -> list[Any]:
    """All at the same instant."""
    start = threading.Barrier(len(work))

    def begin(one: Callable[[], Any]) -> Any:
        start.wait()
        return one()

    with ThreadPoolExecutor(len(work)) as pool:
        return list(pool.map(begin, work))


def enrol(ctx: Context, agent_id: str) -> str:
    """An available agent of both lanes."""
    agents.enrol(ctx, agent_id, agent_id, "BR", LANES, "pt-BR")
    agents.set_presence(ctx, agent_id, "available", None)
    return agent_id


def place(request: Request) -> tuple[int, str]:
    """Strict tiers, then arrival."""
    return ("urgent", "high", "standard").index(request.tier), request.callback_id
