"""The catalogue's filters, as they stand in the address."""

from collections.abc import Iterator
from typing import Any
from urllib.parse import urlencode

from django.http import QueryDict

from learning.catalogue.api import FACETS, SORTS, CatalogueQuery

MOST_COMPARED = 3
_LONGEST_PAGE = 5


def catalogue_query(asked: QueryDict, *, reader: str) -> CatalogueQuery:
    """Return what an address asks for; what makes no sense counts as not said.

    Args:
        asked: the address' query string.
        reader: the language that the page is read in.
    """
    page = asked.get("page", "")
    sort = asked.get("sort", "")
    chosen: dict[str, Any] = {
        facet: tuple(value for value in choices.values if value in asked.getlist(facet))
        for facet, choices in FACETS.items()
    }
    return CatalogueQuery(
        q=asked.get("q", ""),
        **chosen,
        sort=sort if sort in SORTS else "",
        reader=reader,
        page=int(page) if page.isascii() and page.isdigit() and len(page) <= _LONGEST_PAGE else 1,
    )


def catalogue_address(query: CatalogueQuery, *, text: str, page: int = 1) -> str:
    """Return the query string that asks for the same again, without what need not be said.

    Args:
        query: what was asked.
        text: what was searched for, cleaned.
        page: counted from 1.
    """
    parts: list[tuple[str, str]] = [("q", text)] if text else []
    parts += [(facet, value) for facet in FACETS for value in query.chosen(facet)]
    if query.sort:
        parts.append(("sort", query.sort))
    if page > 1:
        parts.append(("page", str(page)))
    return f"?{urlencode(parts)}" if parts else ""


def compared_slugs(asked: QueryDict) -> list[str]:
    """Return the courses to put side by side as the address names them, each once, none too long."""
    return list(_slugs(asked))


def _slugs(asked: QueryDict) -> Iterator[str]:
    seen = set()
    for slug in asked.getlist("c"):
        if slug and len(slug) <= 140 and "\x00" not in slug and slug not in seen:
            seen.add(slug)
            yield slug
