"""Looks at a screen as several people do: light and dark, small and large, and with axe-core's eyes."""

from pathlib import Path

from playwright.sync_api import Page

from local.config import ROOT

AXE = (ROOT / "web" / "help" / "node_modules" / "axe-core" / "axe.min.js").read_text()
SMALL, LAPTOP, DESKTOP, PHONE = (1024, 700), (1366, 768), (1920, 1080), (390, 844)
VIOLATIONS = """async () => (await axe.run(document, { resultTypes: ['violations'] })).violations
  .map(({ id, nodes }) => `${id}: ${nodes.slice(0, 3).map((node) => node.target.join(' ')).join(', ')}`)"""
# The page itself, or a pane that would have to be scrolled sideways.
TOO_WIDE = """() => Math.max(0, ...[...document.querySelectorAll('html, main, aside')]
  .map((one) => one.scrollWidth - one.clientWidth))"""
# A transition caught half way has colours no theme has.
STILL = "Promise.all(document.getAnimations().map((one) => one.finished.catch(() => null)))"


def looked_at(
    page: Page, name: str, folder: Path, *sizes: tuple[int, int], forgiven: tuple[str, ...] = ()
) -> list[str]:
    """What is wrong with a screen; its pictures are left in the folder."""
    wrong: list[str] = []
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
        for width, height in sizes:
            page.set_viewport_size({"width": width, "height": height})
            page.evaluate(f"Promise.race([{STILL}, new Promise((done) => setTimeout(done, 1000))])")
            page.screenshot(path=folder / f"{name}-{scheme}-{width}.png")
            too_wide = page.evaluate(TOO_WIDE)
            if too_wide > 0:
                wrong.append(f"{name} at {width} is {too_wide} px too wide")
        page.evaluate(AXE)
        found = [one for one in page.evaluate(VIOLATIONS) if one.split(":")[0] not in forgiven]
        wrong += [f"{name}, {scheme}: {one}" for one in found]
    return wrong
