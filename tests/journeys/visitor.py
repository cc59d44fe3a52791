"""Somebody with a browser, and what is held against every page they see."""

import hashlib
import json
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from playwright.sync_api import (
    Browser,
    ConsoleMessage,
    Download,
    Locator,
    Page,
    Request,
    Response,
    expect,
)

AXE = (Path(__file__).parents[1] / "vendor" / "axe.min.js").read_text()
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
PHONE, DESK = {"width": 390, "height": 844}, {"width": 1440, "height": 900}
# Without it each look asks axe once; tests/pages asks it on every page in any case.
EVERYTHING = bool(os.environ.get("SMH_ALL"))
PATIENCE = 20_000  # ms; generous, as tests share two cores
# Whether two frames come within two seconds.
_DRAWS = """() => new Promise(told => {
  setTimeout(() => told(false), 2000);
  requestAnimationFrame(() => requestAnimationFrame(() => told(true)));
})"""
expect.set_options(timeout=PATIENCE)


class Visitor:
    """A browser of one person's own: cookies, a page, and a list of what went wrong on it."""

    def __init__(self, browser: Browser, origin: str, shots: Path, *, phone: bool = False) -> None:
        self.origin = origin
        self.size = PHONE if phone else DESK
        self.context = browser.new_context(
            base_url=origin,
            viewport=self.size,
            has_touch=phone,
            locale="en-IN",
            timezone_id="Asia/Kolkata",
            reduced_motion="reduce",
            accept_downloads=True,
        )
        self.context.set_default_timeout(PATIENCE)
        self.page: Page = self.context.new_page()
        self._shots = shots
        self._expected: set[int] = set()
        self.troubles: list[str] = []
        self.page.on("console", self._heard)
        self.page.on("pageerror", lambda error: self.troubles.append(f"script error: {error}"))
        self.page.on("requestfailed", self._failed)
        self.page.on("response", self._answered)

    @contextmanager
    def expecting(self, *statuses: int) -> Iterator[None]:
        """Take these answers as wanted, while wrong things are tried."""
        before = self._expected
        self._expected = before | set(statuses)
        yield
        self.page.wait_for_load_state()
        self._expected = before

    def go(self, path: str) -> None:
        """Open an address of this host, or a whole one."""
        self.page.goto(path)

    def enter(self, control: Locator) -> None:
        """Click what leads to another page, and wait until it is there."""
        with self.page.expect_navigation():
            control.click()

    def look(self, name: str) -> None:
        """Hold the page as it is now against the rules for every page, at phone and desk width, and in the dark theme.

        Leaves a picture of each: `<name>-390.png`, `<name>-1440.png`. Axe is asked in one of the three
        places, chosen by the name; with SMH_ALL in all of them.
        """
        self.page.wait_for_load_state("networkidle")
        once = hashlib.sha256(name.encode()).digest()[0] % 3
        for number, size in enumerate((PHONE, DESK)):
            self.page.set_viewport_size(size)  # type: ignore[arg-type]
            where = f"{name} at {size['width']}"
            self._fits(where)
            self.picture(f"{name}-{size['width']}")
            if EVERYTHING or number == once:
                self._is_accessible(where)
        if EVERYTHING or once == 2:
            self.page.emulate_media(color_scheme="dark")
            self._is_accessible(f"{name}, dark")
            self.page.emulate_media(color_scheme="light")
        self._is_drawn()
        self.is_clean(name)

    def picture(self, name: str) -> None:
        """Leave a picture of the whole page."""
        # Hiding the caret would leave style attributes on the page's own fields.
        self.page.screenshot(path=self._shots / f"{name}.png", full_page=True, caret="initial")

    def is_clean(self, where: str) -> None:
        """Assert that nothing failed, logged an error or broke the content policy up to here."""
        assert self.troubles == [], f"{where}: {self.troubles}"

    def download(self, control: Any) -> tuple[str, bytes]:
        """Click a control that downloads; return the file's name and bytes."""
        self._is_drawn()
        with self.page.expect_download() as caught:
            control.click()
        download: Download = caught.value
        return download.suggested_filename, Path(download.path()).read_bytes()

    def await_words(self, path: str, words: str) -> None:
        """Wait until the page at `path` holds `words`, asking twice a second, then open it."""
        self.go(path)
        # Not wait_for_function: a promise counts as true there, so it would wait for nothing.
        until = time.monotonic() + PATIENCE * 3 / 1000
        while words not in self.page.evaluate("async path => (await fetch(path)).text()", path):
            assert time.monotonic() < until, f"{path} never said “{words}”"
            self.page.wait_for_timeout(500)
        self.go(path)

    def _is_drawn(self) -> None:
        """Have the page at this visitor's size, and see to it that the browser draws it.

        A page that another tab lies over may be given no frames, nor may one of which a picture was taken
        on a busy machine; a click waits for two. A new size asks for some. What keeps moving in them
        keeps a click waiting as before.
        """
        self.page.set_viewport_size(self.size)  # type: ignore[arg-type]
        self.page.bring_to_front()
        for _ in range(5):
            if self.page.evaluate(_DRAWS):
                return
            lower = {**self.size, "height": self.size["height"] - 1}
            self.page.set_viewport_size(lower)  # type: ignore[arg-type]
            self.page.set_viewport_size(self.size)  # type: ignore[arg-type]

    def _fits(self, where: str) -> None:
        wide, room = self.page.evaluate(
            "() => [document.scrollingElement.scrollWidth, window.innerWidth]"
        )
        assert wide <= room, f"{where}: scrolls sideways, {wide} px in {room} px"

    def _is_accessible(self, where: str) -> None:
        if not self.page.evaluate("() => 'axe' in window"):
            self.page.evaluate(AXE)
        found = self.page.evaluate(
            """async (rules) => (await axe.run(document,
                {runOnly: {type: 'tag', values: rules}, resultTypes: ['violations']})).violations
                .map(v => ({id: v.id, help: v.help, nodes: v.nodes.slice(0, 5)
                    .map(n => n.target.join(' ') + ' :: ' + n.failureSummary)}))""",
            RULES,
        )
        assert found == [], f"{where}: {json.dumps(found, indent=1)}"

    def _heard(self, message: ConsoleMessage) -> None:
        if message.type != "error":
            return
        # A company's own domain has no certificate here, which browsers say of headers that want one.
        if "ignored, because the URL's origin was untrustworthy" in message.text:
            return
        if any(f"status of {status} " in message.text for status in self._expected):
            return
        self.troubles.append(f"console: {message.text} ({message.location.get('url')})")

    def _failed(self, request: Request) -> None:
        # Leaving a page ends what it was still loading; that is not a failure.
        if request.failure != "net::ERR_ABORTED":
            self.troubles.append(f"failed: {request.method} {request.url} {request.failure}")

    def _answered(self, response: Response) -> None:
        if response.status >= 400 and response.status not in self._expected:
            self.troubles.append(f"{response.status}: {response.request.method} {response.url}")
