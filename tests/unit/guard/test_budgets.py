"""What calls to a country may cost in a day: reserved with the dial, settled with the end, then no more."""

from dataclasses import replace

import pytest

from chalicelib.guard import service as guard
from chalicelib.guard import store
from chalicelib.guard.model import estimate, limits
from chalicelib.kernel.errors import DomainError
from chalicelib.table import commit
from chalicelib.telephony import store as attempts
from tests.house import House
from tests.people import ask
from tests.scene import ANSWERS, BUSY, SILENT, scene

BUDGET = limits().countries["BR"].budget_cents
MINUTE = limits().countries["BR"].mobile_cents


def today(h: House) -> guard.Country:
    """Brazil."""
    return guard.read_country(h.ctx, "BR")


def spend(h: House, cents: int) -> None:
    """Others' calls; `live` stays as it was."""
    at_ms = h.ctx.now_ms()
    calls, _ = guard.dial(h.ctx, "BR", "+5511900000000", "mobile")
    commit([*calls])
    commit([store.settle("BR", at_ms, cents - estimate("BR", "mobile"))])
    h.ctx.cache.clear()


def test_a_call_is_reserved_at_its_estimate_and_settled_at_its_minutes() -> None:
    with scene(ANSWERS) as s:
        s.talk(4)
        on_the_line = today(s.house)
        assert (on_the_line.spent_cents, on_the_line.live, on_the_line.dials) == (
            estimate("BR", "mobile"),
            1,
            1,
        )
        s.house.wait(65)
        s.hang_up()
        s.house.wait(1)
        after = today(s.house)
        assert (after.spent_cents, after.live, after.dials) == (2 * MINUTE, 0, 1)


@pytest.mark.parametrize("phone", [BUSY, SILENT])
def test_a_phone_that_only_rang_costs_nothing(phone: str) -> None:
    with scene(phone) as s:
        s.join().house.wait(60)
        assert s.attempt()["state"] == "ended"
        after = today(s.house)
        assert (after.spent_cents, after.live, after.dials) == (0, 0, 1)


def test_a_spent_budget_stops_the_dial_before_the_carrier_is_asked_and_loses_nobody() -> None:
    with scene() as s:
        spend(s.house, BUDGET)
        s.join()
        attempt = s.attempt()
        assert (attempt["state"], attempt["outcome"]) == ("ended", "carrier_unavailable")
        assert s.customers() == []
        assert s.agent.activity() == "available"
        assert [one["reason"] for one in s.story() if one["kind"] == "attempt.ended"] == ["country_budget"]
        assert "attempt.dialled" not in s.kinds()
        s.house.wait(100)
        assert s.callback()["status"] == "queued"
        s.nobody_is_on_the_line()
        after = today(s.house)
        assert (after.live, after.barred, after.spent_cents) == (0, 1, BUDGET)
        assert s.agent.next() is None, "nobody is claimed only to be stopped again"
        assert s.callback()["position"] == 1


def test_other_countries_are_called_while_one_is_stopped() -> None:
    with scene() as s:
        spend(s.house, BUDGET)
        assert not guard.may_call(s.house.ctx, "BR")
        assert guard.may_call(s.house.ctx, "MX")


def test_a_supervisor_raises_the_budget_once_and_the_call_goes_through() -> None:
    with scene() as s:
        spend(s.house, BUDGET)
        s.join().house.wait(100)
        assert ask(s.house, sub="8")["status_code"] == 429
        more = guard.reset(s.house.ctx, "BR", "sofia", "Sofia")
        assert (more.breaker_open, more.raised_by, more.raised_at_ms) == (
            False,
            "Sofia",
            s.house.ctx.now_ms(),
        )
        assert more.budget_cents == BUDGET + BUDGET * limits().raise_percent // 100
        with pytest.raises(DomainError, match="budget_raised_already"):
            guard.reset(s.house.ctx, "BR", "bruno", "Bruno")
        assert ask(s.house, sub="8")["status_code"] == 201
        s.id = s.claim()
        s.talk()
        s.house.world.advance(24 * 3_600_000)
        assert today(s.house).raised_at_ms is None, "another day, another budget"


def test_a_call_over_midnight_is_settled_on_the_day_it_was_dialled() -> None:
    with scene() as s:
        s.talk(4)
        dialled = s.house.ctx.now_ms()
        to_midnight = 86_400_000 - dialled % 86_400_000
        s.house.world.advance(to_midnight)
        s.hang_up()
        s.house.wait(1)
        yesterday = store.read_budget("BR", dialled)
        assert int(yesterday.live) == 0
        assert int(yesterday.spent_cents) % MINUTE == 0 and int(yesterday.spent_cents) > MINUTE
        assert today(s.house).dials == 0


def test_no_more_calls_at_once_than_the_country_allows() -> None:
    with scene() as s:
        most = limits().countries["BR"].live
        commit([store._budget("seed", "BR", s.house.ctx.now_ms(), [store.BudgetRow.live.add(most)])])
        s.house.ctx.cache.clear()
        s.join()
        assert s.attempt()["outcome"] == "carrier_unavailable"
        assert [one["reason"] for one in s.story() if one["kind"] == "attempt.ended"] == ["country_live"]
        assert s.customers() == []


def test_a_number_is_not_rung_by_a_third_agent_while_two_talk_to_it() -> None:
    with scene() as s:
        at_ms = s.house.ctx.now_ms()
        for _ in range(limits().live_per_number):
            commit(guard.dial(s.house.ctx, "BR", ANSWERS, "mobile")[0])
        s.join()
        assert s.attempt()["outcome"] == "busy"
        assert s.customers() == []
        call = guard.Call("BR", ANSWERS, "mobile", at_ms)
        commit(guard.call_over(s.house.ctx, call, estimate("BR", "mobile"), 0))
        commit(guard.dial(s.house.ctx, "BR", ANSWERS, "mobile")[0])


def test_a_call_lasts_no_longer_than_its_country_allows() -> None:
    with scene() as s:
        ctx = s.house.ctx
        assert guard.call_limit_s(ctx, "BR") == 3600
        assert guard.call_limit_s(ctx, "HN") == limits().countries["HN"].call_limit_s == 1800
        ctx.settings = replace(ctx.settings, call_limit_s=600)
        assert guard.call_limit_s(ctx, "HN") == 600


def test_an_attempt_begun_by_a_release_without_a_guard_leaves_the_count_alone() -> None:
    with scene() as s:
        s.talk(4)
        old = attempts.read(s.id)
        assert old is not None
        old.reserved_cents = None
        commit([attempts.save(old)])
        s.hang_up()
        s.house.wait(1)
        assert today(s.house).live == 1, "as it was: to the end of the day one too many, never one too few"
