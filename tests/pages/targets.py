"""What a thumb has to hit, on a phone.

A target is a link, a button, a summary, a select or a field other than a tick box or a radio button,
which have rules of their own. It is as large as its box, or the box of the label around it, or, where a
pseudo-element widens it, as the stretch from its middle over which a tap still arrives at it.

It is 44 CSS px high. It is as wide, too, if it is drawn; one made of words stands in a row with others
and is as wide as its words, but never under the 24 px that are WCAG's floor. A link that flows in a
line with other words is text and no target: it cannot be higher than its line.
"""

from playwright.sync_api import Page

from tests.pages.rules import widen

PHONE = 390  # CSS px
LEAST = {"high": 44, "wide": 44, "words": 24}  # CSS px

_SMALL = r"""(least) => {
  const TARGETS = 'a[href], button, summary, select, textarea, input:not([type=checkbox], [type=radio], [type=hidden]),'
    + ' [role=button], [role=tab], [role=menuitem]';
  const WORD = /[\p{L}\p{N}]/u;
  const shown = e => {
    const box = e.getBoundingClientRect();
    return box.width > 1 && box.height > 1 && box.bottom + scrollY > 0 && box.right + scrollX > 0
      && e.checkVisibility({visibilityProperty: true});
  };
  const flows = e => ['inline', 'contents'].includes(getComputedStyle(e).display);
  const blockOf = e => { while (flows(e)) e = e.parentElement; return e; };
  const isText = e => {
    if (!e.matches('a') || !flows(e)) return false;
    const block = blockOf(e), texts = document.createTreeWalker(block, NodeFilter.SHOW_TEXT);
    for (let text = texts.nextNode(); text; text = texts.nextNode()) {
      const around = text.parentElement;
      if (WORD.test(text.data) && !around.closest(TARGETS) && blockOf(around) === block && shown(around)) return true;
    }
    return false;
  };
  const worded = e => [...e.childNodes].some(n => n.nodeType === Node.TEXT_NODE ? WORD.test(n.data)
    : n.nodeType === Node.ELEMENT_NODE && shown(n) && worded(n));
  // Half-pixel boxes round: what is half a pixel short is not short.
  const stretch = (e, label, step) => {
    const box = e.getBoundingClientRect(), x = box.left + box.width / 2, y = box.top + box.height / 2;
    const arrives = by => {
      const there = document.elementFromPoint(x + step[0] * by, y + step[1] * by);
      return there && (e.contains(there) || label?.contains(there));
    };
    let size = 0;
    for (const way of [1, -1]) for (let by = .5; by < least.high && arrives(way * by); by += 1) size += 1;
    return size;
  };
  const small = [];
  for (const e of document.querySelectorAll(TARGETS)) {
    if (e.matches(':disabled') || !shown(e) || isText(e)) continue;
    const label = e.matches('input, select, textarea') ? e.closest('label') : null;
    const boxes = [e, ...(label ? [label] : [])].map(one => one.getBoundingClientRect());
    const wide = worded(e) ? least.words : least.wide;
    let height = Math.max(...boxes.map(box => box.height)), width = Math.max(...boxes.map(box => box.width));
    if (height > least.high - .5 && width > wide - .5) continue;
    e.scrollIntoView({block: 'center', inline: 'center', behavior: 'instant'});
    if (least.covered && !stretch(e, label, [0, 1])) continue;
    height = Math.max(height, stretch(e, label, [0, 1]));
    width = Math.max(width, stretch(e, label, [1, 0]));
    if (height > least.high - .5 && width > wide - .5) continue;
    small.push(`${Math.round(width)} × ${Math.round(height)} px: ` + e.outerHTML.replace(/\s+/g, ' ').slice(0, 160)
      + ` in ${e.parentElement.tagName}.${e.parentElement.className}`);
  }
  scrollTo(0, 0);
  return small;
}"""


def small(page: Page, width: int, *, covered: bool = False) -> list[str]:
    """Return the targets that are too small for a thumb, with their sizes.

    Args:
        page: the page, which is left at a phone's width.
        width: how wide it is shown now, in CSS px; a phone's is looked at as it is.
        covered: whether something lies open over it, so that what is under that cannot be hit.

    """
    if width > PHONE:
        widen(page, PHONE)
    return list(page.evaluate(_SMALL, {**LEAST, "covered": covered}))
