"""Without a connection: the service worker shows the page it kept, in the language that was read last."""

import pytest
from playwright.sync_api import Browser, expect

from tests.pages.site import Site
from tests.pages.table import PUBLIC

# Waits until a worker answers for the page and has kept its own in this language; returns its path.
_KEPT = """async (language) => {
  const until = Date.now() + 20_000;
  while (Date.now() < until) {
    const worker = navigator.serviceWorker.controller, kept = await caches.match('/offline/');
    const words = kept ? await kept.text() : '';
    if (worker && words.includes(`<html lang="${language}">`)) return new URL(worker.scriptURL).pathname;
    await new Promise(go => setTimeout(go, 50));
  }
  return 'no worker keeps the page in this language';
}"""


@pytest.mark.parametrize(
    ("language", "heading"),
    [("en", "You have no connection"), ("hi", "आपका इंटरनेट नहीं चल रहा")],
    ids=["en", "hi"],
)
def test_a_page_that_cannot_be_reached(
    site: Site, page_browser: Browser, language: str, heading: str
) -> None:
    """In a browser that speaks English: the page said what its reader had chosen."""
    site.speak("en")
    context = page_browser.new_context(
        base_url=site.origin(PUBLIC), locale="en", service_workers="allow"
    )
    page = context.new_page()
    page.goto(f"/courses/?lang={language}")
    address = page.locator("html").get_attribute("data-worker")
    assert address
    assert page.evaluate(_KEPT, language) == address
    context.set_offline(True)
    page.goto("/paths/")
    expect(page.get_by_role("heading", level=1)).to_have_text(heading)
    expect(page.locator("html")).to_have_attribute("lang", language)
    context.set_offline(False)  # it goes on by itself
    expect(page.get_by_role("heading", level=1)).not_to_have_text(heading)
    expect(page).to_have_url(f"{site.origin(PUBLIC)}/paths/")
    context.close()
