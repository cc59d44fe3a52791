"""Which addresses a running stack has: those of the URL tables that need no id, and those its pages link to."""

import re
from collections.abc import Iterator
from html.parser import HTMLParser
from importlib import import_module
from urllib.parse import urljoin, urlsplit

from django.urls import Resolver404, URLPattern, URLResolver, get_resolver

_PLAIN = re.compile(r"[\w./-]*")
LINKS = {"a": "href", "link": "href", "script": "src", "img": "src", "source": "src"}


def plain_paths(urlconf: str) -> list[str]:
    """Return the paths of a URL table that need no parameter, in the table's order."""
    return list(dict.fromkeys(_walk(import_module(urlconf).urlpatterns, "/")))


def route_of(path: str, urlconf: str) -> str:
    """Return the pattern behind a path, so that a hundred courses count as one kind of page; "" when there is none."""
    try:
        return get_resolver(urlconf).resolve(urlsplit(path).path).route
    except Resolver404:
        return ""


def links_in(page: str, base: str) -> list[str]:
    """Return the paths a page links to on its own host, without fragments, each once, in order.

    Args:
        page: the HTML.
        base: the path the page was fetched from, for relative links.
    """
    collector = _Links()
    collector.feed(page)
    found: dict[str, None] = {}
    for link in collector.found:
        parts = urlsplit(urljoin(base, link))
        if not parts.scheme and not parts.netloc and parts.path.startswith("/"):
            found[parts.path + (f"?{parts.query}" if parts.query else "")] = None
    return list(found)


def _walk(patterns: list[URLPattern | URLResolver], prefix: str) -> Iterator[str]:
    for entry in patterns:
        # A regular expression counts when it is nothing but an anchored text, as older packages write it.
        route = str(entry.pattern).removeprefix("^").removesuffix("$").removesuffix(r"\Z")
        if not _PLAIN.fullmatch(route):
            continue
        if isinstance(entry, URLResolver):
            yield from _walk(entry.url_patterns, prefix + route)
        else:
            yield prefix + route


class _Links(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        wanted = LINKS.get(tag)
        self.found += [value for name, value in attrs if name == wanted and value]
