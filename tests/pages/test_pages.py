"""Every page of both kinds of host, found in their URL tables, held against what holds on every page.

`deploy/test` opens each page once: in one language, one theme and one width, spread over the pages.
`deploy/test --all` opens each in both languages at each width and with the largest text; axe hears it in the Indic
one in each theme at each width, in English in its share of these, in high contrast and unfolded.
`deploy/test --shots` takes a picture of each, in both themes on a phone and on a desk.
"""

import os
from collections.abc import Callable

import pytest
from playwright.sync_api import Page

from tests.pages import rules
from tests.pages.gallery import take
from tests.pages.looking import Manner, look, manner
from tests.pages.site import Opened, Site
from tests.pages.table import THEMES, WIDTHS, Case, cases, wanted_answer, why_not

EVERYTHING = bool(os.environ.get("SMH_ALL"))
SHOTS = bool(os.environ.get("SMH_SHOTS"))


@pytest.mark.parametrize("case", cases(everything=EVERYTHING or SHOTS), ids=str)
def test_page(case: Case, site: Site, tab_of: Callable[[str, str, str], Page]) -> None:
    if why_not(case) or (SHOTS and case.language != "en"):
        return
    site.speak(case.language)
    opened = site.open(case)
    if not _is_page(case, opened):
        return
    page = tab_of(case.host, opened.who, case.language)
    address = site.origin(case.host) + opened.path
    if SHOTS:
        take(page, case, address)
    else:
        _look(page, case, address, opened.status)


def _is_page(case: Case, opened: Opened) -> bool:
    """Whether the answer is a page; fails where nobody is answered and the table does not say why."""
    if opened.status == 405 or (opened.status == 200 and not opened.is_html):
        return False
    assert (opened.status, opened.is_page) == (wanted_answer(case), True), (
        f"{case}: nobody is shown a page at {opened.path} (as {opened.who}: {opened.status}, "
        f"{'a whole page' if opened.is_page else 'no whole page'}). Let somebody open it "
        "(VISITORS), or say in NOT_BY_ADDRESS why nobody can by its address alone: tests/pages/table.py"
    )
    return True


def _look(page: Page, case: Case, address: str, status: int) -> None:
    troubles = look(page, _manner(case), address, status)
    assert not troubles, f"{case}\n{rules.report(troubles)}"


def _manner(case: Case) -> Manner:
    theme, width = str(case.pick(THEMES)), int(case.pick(WIDTHS))
    return manner(case.language, theme, width, everything=EVERYTHING)
