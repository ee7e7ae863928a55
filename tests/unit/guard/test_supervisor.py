"""What a supervisor sees of the guard and does about it: of their own site, once a day, on record."""

import json
from typing import Any

from chalicelib.guard import store
from chalicelib.guard.model import limits
from chalicelib.table import commit
from tests.house import House, house
from tests.people import JSON, Agent, ask
from tests.scene import scene

BUDGET = limits().countries["BR"].budget_cents


def budgets(sofia: Agent) -> dict[str, dict[str, Any]]:
    """By country."""
    status, answer = sofia.send("GET", "/guard")
    assert status == 200, answer
    return {one["country"]: one for one in answer["budgets"]}


def spend(h: House, country: str) -> None:
    """All of it."""
    cents = limits().countries[country].budget_cents
    commit([store.settle(country, h.ctx.now_ms(), cents)])
    h.ctx.cache.clear()


def test_a_supervisor_sees_the_countries_of_their_site_and_no_other() -> None:
    with house() as h:
        assert set(budgets(Agent(h, "sofia", ("BR:payments",)))) == {"BR", "PT"}
        answer = Agent(h, "tomas", ("AR:payments",)).send("GET", "/guard")[1]
        assert "AR" in {one["country"] for one in answer["budgets"]}
        assert "BR" not in {one["country"] for one in answer["budgets"]}
        assert (answer["site"], answer["day_ms"] % 86_400_000, answer["refusals"]) == ("AR", 0, [])


def test_what_a_call_costs_is_seen_while_it_goes_on_and_after() -> None:
    with scene() as s:
        assert budgets(s.agent)["BR"]["dials"] == 0
        s.talk()
        seen = budgets(s.agent)["BR"]
        assert (seen["dials"], seen["live"], seen["breaker_open"]) == (1, 1, False)
        assert seen["spent_minor"] > 0 and seen["budget_minor"] == BUDGET and seen["currency"] == "USD"
        s.hang_up()
        s.house.wait(1)
        seen = budgets(s.agent)["BR"]
        assert (seen["live"], seen["spent_minor"]) == (0, limits().countries["BR"].mobile_cents)


def test_a_breaker_is_seen_and_reset_once_with_who_and_when() -> None:
    with house() as h:
        sofia = Agent(h, "sofia")
        spend(h, "BR")
        assert ask(h)["status_code"] == 429
        assert budgets(sofia)["BR"]["breaker_open"] is True
        assert sofia.send("GET", "/guard")[1]["refusals"] == [{"why": "country_budget", "count": 1}]
        status, seen = sofia.send("POST", "/guard/BR/reset")
        assert (status, seen["breaker_open"], seen["raised_by"]) == (200, False, "Sofia")
        assert seen["raised_at_ms"] == h.ctx.now_ms()
        assert seen["raised_minor"] == BUDGET * limits().raise_percent // 100
        assert seen["budget_minor"] == BUDGET + seen["raised_minor"]
        status, refused = sofia.send("POST", "/guard/BR/reset")
        assert (status, refused["code"]) == (409, "budget_raised_already")
        assert ask(h)["status_code"] == 201


def test_a_country_of_another_site_does_not_exist_for_them() -> None:
    with house() as h:
        sofia = Agent(h, "sofia")
        before = h.items()
        for country in ("AR", "US", "br", "B%52"):
            status, answer = sofia.send("POST", f"/guard/{country}/reset")
            assert (status, answer["code"]) == (404, "not_found")
        assert h.items() == before


def test_another_number_counts_like_another_request() -> None:
    with house() as h:
        asked = ask(h)
        headers = JSON | {"Authorization": f"Bearer {asked['token']}"}
        path = f"/callbacks/{asked['callback']['id']}"

        def change(phone: str) -> int:
            return h.http("PATCH", path, json.dumps({"phone": phone}), headers)[0]

        assert change("+5511987650009") == 200
        most = limits().counters["person"].per_hour
        answers = [change(f"+551198766{n:04}") for n in range(most - 1)]
        assert answers == [200] * (most - 2) + [429]
        assert change(f"+551198766{most - 3:04}") == 200, "the number it has already costs nothing"
