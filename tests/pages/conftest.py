"""One site and one Chromium for all pages; a context with one tab per host and person."""

import os
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Playwright
from pytest_django import DjangoDbBlocker

from deploy.local.browser import find_browser
from tests.journeys.conftest import QUIET
from tests.pages.site import Site, running_site
from tests.pages.table import GUEST

MOST = 4  # people whose browsers are open


@pytest.fixture(scope="session")
def site(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Site]:
    """The product over committed rows."""
    with django_db_blocker.unblock(), running_site() as site:
        yield site


@pytest.fixture(scope="session")
def page_browser(site: Site, playwright: Playwright) -> Iterator[Browser]:
    """A Chromium for which every host of the product is this process' server."""
    path = find_browser()
    if not path:
        line = "Chromium is missing, which the pages need: apt-get install chromium"
        if os.environ.get("CI", "").lower() not in ("", "0", "false"):
            pytest.fail(line)
        pytest.skip(line)
    rule = f"MAP * 127.0.0.1:{site.port}"
    browser = playwright.chromium.launch(
        executable_path=path, args=[*QUIET, f"--host-resolver-rules={rule}"]
    )
    yield browser
    browser.close()


@pytest.fixture(scope="session")
def tab_of(
    context_of: Callable[[str, str, str], BrowserContext],
) -> Callable[[str, str, str], Page]:
    """Return `tab_of(host, who, language)`: somebody's one tab, which goes from page to page."""
    tabs: dict[tuple[str, str, str], Page] = {}

    def find(host: str, who: str, language: str) -> Page:
        key = (host, who, language)
        context = context_of(*key)
        if key not in tabs or tabs[key].context is not context:
            tabs[key] = context.new_page()
        return tabs[key]

    return find


@pytest.fixture(scope="session")
def context_of(
    site: Site, page_browser: Browser
) -> Iterator[Callable[[str, str, str], BrowserContext]]:
    """Return `context_of(host, who, language)`: the browser of somebody, kept for their next page.

    Closed once others came after it: a tab that nobody looks at keeps a process and goes on asking for news.
    """
    contexts: dict[tuple[str, str, str], BrowserContext] = {}

    def find(host: str, who: str, language: str) -> BrowserContext:
        key = (host, who, language)
        if key not in contexts:
            context = page_browser.new_context(
                locale=language,
                timezone_id="Asia/Kolkata",
                reduced_motion="reduce",
                base_url=site.origin(host),
                service_workers="block",  # what one page left in it is nothing of the next
            )
            context.set_default_timeout(60_000)  # ms; tests share two cores
            if who != GUEST:
                context.add_cookies(
                    [{"name": "sessionid", "value": site.session_of(host, who),
                      "url": site.origin(host)}]
                )  # fmt: skip
        else:
            context = contexts.pop(key)
        contexts[key] = context  # the last used stand last
        if len(contexts) > MOST:
            contexts.pop(next(iter(contexts))).close()
        return context

    yield find
    for context in contexts.values():
        context.close()
