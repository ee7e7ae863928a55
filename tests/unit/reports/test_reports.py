"""Figures of real calls, from the event log to the page."""

import csv
import io

from chalicelib.reports import service
from chalicelib.reports.model import Sums
from tests.house import house
from tests.people import Agent
from tests.scene import scene
from tests.unit.quality.summaries import complete, over

DAYS = "from=2027-01-14&until=2027-01-16"


def test_a_finished_call_is_in_the_report_of_its_hour_lane_and_agent() -> None:
    with scene() as s:
        s.talk(4)
        s.hold(True)
        s.house.wait(3)
        s.hold(False)
        s.house.wait(2)
        s.hang_up()
        s.house.wait(5)
        s.wrap_up("Pronto.")
        service.build_hours(s.house.ctx)
        service.build_hours(s.house.ctx)
        for grain in ("hour", "day"):
            service.build_days(s.house.ctx)
            report = s.agent.send("GET", "/reports/calls", query=f"{DAYS}&grain={grain}")[1]
            totals = report["totals"]
            assert (totals["requested"], totals["handled"], totals["unanswered"]) == (1, 1, 0)
            assert (totals["due"], totals["within_promise"]) == (1, 1)
            end = next(item for item in s.story() if item["kind"] == "attempt.ended")
            assert (totals["talk_ms"], totals["hold_ms"]) == (end["talk_ms"], end["hold_ms"])
            assert totals["wrap_up_ms"] >= 5_000
            mine = [row for row in report["rows"] if row["agent_id"] == "ana"]
            assert [(row["lane"], row["agent_name"]) for row in mine] == [("BR:payments", "Ana")]
        own = s.agent.send("GET", "/me/figures")[1]["figures"]
        assert (own["handled"], own["talk_ms"]) == (1, totals["talk_ms"])


def test_a_customer_not_reached_counts_as_such() -> None:
    with scene(script="invalid") as s:
        s.join().house.wait(5)
        service.build_hours(s.house.ctx)
        totals = s.agent.send("GET", "/reports/calls", query=DAYS)[1]["totals"]
        assert (totals["handled"], totals["unanswered"], totals["talk_ms"]) == (0, 1, 0)


def test_how_a_call_sounded_counts_for_its_agent_number_and_carrier() -> None:
    with house() as h:
        s = over(h)
        complete(h)
        service.build_hours(h.ctx)
        for grain in ("hour", "day"):
            service.build_days(h.ctx)
            report = s.agent.send("GET", "/reports/calls", query=f"{DAYS}&grain={grain}")[1]
            totals = report["totals"]
            assert (totals["heard"], totals["poor"], totals["scored"]) == (1, 1, 1)
            assert 400 < totals["mos_hundredths"] < 450
            (mine,) = [row for row in report["rows"] if row["agent_id"] == "ana"]
            assert mine["figures"]["poor"] == 1
            (line,) = report["lines"]
            assert (line["our_number"], line["country"]) == ("+551130001000", "BR")
            assert (line["heard"], line["poor"]) == (1, 1) and line["carrier"].startswith("Rede")
        text = s.agent.send("GET", "/reports/calls.csv", query=DAYS)[1]["text"]
        rows = list(csv.DictReader(io.StringIO(text)))
        assert [row["poor"] for row in rows if row["our_number"] == "'+551130001000"] == ["1"]
        assert [row["poor"] for row in rows if row["agent_id"] == "ana"] == ["1"]
        assert {row["handled"] for row in rows if row["our_number"]} == {""}


def test_the_spreadsheet_runs_nothing() -> None:
    with scene() as s:
        Agent(s.house, "mal", ("BR:returns",))
        from chalicelib.agents import service as agents

        agents.enrol(s.house.ctx, "ana", "=cmd()", "BR", ["BR:payments"], "pt-BR")
        s.hang_up()
        s.house.ctx.cache.clear()
        s.house.draw()
        s.id = s.claim()
        s.talk(4)
        s.hang_up()
        service.build_hours(s.house.ctx)
        text = s.agent.send("GET", "/reports/calls.csv", query=DAYS)[1]["text"]
        assert "'=cmd()" in text and ",=cmd()" not in text


def test_a_day_without_calls_is_an_empty_report_and_says_it_was_not_built() -> None:
    with scene() as s:
        report = s.agent.send("GET", "/reports/calls", query="from=2027-02-01&until=2027-02-01")[1]
        assert report["rows"] == [] and report["generated_at_ms"] is None


def test_sums_that_only_a_newer_release_counts_are_left_out() -> None:
    assert Sums.of({"handled": 2, "counted_later": 1}) == Sums(handled=2)
