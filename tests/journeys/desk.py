"""The agent desk as its agent uses it, in their language."""

import json
import re
from typing import Any

from playwright.sync_api import Locator, Page, expect

from local.config import ROOT, Config

LONG_MS = 45_000


class Words:
    """The desk's own sentences."""

    def __init__(self, locale: str, part: str = "desk") -> None:
        self._texts = json.loads((ROOT / "messages" / part / f"{locale}.json").read_text())

    def __call__(self, key: str, **values: str) -> str:
        """One sentence with its plain values filled in."""
        text = str(self._texts[key])
        for name, value in values.items():
            text = text.replace(f"{{{name}}}", value)
        return text


class Desk:
    """One tab."""

    def __init__(self, page: Page, config: Config, locale: str) -> None:
        self.page, self.config, self.words = page, config, Words(locale)

    def sign_in(self, email: str, password: str) -> None:
        """From nothing to the desk, through the hosted page."""
        self.page.goto(self.config.desk_url)
        self.page.get_by_role("button", name=self.words("sign_in.go")).click()
        self.page.locator("input[name=username]").fill(email)
        self.page.locator("input[name=password]").fill(password)
        self.page.keyboard.press("Enter")
        self.ready()

    def ready(self) -> None:
        """The desk is there and knows who is in front of it."""
        expect(self.next).to_be_visible(timeout=LONG_MS)

    @property
    def next(self) -> Locator:
        """Next customer."""
        return self.page.get_by_test_id("next-customer")

    def choose_presence(self, key: str) -> None:
        """From the menu, by the catalogue's key."""
        self.page.get_by_role("button", name=self.words("presence.menu")).click()
        self.page.get_by_role("menuitemcheckbox", name=self.words(key), exact=True).click()

    def take_next(self) -> None:
        """The one click."""
        expect(self.next).to_be_enabled(timeout=LONG_MS)
        self.next.click()
        expect(self.state).to_be_visible(timeout=LONG_MS)

    @property
    def offer(self) -> Locator:
        """What rings."""
        return self.page.get_by_test_id("offer")

    @property
    def state(self) -> Locator:
        """Where the call is."""
        return self.page.get_by_test_id("call-state")

    def is_in(self, *phases: str) -> None:
        """The call bar says so."""
        pattern = re.compile(f"^({'|'.join(phases)})$")
        expect(self.state).to_have_attribute("data-phase", pattern, timeout=LONG_MS)

    def press(self, key: str) -> None:
        """A control of the call bar, by the catalogue's key."""
        button = self.button(key)
        expect(button).to_be_enabled(timeout=LONG_MS)
        button.click()

    def button(self, key: str) -> Locator:
        """By the catalogue's key."""
        return self.page.get_by_role("button", name=re.compile(f"^{re.escape(self.words(key))}"))

    def says(self, text: str | re.Pattern[str]) -> None:
        """A sentence that is on the screen, or soon will be."""
        expect(self.page.get_by_text(text).first).to_be_visible(timeout=LONG_MS)

    def outcome(self, outcome: str, by: str = "other") -> str:
        """The desk's sentence for how an attempt ended."""
        branches = self.words("ended.outcome")
        inner = re.search(rf"\b{outcome} {{(.*)", branches)
        assert inner, branches
        found = re.search(rf"\b{by} {{([^{{}}]+)}}", inner[1]) if inner[1].startswith("{") else None
        return (found or re.match(r"([^{}]+)}", inner[1]))[1]  # type: ignore[index]  # one always matches

    def timeline_has(self, kind: str) -> Locator:
        """The newest row of a kind."""
        row = self.page.get_by_test_id("timeline").locator(f'[data-kind="{kind}"]').first
        expect(row).to_be_visible(timeout=LONG_MS)
        return row

    def wrap_up(self, disposition: str, note: str) -> None:
        """Disposition and note, saved."""
        self.page.get_by_role("radio", name=self.words(f"disposition.{disposition}")).check()
        self.page.locator("#wrap-up-note").fill(note)
        self.press("wrap_up.save")

    def idle(self) -> None:
        """No call on the screen."""
        expect(self.state).to_have_count(0, timeout=LONG_MS)

    def cut_off(self, offline: bool) -> None:
        """The machine's network, not the page's."""
        self.page.context.set_offline(offline)

    def drop_live_channel(self) -> None:
        """A socket on loopback outlives the machine's network: it is closed by hand."""
        self.page.evaluate("window.sockets.forEach((socket) => socket.close())")

    def evaluate(self, script: str) -> Any:
        """Something only the page knows."""
        return self.page.evaluate(script)


class Phone:
    """A simulated phone in a page of its own."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def answer(self) -> None:
        """Picks up and is in the call."""
        self.page.get_by_role("button", name=re.compile("^Answer")).click(timeout=LONG_MS)
        expect(self.page.locator("#headline")).to_have_text("In call", timeout=LONG_MS)

    def call(self, number: str) -> None:
        """Calls one of our numbers and is in the call."""
        self.page.get_by_label("Call a number of the account").select_option(number, timeout=LONG_MS)
        self.page.get_by_role("button", name="Call", exact=True).click()
        expect(self.page.locator("#headline")).to_have_text("In call", timeout=LONG_MS)

    def hears(self, sentence: str) -> None:
        """Sooner or later."""
        said = self.page.locator("#said li", has_text=sentence)
        expect(said.first).to_be_visible(timeout=LONG_MS)

    def press(self, key: str) -> None:
        """A key of the keypad."""
        self.page.locator("#keypad").get_by_role("button", name=key, exact=True).click()

    def decline(self) -> None:
        """Not now."""
        self.page.get_by_role("button", name=re.compile("^Decline")).click(timeout=LONG_MS)

    def hang_up(self) -> None:
        """Enough."""
        self.page.locator("#hangup").click()

    def is_over(self) -> None:
        """The call has ended, whoever ended it."""
        expect(self.page.locator("#handset")).to_have_attribute("data-state", "ended", timeout=LONG_MS)
