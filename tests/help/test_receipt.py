"""What stands in the form's place afterwards, and the customer's own page."""

import re
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.help.conftest import axe
from tests.help.stand import OVER, Stand, callback, customer_token

STATES: list[tuple[dict[str, Any], str]] = [
    ({"position": 1}, "Sua ligação é a próxima"),
    ({"position": 2}, "1 pessoa na sua frente"),
    (
        {"status": "dialling", "position": None, "cancellable": False, "changeable": False},
        "Estamos ligando agora",
    ),
    (
        {"status": "connected", "position": None, "cancellable": False, "changeable": False},
        "Você está em ligação",
    ),
    (
        {"status": "completed", "position": None, "cancellable": False, "changeable": False},
        "Ligação encerrada",
    ),
    (
        {"status": "unanswered", "position": None, "cancellable": False, "changeable": False},
        "Não conseguimos falar com você",
    ),
    (
        {"status": "cancelled", "position": None, "cancellable": False, "changeable": False},
        "Ligação cancelada",
    ),
    (
        {"status": "expired", "position": None, "cancellable": False, "changeable": False},
        "Não conseguimos ligar a tempo",
    ),
    (
        {"status": "refused", "position": None, "cancellable": False, "changeable": False},
        "Não podemos fazer esta ligação",
    ),
]


def test_the_receipt_follows_the_call_to_its_end(page: Page, stand: Stand) -> None:
    told = _ask(page, stand)
    expect(page.get_by_text(re.compile("Ligamos para .55 11 ••••• 4321: "))).to_be_visible()
    expect(page.get_by_role("link", name="Sua página")).to_have_attribute("href", stand.link())
    stand.move(status="dialling", position=None, cancellable=False, changeable=False)
    expect(page.get_by_role("heading", name="Estamos ligando")).to_be_visible()
    expect(page.get_by_role("button", name="Cancelar")).to_have_count(0)
    assert axe(page) == []
    stand.move(status="completed")
    expect(page.get_by_role("heading", name="Ligação encerrada")).to_be_visible()
    page.get_by_role("button", name="Pedir outra ligação").click()
    expect(page.get_by_label("Assunto")).to_be_focused()
    expect(page.locator("#phone")).to_have_value("11 98765-4321")
    events = page.evaluate(told)
    assert [name for name, _ in events] == ["alo:requested", "alo:status", "alo:status"]
    assert set(events[0][1]) == {"id", "link", "existing"}


def test_a_promise_that_goes_over_a_weekend_says_its_days(page: Page, stand: Stand) -> None:
    _ask(page, stand)
    friday_ms = 1_795_176_000_000
    stand.move(window={"from_ms": friday_ms, "until_ms": friday_ms + 3 * 86_400_000})
    expect(page.get_by_text(re.compile(r"4321: 20/11/2026, .*23/11/2026, "))).to_be_visible()
    stand.move(window={"from_ms": friday_ms, "until_ms": friday_ms + 60_000})
    expect(page.get_by_text(re.compile(r"4321: [\d: –às]+\.$"))).to_be_visible()


def test_cancelling_asks_first(page: Page, stand: Stand) -> None:
    told = _ask(page, stand)
    page.get_by_role("button", name="Cancelar").click()
    expect(page.get_by_role("button", name="Não, manter")).to_be_focused()
    page.get_by_role("button", name="Não, manter").click()
    expect(page.get_by_role("button", name="Cancelar")).to_be_focused()
    assert stand.asked("DELETE", "/api/callbacks/01JCB") == []
    page.get_by_role("button", name="Cancelar").click()
    page.get_by_role("button", name="Sim, cancelar").click()
    expect(page.get_by_role("heading", name="Solicitação cancelada")).to_be_focused()
    assert page.evaluate(told)[-1] == ["alo:cancelled", {"id": "01JCB"}]


def test_a_request_that_was_there_already_says_so(page: Page, stand: Stand) -> None:
    stand.existing = True
    _ask(page, stand)
    expect(page.get_by_text("Você já tinha uma solicitação aberta")).to_be_visible()


@pytest.mark.parametrize(("changes", "headline"), STATES, ids=[headline for _, headline in STATES])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_customers_page_says_how_it_stands(
    chromium: Browser, stand: Stand, changes: dict[str, Any], headline: str, scheme: Any
) -> None:
    page = chromium.new_page(color_scheme=scheme, viewport={"width": 390, "height": 844})
    stand.callback = callback(**changes)
    page.goto(stand.link())
    expect(page.get_by_role("heading", name=headline, level=1)).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert axe(page) == []
    page.close()


JOINED: dict[str, Any] = {
    "status": "cancelled",
    **OVER,
    "ending": {"headline": "Unida à sua outra solicitação", "detail": "O link dela mostra como está."},
}


def test_what_was_not_cancelled_by_its_customer_is_not_said_to_be(page: Page, stand: Stand) -> None:
    _ask(page, stand)
    stand.move(**JOINED)
    expect(page.get_by_role("heading", name=JOINED["ending"]["headline"])).to_be_visible(timeout=20_000)
    page.goto(stand.link())
    expect(page.get_by_role("heading", name=JOINED["ending"]["headline"], level=1)).to_be_visible()
    expect(page.get_by_text(JOINED["ending"]["detail"])).to_be_visible()
    expect(page.get_by_text("Ligação cancelada")).to_have_count(0)
    assert axe(page) == []


def test_the_customers_page_follows_and_cancels_in_the_callbacks_language(page: Page, stand: Stand) -> None:
    stand.callback = callback(locale="es", position=2)
    page.goto(stand.link())
    expect(page.get_by_role("heading", name="1 persona delante de ti")).to_be_visible()
    expect(page.locator("html")).to_have_attribute("lang", "es")
    stand.move(position=1)
    expect(page.get_by_role("heading", name="Tu llamada es la próxima")).to_be_visible()
    page.get_by_role("button", name="Cancelar la llamada").click()
    expect(page.get_by_role("button", name="No, mantener")).to_be_focused()
    page.get_by_role("button", name="Sí, cancelar").click()
    expect(page.get_by_role("heading", name="Llamada cancelada")).to_be_focused()
    assert "01JCB" not in page.url.split("#")[0]


def test_a_refused_cancel_is_explained_and_the_page_lives_on(page: Page, stand: Stand) -> None:
    stand.callback = callback()
    page.goto(stand.link())
    page.get_by_role("button", name="Cancelar a ligação").click()
    stand.refusals.append((409, "callback_not_cancellable", []))
    page.get_by_role("button", name="Sim, cancelar").click()
    expect(page.get_by_role("alert")).to_have_text("(pt-BR) callback_not_cancellable")
    stand.move(status="connected", position=None, cancellable=False, changeable=False)
    expect(page.get_by_role("heading", name="Você está em ligação")).to_be_visible()


@pytest.mark.parametrize(
    ("code", "headline"),
    [
        ("token_expired", "Este link venceu"),
        ("token_invalid", "Não reconhecemos este link"),
        ("not_found", "Não reconhecemos este link"),
    ],
)
def test_a_link_that_opens_nothing_says_why(page: Page, stand: Stand, code: str, headline: str) -> None:
    stand.refusals.append((401, code, []))
    page.goto(stand.link())
    expect(page.get_by_role("heading", name=headline)).to_be_visible()
    assert axe(page) == []


def test_a_link_cut_short_asks_nobody(page: Page, stand: Stand) -> None:
    page.goto(stand.link(customer_token()[:9]))
    expect(page.get_by_role("heading", name="Não reconhecemos este link")).to_be_visible()
    assert stand.received == []


def test_offline_the_page_shows_what_it_knew_and_comes_back(page: Page, stand: Stand) -> None:
    stand.callback = callback()
    page.goto(stand.link())
    expect(page.get_by_role("heading", name="2 pessoas na sua frente")).to_be_visible()
    page.context.set_offline(True)
    expect(page.get_by_role("alert")).to_contain_text("Sem conexão")
    expect(page.get_by_role("heading", name="2 pessoas na sua frente")).to_be_visible()
    stand.move(position=1)
    page.context.set_offline(False)
    expect(page.get_by_role("heading", name="Sua ligação é a próxima")).to_be_visible()
    expect(page.get_by_role("alert")).to_have_count(0)


def _ask(page: Page, stand: Stand) -> str:
    page.goto(stand.page(stand.element()))
    page.evaluate(
        """() => { window.told = [];
        for (const name of ['requested', 'status', 'cancelled', 'failed'])
          document.addEventListener(`alo:${name}`,
            event => window.told.push([event.type, event.detail])); }"""
    )
    page.locator("#topic").select_option("payments")
    page.locator("#question").fill("O pagamento da minha venda não caiu.")
    page.locator("#phone").fill("11987654321")
    page.locator("button[type=submit]").click()
    expect(page.get_by_role("heading", name="2 pessoas na sua frente")).to_be_visible()
    return "window.told"
