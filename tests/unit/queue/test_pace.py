"""A lane's pace, from real calls to what the customer is told; and what is learnt of a day."""

from typing import Any

from msgspec.structs import replace

from chalicelib.agents import service as agents
from chalicelib.crm.model import Event
from chalicelib.queue import pace, promise, service, shape
from chalicelib.queue.estimate import STALE_MS, estimate
from chalicelib.queue.measure import PRIOR, USUAL_CYCLE_MS, USUAL_GAP_MS, paces
from chalicelib.reports import pace as reports
from tests.people import Agent, ask
from tests.scene import scene


def test_calls_make_a_pace_and_a_pace_makes_an_estimate() -> None:
    with scene() as s:
        ask(s.house, sub="8", phone="+5511987650004")
        s.house.draw()
        s.talk(60)
        s.hang_up()
        s.house.wait(5)
        s.wrap_up()
        s.agent.send("PUT", "/me/presence", {"presence": "break", "reason": "rest"})
        Agent(s.house, "bruno", ("BR:payments", "BR:returns")).ready()
        reports.measure(s.house.ctx)
        found = pace.read("BR:payments")
        assert found is not None
        assert (found.own.taken, found.own.handled, found.free) == (1, 1, 1)
        assert found.pool.joined == (0, 0, 0, 0, 0, 2)
        assert found.own.agents[2] < 1, "Bruno serves two lanes, and Ana is on a break"
        waiting = next(iter(service.waiting(["BR:payments"])))
        told = service.wait_of(s.house.ctx, service.find(waiting.request.callback_id), 1)
        assert told is not None and told.basis == "default"
        assert told.low_ms <= told.wait_ms == found.gap_ms <= told.high_ms
        assert service.wait_of(s.house.ctx, service.find(waiting.request.callback_id), None) is None


def test_nobody_there_and_old_news_promise_nothing() -> None:
    with scene() as s:
        reports.measure(s.house.ctx)
        found, now = pace.read("BR:payments"), s.house.ctx.now_ms()
        assert estimate(1, 5, now, found, now) is not None
        assert estimate(1, 5, now, found, now + STALE_MS + 1) is None
        assert estimate(1, 5, now, None, now) is None
        nobody = paces([], {}, (), now)
        assert nobody == {}
        s.agent.send("PUT", "/me/presence", {"presence": "offline"})
        reports.measure(s.house.ctx)
        assert estimate(1, 5, now, pace.read("BR:payments"), now) is None


def test_presence_is_what_was_chosen_whatever_the_agent_is_doing() -> None:
    with scene() as s:
        assert agents.present("BR") == {"ana": ["BR:payments"]}
        s.talk(5)
        assert agents.present("BR") == {"ana": ["BR:payments"]}, "on a call, and there for the next"
        s.agent.send("PUT", "/me/presence", {"presence": "break", "reason": "meal"})
        assert agents.present("BR") == {}, "on a call, but not there for the next"
        s.agent.send("PUT", "/me/presence", {"presence": "available"})
        agents.enrol(s.house.ctx, "ana", "Ana", "AR", ["AR:payments"], "es")
        assert (agents.present("BR"), agents.present("AR")) == ({}, {"ana": ["AR:payments"]})


def test_measuring_again_gives_the_same_and_is_written_once() -> None:
    with scene() as s:
        ctx = s.house.ctx
        assert reports.measure(ctx) == 1
        first = pace.read("BR:payments")
        s.house.wait(1)
        assert reports.measure(ctx) == 0
        ctx.cache.clear()
        assert reports.measure(ctx) == 1
        again = pace.read("BR:payments")
        assert first is not None and again is not None
        assert replace(again, measured_at_ms=first.measured_at_ms) == first


def test_a_pace_is_read_once_in_a_while_only() -> None:
    with scene() as s:
        reports.measure(s.house.ctx)
        callback = service.find(s.asked["callback"]["id"])
        before = service.wait_of(s.house.ctx, callback, 4)
        s.agent.send("PUT", "/me/presence", {"presence": "offline"})
        reports.measure(s.house.ctx)
        assert service.wait_of(s.house.ctx, callback, 4) == before
        s.house.wait(promise.KEPT_MS / 1000 + 1)
        assert service.wait_of(s.house.ctx, callback, 4) is None


def fact(kind: str, minute: int, number: int, **data: Any) -> Event:
    """In BR:payments, by Ana; so many minutes after the beginning."""
    return Event(
        kind=kind,
        at_ms=minute * 60_000,
        customer_id="buyer-7",
        site="BR",
        lane="BR:payments",
        callback_id=f"cb-{number}",
        attempt_id=f"att-{number}",
        agent_id="ana",
        data=data,
    )


def test_a_lane_sees_who_waits_in_the_lanes_its_agents_serve_too() -> None:
    facts = [
        fact("callback.queued", 1, 1, tier="standard"),
        fact("callback.queued", 2, 2, tier="standard"),
        fact("callback.queued", 3, 3, tier="standard"),
        fact("callback.moved", 4, 2, tier_from="standard", tier="high", reason="aged"),
        fact("callback.claimed", 5, 1, waited_ms=240_000),
        fact("callback.cancelled", 6, 3, reason="customer"),
    ]
    serve_both = {"ana": ["BR:payments", "BR:returns"]}
    found = paces(facts, serve_both, (), 10 * 60_000)
    assert found["BR:returns"].others == ((0, 0), (0, 0), (0, 0), (1, 2 * 60_000), (0, 0), (0, 0))
    assert found["BR:payments"].others == ((0, 0),) * 6
    assert (found["BR:returns"].free, found["BR:returns"].pool.joined) == (0, (0, 0, 0, 1, 0, 3))
    apart = paces(facts, {"ana": ["BR:payments"], "bruno": ["BR:returns"]}, (), 10 * 60_000)
    assert apart["BR:returns"].others == ((0, 0),) * 6
    assert apart["BR:returns"].shared == (0, 0, 0)


def test_a_call_counts_once_and_only_the_gap_in_which_somebody_waited() -> None:
    facts = [
        fact("callback.claimed", 1, 1, waited_ms=0),
        fact("attempt.ended", 5, 1, outcome="completed"),
        fact("attempt.wrapped_up", 6, 1),
        fact("callback.claimed", 16, 2, waited_ms=30_000),
        fact("attempt.wrapped_up", 17, 1, note="late"),
        fact("attempt.ended", 17, 2, outcome="no_answer"),
    ]
    found = paces(facts, {"ana": ["BR:payments"]}, (), 20 * 60_000)["BR:payments"]
    assert (found.own.handled, found.own.taken, found.free) == (2, 2, 1)
    assert found.gap_ms == (30_000 + PRIOR * USUAL_GAP_MS) // (1 + PRIOR)
    usual_ms = USUAL_CYCLE_MS - USUAL_GAP_MS
    assert found.own.cycle_ms - found.gap_ms == (300_000 + 60_000 + PRIOR * usual_ms) // (2 + PRIOR)


def test_a_shift_that_begins_later_is_foreseen() -> None:
    known = shape.blank()
    for step, there in ((40, 4), (41, 4), (42, 12)):
        for _ in range(15):
            shape.learn(known, step, there, 3)
    ahead = shape.ahead(known, 40)
    assert ahead[:4] == ((1.0, 1.0), (1.0, 1.0), (3.0, 1.0), (1.0, 1.0)), "and of the rest nothing is known"


def test_a_day_is_learnt_from_the_last_days_mostly() -> None:
    known = shape.blank()
    for there in (10, 10, 10, 10, 20, 20, 20, 20):
        for _ in range(15):
            shape.learn(known, 40, there, 0)
    assert 15 < known.agents[40] < 20
