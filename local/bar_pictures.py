"""Pictures of the call bar in each of its states, cut to what matters: docs/call-bar.md."""

from pathlib import Path

from playwright.sync_api import Page, expect

from local.bar_beside import BESIDE, CALLED_AGAIN, RECORDED, STORIES, message, supervising
from local.bar_states import FAILED, LIVE, OVER, RINGS, two_sides
from local.bar_told import Told

MICROPHONE = "(on) => window.peers.at(-1).getSenders().forEach((one) => (one.track.enabled = on))"
REMEMBER_PEERS = """
window.peers = [];
const Peer = window.RTCPeerConnection;
window.RTCPeerConnection = class extends Peer {
  constructor(...given) { super(...given); window.peers.push(this); }
};
"""
INTERRUPTED = """() => {
  const Ours = window.WebSocket, Before = Object.getPrototypeOf(Ours);
  window.network_is_back = () => { Object.setPrototypeOf(Ours, Before); };
  Object.setPrototypeOf(Ours, class extends Before { constructor(url) { super(new URL('/nowhere', url)); } });
  window.sockets.filter((one) => one.url.includes('/signal')).forEach((one) => one.close());
}"""
"""The voice line's own socket is lost, and cannot be opened again."""
WIDE, WRAP_UP_PX, STORIES_PX, MARGIN_PX = 1366, 420, 720, 12
PATIENCE_MS, BUSY_MS = 60_000, 600


class BarPictures:
    """Of one desk on a call, in the order in which its line lasts."""

    def __init__(self, desk: Page, folder: Path) -> None:
        self._desk, self._folder = desk, folder
        folder.mkdir(parents=True, exist_ok=True)

    def take(self) -> None:
        """All that one desk can show. The line has closed after it."""
        told = Told(self._desk)
        for name, change in {**LIVE, **BESIDE}.items():
            told.becomes(change)
            self.bar(self._desk, name)
        told.becomes(LIVE["on-call"])
        self._desk.keyboard.press("m")
        expect(self._desk.locator("[aria-keyshortcuts=M]")).to_have_attribute("aria-pressed", "true")
        self.bar(self._desk, "muted")
        self._desk.keyboard.press("m")
        self._beside(told)
        self._desk.evaluate(MICROPHONE, False)
        self._desk.get_by_test_id("line-advice").wait_for(timeout=PATIENCE_MS)
        self.notice(self._desk, "poor-line")
        told.records("ended")
        for name, (change, item) in STORIES.items():
            told.tells(**item)
            told.becomes(change)
            self._cut(self._desk, name, WRAP_UP_PX)
        told.tells()
        for name, change in OVER.items():
            told.becomes(change)
            if name.startswith("ended"):
                self._cut(self._desk, name, WRAP_UP_PX)
            else:
                self.notice(self._desk, name)
        for name, change in FAILED.items():
            told.becomes(OVER["ended-by-agent"])
            told.becomes(change)
            self.notice(self._desk, name)
        for name, change in RINGS.items():
            told.becomes(change)
            dialog = self._desk.get_by_role("dialog")
            dialog.wait_for()
            dialog.screenshot(path=self._folder / f"{name}.png")

    def _beside(self, told: Told) -> None:
        for name, recording in RECORDED.items():
            told.records(**recording)
            self.bar(self._desk, name)
        told.records("on")
        told.becomes(message)
        self._cut(self._desk, "message", _bottom(self._desk, "[data-testid=messages]") + MARGIN_PX)
        told.becomes(two_sides)
        expect(self._desk.get_by_test_id("stories")).to_have_attribute("data-view", "both")
        self._cut(self._desk, "both-sides", STORIES_PX)
        told.becomes(LIVE["on-call"])
        self._desk.keyboard.press("d")
        self._desk.keyboard.type("4321")
        self._desk.get_by_role("dialog").screenshot(path=self._folder / "keypad.png")
        self._desk.keyboard.press("Escape")
        told.becomes(supervising("barge"))
        self._desk.route("**/takeover", lambda _: None)
        self._desk.keyboard.press("Shift+O")
        expect(self._desk.locator("[aria-keyshortcuts='Shift+O']")).to_have_attribute("aria-busy", "true")
        self._desk.wait_for_timeout(BUSY_MS)
        self.bar(self._desk, "taking-over")
        told.becomes(LIVE["on-call"])
        told.tells(**CALLED_AGAIN)
        told.becomes(LIVE["dialling"])
        self._cut(self._desk, "called-again", WRAP_UP_PX)
        told.tells()
        told.becomes(LIVE["on-call"])
        self._desk.evaluate(INTERRUPTED)
        self._desk.get_by_text("Reconectando o áudio").wait_for(timeout=PATIENCE_MS)
        self.bar(self._desk, "reconnecting")
        self._desk.evaluate("window.network_is_back()")
        self._desk.get_by_text("Reconectando o áudio").wait_for(state="detached", timeout=PATIENCE_MS)

    def bar(self, page: Page, name: str) -> None:
        """The bar, and the strip under it."""
        self._cut(page, name, _bottom(page, ".col-span-3"))

    def notice(self, page: Page, name: str) -> None:
        """Down to the first notice."""
        self._cut(page, name, _bottom(page, "main .rounded-lg") + MARGIN_PX)

    def _cut(self, page: Page, name: str, height: float) -> None:
        clip = {"x": 0, "y": 0, "width": WIDE, "height": round(height)}
        page.screenshot(path=self._folder / f"{name}.png", clip=clip)  # type: ignore[arg-type]  # its own dict


def _bottom(page: Page, what: str) -> float:
    script = "(what) => document.querySelector(what).getBoundingClientRect().bottom"
    return float(page.evaluate(script, what))


__all__ = ["REMEMBER_PEERS", "BarPictures"]
