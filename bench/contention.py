"""Claimers at the same instant: transactions lost per claim, and whether the order held.

Threads of one process on the emulator's DynamoDB, one site, two lanes, three tiers. The figure counts
transactions that DynamoDB refused because another claimer was at the same row, over the claims that won. The
limit is losing to every other claimer once for each claim: more would be a storm of retries.
"""

import threading
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from typing import Any

from bench.ratio import Ratio
from bench.warm import Bench, emulated
from chalicelib import table
from chalicelib.agents import service as agents
from chalicelib.kernel.context import Context
from chalicelib.kernel.ids import Ids
from chalicelib.queue.model import place
from chalicelib.queue.service import Request
from chalicelib.telephony import claims
from tests.people import LANES, wait_in_line

RUNS = ((1, 40), (10, 60), (50, 100))


def ratios() -> list[Ratio]:
    """One for each number of claimers."""
    found = []
    with emulated() as endpoint:
        ctx = Bench(endpoint).ctx
        for claimers, waiting in RUNS:
            for number in range(waiting):
                wait_in_line(ctx, f"seller-{claimers}-{number}", number)
            found.append(_race(ctx, claimers, waiting))
    return found


def _race(ctx: Context, claimers: int, waiting: int) -> Ratio:
    lost, won, lock = [0], [], threading.Lock()
    transact = table._transact

    def counted(writes: Any) -> None:
        try:
            transact(writes)
        except Exception:
            with lock:
                lost[0] += 1
            raise

    def work(name: str) -> None:
        mine = replace(ctx, ids=Ids(ctx.clock), cache={})
        for turn in range(waiting // claimers):
            agent = f"{name}-{turn}"
            began = time.perf_counter()
            row = claims.claim(mine, agent)
            with lock:
                won.append((row.request if row else None, began, time.perf_counter()))

    for name in range(claimers):
        for turn in range(waiting // claimers):
            agent = f"racer-{claimers}-{name}-{turn}"
            agents.enrol(ctx, agent, agent, "BR", LANES, "pt-BR")
            agents.set_presence(ctx, agent, "available", None)
    table._transact = counted
    try:
        with ThreadPoolExecutor(claimers) as pool:
            list(pool.map(work, [f"racer-{claimers}-{name}" for name in range(claimers)]))
    finally:
        table._transact = transact
    ids = [request.callback_id for request, _, _ in won if request]
    assert len(ids) == len(set(ids)) == waiting, "a callback was claimed twice, or left"
    title = f"claims lost per claim, {claimers} at once"
    return Ratio(title, lost[0] / waiting, claimers - 1, f"{_overtaken(won)} of {waiting} overtaken")


def _overtaken(won: list[tuple[Request | None, float, float]]) -> int:
    """Callbacks whose claim began only after a claim of a worse one had ended."""
    by_place = sorted(
        (place(request.tier, request.callback_id, False), began, ended)
        for request, began, ended in won
        if request
    )
    count, first_end = 0, float("inf")
    for _, began, ended in reversed(by_place):
        count += began > first_end
        first_end = min(first_end, ended)
    return count
