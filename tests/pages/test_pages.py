"""Every page of both kinds of host, found in their URL tables, held against what holds on every page.

`deploy/test` opens each page once: in one language, one theme and one width, spread over the pages.
`deploy/test --all` opens each in both languages, in each theme at each width, and once in high contrast.
`deploy/test --shots` takes a picture of each, in both themes on a phone and on a desk.
"""

import os
from collections.abc import Callable

import pytest
from playwright.sync_api import Page

from tests.pages import rules, targets
from tests.pages.gallery import take
from tests.pages.site import Opened, Site
from tests.pages.table import MATRIX_WIDTHS, THEMES, WIDTHS, Case, cases, wanted_answer, why_not

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
    themes = THEMES if EVERYTHING else (str(case.pick(THEMES)),)
    widths = MATRIX_WIDTHS if EVERYTHING else (int(case.pick(WIDTHS)),)
    rules.wear(page, themes[0])
    rules.widen(page, widths[0])
    ears = rules.Ears(page, address, status)
    try:
        page.goto(address)
        troubles = _found(page, case, themes, widths)
    finally:
        ears.close()
    troubles["while it was shown"] = ears.troubles
    assert not any(troubles.values()), f"{case}\n{rules.report(troubles)}"


def _found(
    page: Page, case: Case, themes: tuple[str, ...], widths: tuple[int, ...]
) -> dict[str, list[str]]:
    troubles = {"frame": rules.facts(page, case.language)}
    for width in widths:
        where = f"{width} px, {themes[0]}"
        troubles[where] = [*rules.widen(page, width), *rules.accessible(page)]
        for theme in themes[1:]:
            rules.wear(page, theme)
            troubles[f"{width} px, {theme}"] = rules.accessible(page, rules.OF_A_THEME)
        rules.wear(page, themes[0])
    rules.widen(page, widths[0])
    troubles["under a thumb"] = targets.small(page, widths[0])
    if EVERYTHING:
        rules.wear(page, "contrast")
        troubles["high contrast"] = rules.accessible(page, rules.OF_A_THEME)
        rules.wear(page, themes[0])
    return troubles
