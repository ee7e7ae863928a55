"""Browser windows, watched: what a page complains of is kept, and what it looked like when a test failed."""

import re
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, WebError

from local.config import Config

LAPTOP = {"width": 1366, "height": 768}
# Remembers connections, which pages keep to themselves, to see what they carry and to cut them.
REMEMBER = """
window.peers = [];
window.sockets = [];
const Socket = window.WebSocket;
window.WebSocket = class extends Socket {
  constructor(...given) { super(...given); window.sockets.push(this); }
};
const Peer = window.RTCPeerConnection;
if (Peer) window.RTCPeerConnection = class extends Peer {
  constructor(...given) { super(...given); window.peers.push(this); }
};
"""
HEARD = """async () => {
  let energy = 0;
  for (const peer of window.peers) {
    if (peer.connectionState === 'closed') continue;
    for (const stat of (await peer.getStats()).values())
      if (stat.type === 'inbound-rtp' && stat.kind === 'audio') energy += stat.totalAudioEnergy ?? 0;
  }
  return energy;
}"""
# The browser reports these itself for every answer that is not a success.
STATUS = re.compile(r"Failed to load resource|WebSocket connection to|net::ERR_")


class Windows:
    """Profiles and pages of one test."""

    def __init__(self, chromium: Browser, config: Config) -> None:
        self.chromium, self.config = chromium, config
        self.contexts: list[BrowserContext] = []
        self.complaints: list[str] = []
        self.lines: list[str] = []

    def open(self, browser: Browser | None = None, **options: Any) -> BrowserContext:
        """A profile of somebody's own."""
        wanted: dict[str, Any] = {"viewport": LAPTOP, "locale": "pt-BR", "accept_downloads": True}
        context = (browser or self.chromium).new_context(**wanted | options)
        context.set_default_timeout(30_000)
        context.add_init_script(REMEMBER)
        context.on("console", self._heard)
        context.on("weberror", self._failed)
        self.contexts.append(context)
        return context

    def page(self, url: str, **options: Any) -> Page:
        """A page in a profile of its own."""
        page = self.open(**options).new_page()
        page.goto(url)
        return page

    def keep(self, folder: Path) -> Path:
        """Screenshots of every open page and all their console lines."""
        pages = [page for context in self.contexts for page in context.pages]
        for at, page in enumerate(pages):
            page.screenshot(path=folder / f"{at}.png")
        (folder / "console.txt").write_text("\n".join([*self.lines, *[page.url for page in pages]]))
        return folder

    def close(self) -> None:
        """Everybody goes home."""
        for context in self.contexts:
            context.close()

    def _failed(self, error: WebError) -> None:
        self.complaints.append(str(error.error))

    def _heard(self, message: ConsoleMessage) -> None:
        self.lines.append(f"{message.type} {message.text}")
        if message.type == "error" and not STATUS.search(message.text):
            self.complaints.append(message.text)


def heard(page: Page) -> float:
    """The energy of all audio a page has received so far; it grows while somebody can be heard."""
    return float(page.evaluate(HEARD))
