"""The live board, a call's record, its recording and the report of scores, looked at in every state."""

import re
import time
from typing import Any

from playwright.sync_api import Page, Route, expect

from local.bar_states import OVER
from local.bar_told import Told
from tests.journeys.desk import LONG_MS, Desk
from tests.journeys.looks import SMALL
from tests.journeys.outside import Json
from tests.journeys.scene import Scene
from tests.journeys.test_screens import Gallery, folder, gallery

__all__ = ["folder", "gallery"]

MINUTE_MS = 60_000
FIGURES = {
    "requested": 14,
    "handled": 11,
    "unanswered": 2,
    "returned": 1,
    "cancelled": 1,
    "due": 13,
    "within_promise": 12,
    "wait_ms": 31 * MINUTE_MS,
    "ring_ms": 2 * MINUTE_MS,
    "talk_ms": 58 * MINUTE_MS,
    "hold_ms": 4 * MINUTE_MS,
    "wrap_up_ms": 6 * MINUTE_MS,
    "heard": 11,
    "poor": 2,
    "scored": 10,
    "mos_hundredths": 4_210,
    "surveyed": 6,
    "promoters": 4,
    "detractors": 1,
    "solved": 3,
    "unsolved": 1,
}
LONG_NAME = "Maria Aparecida Conceição de Albuquerque Cavalcanti"


def test_the_live_board(scene: Scene, gallery: Gallery) -> None:
    scene.agent()
    desk = scene.supervisors_desk()
    page, board = desk.page, re.compile("/api/board$")
    held: list[Route] = []
    page.get_by_role("link", name=desk.words("nav.board")).click()
    expect(page.locator("[data-agent]").first).to_be_visible(timeout=LONG_MS)
    page.route(board, lambda route: held.append(route))
    page.reload()
    desk.says(desk.words("board.title", site=scene.site))
    gallery.desk(page, "board-loading", SMALL)
    page.route(board, lambda route: route.fulfill(status=404, json={"code": "not_found"}))
    for route in held:
        route.abort()
    page.reload()
    expect(page.get_by_role("alert")).to_be_visible(timeout=LONG_MS)
    gallery.desk(page, "board-failed", SMALL)
    page.unroute_all(behavior="ignoreErrors")
    page.route(board, _nobody)
    page.reload()
    desk.says(desk.words("board.calls.none"))
    gallery.desk(page, "board-empty", SMALL)
    page.route(board, _everybody)
    page.reload()
    expect(page.locator("[data-call]")).to_have_count(5, timeout=LONG_MS)
    gallery.desk(page, "board", SMALL)
    page.locator("[data-agent]").first.get_by_role("button").click()
    gallery.desk(page, "board-menu", SMALL)
    page.get_by_role("menuitem", name=desk.words("board.message.open")).click()
    page.get_by_role("textbox").fill("Confira o pedido. " * 11)
    gallery.desk(page, "board-message", SMALL)


def _nobody(route: Route) -> None:
    route.fulfill(json=route.fetch().json() | {"agents": [], "calls": []})


def _everybody(route: Route) -> None:
    """Agents in every activity and calls in every state, with what names can be."""
    now_ms = int(time.time() * 1000)
    agents = [
        _agent(now_ms, "busy", LONG_NAME, attempt_id="call-0", presence="break", reason="meal", unread=3),
        _agent(now_ms, "busy", "Bia Nunes", attempt_id="call-1"),
        _agent(now_ms, "wrap-up", "Caio Lopes", presence="offline", set_by=LONG_NAME),
        _agent(now_ms, "available", "Dora Melo"),
        _agent(now_ms, "break", "Enzo Reis", presence="break", reason="rest", set_by="Sofia Prado"),
        _agent(now_ms, "offline", "Fábio Luz", presence="offline"),
    ]
    crowd = [
        _party("specialist", LONG_NAME),
        _party("seller", "Loja Aurora"),
        _party("supervisor", "Sofia Prado", mode="whisper"),
    ]
    calls = [
        _call(now_ms, 0, LONG_NAME, help_since_ms=now_ms - MINUTE_MS, participants=crowd, hold_ms=95_000),
        _call(now_ms, 1, "Bia Nunes", on_hold=True, hold_ms=31_000),
        _call(now_ms, 2, "Gil Maia", participants=[_party("supervisor", "Sofia Prado", mode="listen")]),
        _call(now_ms, 3, "Ivo Dias", state="dialling", connected_at_ms=None),
        _call(now_ms, 4, "Lia Paz"),
    ]
    route.fulfill(json=route.fetch().json() | {"agents": agents, "calls": calls, "now_ms": now_ms})


def _agent(now_ms: int, activity: str, name: str, **more: Any) -> Json:
    one: Json = {"id": name, "name": name, "activity": activity, "presence": "available", "reason": None}
    one |= {"set_by": None, "since_ms": now_ms - 7 * MINUTE_MS, "attempt_id": None, "unread": 0}
    return one | more


def _call(now_ms: int, number: int, agent: str, **more: Any) -> Json:
    at_ms = now_ms - (5 - number) * 3 * MINUTE_MS
    one: Json = {"id": f"call-{number}", "agent_id": agent, "agent_name": agent, "customer_name": LONG_NAME}
    one |= {"customer_role": "buyer", "lane": "BR:payments", "tier": "standard", "state": "connected"}
    one |= {"claimed_at_ms": at_ms, "connected_at_ms": at_ms, "on_hold": False, "hold_ms": 0}
    return one | {"help_since_ms": None, "participants": []} | more


def _party(kind: str, name: str, mode: str | None = None) -> Json:
    return {
        "label": f"{kind}-1",
        "kind": kind,
        "name": name,
        "agent_id": None,
        "state": "joined",
        "mode": mode,
    }


def test_the_record_of_a_call_and_its_recording(scene: Scene, gallery: Gallery) -> None:
    asked = scene.ask(script="answers", answer_after_ms=1_000)
    desk = scene.desk(scene.agent())
    desk.take_next()
    desk.is_in("on_call")
    expect(desk.page.get_by_test_id("recording")).to_have_attribute("data-state", "on", timeout=LONG_MS)
    told = Told(desk.page)
    desk.press("call.hang_up")
    scene.becomes(asked, "completed")
    # To look at all this takes longer than a wrap-up lasts.
    told.becomes(OVER["ended-by-agent"])
    desk.is_in("ended")
    _played(desk, gallery)
    _recorded(desk, gallery)


def _played(desk: Desk, gallery: Gallery) -> None:
    page, plays = desk.page, re.compile("/api/recordings/plays$")
    row = desk.timeline_has("recording.stored")
    gallery.desk(page, "recording", SMALL)
    held: list[Route] = []
    page.route(plays, lambda route: held.append(route))
    listen = row.get_by_role("button", name=desk.words("recording.listen"))
    listen.click()
    expect(row.get_by_role("button", name=desk.words("recording.opening"))).to_be_visible()
    gallery.desk(page, "recording-opening", SMALL)
    held[0].fulfill(status=404, json={"code": "not_found"})
    expect(row.get_by_role("alert")).to_be_visible()
    gallery.desk(page, "recording-failed", SMALL)
    page.unroute(plays)
    listen.click()
    expect(row.locator("audio")).to_be_visible(timeout=LONG_MS)
    gallery.desk(page, "recording-player", SMALL)


def _recorded(desk: Desk, gallery: Gallery) -> None:
    page, record = desk.page, re.compile("/api/attempts/[^/]+/record$")
    opened = desk.timeline_has("attempt.ended").get_by_role("button", name=desk.words("record.open"))
    page.route(record, lambda route: route.fulfill(status=404, json={"code": "not_found"}))
    opened.click()
    expect(page.get_by_role("dialog").get_by_role("alert")).to_be_visible(timeout=LONG_MS)
    gallery.desk(page, "record-failed", SMALL)
    _closed(page)
    page.route(record, _long)
    opened.click()
    expect(page.get_by_role("dialog").get_by_role("heading", level=3)).to_have_count(3, timeout=LONG_MS)
    gallery.desk(page, "record", SMALL)
    _closed(page)


def _closed(page: Page) -> None:
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_have_count(0)


def _long(route: Route) -> None:
    """A record of three attempts, with all there can be in each."""
    answer = route.fetch().json()
    (one,) = answer["records"]
    more: Json = {"id": "before", "agent_name": LONG_NAME, "survey": {"score": 9, "solved": True}}
    more |= {"hold_ms": 95_000, "outcome": "transferred", "link": "first"}
    answer["records"] = [one | more, one | more | {"id": "between", "link": "transfer"}, one]
    route.fulfill(json=answer)


def test_the_report_with_scores_and_sound_loading_and_failed(scene: Scene, gallery: Gallery) -> None:
    desk = scene.supervisors_desk()
    page, report = desk.page, re.compile(r"/api/reports/calls\?")
    held: list[Route] = []
    page.route(report, lambda route: held.append(route))
    page.get_by_role("link", name=desk.words("nav.reports")).click()
    desk.says(desk.words("report.title", site=scene.site))
    gallery.desk(page, "report-loading", SMALL)
    page.route(report, lambda route: route.fulfill(status=404, json={"code": "not_found"}))
    for route in held:
        route.abort()
    page.reload()
    expect(page.get_by_role("alert")).to_be_visible(timeout=LONG_MS)
    gallery.desk(page, "report-failed", SMALL)
    page.unroute_all(behavior="ignoreErrors")
    page.route(report, _busy_day)
    page.reload()
    desk.says(desk.words("scored.title"))
    gallery.desk(page, "report-scored", SMALL)
    page.get_by_role("heading", name=desk.words("sounded.title")).scroll_into_view_if_needed()
    gallery.desk(page, "report-sounded", SMALL)


def _busy_day(route: Route) -> None:
    """Hours of two agents, each with scores."""
    answer = route.fetch().json()
    row: Json = {
        "lane": f"{answer['site']}:payments",
        "agent_id": "one",
        "agent_name": LONG_NAME,
        "figures": FIGURES,
    }
    hours = [answer["from_ms"] + hour * 60 * MINUTE_MS for hour in range(8, 18)]
    rows = [row | {"from_ms": at_ms} for at_ms in hours]
    rows += [one | {"agent_id": "two", "agent_name": "Bia Nunes"} for one in rows]
    totals = {name: count * len(rows) for name, count in FIGURES.items()}
    line: Json = {"our_number": "+551130001000", "country": "BR", "carrier": "Operadora de Telefonia do Sul"}
    line |= {"from_ms": hours[0], "heard": 11, "poor": 2, "scored": 10, "mos_hundredths": 4_210}
    built = {"generated_at_ms": answer["from_ms"] + 60 * MINUTE_MS, "lines": [line]}
    route.fulfill(json=answer | built | {"totals": totals, "rows": rows})
