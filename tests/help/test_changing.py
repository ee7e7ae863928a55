"""The customer's own page while nobody has the callback: what it says, another time, another number."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.help.conftest import axe
from tests.help.stand import OVER, Stand, callback, customer_token, day, slots

MINUTE_MS = 60_000
ESTIMATE = {"wait_ms": 12 * MINUTE_MS, "low_ms": 8 * MINUTE_MS, "high_ms": 20 * MINUTE_MS}
HOURS = {"wait_ms": 95 * MINUTE_MS, "low_ms": 50 * MINUTE_MS, "high_ms": 190 * MINUTE_MS}
LATER: dict[str, Any] = {"status": "received", "position": None}


def in_days(days: int) -> str:
    """A date in São Paulo."""
    return (datetime.now(UTC) + timedelta(days=days, hours=-3)).date().isoformat()


def opened(page: Page, stand: Stand, **changes: Any) -> Page:
    """The page of a callback that stands so."""
    stand.callback = callback(**changes)
    page.goto(stand.link())
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    return page


@pytest.mark.parametrize(
    ("locale", "estimate", "sentence"),
    [
        ("pt-BR", ESTIMATE, "Cerca de 12 minutos, entre 8 e 20"),
        ("es", HOURS, "Cerca de 1,5 horas, entre 1 y 3"),
        ("en", ESTIMATE | {"wait_ms": 1, "low_ms": 0, "high_ms": 1}, "About 1 minute"),
        ("pt-BR", ESTIMATE | {"low_ms": 0}, "Cerca de 12 minutos, talvez até 20"),
    ],
)
def test_the_wait_is_told_with_its_interval(
    page: Page, stand: Stand, locale: str, estimate: dict[str, int], sentence: str
) -> None:
    opened(page, stand, locale=locale, estimate=estimate)
    expect(page.get_by_text(sentence, exact=True)).to_be_visible()


def test_a_position_that_is_not_exact_is_about(page: Page, stand: Stand) -> None:
    opened(page, stand, locale="en", position=214, position_exact=False)
    expect(page.get_by_role("heading", name="About 213 people ahead of you")).to_be_visible()


def test_a_promise_that_broke_is_said_to_be_broken(page: Page, stand: Stand) -> None:
    late = callback()["now_ms"] - MINUTE_MS
    opened(page, stand, locale="en", window={"from_ms": late - MINUTE_MS, "until_ms": late})
    expect(page.get_by_text("It is past the time we promised.")).to_be_visible()


def test_waiting_for_a_time_says_for_which(page: Page, stand: Stand) -> None:
    [slot] = slots(in_days(2), 10)
    opened(
        page,
        stand,
        **LATER,
        why="window",
        window=slot,
        chosen_window=True,
        next_attempt_at_ms=slot["from_ms"],
    )
    expect(page.get_by_role("heading", name="Ligamos no horário que você escolheu")).to_be_visible()
    expect(page.get_by_text("entre 10:00 e 11:00")).to_be_visible()
    expect(page.get_by_text("Agendada")).to_be_visible()
    soon = int(datetime.now(UTC).timestamp() * 1000) + 13 * MINUTE_MS
    stand.move(why="retry", attempts=1, next_attempt_at_ms=soon)
    expect(page.get_by_role("heading", name="Não conseguimos falar com você")).to_be_visible(timeout=20_000)
    expect(page.get_by_text("Tentamos de novo")).to_be_visible()


def test_a_closed_site_says_when_it_opens(page: Page, stand: Stand) -> None:
    [monday] = slots(in_days(2), 8)
    opened(page, stand, locale="en", opens_at_ms=monday["from_ms"])
    expect(page.get_by_text("We open on")).to_be_visible()
    expect(page.get_by_text("We will call by")).to_be_visible()
    assert axe(page) == []


def test_quiet_hours_and_a_closed_lane_are_explained(page: Page, stand: Stand) -> None:
    soon = int(datetime.now(UTC).timestamp() * 1000) + 13 * MINUTE_MS
    opened(page, stand, **LATER, why="quiet_hours", next_attempt_at_ms=soon)
    expect(page.get_by_role("heading", name="A esta hora não ligamos")).to_be_visible()
    opened(page, stand, lane_state="closed", estimate=ESTIMATE)
    page.reload()
    expect(page.get_by_text("As ligações deste assunto estão suspensas.")).to_be_visible()
    expect(page.get_by_text("Cerca de 12 minutos")).to_have_count(0)
    opened(page, stand, lane_state="closed", lane_message="Voltamos às 16 h.")
    page.reload()
    expect(page.get_by_text("Voltamos às 16 h.")).to_be_visible()


def test_another_time_is_chosen_with_the_keyboard_alone(page: Page, stand: Stand) -> None:
    date = in_days(1)
    stand.days[date] = day(date, reason="open", slots=slots(date, 9, 10, 11))
    opened(page, stand)
    page.get_by_role("button", name="Escolher outro horário").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Escolher outro horário")).to_be_focused()
    expect(page.get_by_label("Dia", exact=True)).to_have_value(date)
    page.get_by_role("button", name="Ligar neste horário").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("alert").filter(has_text="Escolha um horário.")).to_be_visible()
    expect(page.get_by_role("radio", name="09:00")).to_be_focused()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Ligamos no horário que você escolheu")).to_be_focused()
    assert stand.asked("PATCH", "/api/callbacks/01JCB") == [{"window": slots(date, 10)[0]}]
    page.get_by_role("button", name="Ligar o quanto antes").click()
    expect(page.get_by_role("heading", name="2 pessoas na sua frente")).to_be_focused()
    assert stand.asked("PATCH", "/api/callbacks/01JCB")[1] == {"window": None}
    expect(page.get_by_role("button", name="Ligar o quanto antes")).to_have_count(0)


def test_a_day_without_times_says_why(page: Page, stand: Stand) -> None:
    date = in_days(2)
    stand.days = {
        in_days(0): day(in_days(0), reason="open"),
        in_days(1): day(in_days(1), reason="holiday", holiday="Tiradentes"),
        date: day(date, reason="open", slots=slots(date, 14), message="Inventário pela manhã."),
        in_days(4): day(in_days(4), reason="closed", message="Mudança de escritório."),
    }
    opened(page, stand)
    page.get_by_role("button", name="Escolher outro horário").click()
    expect(page.get_by_label("Dia", exact=True)).to_have_value(date)
    expect(page.get_by_text("Inventário pela manhã.")).to_be_visible()
    said = page.locator(".panel").get_by_role("status")
    page.get_by_role("button", name="Dia anterior").click()
    expect(said).to_contain_text("Não trabalhamos no feriado: Tiradentes.")
    assert axe(page) == []
    page.get_by_role("button", name="Dia anterior").click()
    expect(said).to_contain_text("Não há mais horários neste dia.")
    expect(page.get_by_role("button", name="Dia anterior")).to_be_disabled()
    page.get_by_label("Dia", exact=True).fill(in_days(3))
    expect(said).to_contain_text("Não trabalhamos neste dia.")
    page.get_by_role("button", name="Dia seguinte").click()
    expect(said).to_contain_text("Mudança de escritório.")
    expect(page.get_by_role("button", name="Ligar neste horário")).to_be_hidden()


def test_a_time_that_went_meanwhile_is_explained_and_the_day_read_again(page: Page, stand: Stand) -> None:
    date = in_days(0)
    stand.days[date] = day(date, reason="open", slots=slots(date, 22, 23))
    opened(page, stand)
    page.get_by_role("button", name="Escolher outro horário").click()
    page.get_by_role("radio").first.check(force=True)
    stand.days[date] = day(date, reason="open", slots=slots(date, 23))
    stand.refusals.append((422, "window_invalid", []))
    page.get_by_role("button", name="Ligar neste horário").click()
    expect(page.get_by_role("alert").filter(has_text="(pt-BR) window_invalid")).to_be_visible()
    expect(page.get_by_role("radio")).to_have_count(1)


def test_another_number_is_read_as_in_the_form(page: Page, stand: Stand) -> None:
    opened(page, stand)
    page.get_by_role("button", name="Trocar o telefone").click()
    number = page.get_by_label("O novo telefone")
    expect(number).to_be_focused()
    expect(page.get_by_label("País")).to_have_value("BR")
    page.keyboard.press("Enter")
    expect(number).to_have_accessible_description("Preencha este campo.")
    page.keyboard.type("11987650009")
    expect(number).to_have_value("11 98765-0009")
    expect(number).to_have_accessible_description("")
    stand.refusals.append((422, "phone_invalid", []))
    page.keyboard.press("Enter")
    expect(number).to_have_accessible_description("(pt-BR) phone_invalid")
    expect(number).to_have_value("11 98765-0009")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_be_focused()
    expect(page.get_by_text("+55 11 ••••• 0009")).to_be_visible()
    assert stand.asked("PATCH", "/api/callbacks/01JCB")[-1] == {"phone": "+5511987650009"}


def test_what_is_typed_stays_while_the_page_follows_and_going_back_keeps_the_place(
    page: Page, stand: Stand
) -> None:
    opened(page, stand)
    page.get_by_role("button", name="Trocar o telefone").click()
    page.keyboard.type("119876")
    stand.move(position=1)
    expect(page.get_by_role("heading", name="Sua ligação é a próxima")).to_be_visible()
    expect(page.get_by_label("O novo telefone")).to_be_focused()
    page.keyboard.type("50009")
    expect(page.get_by_label("O novo telefone")).to_have_value("11 98765-0009")
    page.get_by_role("button", name="Voltar").click()
    expect(page.get_by_role("button", name="Trocar o telefone")).to_be_focused()


def test_once_an_agent_has_it_an_open_panel_closes(page: Page, stand: Stand) -> None:
    opened(page, stand)
    page.get_by_role("button", name="Trocar o telefone").click()
    stand.move(**OVER, status="dialling")
    expect(page.get_by_role("heading", name="Estamos ligando agora")).to_be_focused(timeout=20_000)
    expect(page.get_by_label("O novo telefone")).to_have_count(0)


def test_another_link_in_the_same_tab_is_the_one_that_is_changed(page: Page, stand: Stand) -> None:
    opened(page, stand)
    page.get_by_role("button", name="Trocar o telefone").click()
    other = customer_token(cb="01OTHER")
    page.evaluate("token => { location.hash = token; }", other)
    page.get_by_role("button", name="Trocar o telefone").click()
    page.keyboard.type("11987650009")
    page.keyboard.press("Enter")
    expect(page.get_by_text("+55 11 ••••• 0009")).to_be_visible()
    [(path, headers)] = [(path, headers) for method, path, _, headers in stand.received if method == "PATCH"]
    assert (path, headers["authorization"]) == ("/api/callbacks/01OTHER", f"Bearer {other}")


@pytest.mark.parametrize("panel", ["time", "number", "cancel"])
@pytest.mark.parametrize(("width", "scheme"), [(320, "dark"), (1280, "light")])
def test_every_panel_fits_and_can_be_read(
    chromium: Browser, stand: Stand, panel: str, width: int, scheme: Any
) -> None:
    date = in_days(1)
    stand.days[date] = day(date, reason="open", slots=slots(date, 9, 10, 11))
    view = {"width": width, "height": 844}
    page = chromium.new_page(color_scheme=scheme, viewport=view, timezone_id="America/Sao_Paulo")
    opened(page, stand, estimate=ESTIMATE)
    page.locator(f"#{panel}").click()
    if panel == "time":
        page.get_by_role("radio").first.check(force=True)
    elif panel == "number":
        page.keyboard.press("Enter")
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert axe(page) == []
    page.close()
