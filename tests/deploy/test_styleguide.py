"""The style guide as a whole: it draws every component, and nothing a strict content policy forbids."""

import re
from collections import Counter
from html.parser import HTMLParser
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.messages.storage.fallback import FallbackStorage
from django.test import RequestFactory

from deploy import styleguide

ROOT = Path(settings.BASE_DIR) if hasattr(settings, "BASE_DIR") else Path(__file__).parents[2]
PARTIALS = sorted(path.stem for path in (ROOT / "templates/components").glob("*.html"))
# Read by WeasyPrint, which knows no layers.
PAPER = {"print-fonts.css", "certificate-paper.css", "codes-paper.css"}
# Faces of fonts, and what overrides the admin's own sheets, which know no layers either.
UNLAYERED = PAPER | {"fonts.css", "console.css"}
FRAME = {
    "toasts",
    "display",
    "account_menu",
    "brand_mark",
    "bell",
    "company_notice",
    "support_banner",
    "language",
    "help_link",
}

# The list of the interface's rules, word by word, and what a page that shows each of them holds.
COMPONENTS = {
    "button": (r'<button class="btn primary"', r'<button class="btn danger"', r"disabled"),
    "field with hint": (
        r'<input type="text" name="name"[^>]* aria-describedby="id_name-hint"',
        r'<div class="hint" id="id_name-hint">',
    ),
    "field with error": (
        r'<input type="email" name="email"[^>]*aria-invalid="true"',
        r'<div class="error" id="id_email-error">',
    ),
    "select": (r'<select name="level"',),
    "combobox": (
        r'<div class="search" data-suggest="/courses/suggest/">',
        r'<ul class="suggestions" id="sg-q-options" role="listbox"',
        r'<script type="module" src="[^"]*js/suggest[^"]*\.js"',
    ),
    "date": (r'<input type="date" name="due"',),
    "file drop with progress": (
        r'<form class="form" id="sg-upload" method="post" enctype="multipart/form-data">',
        r'<file-drop max-bytes="5242880" upload ',
        r'<progress class="line" max="100" value="0" hidden aria-label="Upload">',
        r'<script type="module" src="[^"]*js/file-drop[^"]*\.js"',
    ),
    "card": (r'<section class="card',),
    "course card": (r'<ul class="shelf five"><li class="book">',),
    "stat": (r'<div class="stat good">',),
    "progress bar": (r'class="segs',),
    "progress ring": (r'<svg class="ring"', r'<svg class="ring big"'),
    "badge": (r'<span class="badge good">',),
    "tag": (r'<span class="tag"><a href="#">Objections</a></span>',),
    "avatar": (r'<span class="avatar" aria-hidden="true">AD</span>',),
    "tabs": (r'<nav class="tabs" aria-label="Parts of the course">',),
    "stepper": (r'<ol class="steps">',),
    "table: sort": (r'<th scope="col" aria-sort="ascending"><a class="sort" href="\?[^"]*sort=-status">',),
    "table: filter": (r'<nav class="chips" aria-label="Filter the table">',),
    "table: select": (r"<input type=\"checkbox\" data-bulk-all>", r'<input type="checkbox" name="selected"'),
    "table: bulk action": (
        r'<form method="post" data-bulk>',
        r'<button class="btn primary" name="do" value="nudge">',
        r'<script type="module" src="[^"]*js/bulk-select[^"]*\.js"',
    ),
    "table: column choice": (r'<input type="checkbox" name="col" value="due" checked>',),
    "table: export": (
        r'<a href="/styleguide/people\.csv[^"]*" download>',
        r'<a href="/styleguide/people\.xlsx[^"]*" download>',
    ),
    "table: pages": (r'<nav class="pages" aria-label="Pages">', r'<a rel="next" href="\?[^"]*page=2"'),
    "drawer": (r'<dialog class="drawer" id="sg-drawer"', r'data-dialog="sg-drawer"'),
    "dialog": (r'<dialog class="dialog" id="sg-dialog"', r'data-dialog="sg-dialog"'),
    "toast": (r'<div class="toast good"', r'<div class="toast bad"'),
    "alert": (r'<div class="alert warn">',),
    "empty state": (r'<div class="empty">',),
    "skeleton": (r'<div class="skeleton" role="status">',),
    "timeline": (r'<ol class="timeline">',),
    "chart with its data table": (
        r'<table class="chart"><caption>Where people stop</caption>',
        r'<th scope="col">People</th>',
    ),
    "rating": (r'<span class="rating num">',),
    "breadcrumb": (r'<nav class="crumbs" aria-label="Breadcrumb">',),
    "pagination": (r'<span class="here num" aria-current="page">1</span>', r'<span class="gap">…</span>'),
    "player": (
        r'<smh-player lang="en" data-src="',
        r'<button type="button" data-act="captions"',
        r'<select class="input" data-speed>',
        r"This video is not ready",
        r'<script type="module" src="[^"]*js/player[^"]*\.js"',
    ),
    "quiz item": (
        r'<div class="quiz" id="question-3" role="radiogroup"',
        r'<li class="reply answered wrong">',
        r'<span class="why" lang="en">',
    ),
    "command search": (r'<a class="btn" href="\?part=command" data-command',),
}  # fmt: skip


class Page(HTMLParser):
    """Collects what the tests ask about."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.ids: Counter[str] = Counter()
        self.refers: set[str] = set()
        self.inline: list[str] = []
        self.symbols: set[str] = set()
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note ids, references to ids, symbols, and anything inline."""
        values = {name: value or "" for name, value in attrs}
        if "id" in values:
            self.ids[values["id"]] += 1
        for name in ("aria-describedby", "aria-labelledby", "for"):
            self.refers.update(values.get(name, "").split())
        if tag == "use":
            self.symbols.add(values["href"].rpartition("#")[2])
        self.inline += [
            f"<{tag} {name}>" for name in values if name == "style" or name.startswith("on")
        ]
        if tag == "style" or (tag == "script" and "src" not in values):
            self.inline.append(f"<{tag}>")


@pytest.fixture(scope="module")
def html() -> str:
    answer = styleguide.page(RequestFactory().get("/styleguide/"))
    assert answer.status_code == 200
    return answer.content.decode()


@pytest.fixture(scope="module")
def shown() -> str:
    """The guide with its toasts."""
    request = RequestFactory().get("/styleguide/?toast=1")
    request.session = {}  # type: ignore[assignment]
    request._messages = FallbackStorage(request)  # type: ignore[attr-defined]
    return styleguide.page(request).content.decode()


@pytest.mark.parametrize("component", COMPONENTS)
def test_every_component_of_the_interface_is_shown(shown: str, component: str) -> None:
    assert [one for one in COMPONENTS[component] if not re.search(one, shown)] == []


def test_nothing_inline(html: str) -> None:
    assert Page(html).inline == []


def test_every_description_and_label_leads_to_something(html: str) -> None:
    page = Page(html)
    assert sorted(one for one in page.refers if one not in page.ids) == []


def test_every_symbol_is_in_the_sprite(html: str) -> None:
    sprite = set(re.findall(r'<symbol id="([^"]+)"', (ROOT / "static/img/sprite.svg").read_text()))
    assert sorted(Page(html).symbols - sprite) == []


def test_templates_ask_only_for_symbols_that_exist() -> None:
    sprite = set(re.findall(r'<symbol id="([^"]+)"', (ROOT / "static/img/sprite.svg").read_text()))
    asked = {
        (name, path.name)
        for path in (ROOT / "templates").rglob("*.html")
        for name in re.findall(r'{% icon "([^"]+)"| icon="([^"]+)"', path.read_text())
        for name in name
        if name
    }
    assert sorted(pair for pair in asked if pair[0] not in sprite) == []


@pytest.mark.parametrize("name", PARTIALS)
def test_every_partial_is_documented(name: str) -> None:
    first = (ROOT / f"templates/components/{name}.html").read_text()[:400]
    assert f"{name}.html:" in first
    if name not in {"field_notes"}:
        assert f"`{name}`" in (ROOT / "templates/components/README.md").read_text()


@pytest.mark.parametrize("name", [name for name in PARTIALS if name not in FRAME])
def test_every_partial_is_shown(name: str) -> None:
    guide = "".join(path.read_text() for path in (ROOT / "templates/styleguide").glob("*.html"))
    through_tags = {
        "icon": "{% icon ",
        "segs": "{% segs ",
        "field_notes": "components/field.html",
        "form_errors": "components/form.html",
    }
    assert through_tags.get(name, f"components/{name}.html") in guide


@pytest.mark.parametrize("path", sorted((ROOT / "static/css").rglob("*.css")), ids=lambda p: p.name)
def test_a_sheet_is_short_and_stands_in_a_layer(path: Path) -> None:
    text = path.read_text()
    assert len(text.splitlines()) < 400
    if path.name not in UNLAYERED:
        assert re.search(r"@layer (reset|tokens|base|components|pages|utilities) \{", text)


def test_colours_stand_in_the_tokens_alone() -> None:
    """A brand can only change what asks the tokens; paper, film and their ink stay as they are."""
    fixed = {"#fff", "#ffffff", "#000", "#111827", "#0b1020"}
    # The player and the certificate are the same in every theme and for every brand.
    elsewhere = PAPER | {"tokens.css", "player.css", "certificate.css", "lesson.css"}
    found = {
        (path.name, colour)
        for path in (ROOT / "static/css").rglob("*.css")
        if path.name not in elsewhere
        for colour in re.findall(r"#[0-9a-fA-F]{3,8}\b", path.read_text())
        if colour.lower() not in fixed
    }
    assert found == set()
