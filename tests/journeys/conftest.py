"""One stack, one Chromium and one story for all steps of the journey."""

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Playwright

from deploy.local.browser import find_browser
from tests.journeys.stack import REPOSITORY, Stack, running_stack
from tests.journeys.story import Story
from tests.journeys.visitor import Visitor

QUIET = (
    "--no-sandbox",
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--autoplay-policy=no-user-gesture-required",
)


@pytest.fixture(scope="session")
def chromium(playwright: Playwright) -> Iterator[Browser]:
    """Debian's Chromium."""
    path = find_browser()
    if not path:
        line = "Chromium is missing, which the journey needs: apt-get install chromium"
        if os.environ.get("CI", "").lower() not in ("", "0", "false"):
            pytest.fail(line)
        pytest.skip(line)
    # A company's own domain is one of these (RFC 2606), which no name server knows but the product's own.
    here = "--host-resolver-rules=MAP *.example 127.0.0.1"
    browser = playwright.chromium.launch(executable_path=path, args=[*QUIET, here])
    yield browser
    browser.close()


@pytest.fixture(scope="session")
def stack(chromium: Browser) -> Iterator[Stack]:
    """The running product."""
    with running_stack() as stack:
        yield stack


@pytest.fixture(scope="session")
def story() -> Story:
    """What the steps hand on."""
    return Story()


@pytest.fixture(scope="session")
def shots() -> Path:
    """The folder of pictures."""
    folder = REPOSITORY / ".run" / "shots"
    folder.mkdir(parents=True, exist_ok=True)
    return folder


@pytest.fixture
def visitor(chromium: Browser, shots: Path) -> Iterator[Callable[..., Visitor]]:
    """Return `visitor(origin, phone=False)`: somebody's browser; all are closed after the test."""
    opened: list[Visitor] = []

    def come(origin: str, *, phone: bool = False) -> Visitor:
        opened.append(Visitor(chromium, origin, shots, phone=phone))
        return opened[-1]

    yield come
    for one in opened:
        one.context.close()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Let journeys that stop a company go after those that visit it."""
    items.sort(key=lambda item: item.get_closest_marker("last") is not None)
