"""Authors' Markdown as HTML that is safe to show."""

import re

import nh3
from markdown_it import MarkdownIt

_markdown = MarkdownIt("commonmark", {"html": False, "typographer": False}).enable("table")
_HEADING = re.compile(r"<h([1-6])>")
_TAG = re.compile(r"<(/?)h([1-6])>")
_TAGS = {
    "a", "abbr", "b", "blockquote", "br", "caption", "code", "dd", "del", "div", "dl", "dt", "em",
    "h2", "h3", "h4", "hr", "i", "li", "ol", "p", "pre", "s", "strong", "sub", "sup", "table",
    "tbody", "td", "tfoot", "th", "thead", "tr", "ul",
}  # fmt: skip
_ATTRIBUTES = {"a": {"href", "title"}, "th": {"scope"}, "ol": {"start"}}


def render_markdown(text: str) -> str:
    """Return Markdown (CommonMark with tables) as HTML with every risky tag and attribute removed.

    Headings start at level 2, as the page's title is level 1, and leave out no level, whatever the
    author began with: a screen reader's outline has no holes (WCAG 2.2, 1.3.1).
    """
    rendered = _below_the_title(_markdown.render(text))
    return nh3.clean(
        rendered,
        tags=_TAGS,
        attributes=_ATTRIBUTES,
        url_schemes={"http", "https", "mailto", "tel"},
        link_rel="noopener nofollow",
    )


def _below_the_title(html: str) -> str:
    """Renumber the headings: the highest level used becomes 2, the next one 3, the rest 4."""
    used = sorted(set(_HEADING.findall(html)))
    levels = {level: min(place, 4) for place, level in enumerate(used, start=2)}
    return _TAG.sub(lambda m: f"<{m[1]}h{levels[m[2]]}>", html)
