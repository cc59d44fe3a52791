"""A page fetches the letters of its own language, not those of every language it offers."""

from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext

from tests.pages.site import Site
from tests.pages.table import COMPANY, GUEST, PUBLIC

SCRIPTS = {"hi": {"noto-sans-devanagari.woff2"}, "en": set()}


@pytest.mark.parametrize("language", sorted(SCRIPTS))
@pytest.mark.parametrize(
    ("host", "path"),
    [(PUBLIC, "/"), (PUBLIC, "/paths/"), (PUBLIC, "/help/"), (COMPANY, "/account/login/")],
)
def test_one_script_a_page(
    host: str,
    path: str,
    language: str,
    site: Site,
    context_of: Callable[[str, str, str], BrowserContext],
) -> None:
    site.speak(language)
    page = context_of(host, GUEST, language).new_page()
    fetched: set[str] = set()
    page.on("request", lambda request: fetched.add(request.url.rpartition("/")[2]))
    page.goto(site.origin(host) + path)
    page.evaluate("() => scrollTo(0, document.body.scrollHeight)")
    page.evaluate("() => document.fonts.ready")
    names = page.locator(".languages").last.get_by_role("button", include_hidden=True)
    words = names.all_text_contents()
    page.close()
    scripts = {name for name in fetched if name.startswith("noto-sans-") and "latin" not in name}
    assert words == ["English", "हिंदी", "தமிழ்", "తెలుగు", "বাংলা"]
    assert scripts - {"noto-sans-rupee.woff2"} == SCRIPTS[language]
