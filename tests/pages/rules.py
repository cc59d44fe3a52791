"""What holds on every page: axe finds nothing, nothing scrolls sideways, one heading, a title, a language, no error."""

from pathlib import Path
from typing import Any

from playwright.sync_api import ConsoleMessage, Page, Request, Response

AXE = (Path(__file__).parents[1] / "vendor" / "axe.min.js").read_text()
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
# What another theme can break: a page is the same otherwise.
OF_A_THEME = ["color-contrast", "link-in-text-block"]
HEIGHT = 900  # CSS px

# Without axe's own copies of style sheets, which a page's policy refuses and no rule asked here reads.
_RUN = """async (only) => {
  const found = await axe.run(document, {runOnly: only, resultTypes: ['violations'],
    preload: {assets: ['media']}});
  return found.violations.map(v => v.id + ': ' + v.help + '\\n' + v.nodes.slice(0, 4)
    .map(n => '    ' + n.target.join(' ') + ' | ' + n.html.slice(0, 160) + '\\n      '
      + n.failureSummary.split('\\n').slice(1, 3).join(' ').trim()).join('\\n'));
}"""
_LESS_CONTRAST = """() => {
  const root = document.documentElement;
  if (root.dataset.theme === 'contrast') delete root.dataset.theme;
}"""
_WIDER = """() => {
  const room = document.documentElement.clientWidth;
  if (document.scrollingElement.scrollWidth <= room) return [];
  const out = [...document.querySelectorAll('body *')].filter(
    e => e.getBoundingClientRect().right > room + 1 && getComputedStyle(e).position !== 'fixed');
  return [`scrolls sideways: ${document.scrollingElement.scrollWidth} px in ${room} px`,
    ...out.slice(0, 6).map(e => '    ' + e.tagName + '.' + e.className + ' '
      + Math.round(e.getBoundingClientRect().right))];
}"""
# Lines of letters with signs above and below them run into each other where they stand as close as Latin ones.
_CLOSE = """() => {
  const out = new Set();
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const text = walker.currentNode;
    if (!/[\\u0900-\\u0dff]/.test(text.data)) continue;
    const range = document.createRange();
    range.selectNodeContents(text);
    const lines = new Set([...range.getClientRects()].map(line => Math.round(line.top)));
    const style = getComputedStyle(text.parentElement);
    const height = parseFloat(style.lineHeight) / parseFloat(style.fontSize);
    if (lines.size > 1 && height < 1.3)
      out.add(`lines ${height.toFixed(2)} letters apart: ${text.data.trim().slice(0, 60)}`);
  }
  return [...out];
}"""
# A menu lies over what is under it, and its contrast is seen where tests open that menu.
_UNFOLD = """() => {
  const folded = [...document.querySelectorAll('main details:not([open])')].filter(
    e => getComputedStyle(e.querySelector(':scope > :not(summary)') || e).position !== 'absolute');
  for (const e of folded) e.open = true;
  return folded.length > 0;
}"""
_FACTS = """() => ({
  headings: document.querySelectorAll('h1').length,
  title: document.title.trim(),
  language: document.documentElement.lang,
  jumps: document.querySelectorAll('[tabindex]:not([tabindex="0"]):not([tabindex^="-"])').length,
})"""


class Ears:
    """Hears what goes wrong on a page. `answer` is the status that the page itself may have."""

    def __init__(self, page: Page, address: str, answer: int) -> None:
        self.troubles: list[str] = []
        self._address = address
        self._answer = answer
        self._page = page
        self._hears = {
            "console": self._heard,
            "pageerror": self._broke,
            "requestfailed": self._failed,
            "response": self._answered,
        }
        for kind, hear in self._hears.items():
            page.on(kind, hear)  # type: ignore[call-overload]

    def close(self) -> None:
        """Hear no more: the tab goes on to another page."""
        for kind, hear in self._hears.items():
            self._page.remove_listener(kind, hear)

    def _broke(self, error: object) -> None:
        self.troubles.append(f"script error: {error}")

    def _heard(self, message: ConsoleMessage) -> None:
        # A failed request is told by its answer, with its address.
        if message.type == "error" and "Failed to load resource" not in message.text:
            self.troubles.append(f"console: {message.text}")

    def _failed(self, request: Request) -> None:
        if request.failure != "net::ERR_ABORTED":
            self.troubles.append(f"failed: {request.url} {request.failure}")

    def _answered(self, response: Response) -> None:
        if response.status >= 400 and not (
            response.url == self._address and response.status == self._answer
        ):
            self.troubles.append(f"{response.status}: {response.request.method} {response.url}")


def facts(page: Page, language: str) -> list[str]:
    """Return what is wrong with the page's frame."""
    found: dict[str, Any] = page.evaluate(_FACTS)
    troubles = []
    if found["headings"] != 1:
        troubles.append(f"{found['headings']} first-level headings")
    if not found["title"]:
        troubles.append("no title")
    if found["jumps"]:
        troubles.append(f"{found['jumps']} places that Tab reaches out of their order")
    if found["language"] != language:
        troubles.append(f"language {found['language']!r}, not {language!r}")
    return troubles


def prepare(page: Page, theme: str, width: int) -> None:
    """Have what a tab opens next in a theme of the system's and at a width; what it shows now is done with."""
    page.emulate_media(color_scheme=theme)  # type: ignore[arg-type]
    page.set_viewport_size({"width": width, "height": HEIGHT})


def wear(page: Page, theme: str) -> None:
    """Show the page in a theme, as the system's choice or (high contrast) the person's."""
    if theme == "contrast":
        page.evaluate("() => { document.documentElement.dataset.theme = 'contrast' }")
    else:
        page.evaluate(_LESS_CONTRAST)
        page.emulate_media(color_scheme=theme)  # type: ignore[arg-type]


def enlarge(page: Page, width: int) -> list[str]:
    """Show the page at a width with the largest text; return what does not fit, and put it back."""
    page.evaluate("() => { document.documentElement.dataset.text = 'larger' }")
    found = widen(page, width)
    page.evaluate("() => { delete document.documentElement.dataset.text }")
    return found


def unfold(page: Page) -> bool:
    """Open all that is folded in the page's content; return whether anything was."""
    return bool(page.evaluate(_UNFOLD))


def widen(page: Page, width: int) -> list[str]:
    """Show the page at a width; return what does not fit, also between the lines."""
    page.set_viewport_size({"width": width, "height": HEIGHT})
    return [*page.evaluate(_WIDER), *page.evaluate(_CLOSE)]


def accessible(page: Page, rules: list[str] | None = None) -> list[str]:
    """Return what axe finds, by all rules or by some."""
    if not page.evaluate("() => 'axe' in window"):
        page.evaluate(AXE)
    only = {"type": "rule", "values": rules} if rules else {"type": "tag", "values": TAGS}
    return list(page.evaluate(_RUN, only))


def report(troubles: dict[str, list[str]]) -> str:
    """Return the troubles of a page by where they were seen, as text."""
    return "\n".join(f"{where}:\n  " + "\n  ".join(found) for where, found in troubles.items())
