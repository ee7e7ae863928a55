"""`make pictures`: plays one call in a real browser on a fresh stack and keeps what the README shows.

python -m local.pictures [FOLDER [bar]]     default docs/pictures; with `bar` only those of the call bar
"""

import json
import re
import sys
import tempfile
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Page, ViewportSize, expect, sync_playwright

from local import emulator
from local.bar_pictures import REMEMBER_PEERS, BarPictures
from local.bar_told import REMEMBER_SOCKETS
from local.config import ROOT, Ports
from local.install import browser
from local.stack import Stack

FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--use-fake-device-for-media-stream",
    "--autoplay-policy=no-user-gesture-required",
]
ALLOWS = "--use-fake-ui-for-media-stream"
SELLER, PHONE = "rafael-s", "+5521987651002"
SOMEBODY = re.compile(r"[1-9] esperando")
QUESTION = "A entrega consta como feita, mas o pagamento continua retido. Quando recebo?"
# Who else waits, for what, with what question.
OTHERS = (
    ("otavio-b", "+5585987651004", "returns", "Devolvi os pincéis há dez dias. Quando vem o reembolso?"),
    ("marina-b", "+5511987651001", "shipping", "O rastreio não muda desde segunda. Onde está o pacote?"),
    ("camila-s", "+5531987651003", "payments", "A disputa já foi resolvida. Por que o valor segue retido?"),
    ("grace-b", "+5511987651016", "account", "I cannot change my delivery address. Can you help me?"),
)
CLOSING = {
    "Português": "Nesta tarde a equipe está em treinamento. Escolha outro horário, por favor.",
    "Español": "Esta tarde el equipo está en capacitación. Elija otro horario, por favor.",
    "English": "The team is in training this afternoon. Please choose another time.",
}
SCHEDULED: dict[str, Any] = {
    name: "" for name in ("version", "account", "region", "time", "id", "source", "detail-type")
} | {
    "detail": {},
    "resources": [],
}
LARGE = ViewportSize(width=1366, height=768)
SMALL = ViewportSize(width=390, height=844)


def main() -> None:
    """Every picture, in the order of the story."""
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / "docs" / "pictures"
    folder.mkdir(parents=True, exist_ok=True)
    with (
        tempfile.TemporaryDirectory() as home,
        Stack(Path(home), Ports.free()) as stack,
        sync_playwright() as playwright,
    ):
        opened = playwright.chromium.launch(executable_path=browser(), args=[*FLAGS, ALLOWS])
        refusing = playwright.chromium.launch(executable_path=browser(), args=[*FLAGS, f"{ALLOWS}=deny"])
        story = _Story(stack, opened, folder)
        if "bar" not in sys.argv[2:]:
            story.play()
        story.bars(refusing)
        opened.close()
        refusing.close()


class _Story:
    def __init__(self, stack: Stack, browser: Browser, folder: Path) -> None:
        self.stack, self.browser, self.folder = stack, browser, folder
        self.config = stack.config

    def page(self, size: ViewportSize = LARGE) -> Page:
        return self._profile(self.browser, size)

    def _profile(self, browser: Browser, size: ViewportSize = LARGE) -> Page:
        context = browser.new_context(viewport=size, locale="pt-BR", timezone_id="America/Sao_Paulo")
        context.add_init_script(REMEMBER_SOCKETS + REMEMBER_PEERS)
        return context.new_page()

    def keep(self, page: Page, name: str) -> None:
        page.screenshot(path=self.folder / f"{name}.png")
        print(f"· {name}.png")

    def play(self) -> None:
        desk, portal, phone = self.page(), self.page(), self.page(SMALL)
        self.sign_in(desk, "ana@alo.example")
        self.available(desk)
        self.ask(portal)
        for who, number, topic, question in OTHERS:
            self.send(self.page(), who, number, topic, question)
        phone.goto(f"{self.config.twin_url}/phone")
        expect(desk.get_by_test_id("next-customer")).to_be_enabled()
        desk.get_by_text("1 urgente").first.wait_for()
        self.keep(desk, "desk-queue")
        self.manage()
        desk.keyboard.press("n")
        phone.get_by_role("button", name="Answer").first.wait_for(timeout=60_000)
        self.keep(phone, "phone-ringing")
        self.keep(desk, "desk-ringing")
        phone.get_by_role("button", name="Answer").first.click()
        expect(desk.get_by_test_id("call-state")).to_contain_text("Em chamada", timeout=60_000)
        desk.wait_for_timeout(6_000)
        self.keep(desk, "desk-on-call")
        desk.emulate_media(color_scheme="dark")
        self.keep(desk, "desk-on-call-dark")
        desk.emulate_media(color_scheme="light")
        self.board(desk)
        console = self.page()
        console.goto(self.config.twin_url)
        console.wait_for_timeout(1_500)
        self.keep(console, "twin-console")
        desk.keyboard.press("Shift+E")
        desk.get_by_label("Resolvido").wait_for()
        desk.get_by_text("Conclua o pós-atendimento").wait_for()
        self.keep(desk, "desk-wrap-up")
        desk.keyboard.press("1")
        desk.get_by_role("textbox", name="Nota").fill("Pagamento liberado hoje, chega até amanhã.")
        desk.keyboard.press("Control+Enter")
        expect(desk.get_by_test_id("next-customer")).to_be_visible()
        self.report()
        self.another_time()
        desk.context.close()

    def sign_in(self, page: Page, email: str) -> None:
        person = next(one for one in self.stack.sign_ins() if one["email"] == email)
        page.goto(f"{self.config.edge_url}/desk/")
        page.get_by_role("button", name="Entrar").click()
        page.locator("input[name=username]").fill(email)
        page.locator("input[name=password]").fill(person["password"])
        page.keyboard.press("Enter")
        page.get_by_test_id("next-customer").wait_for(timeout=60_000)

    def send(
        self, page: Page, who: str, phone: str, topic: str, question: str, picture: str | None = None
    ) -> str:
        """The form, sent; answers the link of the customer's own page."""
        page.goto(f"http://localhost:{self.config.ports.portal}/?as={who}")
        page.locator("[data-order]").first.click()
        form = page.locator("click-to-call")
        form.locator("#topic").select_option(topic)
        form.locator("#question").fill(question)
        form.locator("#phone").fill(phone)
        if picture:
            self.keep(page, picture)
        form.locator("button[type=submit]").click()
        link = form.locator("a[part=link]")
        link.wait_for(timeout=60_000)
        return str(link.get_attribute("href"))

    def ask(self, page: Page, first: bool = True) -> Page:
        link = self.send(page, SELLER, PHONE, "payments", QUESTION, "portal-form" if first else None)
        if first:
            self.keep(page, "portal-waiting")
        own = self.page(SMALL)
        own.goto(link)
        own.locator("#cancel").wait_for()
        if first:
            self.keep(own, "customer-page")
        return own

    def another_time(self) -> None:
        own = self.ask(self.page(), first=False)
        own.locator("#time").click()
        own.locator(".slot").first.click()
        self.keep(own, "customer-times")
        own.locator("form button.main").click()
        own.locator("#soonest").wait_for()
        self.keep(own, "customer-window")

    def manage(self) -> None:
        page = self.page()
        self.sign_in(page, "sofia@alo.example")
        page.get_by_role("link", name="Fila").first.click()
        page.locator("[data-callback]").nth(len(OTHERS)).wait_for(timeout=60_000)
        page.locator("[data-callback]", has_text="Marina").get_by_role("button").click()
        page.get_by_role("menuitemcheckbox", name="Alta").click()
        page.get_by_text("Posto aqui").wait_for(timeout=60_000)
        page.get_by_text("5 esperando").wait_for(timeout=60_000)
        self.keep(page, "desk-manage")
        self.close_the_site(page)

    def close_the_site(self, page: Page) -> None:
        page.get_by_role("link", name="Horários").click()
        day = page.locator("[data-state=open]").nth(2)
        date = str(day.get_attribute("data-date", timeout=60_000))
        day.get_by_role("button").click()
        page.get_by_role("button", name="Fechar neste dia").click()
        dialog = page.get_by_role("dialog")
        dialog.get_by_label("De", exact=True).fill(f"{date}T14:00")
        for language, sentence in CLOSING.items():
            dialog.get_by_label(language).fill(sentence)
        self.keep(page, "desk-hours-closing")
        dialog.get_by_role("button", name="Fechar o atendimento").click()
        page.locator("[data-state=partly]").wait_for(timeout=60_000)
        page.get_by_role("button", name="Dispensar").click()
        self.keep(page, "desk-hours")

    def board(self, desk: Page) -> None:
        """As a supervisor sees a call whose agent asks for help."""
        page = self.page()
        self.sign_in(page, "sofia@alo.example")
        page.get_by_role("link", name="Painel ao vivo").click()
        page.locator("[data-call]").wait_for(timeout=60_000)
        desk.keyboard.press("a")
        page.get_by_text("pede ajuda ·").wait_for(timeout=60_000)
        self.keep(page, "desk-board")
        desk.keyboard.press("a")
        page.get_by_text("pede ajuda ·").wait_for(state="detached", timeout=60_000)
        page.context.close()

    def bars(self, refusing: Browser) -> None:
        """docs/call-bar.md, with a customer and a desk of their own."""
        deaf, desk, phone = self._profile(refusing), self.page(), self.page(SMALL)
        self.sign_in(deaf, "ana@alo.example")
        pictures = BarPictures(desk, self.folder / "call-bar")
        self.send(self.page(), *OTHERS[0])
        self.send(self.page(), *OTHERS[2])
        self.available(deaf)
        expect(deaf.get_by_test_id("next-customer")).to_be_enabled(timeout=60_000)
        deaf.get_by_text(SOMEBODY).first.wait_for(timeout=60_000)
        deaf.get_by_test_id("next-customer").click()
        deaf.get_by_role("button", name="Conectar de novo").wait_for(timeout=60_000)
        pictures.notice(deaf, "microphone-refused")
        deaf.keyboard.press("Shift+E")
        expect(deaf.get_by_test_id("next-customer")).to_be_enabled(timeout=60_000)
        deaf.context.close()
        self.sign_in(desk, "ana@alo.example")
        pictures.bar(desk, "idle")
        phone.goto(f"{self.config.twin_url}/phone")
        expect(desk.get_by_test_id("next-customer")).to_be_enabled(timeout=60_000)
        desk.get_by_text(SOMEBODY).first.wait_for(timeout=60_000)
        desk.get_by_test_id("next-customer").click()
        phone.get_by_role("button", name="Answer").first.click(timeout=60_000)
        expect(desk.get_by_test_id("call-state")).to_contain_text("Em chamada", timeout=60_000)
        tab = desk.context.new_page()
        tab.set_viewport_size(LARGE)
        self.sign_in(tab, "ana@alo.example")
        tab.get_by_role("button", name="Trazer para esta aba").wait_for(timeout=60_000)
        pictures.notice(tab, "another-tab")
        tab.close()
        other = self.page()
        self.sign_in(other, "ana@alo.example")
        other.get_by_text("A sua linha ainda está aberta").wait_for(timeout=60_000)
        pictures.notice(other, "another-device")
        other.context.close()
        pictures.take()

    def available(self, desk: Page) -> None:
        if desk.get_by_role("button", name="Fora").count():
            desk.get_by_role("button", name="Fora").click()
            desk.get_by_text("Disponível", exact=True).first.click()

    def report(self) -> None:
        functions = emulator.client(self.config, "lambda")
        for function in functions.list_functions()["Functions"]:
            if function["Handler"].endswith(("build_hours", "build_days")):
                functions.invoke(FunctionName=function["FunctionName"], Payload=json.dumps(SCHEDULED))
        page = self.page()
        self.sign_in(page, "sofia@alo.example")
        page.get_by_role("link", name="Relatório").first.click()
        page.locator("table").first.wait_for(timeout=60_000)
        self.keep(page, "desk-report")


if __name__ == "__main__":
    main()
