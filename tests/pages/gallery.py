"""Pictures of every page, and the page that shows them: `.run/shots/index.html`."""

import html
import re
from pathlib import Path

from playwright.sync_api import Page

from tests.pages import rules
from tests.pages.table import THEMES, Case

FOLDER = Path(__file__).parents[2] / ".run" / "shots"
_PAGES = FOLDER / "pages"
_WIDTHS = (390, 1440)
_HEAD = """<!doctype html><html lang="en"><meta charset="utf-8"><title>Every page</title>
<style>body{font:16px system-ui;margin:24px;background:#f3f4f6}ul{display:flex;flex-wrap:wrap;gap:24px;padding:0;
list-style:none}img{height:420px;max-width:640px;object-fit:cover;object-position:top;border:1px solid #ccc}
figure{margin:0}</style><h1>Every page</h1>"""


def take(page: Page, case: Case, address: str) -> None:
    """Leave pictures of a page in both themes, on a phone and on a desk, and write the index anew."""
    _PAGES.mkdir(parents=True, exist_ok=True)
    name = re.sub(r"[^a-z0-9]+", "-", f"{case.host}{case.endpoint}{case.who}".lower()).strip("-")
    rules.widen(page, _WIDTHS[0])
    page.goto(address)
    for width in _WIDTHS:
        rules.widen(page, width)
        for theme in THEMES:
            rules.wear(page, theme)
            page.screenshot(path=_PAGES / f"{name}-{width}-{theme}.png", full_page=True)
    write_index()


def write_index() -> None:
    """List all pictures there are, those of journeys too."""
    found = sorted(FOLDER.rglob("*.png"))
    items = "".join(
        f'<li><figure><a href="{path.relative_to(FOLDER)}"><img loading="lazy" alt=""'
        f' src="{path.relative_to(FOLDER)}"></a><figcaption>{html.escape(path.stem)}'
        "</figcaption></figure></li>"
        for path in found
    )
    unfinished = FOLDER / f".index-{id(found)}"
    unfinished.write_text(f"{_HEAD}<ul>{items}</ul></html>")
    unfinished.replace(FOLDER / "index.html")
