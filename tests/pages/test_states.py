"""What no address shows by itself: failures, refusals, halted companies, results, menus and dialogs while open.

Each is held against what holds on every page, in one theme at one width, or in all with `--all`.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory
from django.utils import translation
from playwright.sync_api import BrowserContext, Page

from deploy.errors import bad_request, server_error
from tenants.enums import TenantStatus
from tenants.middleware.body import BodyLimit
from tenants.middleware.host import hosts
from tenants.middleware.relocating import unavailable
from tenants.models import Tenant
from tenants.schemas import in_public
from tests.isolation.endpoints import endpoints
from tests.pages import rules
from tests.pages.beside import add_learner
from tests.pages.looking import Manner, look, manner
from tests.pages.site import Site
from tests.pages.table import COMPANY, GUEST, LANGUAGES, MATRIX_WIDTHS, PUBLIC, THEMES, WIDTHS
from tests.pages.test_pages import EVERYTHING, SHOTS

pytestmark = pytest.mark.skipif(SHOTS, reason="pictures are taken of pages that have an address")
TabOf = Callable[[str, str, str], Page]


@dataclass(frozen=True)
class Act:
    """Something done on a page, after which it shows more."""

    name: str
    host: str
    who: str
    path: str
    does: Callable[[Page], None]

    def __str__(self) -> str:
        return self.name


def _clicks(selector: str) -> Callable[[Page], None]:
    return lambda page: page.locator(selector).locator("visible=true").first.click()


def _searches(page: Page) -> None:
    field = page.locator("[role=combobox]").locator("visible=true").first
    field.press_sequentially("everyth")
    page.locator("[role=option]").first.wait_for()


def _opens(name: str) -> Callable[[Page], None]:
    return lambda page: page.locator(f"[data-dialog={name}]").first.click()


def _chooses(page: Page) -> None:
    # The cell above all of them is no tick box on a phone, where rows are cards.
    page.locator("td.pick input").first.check()


def _is_told(page: Page) -> None:
    form = page.locator("#sg-upload")
    form.locator("input[type=file]").set_input_files(
        [{"name": "people.csv", "mimeType": "text/csv", "buffer": b"name,email\n"}]
    )
    form.locator("button[type=submit], button:not([type])").last.click()
    page.locator(".toast").first.wait_for()


def _goes(page: Page) -> None:
    page.keyboard.press("Control+k")
    page.locator("dialog[open]").wait_for()


def _is_asked_whether_there(page: Page) -> None:
    page.evaluate("() => document.querySelector('[data-shared-ask]').showModal()")


ACTS = [
    Act("account menu", COMPANY, "owner", "/manage/", _clicks("details.menu.account > summary")),
    Act("learner's menu", COMPANY, "learner", "/", _clicks("details.menu.account > summary")),
    Act("guest's menu", PUBLIC, GUEST, "/", _clicks("header details.menu > summary")),
    Act("going anywhere", COMPANY, "owner", "/manage/", _goes),
    Act("suggestions", PUBLIC, GUEST, "/courses/", _searches),
    Act("dialog", PUBLIC, GUEST, "/styleguide/", _opens("sg-dialog")),
    Act("drawer", PUBLIC, GUEST, "/styleguide/", _opens("sg-drawer")),
    Act("toast", PUBLIC, GUEST, "/styleguide/", _is_told),
    Act("people chosen", COMPANY, "owner", "/manage/people/", _chooses),
]


def _manner(language: str, number: int) -> Manner:
    theme, width = THEMES[number % len(THEMES)], WIDTHS[number % len(WIDTHS)]
    return manner(language, theme, width, everything=EVERYTHING)


def _languages(number: int) -> tuple[str, ...]:
    return LANGUAGES if EVERYTHING else (LANGUAGES[number % len(LANGUAGES)],)


@pytest.mark.parametrize("act", ACTS, ids=str)
def test_what_is_opened(act: Act, site: Site, tab_of: TabOf) -> None:
    number = ACTS.index(act)
    for language in _languages(number):
        site.speak(language)
        address = site.origin(act.host) + act.path
        page = tab_of(act.host, act.who, language)
        troubles = look(page, _manner(language, number), address, 200, act.does)
        assert not troubles, f"{act} in {language}\n{rules.report(troubles)}"


def _too_large(request: HttpRequest) -> HttpResponse:
    request.META["CONTENT_LENGTH"] = str(10**12)
    return BodyLimit(lambda _request: HttpResponse())(request)


FAILURES: dict[str, Callable[[HttpRequest], HttpResponse]] = {
    "400": lambda request: bad_request(request, ValueError()),
    "413": _too_large,
    "500": server_error,
    "503": lambda _request: unavailable(),
}


def _put(page: Page, address: str, answer: HttpResponse) -> None:
    """Have an address answer with this."""
    page.route(
        address,
        lambda route: route.fulfill(
            status=answer.status_code,
            content_type="text/html; charset=utf-8",
            body=answer.content,
        ),
    )


@pytest.mark.parametrize("host", [COMPANY, PUBLIC])
@pytest.mark.parametrize("failure", FAILURES)
def test_a_failure(failure: str, host: str, site: Site, tab_of: TabOf) -> None:
    """Made by what makes it, and shown in the place of a page, whose sheets and icons it wears."""
    number = [*FAILURES].index(failure)
    for language in _languages(number):
        site.speak(language)
        address = f"{site.origin(host)}/broken/"
        request = RequestFactory().post("/broken/")
        request.tenant = site.worlds[host].tenant  # type: ignore[attr-defined]
        with translation.override(language):
            answer = FAILURES[failure](request)
        assert str(answer.status_code) == failure
        page = tab_of(host, GUEST, language)
        _put(page, address, answer)
        troubles = look(page, _manner(language, number), address, answer.status_code)
        page.unroute(address)
        assert not troubles, f"{failure} in {language}\n{rules.report(troubles)}"


@contextmanager
def _standing(site: Site, status: TenantStatus) -> Iterator[None]:
    """The company stands so for a while."""

    def change(to: str) -> None:
        with in_public():
            Tenant.objects.filter(id=site.worlds[COMPANY].tenant.id).update(status=to)
        hosts.forget()

    before = site.worlds[COMPANY].tenant.status
    site.ask(lambda: change(status))
    try:
        yield
    finally:
        site.ask(lambda: change(before))


@pytest.mark.parametrize(
    ("status", "who", "path"),
    [
        (TenantStatus.PAST_DUE, "owner", "/manage/"),
        (TenantStatus.SUSPENDED, GUEST, "/account/login/"),
        (TenantStatus.SUSPENDED, "owner", "/manage/company/"),
        (TenantStatus.CLOSED, GUEST, "/account/login/"),
    ],
)
def test_a_company_that_is_halted(
    status: TenantStatus, who: str, path: str, site: Site, tab_of: TabOf
) -> None:
    number = [*TenantStatus].index(status)
    for language in _languages(number):
        site.speak(language)
        with _standing(site, status):
            page = tab_of(COMPANY, who, language)
            troubles = look(page, _manner(language, number), site.origin(COMPANY) + path, 200)
        assert not troubles, f"{status} in {language}\n{rules.report(troubles)}"


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_quiz_that_was_handed_in(
    language: str, site: Site, context_of: Callable[[str, str, str], BrowserContext]
) -> None:
    site.speak(language)
    who = f"hander {language}"
    address = f"{site.origin(COMPANY)}{add_learner(site, who)}"
    site.speak("en" if language == "hi" else "hi")
    site.speak(language)  # who came after
    page = context_of(COMPANY, who, language).new_page()
    page.goto(address)
    page.locator(".hand-in button").last.click()
    # It asks about what has no answer, once.
    page.locator("[role=alert] button").click()
    page.locator(".hand-in").wait_for(state="detached")
    result = page.url
    troubles = look(page, _manner(language, LANGUAGES.index(language)), result, 200)
    page.close()
    assert not troubles, f"{result} in {language}\n{rules.report(troubles)}"


ROWS = [
    str(endpoint).removesuffix("{object_id}/change/")
    for endpoint in endpoints("deploy.urls_public")
    if str(endpoint).startswith("/staff/admin/") and str(endpoint).endswith("{object_id}/change/")
]


def test_the_console_has_rows() -> None:
    assert len(ROWS) == 9


# Other pages share this out over two languages.
IN_ONE_LANGUAGE = Manner("en", THEMES, MATRIX_WIDTHS, enlarged=True, contrast=True)
# Where the words of rows and people stand in the console, on the page of a row and on that of a list.
_OF_A_ROW = (".readonly", "#content > h2", ".breadcrumbs", "#user-tools")
_OF_A_LIST = ("#result_list tbody :is(th a, td)", ".breadcrumbs", "#user-tools")


def _narrow(page: Page, places: tuple[str, ...]) -> list[str]:
    """Have each of the places hold a word of 200 letters: which row comes first, and what it says, is chance."""
    held = page.evaluate(
        """([places, word]) => places.map((place) => {
          const found = [...document.querySelectorAll(place)];
          for (const one of found) one.append(word);
          return found.length;
        })""",
        [places, "w" * 200],
    )
    assert all(held), held
    return [*rules.widen(page, min(WIDTHS)), *rules.enlarge(page, min(WIDTHS))]


@pytest.mark.parametrize("rows", ROWS)
def test_a_row_of_the_console(rows: str, site: Site, tab_of: TabOf) -> None:
    """The first of its list; our staff read English."""
    number = ROWS.index(rows)
    site.speak("en")
    page = tab_of(PUBLIC, "staff", "en")
    page.goto(site.origin(PUBLIC) + rows)
    first = page.locator("#result_list tbody a[href]").first
    href = first.get_attribute("href")
    assert href
    wide = _narrow(page, _OF_A_LIST)
    assert not wide, f"{rows}\n" + "\n".join(wide)
    asked = IN_ONE_LANGUAGE if EVERYTHING else _manner("en", number)
    troubles = look(page, asked, f"{site.origin(PUBLIC)}{href}", 200)
    assert not troubles, f"{href}\n{rules.report(troubles)}"
    wide = _narrow(page, _OF_A_ROW)
    assert not wide, f"{href}\n" + "\n".join(wide)
