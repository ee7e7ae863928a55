"""The click-to-call form, as a person uses it."""

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.help.conftest import axe
from tests.help.stand import Stand

GLOBALS = "Object.getOwnPropertyNames(window).sort()"
QUESTION = "O pagamento da minha venda não caiu."


def test_a_call_is_asked_for_with_the_keyboard_alone(page: Page, stand: Stand) -> None:
    page.goto(stand.page(stand.element(orders='[{"id":"BR-1","title":"Fone"}]')))
    expect(page.get_by_label("Assunto")).to_be_visible()
    page.keyboard.press("Tab")
    page.keyboard.type("Pag")
    page.keyboard.press("Tab")
    page.keyboard.type("Fone")
    page.keyboard.press("Tab")
    page.keyboard.type(QUESTION)
    page.keyboard.press("Tab")
    expect(page.get_by_label("País")).to_be_focused()
    page.keyboard.press("Tab")
    page.keyboard.type("11987654321")
    expect(_phone(page)).to_have_value("11 98765-4321")
    page.keyboard.press("Enter")

    expect(page.get_by_role("heading", name="2 pessoas na sua frente")).to_be_focused()
    [request] = stand.asked("POST", "/api/callbacks")
    assert request == {
        "question": QUESTION,
        "topic": "payments",
        "phone": "+5511987654321",
        "order_id": "BR-1",
        "locale": "pt-BR",
    }
    assert stand.asked("POST", "/token") == [{"order": "BR-1"}]


def test_what_is_missing_is_said_at_its_field_and_nothing_is_sent(page: Page, stand: Stand) -> None:
    page.goto(stand.page(stand.element()))
    _send(page).click()
    expect(page.get_by_label("Assunto")).to_be_focused()
    expect(page.get_by_label("Assunto")).to_have_accessible_description("Preencha este campo.")
    expect(_question(page)).to_have_attribute("aria-invalid", "true")
    expect(_phone(page)).to_have_accessible_description("Preencha este campo.")
    assert stand.received == []


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("11 9876", "Está curto demais."),
        ("11 98765 4321 00", "Está longo demais."),
        ("11 01234-5678", "Não podemos ligar para este número."),
        ("+34 612 345 678", "Ainda não ligamos para este país."),
    ],
)
def test_a_number_that_will_not_do_is_explained(page: Page, stand: Stand, typed: str, sentence: str) -> None:
    page.goto(stand.page(stand.element()))
    _phone(page).press_sequentially(typed)
    _phone(page).blur()
    expect(page.get_by_text(sentence)).to_be_visible()
    _phone(page).fill("11 98765-4321")
    expect(page.get_by_text(sentence)).to_have_count(0)


def test_a_pasted_international_number_brings_its_country_and_leaves_invisible_marks_behind(
    page: Page, stand: Stand
) -> None:
    page.goto(stand.page(stand.element()))
    _phone(page).fill("\u202a+54 9 11 2345-6789\u202c\u200b")
    expect(page.get_by_label("País")).to_have_value("AR")
    expect(_phone(page)).to_have_value("9 11 2345-6789")
    page.get_by_label("País").select_option("BR")
    expect(page.get_by_text("Não podemos ligar para este número.")).to_be_visible()


def test_correcting_a_digit_in_the_middle_keeps_the_caret_there(page: Page, stand: Stand) -> None:
    page.goto(stand.page(stand.element(phone="+5511987654321")))
    expect(_phone(page)).to_have_value("11 98765-4321")
    _phone(page).focus()
    page.keyboard.press("Home")
    for _ in range(5):
        page.keyboard.press("ArrowRight")
    page.keyboard.press("Backspace")
    page.keyboard.type("00")
    expect(_phone(page)).to_have_value("119007654321")
    page.keyboard.press("Backspace")
    expect(_phone(page)).to_have_value("11 90765-4321")


def test_right_to_left_text_is_sent_as_it_was_written(page: Page, stand: Stand) -> None:
    page.goto(stand.page(stand.element()))
    _fill(page, question="שלום \u202eabc")
    _send(page).click()
    expect(page.get_by_role("heading", name="2 pessoas")).to_be_visible()
    assert stand.asked("POST", "/api/callbacks")[0]["question"] == "שלום \u202eabc"


def test_a_refusal_keeps_everything_typed_and_sending_again_works(page: Page, stand: Stand) -> None:
    stand.refusals.append((503, "busy", []))
    page.goto(stand.page(stand.element(), lang="es"))
    _fill(page)
    _send(page).click()
    expect(page.get_by_role("alert").filter(has_text="(es) busy")).to_be_visible()
    expect(_question(page)).to_have_value(QUESTION)
    _send(page).click()
    expect(page.get_by_role("heading", name="2 personas delante de ti")).to_be_visible()


def test_a_refused_phone_is_said_at_the_phone(page: Page, stand: Stand) -> None:
    stand.refusals.append((422, "phone_invalid", [{"name": "phone", "code": "not_in_use"}]))
    page.goto(stand.page(stand.element()))
    _fill(page)
    _send(page).click()
    expect(_phone(page)).to_be_focused()
    expect(_phone(page)).to_have_accessible_description("(pt-BR) phone_invalid")


def test_without_a_network_nothing_is_lost(page: Page, stand: Stand) -> None:
    page.goto(stand.page(stand.element()))
    _fill(page)
    page.context.set_offline(True)
    _send(page).click()
    expect(page.get_by_text("Sem resposta. Nada se perdeu")).to_be_visible()
    page.context.set_offline(False)
    _send(page).click()
    expect(page.get_by_role("heading", name="2 pessoas")).to_be_visible()


def test_an_expired_token_is_fetched_anew_once(page: Page, stand: Stand) -> None:
    stand.refusals.append((401, "token_expired", []))
    page.goto(stand.page(stand.element()))
    _fill(page)
    _send(page).click()
    expect(page.get_by_role("heading", name="2 pessoas")).to_be_visible()
    sent = [
        headers["authorization"]
        for verb, _, _, headers in stand.received
        if verb == "POST" and "authorization" in headers
    ]
    assert sent == ["Bearer portal-1", "Bearer portal-2"]


def test_a_double_click_asks_once(page: Page, stand: Stand) -> None:
    page.goto(stand.page(stand.element()))
    _fill(page)
    _send(page).dblclick()
    expect(page.get_by_role("heading", name="2 pessoas")).to_be_visible()
    assert len(stand.asked("POST", "/api/callbacks")) == 1


@pytest.mark.parametrize(
    ("lang", "title"), [("pt-BR", "Peça uma ligação"), ("es", "Pide una llamada"), ("en", "Ask for a call")]
)
def test_it_speaks_three_languages_and_three_of_it_share_a_page(
    page: Page, stand: Stand, lang: str, title: str
) -> None:
    three = stand.page(stand.element() + stand.element(country="AR") + stand.element(country="MX"), lang=lang)
    page.route("**/click-to-call.js", lambda route: route.abort())
    page.goto(three)
    before = page.evaluate(GLOBALS)
    page.unroute("**/click-to-call.js")
    page.goto(three)
    expect(page.get_by_role("heading", name=title)).to_have_count(3)
    expect(page.locator("click-to-call").nth(1).locator("select[part=country]")).to_have_value("AR")
    assert page.evaluate(GLOBALS) == before
    _send(page).first.click()
    assert axe(page) == []


def test_topics_and_country_come_from_the_portal(page: Page, stand: Stand) -> None:
    page.goto(stand.page(stand.element(topics="payments returns", country="UY", lang="en")))
    options = page.get_by_label("Topic").locator("option")
    expect(options).to_have_text(["Choose", "Payments", "Returns"])
    expect(page.get_by_label("Country")).to_have_value("UY")
    expect(page.get_by_text("+598")).to_be_visible()


def _fill(page: Page, question: str = QUESTION) -> None:
    page.locator("#topic").select_option("payments")
    _question(page).fill(question)
    _phone(page).fill("11987654321")


def _question(page: Page) -> Locator:
    return page.locator("#question")


def _phone(page: Page) -> Locator:
    return page.locator("#phone").first


def _send(page: Page) -> Locator:
    return page.locator("button[type=submit]")
