"""One page looked at: in some themes at some widths, unfolded, under a thumb, in large letters, in high contrast."""

from collections.abc import Callable
from dataclasses import dataclass

from playwright.sync_api import Page

from tests.pages import rules, targets


@dataclass(frozen=True)
class Manner:
    """How a page is looked at.

    Attributes:
        language: the one it must be in.
        themes: of the system, the first of them first.
        widths: in CSS px, the least of them first.
        closely: with the largest letters and in high contrast, too.

    """

    language: str
    themes: tuple[str, ...]
    widths: tuple[int, ...]
    closely: bool = False


def look(
    page: Page,
    manner: Manner,
    address: str,
    status: int,
    arrange: Callable[[Page], None] | None = None,
) -> dict[str, list[str]]:
    """Open a page and return what is wrong with it, by where that was seen.

    Args:
        page: somebody's tab.
        manner: how it is looked at.
        address: where it is.
        status: what it may answer with.
        arrange: what is done on the page before it is looked at, such as opening its menu.

    """
    rules.prepare(page, manner.themes[0], manner.widths[0])
    ears = rules.Ears(page, address, status)
    try:
        page.goto(address)
        if arrange:
            arrange(page)
        troubles = _found(page, manner, is_covered=arrange is not None)
    finally:
        ears.close()
    troubles["while it was shown"] = ears.troubles
    return {where: found for where, found in troubles.items() if found}


def _found(page: Page, manner: Manner, *, is_covered: bool) -> dict[str, list[str]]:
    first = manner.themes[0]
    troubles = {"frame": rules.facts(page, manner.language)}
    for width in manner.widths:
        troubles[f"{width} px, {first}"] = [*rules.widen(page, width), *rules.accessible(page)]
        for theme in manner.themes[1:]:
            rules.wear(page, theme)
            troubles[f"{width} px, {theme}"] = rules.accessible(page, rules.OF_A_THEME)
        if len(manner.themes) > 1:
            rules.wear(page, first)
    least = manner.widths[0]
    if len(manner.widths) > 1:
        rules.widen(page, least)
    troubles["under a thumb"] = targets.small(page, least, covered=is_covered)
    if manner.closely:
        troubles["largest text"] = rules.enlarge(page, least)
        rules.wear(page, "contrast")
        troubles["high contrast"] = rules.accessible(page, rules.OF_A_THEME)
        rules.wear(page, first)
    if rules.unfold(page):
        troubles["unfolded"] = [*rules.widen(page, least), *rules.accessible(page)]
    return troubles
