"""One page looked at: in some themes at some widths, unfolded, under a thumb, in large letters, in high contrast."""

from collections.abc import Callable
from dataclasses import dataclass

from playwright.sync_api import Page

from tests.pages import rules, targets
from tests.pages.table import MATRIX_WIDTHS, THEMES


@dataclass(frozen=True)
class Manner:
    """How a page is looked at.

    Attributes:
        language: the one it must be in.
        themes: of the system, the first of them first.
        widths: in CSS px, the least of them first.
        heard: those of them at which axe is heard; empty for all.
        enlarged: with the largest letters, too.
        contrast: in high contrast, too.
        unfolded: whether axe is heard once more when all that is folded is open.

    """

    language: str
    themes: tuple[str, ...]
    widths: tuple[int, ...]
    heard: tuple[int, ...] = ()
    enlarged: bool = False
    contrast: bool = False
    unfolded: bool = True


def manner(language: str, theme: str, width: int, *, everything: bool) -> Manner:
    """Return how a page in a language is looked at, whose own share of all combinations is one of them.

    Args:
        language: the one it must be in.
        theme: its share of the themes.
        width: its share of the widths.
        everything: whether to look at all combinations. In the Indic language axe is heard in all of them,
            and in English in the page's own share, as in each other run, in high contrast and unfolded: what
            it finds lies in structure, colours and sizes, and these a page has in common with itself in
            another language. What does not fit is looked for everywhere in both, as that lies in the words.
    """
    if not everything:
        return Manner(language, (theme,), (width,))
    if language == "en":
        heard = width if width in MATRIX_WIDTHS else MATRIX_WIDTHS[0]
        return Manner(
            language, (theme,), MATRIX_WIDTHS, heard=(heard,), enlarged=True, contrast=True
        )
    return Manner(language, THEMES, MATRIX_WIDTHS, enlarged=True, unfolded=False)


def look(
    page: Page,
    asked: Manner,
    address: str,
    status: int,
    arrange: Callable[[Page], None] | None = None,
) -> dict[str, list[str]]:
    """Open a page and return what is wrong with it, by where that was seen.

    Args:
        page: somebody's tab.
        asked: how it is looked at.
        address: where it is.
        status: what it may answer with.
        arrange: what is done on the page before it is looked at, such as opening its menu.

    """
    rules.prepare(page, asked.themes[0], asked.widths[0])
    ears = rules.Ears(page, address, status)
    try:
        page.goto(address)
        if arrange:
            arrange(page)
        troubles = _found(page, asked, is_covered=arrange is not None)
    finally:
        ears.close()
    troubles["while it was shown"] = ears.troubles
    return {where: found for where, found in troubles.items() if found}


def _found(page: Page, asked: Manner, *, is_covered: bool) -> dict[str, list[str]]:
    troubles = {"frame": rules.facts(page, asked.language)}
    themes = asked.themes
    for width in asked.widths:
        first, *others = themes
        troubles[f"{width} px"] = rules.widen(page, width)
        if width not in (asked.heard or asked.widths):
            continue
        troubles[f"{width} px, {first}"] = rules.accessible(page)
        for theme in others:
            rules.wear(page, theme)
            troubles[f"{width} px, {theme}"] = rules.accessible(page, rules.OF_A_THEME)
        themes = themes[::-1]  # the next width begins in what is worn now
    least, first = asked.widths[0], asked.themes[0]
    if len(asked.widths) > 1:
        rules.widen(page, least)
        rules.wear(page, first)
    troubles["under a thumb"] = targets.small(page, least, covered=is_covered)
    if asked.enlarged:
        troubles["largest text"] = rules.enlarge(page, least)
    if asked.contrast:
        rules.wear(page, "contrast")
        troubles["high contrast"] = rules.accessible(page, rules.OF_A_THEME)
        rules.wear(page, first)
    if rules.unfold(page):
        troubles["unfolded"] = rules.widen(page, least)
        if asked.unfolded:
            troubles["unfolded, to axe"] = rules.accessible(page)
    return troubles
